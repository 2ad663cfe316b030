"""How a product stands after it was given: valid, expired, superseded or revoked, and since when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal

from layani.rules.cases.act import written
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import Term, due, months_later
from layani.rules.cases.state import GRANTED_STATUSES, Case

Standing = Literal["valid", "expired", "superseded", "revoked"]


@dataclass(frozen=True, slots=True)
class Stands:
    """How a product stands, since when if no longer valid, and the number of the case that made it so ("" for none)."""

    standing: Standing
    since: datetime | None = None
    by: str = ""


def standing(case: Case, now: datetime) -> Stands | None:
    """Return how the product of a case stands at ``now``; None before its letter is issued, or where none was granted.

    A revocation says more than a later letter or the end, and a later letter more than the end.
    """
    if case.issued_at is None or case.status not in GRANTED_STATUSES:
        return None
    if case.revoked_at:
        return Stands("revoked", case.revoked_at, case.number)
    if case.superseded_at:
        return Stands("superseded", case.superseded_at, case.superseded_by)
    if case.valid_until and now > case.valid_until:
        return Stands("expired", case.valid_until)
    return Stands("valid")


def ends(case: Case, issued_at: datetime, calendar: Calendar) -> Mapping[str, Any]:
    """Return ``valid_until`` and ``remind_at`` of a product that is issued now, as an event keeps them; {} without end.

    Both are counted in the calendar: a product holds on a holiday, too. The reminder is due when its day begins, and
    at once where a product is so short that the day has passed. What was changed ends when the earlier product ends.
    """
    until = case.ends_with
    if until is None and case.lasts:
        until = due(calendar, issued_at, Term(*case.lasts))  # type: ignore[arg-type]
    if until is None or case.status not in GRANTED_STATUSES:
        return {}
    values = {"valid_until": written(until)}
    if case.remind:
        values["remind_at"] = written(max(issued_at, before(calendar, until, Term(*case.remind))))  # type: ignore[arg-type]
    return values


def before(calendar: Calendar, end: datetime, term: Term) -> datetime:
    """Return the first moment (UTC) of the day that lies a term of calendar days or months before ``end``."""
    last = calendar.local(end).date()
    day = months_later(last, -term.amount) if term.unit == "months" else last - timedelta(days=term.amount)
    return calendar.at(day, time()).astimezone(UTC)
