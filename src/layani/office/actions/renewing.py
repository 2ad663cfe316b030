"""Renew or change what was given: begin with what the earlier case holds, and put the new product in its place."""

from datetime import datetime

from layani.office.actions.acting import Deed, act_on, would_refuse
from layani.office.actions.drafting import Place, begin
from layani.office.actions.renewable import is_about, require_renewable, taken_over
from layani.office.actor import SYSTEM
from layani.office.house import catalogue
from layani.office.tables.models import Case as CaseRow
from layani.office.tables.models.signatures import Signature
from layani.rules.cases.state import GRANTED_STATUSES, Case
from layani.rules.catalogue import Service


def renewals_of(slug: str) -> tuple[Service, ...]:
    """Return the services of the office that renew or change what a service gives."""
    return tuple(one for one in catalogue().services.values() if is_about(one, slug))


def begin_renewal(place: Place, service: Service, number: str, *, now: datetime) -> None:
    """Begin the application anew with what is taken over, or raise Refused; nothing is filed yet."""
    row = require_renewable(service, number, place.party, now)
    begin(place, taken_over(service, row), renews=number, now=now)


def take_its_place(case: Case, now: datetime) -> None:
    """Let a renewed product, whose letter was just issued, take the place of the earlier one; in the caller's act.

    An earlier one that was revoked meanwhile stays revoked.
    """
    if not case.renews or case.status not in GRANTED_STATUSES:
        return
    earlier = CaseRow.objects.select_related("party").filter(number=case.renews).first()
    if earlier and not would_refuse(earlier, "supersede", actor=SYSTEM, now=now):
        deed = Deed("supersede", {"by": case.number}, role="system")
        act_on(case.renews, deed, actor=SYSTEM, now=now, also=_unsigned_falls)


def _unsigned_falls(row: CaseRow, case: Case) -> None:
    """Let a corrected letter that waits to be signed be signed no more: another one holds now."""
    Signature.objects.drop_unsigned(row.pk)


def remind(number: str, *, now: datetime) -> None:
    """Tell the holder that their product ends soon; raises Refused before the day, and the second time."""
    act_on(number, Deed("remind", role="system"), actor=SYSTEM, now=now)
