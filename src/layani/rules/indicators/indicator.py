"""What an indicator is: a question asked of every case, and how far from colleagues an answer must be to be shown.

An indicator never convicts. It measures one thing per case in SQL, compares each officer with colleagues who had the
same kind of case in the same quarter, and raises a flag for a person to look at, with innocent explanations beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from layani.rules.text import Text

Shape = Literal["share", "mean"]
Side = Literal["high", "low"]

EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "case_id": "VARCHAR",
        "event_no": "BIGINT",  # order in the source, breaks ties between equal times
        "activity": "VARCHAR",
        "activity_label": "VARCHAR",
        "resource": "VARCHAR",
        "office_group": "VARCHAR",  # desk, team or department of the resource
        "lifecycle": "VARCHAR",
        "occurred_at": "TIMESTAMP",  # UTC
        "local_at": "TIMESTAMP",  # the wall clock where it happened
        "started_at": "TIMESTAMP",  # wall clock, where the source knows when work on the step began
        "due_at": "TIMESTAMP",  # UTC, the step's own deadline
        "work_clock": "DOUBLE",  # working hours from a fixed Monday to local_at; differences are working time
        "started_work_clock": "DOUBLE",
        "ends_step": "BOOLEAN",  # false for "scheduled", "started" and the like
    }
)
"""The columns of the normal form's table ``events``: one row per event."""

CASES: Mapping[str, str] = MappingProxyType(
    {
        "case_id": "VARCHAR",
        "service": "VARCHAR",
        "channel": "VARCHAR",
        "complexity": "VARCHAR",
        "lane": "VARCHAR",  # service x channel x complexity: the colleagues' cases that a case may be compared with
        "officer": "VARCHAR",  # who answers for the case
        "opened_at": "TIMESTAMP",  # UTC
        "closed_at": "TIMESTAMP",  # UTC; null while open
        "opened_local": "TIMESTAMP",  # the same on the office's wall clock
        "closed_local": "TIMESTAMP",
        "deadline": "TIMESTAMP",  # UTC, last moment in time
        "queued_at": "TIMESTAMP",  # from when it could be served, where it was entered later than received; else null
        "urgency": "BIGINT",  # 0 first by law, 1 let ahead for a published reason, else 2 or null
        "outcome": "VARCHAR",  # 'granted', 'refused', other or null
        "events": "BIGINT",
        "opened_work_clock": "DOUBLE",  # as in events
        "closed_work_clock": "DOUBLE",
    }
)
"""The columns of the normal form's table ``cases``: one row per case."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How a flag is said. Both sentences may use {unit}, {n}, {value} and {expected}."""

    high: Text
    low: Text | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One number per case.

    query:   SQL in the DuckDB dialect over ``events`` and ``cases``; returns case_id, unit, stratum, value.
             Cases are compared only within one stratum (lane x quarter).
    needs:   columns of ``cases`` that the source must have filled.
    shape:   "share" when value is 0 or 1 (exact hypergeometric null), "mean" when it lies anywhere in 0..1.
    least_effect: the least difference from colleagues, in units of value, that is worth a person's time.
    wording: its ``low`` sentence, where given, makes the measure two-sided.
    """

    name: Text
    query: str
    needs: frozenset[str]
    shape: Shape
    least_effect: float
    wording: Wording


@dataclass(frozen=True, slots=True)
class ExampleCase:
    """One row of ``cases`` in a worked example."""

    case_id: str
    officer: str
    opened_at: datetime
    closed_at: datetime | None
    lane: str = "letter / counter / usual"
    deadline: datetime | None = None
    outcome: str | None = None
    urgency: int = 2
    queued_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """Cases, and the officers among them that must and must not be flagged."""

    says: str
    cases: tuple[ExampleCase, ...]
    flagged: frozenset[str]
    passed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One red flag: what it asks, what else may explain it, when it speaks.

    measures:    the first whose needs are met is used.
    threshold:   least z, after allowing for how much colleagues differ among themselves.
    least_cases: comparable cases an officer needs before being compared at all.
    q:           false discovery rate over all officers of one run (Benjamini-Hochberg).
    """

    id: str
    version: str
    name: Text
    means: Text
    innocent: tuple[Text, ...]
    source: Text
    measures: tuple[Measure, ...]
    examples: tuple[Example, ...]
    threshold: float = 4.0
    least_cases: int = 30
    q: float = 0.01


@dataclass(frozen=True, slots=True)
class Flag:
    """One question about one officer, with all that is needed to recompute and to answer it.

    value, expected: mean over the officer's n comparable cases, and what colleagues' cases in the same strata give.
    z:       standardised difference; spread: variance among colleagues relative to chance, by which z was reduced.
    cases:   evidence, the officer's cases that weigh most.
    """

    rule: str
    version: str
    unit: str
    side: Side
    value: float
    expected: float
    n: int
    z: float
    spread: float
    q: float
    threshold: float
    reference: Text
    cases: tuple[str, ...]
    reason: Text
    innocent: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one indicator found in one log, flags or none.

    not_asked:  why it could not be asked of this log; then everything else is empty.
    base:       mean value over all scored cases: the log's own base rate.
    extreme:    share of scored cases with a value above 0.9, for measures that are means.
    too_few:    officers with fewer than ``least_cases`` comparable cases.
    """

    indicator: Indicator
    not_asked: Text | None = None
    measure: Measure | None = None
    scored: int = 0
    base: float = 0.0
    extreme: float = 0.0
    compared: int = 0
    too_few: int = 0
    flags: tuple[Flag, ...] = field(default=())
