"""Who had to act for how long: from the first visit, from receipt, and from completeness."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import NoWorkingTime, working_time
from layani.rules.cases.decider import evolve
from layani.rules.cases.reckoning import FIRST_CONTACT
from layani.rules.cases.state import Case, Event

SIDES: Final = ("office", "citizen", "outside")


@dataclass(frozen=True)
class Held:
    """How long one side had to act: clock time and the office's working time."""

    clock: timedelta = timedelta()
    working: timedelta = timedelta()

    def plus(self, calendar: Calendar, start: datetime, end: datetime) -> "Held":
        """Return the sum with one more stretch."""
        try:
            worked = working_time(calendar, start, end)
        except NoWorkingTime:
            worked = timedelta()
        return Held(self.clock + (end - start), self.working + worked)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which one side had the ball."""

    side: str
    start: datetime
    end: datetime


def split(events: Iterable[Event], calendar: Calendar, now: datetime) -> Mapping[str, Mapping[str, Held]]:
    """Return {"first contact", "received", "complete": {side: how long}}, from each moment to the end, or to ``now``.

    A moment that has not come is left out, and so is a first contact that was the receipt itself. Between the first
    visit and the receipt the citizen had the ball: the application was not finished.
    """
    course = _course(events)
    case = course[-1][1] if course else Case()
    starts = {"received": case.received_at, "complete": case.complete_at}
    if case.contact_at and case.received_at and case.contact_at < case.received_at:
        starts = {FIRST_CONTACT: case.contact_at, **starts}
    found = list(_stretches(course, now))
    return {name: _since(start, found, calendar) for name, start in starts.items() if start}


def _course(events: Iterable[Event]) -> list[tuple[Event, Case]]:
    """Return every event with the case after it."""
    course: list[tuple[Event, Case]] = []
    case = Case()
    for event in events:
        case = evolve(case, event)
        course.append((event, case))
    return course


def _stretches(course: Sequence[tuple[Event, Case]], now: datetime) -> Iterator[Stretch]:
    case = Case()
    for event, after in course:
        before, case = case, after
        if case.seq == 1 and case.contact_at and case.contact_at < event.occurred_at:
            yield Stretch("citizen", case.contact_at, event.occurred_at)
        if before.ball_since and before.turn in SIDES and before.turn != case.turn:
            yield Stretch(before.turn, before.ball_since, event.occurred_at)
    if case.ball_since and case.turn in SIDES:
        yield Stretch(case.turn, case.ball_since, now)


def _since(start: datetime, stretches: Iterable[Stretch], calendar: Calendar) -> Mapping[str, Held]:
    held: dict[str, Held] = {}
    for one in stretches:
        begun = max(start, one.start)
        if begun < one.end:
            held[one.side] = held.get(one.side, Held()).plus(calendar, begun, one.end)
    return held
