"""What is kept beside an act that the pool or an exemption made possible, in the act's own transaction."""

from datetime import datetime

from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.cases import Event as EventRow
from layani.office.tables.models.exemptions import DoneAlone, Exemption
from layani.office.tables.models.second_officers import SecondOfficer
from layani.rules.cases.state import Case, Event


def note_help(row: CaseRow, before: Case, after: Case, event: Event, written: EventRow, now: datetime) -> None:
    """Keep that the pool was asked or an exemption used, that such a step ended, and what an officer did alone."""
    if before.pooled == after.pooled and before.exempt == after.exempt and not (before.pooled or before.exempt):
        return
    open_now = {one.id for one in after.open_steps()} if after.is_open else set()
    gone = {step for step in (*before.pooled, *before.exempt) if step not in open_now}
    gone |= {step for step in before.pooled if after.pooled.get(step) != before.pooled[step]}
    gone |= {step for step in before.exempt if after.exempt.get(step) != before.exempt[step]}
    if gone:
        SecondOfficer.objects.filter(case=row, step__in=sorted(gone), ended_at=None).update(ended_at=now)
    step = str(event.data.get("step", ""))
    if event.act == "pool_asked":
        SecondOfficer.objects.create(case=row, step=step, role=event.data["role"], asked_at=now)
    elif event.act == "exempted":
        SecondOfficer.objects.create(case=row, step=step, exemption=event.data["exemption"], asked_at=now)
    done = after.alone.get(str(event.seq))
    if done and event.by.officer is not None:
        exemption = Exemption.objects.numbered(row.office, done["exemption"])
        DoneAlone.objects.create(
            event=written, case=row, step=done["step"], exemption=exemption, officer_id=event.by.officer
        )
