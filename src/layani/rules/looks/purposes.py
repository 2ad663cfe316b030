"""What a look at personal data is for, and which part in a case its reader has.

Whoever has a part in a case is asked nothing: the purpose follows from the step, the desk or the page. Whoever may
read it without one says why first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from layani.rules.cases.side_by_side import at_desk
from layani.rules.cases.state import Case
from layani.rules.record.look_words import AFTER, CHECK, DECIDE, LATE, SETTLE, STEP, WORKED

DISOWNED_WITHIN: Final = timedelta(days=30)
"""How long a superior is called to see to what its own person disowned, and is asked nothing to open it."""
_OF_STEP: Final = {"check": CHECK, "decide": DECIDE}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who opens a case.

    acted:  they have done an act on it; above: they supervise those who serve it; checks: they check it afterwards
    """

    officer: int | None
    acted: bool = False
    above: bool = False
    checks: bool = False


def part_in(case: Case, reader: Reader, now: datetime) -> str:
    """Return the purpose for which a reader opens a case, by their part in it; "" for none."""
    held = at_desk(case, reader.officer)
    if reader.officer is not None and held.holder == reader.officer:
        return _OF_STEP.get(held.open_step.kind, STEP) if held.open_step else STEP
    if reader.acted:
        return WORKED
    if reader.above and _is_late(case, now):
        return LATE
    if reader.above and _waits(case, now):
        return SETTLE
    return AFTER if reader.checks and case.alone else ""


def _is_late(case: Case, now: datetime) -> bool:
    dues = (case.due_at, case.step_due_at, *(one.due_at for one in case.beside))
    return case.is_open and any(due is not None and due < now for due in dues)


def _waits(case: Case, now: datetime) -> bool:
    """Say whether somebody waits for what a superior answers, or sees to: an objection, a correction, a revocation,
    a request to go ahead, an application that its own person disowns, one that could not follow a law."""
    disowned = case.disowned_at is not None and now < case.disowned_at + DISOWNED_WITHIN
    asked = bool(case.expedite) and not case.expedite.get("answered_at")
    return bool(case.objection_due or case.correction_due or case.revocation_due or asked or disowned or _keeps(case))


def _keeps(case: Case) -> bool:
    return case.is_open and bool(case.kept_version)
