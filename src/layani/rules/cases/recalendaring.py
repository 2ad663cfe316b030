"""The calendar has changed: on which day an open case is due now, and in one sentence why it moved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from layani.rules.cases.act import moment, written
from layani.rules.cases.calendar import Calendar, Decree
from layani.rules.cases.reckoning import Reckoning, legal_of, promise_of, reckoned, step_of
from layani.rules.cases.state import Case
from layani.rules.dates import weekday_words
from layani.rules.text import Text

DUES = ("due_at", "legal_due_at", "step_due_at")
"""The moments of a case that follow from the calendar: the promise, the law's last day, the open step."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change of the calendar does to one case.

    was, now:  name in DUES -> moment (UTC), of those that move
    step:      the open step of which ``step_due_at`` speaks, where others are open side by side with it
    beside:    step -> (was, now), of those that move among the steps open side by side with the first
    decrees:   numbers of the decrees that speak of days in between
    why:       one sentence for the citizen and the officer
    """

    was: Mapping[str, datetime]
    now: Mapping[str, datetime]
    decrees: tuple[str, ...]
    why: Text
    beside: Mapping[str, tuple[datetime, datetime]] = field(default_factory=dict)
    step: str = ""

    def data(self) -> dict[str, Any]:
        """Return the values of the act ``recalendar``; none of them is personal."""
        beside = {step: [written(old), written(new)] for step, (old, new) in self.beside.items()}
        return {
            **{name: written(moment) for name, moment in self.now.items()},
            **({"step": self.step} if self.step else {}),
            **({"beside": beside} if beside else {}),
            "was": {name: written(moment) for name, moment in self.was.items()},
            "decrees": list(self.decrees),
            "why": {"id": self.why.id, "en": self.why.en},
        }


def recalendared(calendar: Calendar, case: Case, now: datetime) -> Moved | None:
    """Return what moves in an open case by the calendar as known ``now`` (UTC); None when nothing does.

    What was late stays late: a moment that has passed moves only by decrees that were issued by its day. A moment that
    still lies ahead is never moved into the past. Cases of other offices' logs keep what their log says, and one that
    was taken over keeps the earlier day that was told there.
    """
    if not case.is_open or case.imported:
        return None
    was: dict[str, datetime] = {}
    moved: dict[str, datetime] = {}
    first: Reckoning | None = None
    for name, one in zip(DUES, (promise_of(case), legal_of(case), step_of(case)), strict=True):
        old = getattr(case, name)
        if one is None or old is None or name in case.taken_over.get("stand", ()):
            continue
        if name == "step_due_at" and is_capped(case):
            continue
        new = _moment(
            calendar, one, old, now, case.open_step.office_unit if name == "step_due_at" and case.open_step else ""
        )
        if new != old:
            was[name], moved[name], first = old, new, first or one
    others = dict(_others(calendar, case, now))
    if first is None and not others:
        return None
    before, after = next(zip(was.values(), moved.values(), strict=True), None) or next(iter(others.values()))
    reckoning = first or step_of(case.seen_at(next(iter(others))))
    decrees = tuple(_between(calendar, reckoning, max(before, after), now)) if reckoning else ()
    why = _why(calendar, decrees, before, after)
    return Moved(was, moved, tuple(one.number for one in decrees), why, others, case.step if case.beside else "")


def is_capped(case: Case) -> bool:
    """Say whether the open step is due with the decision that was promised, and by no term of its own.

    A case that was taken over had promised one already; a step that opens after that has its own time.
    """
    if case.step not in case.taken_over.get("capped", ()) or case.step_since is None:
        return False
    taken = moment(case.taken_over["at"])
    return taken is not None and case.step_since <= taken


def _others(calendar: Calendar, case: Case, now: datetime) -> Iterator[tuple[str, tuple[datetime, datetime]]]:
    """Yield what moves among the steps that are open side by side with the first: the step, was, now."""
    for one in case.beside:
        seen = case.seen_at(one.id)
        reckoning, step = step_of(seen), seen.open_step
        if reckoning and step and one.due_at and not is_capped(seen):
            new = _moment(calendar, reckoning, one.due_at, now, step.office_unit)
            if new != one.due_at:
                yield one.id, (one.due_at, new)


def _moment(calendar: Calendar, one: Reckoning, old: datetime, now: datetime, unit: str) -> datetime:
    known = calendar.known_on(calendar.local(min(old, now)).date()).of_unit(unit)
    new = reckoned(known, one)
    return old if new < now <= old else new


def _between(calendar: Calendar, one: Reckoning, end: datetime, now: datetime) -> Iterator[Decree]:
    """Yield the decrees, known now and issued since the start, that speak of a day up to the later of two moments."""
    start, last, today = (calendar.local(moment).date() for moment in (one.start, end, now))
    for decree in calendar.decrees:
        if start <= decree.issued <= today and any(start <= day <= last for day in decree.days):
            yield decree


def _why(calendar: Calendar, decrees: tuple[Decree, ...], was: datetime, now: datetime) -> Text:
    old, new = (weekday_words(calendar.local(moment).date()) for moment in (was, now))
    cause = _decrees(decrees) if decrees else Text("Kalender kantor berubah", "The office's calendar has changed")
    return Text(
        f"{cause.id}; hari paling lambat berubah dari {old.id} menjadi {new.id}.",
        f"{cause.en}; the last day moves from {old.en} to {new.en}.",
    )


def _decrees(decrees: tuple[Decree, ...]) -> Text:
    said = [_decree(one) for one in decrees]
    return Text(id="; ".join(one.id for one in said), en="; ".join(one.en for one in said))


def _decree(one: Decree) -> Text:
    parts = [_day(day, name) for day, name in sorted(one.closed.items())]
    parts += [_day(day, None) for day in sorted(one.opened)]
    return Text(
        id=f"{one.number}: " + ", ".join(part.id for part in parts),
        en=f"{one.number}: " + ", ".join(part.en for part in parts),
    )


def _day(day: date, name: Text | None) -> Text:
    said = weekday_words(day)
    if name is None:
        return Text(f"{said.id} kantor buka", f"the office is open on {said.en}")
    return Text(f"{said.id} libur ({name.id})", f"{said.en} is a day off ({name.en})")
