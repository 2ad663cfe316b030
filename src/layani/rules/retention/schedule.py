"""The retention schedule: what is kept for how long, from ``schedule.yaml``, by the day from which it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import Term, due
from layani.rules.text import Text

DRAFT, UPLOAD, SIGN_IN_CODE, TICKET, PARTY, MANDATE, INSTRUCTION = (
    "draft", "upload", "sign-in-code", "ticket", "party", "mandate", "instruction",
)  # fmt: skip
UNLISTED: Final = frozenset({INSTRUCTION})
"""Rules that no page lists or counts: whoever reads there would learn that, or when, an officer wrote one down."""

CASES: Final = ("case-granted", "case-refused", "case-withdrawn")
"""The rules of applications, by how they ended."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How long one kind of thing is kept.

    what, counts_from: in the reader's words
    span_status: "house" for a number of this product's own, "law" for one that the law names
    status:      of the law: "verified" or "recalled"
    """

    id: str
    what: Text
    counts_from: Text
    span: Term
    span_status: str
    law: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rules that count from a day on; no case is kept for less than ``shortest``."""

    since: date
    shortest: Term
    rules: Mapping[str, Rule]


def schedule_on(day: date) -> Schedule:
    """Return the schedule that counts on a day; before the first one, the first."""
    counting = [one for one in schedules() if one.since <= day]
    return counting[-1] if counting else schedules()[0]


@cache
def schedules() -> tuple[Schedule, ...]:
    """Return every schedule, the oldest first."""
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    return tuple(sorted((_schedule(one) for one in yaml.safe_load(text)), key=lambda one: one.since))


def days_of(rule: str) -> int:
    """Return the days of a rule that is counted in days, by the newest schedule: of what nobody has handed in."""
    span = schedules()[-1].rules[rule].span
    if span.unit != "calendar days":
        raise ValueError(f"The rule '{rule}' is counted in {span.unit}; what was never handed in is counted in days.")
    return span.amount


def ends_on(calendar: Calendar, start: datetime, span: Term) -> date:
    """Return the local day after which nothing keeps any more what began to be counted at ``start``."""
    return calendar.local(due(calendar, start, span)).date()


def _schedule(written: Mapping[str, Any]) -> Schedule:
    rules = [_rule(one) for one in written["rules"]]
    return Schedule(written["since"], term(written["shortest"]), {one.id: one for one in rules})


def _rule(written: Mapping[str, Any]) -> Rule:
    return Rule(
        id=written["id"],
        what=Text(**written["what"]),
        counts_from=Text(**written["from"]),
        span=term(written["span"]),
        span_status=written["span_status"],
        law=written["law"],
        source=written["source"],
        status=written["status"],
    )


def term(text: str) -> Term:
    """Read "60 months" or "30 calendar days".

    >>> term("60 months")
    Term(amount=60, unit='months')
    """
    amount, unit = text.split(" ", 1)
    return Term(int(amount), unit if unit.endswith("s") else f"{unit}s")  # type: ignore[arg-type]
