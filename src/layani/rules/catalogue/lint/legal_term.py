"""The office's own promise never ends after the term of the law: computed day by day, for units can hide it."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final

from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import OPEN_TIME, Term, due
from layani.rules.catalogue.definition import Definition
from layani.rules.catalogue.grammar.promise import LegalTermEntry, PromiseEntry
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.working_time import calendar_of

TRIED: Final = timedelta(days=366)
"""A year of arrivals from the version's day on meets every weekday, Eid and the turn of the year."""

HOURS: Final = (time(9), time(15, 30))
"""In the morning and shortly before closing: what is promised in hours then ends on different days."""


def check(one: Definition) -> Iterator[Problem]:
    """Compare when the promise and the law end, for arrivals through a year of the office's calendar."""
    promise = one.entry.promise
    if promise.legal is None or not one.office.hours:
        return
    calendar = calendar_of(one.office)
    late = _first_late(one, promise, promise.legal, calendar)
    if late is None:
        return
    start, promised, lawful = (f"{calendar.local(moment):%Y-%m-%d %H:%M}" for moment in late)
    yield one.source.problem(
        ("promise", "total"),
        f"the promise of {promise.total.words().en} can end after the {promise.legal.term.words().en} of the law: "
        f"what is {promise.legal.from_} on {start} is promised for {promised}, and the law says {lawful}.",
        "Promise less, or correct 'legal:'.",
        "An office may be faster than the law, never slower.",
    )


def _first_late(
    one: Definition, promise: PromiseEntry, legal: LegalTermEntry, calendar: Calendar
) -> tuple[datetime, datetime, datetime] | None:
    """Return (start, promised, lawful) of the first arrival for which the promise ends later; None if there is none."""
    checking = _before_complete(one) if promise.counts_from == "complete" and legal.from_ == "received" else None
    if checking is None and promise.total.unit == legal.term.unit and promise.total.amount <= legal.term.amount:
        return None  # a longer term of the same unit never ends earlier
    counted = {promise.total.unit, legal.term.unit, checking.unit if checking else promise.total.unit}
    hours = HOURS if counted & OPEN_TIME.keys() else HOURS[:1]  # terms in days end alike, whatever the hour
    day, last = one.entry.version, one.entry.version + TRIED
    while day < last:
        for hour in hours:
            start = calendar.at(day, hour)
            begun = due(calendar, start, checking) if checking else start
            promised, lawful = due(calendar, begun, promise.total), due(calendar, start, legal.term)
            if promised > lawful:
                return start, promised, lawful
        day += timedelta(days=1)
    return None


def _before_complete(one: Definition) -> Term | None:
    """Return the time that passes before an application is found complete; None without such a step."""
    return next((step.work.within for step in one.entry.steps if step.kind == "check"), None)


CHECK = check
