"""When the personal part of an application is erased, and what holds that up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import Term
from layani.rules.cases.state import GRANTED_STATUSES, Case
from layani.rules.retention.model import Kept
from layani.rules.retention.schedule import Schedule, ends_on
from layani.rules.text import Text

_RULES: Final[Mapping[str, str]] = {
    **dict.fromkeys(GRANTED_STATUSES, "case-granted"),
    "refused": "case-refused",
    "withdrawn": "case-withdrawn",
    "lapsed": "case-withdrawn",
}

HELD_WORDS: Final[Mapping[str, Text]] = {
    "revocation": Text("pencabutannya belum diputus", "a revocation of it is not decided"),
    "objection": Text("keberatan atasnya belum dijawab", "an objection to it is not answered"),
    "correction": Text("perbaikan suratnya belum diputus", "a correction of its letter is not decided"),
    "duties": Text("kewajiban sesudah dikabulkan belum selesai", "what is owed after the grant is not done"),
    "renewal": Text("perpanjangannya sedang berjalan", "a renewal of it is going on"),
    "instruction": Text("sebab lain yang tercatat", "another reason that was written down"),
    "filed": Text(
        "permohonan yang diajukan dengan kuasa itu masih disimpan",
        "an application that was filed by the mandate is still kept",
    ),
    "hold": Text("ditahan untuk pemeriksaan atau perkara", "it is held for an audit or a case at law"),
}
"""Why an erasure waits, by code. "instruction" is not named: who counts would learn that an officer wrote one down."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What must be known beside the case itself: what is open about it, and until when somebody holds it."""

    renewal_open: bool = False
    instruction_until: date | None = None
    held_until: date | None = None


def rule_of(case: Case) -> str | None:
    """Return the rule by which an application is kept; None while it is open."""
    return _RULES.get(case.status)


def counts_from(case: Case, own: Kept | None) -> datetime | None:
    """Return from when the span counts; None while what was given holds, or the letter is not there yet.

    What was granted for ever is kept as long as it holds, unless the service's own file sets a span: then it counts
    from the letter.
    """
    rule = rule_of(case)
    if rule == "case-withdrawn":
        return case.closed_at or case.last_at
    if rule == "case-refused":
        return case.issued_at or case.decided_at
    if rule is None or case.issued_at is None:
        return None
    ended = [at for at in (case.valid_until, case.revoked_at, case.superseded_at) if at]
    if ended:
        return min(ended)
    return case.issued_at if own and rule in own.spans else None


def span_of(rule: str, schedule: Schedule, own: Kept | None) -> Term:
    """Return how long a rule keeps, by the service's own file where it says so."""
    return own.spans[rule] if own and rule in own.spans else schedule.rules[rule].span


def kept_until(case: Case, schedule: Schedule, own: Kept | None, calendar: Calendar) -> date | None:
    """Return the last local day on which an application is kept if nothing holds it; None without such a day."""
    rule, start = rule_of(case), counts_from(case, own)
    return ends_on(calendar, start, span_of(rule, schedule, own)) if rule and start else None


def held_by(case: Case, beside: Standing, today: date) -> tuple[str, ...]:
    """Return why it is not erased today although its time is over; keys of HELD_WORDS."""
    found = {
        "revocation": case.revocation_due is not None,
        "objection": case.objection_due is not None,
        "correction": case.correction_due is not None,
        "duties": case.duty_at is not None or case.duty_due is not None,
        "renewal": beside.renewal_open,
        "instruction": beside.instruction_until is not None and beside.instruction_until >= today,
        "hold": beside.held_until is not None and beside.held_until >= today,
    }
    return tuple(code for code, holds in found.items() if holds)
