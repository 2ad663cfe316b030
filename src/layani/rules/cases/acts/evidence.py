"""An officer records what they did with the paper behind an answer: who, when and what stand in the event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from layani.rules.cases.act import Act, ActRule, moment, written
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import Term, due
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text

LOOKED_UP: Final = "looked up"
SEEN: Final = "seen"
"""An original that an officer has seen stands for a register that cannot be asked or that is wrong."""


def check_evidence(case: Case, act: Act) -> Refusal | None:
    """Only what this application needs is recorded, in the kind that it needs, and once."""
    field = str(act.data.get("field", ""))
    wanted = case.evidence_needed.get(field)
    enough = {SEEN} if wanted == LOOKED_UP else {wanted}
    if wanted and act.data.get("kind") in enough and field not in case.evidence:
        return None
    return Refusal(
        code="no-such-evidence",
        reason=Text(
            id="Bukti ini tidak diperlukan permohonan ini, atau sudah dicatat.",
            en="This application needs no such evidence, or it is recorded already.",
        ),
        remedy=Text(
            id="Muat ulang halaman untuk melihat bukti yang masih kurang.",
            en="Reload the page to see which evidence is still missing.",
        ),
    )


def noted(case: Case, event: Event) -> Case:
    """Remember what was recorded."""
    field, kind = event.data.get("field"), event.data.get("kind")
    return replace(case, evidence={**case.evidence, str(field): str(kind)}) if field and kind else case


def after_answer(case: Case, event: Event) -> Case:
    """Take away what was recorded of answers that have been corrected since, and what is not needed any more.

    An event of an older version does not say what is needed; then nothing changes.
    """
    if "evidence" not in event.data:
        return case
    needed = dict(event.data["evidence"])
    corrected = set(event.data.get("fields", ()))
    kept = {name: kind for name, kind in case.evidence.items() if name not in corrected and name in needed}
    return replace(case, evidence_needed=needed, evidence=kept)


def check_looked_up(case: Case, act: Act) -> Refusal | None:
    """Only what this application needs looked up is looked up (``fields``); again, once it has expired or differed."""
    fields = act.data.get("fields", ())
    if fields and all(case.evidence_needed.get(name) == LOOKED_UP for name in fields):
        return None
    return Refusal(
        code="nothing-to-look-up",
        reason=Text(
            id="Tidak ada jawaban pada berkas ini yang dilihat di data itu.",
            en="No answer of this application is looked up in that register.",
        ),
        remedy=Text(id="Muat ulang halaman.", en="Reload the page."),
    )


def record_looked_up(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add until when it may be relied on: ``valid`` (amount, unit) from now."""
    valid = act.data.get("valid")
    return {**act.data, "until": written(due(calendar, act.at, Term(*valid)))} if valid else act.data


def looked_up(case: Case, event: Event) -> Case:
    """Remember what the register says as well (``same``), and until when; what differs is no evidence."""
    same, until = set(event.data.get("same", ())), str(event.data.get("until") or "")
    fields = set(event.data.get("fields", ()))
    before = {name: kind for name, kind in case.evidence.items() if name not in fields or kind != LOOKED_UP}
    evidence = before | {name: LOOKED_UP for name in sorted(same & fields)}
    return replace(case, evidence=evidence, looked_until={**case.looked_until, **dict.fromkeys(sorted(same), until)})


def filled_in(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a filing's event says of answers that were looked up before it, as values of the case.

    What the applicant declared against the register is no evidence, nor is what the service does not need.
    """
    needed, evidence, until = data.get("evidence", {}), {}, {}
    for line in data.get("looked_up", ()):
        for name in line.get("same", ()):
            if needed.get(name) == LOOKED_UP:
                evidence[name], until[name] = LOOKED_UP, str(line.get("until") or "")
    return {"evidence": evidence, "looked_until": until} if evidence else {}


def expired(case: Case, at: datetime) -> tuple[str, ...]:
    """Return the answers that were looked up too long ago to be relied on."""
    return tuple(
        name
        for name, kind in case.evidence.items()
        if kind == LOOKED_UP and (until := moment(case.looked_until.get(name))) and at > until
    )


OFFICER = frozenset({"officer"})
ACTS = (
    ActRule("evidence_noted", OPEN_STATUSES, OFFICER, noted, check=check_evidence),
    ActRule("looked_up", OPEN_STATUSES, OFFICER, looked_up, held=True, check=check_looked_up, record=record_looked_up),
)
