"""What a replay shows: promises kept, who had the ball, and what our rules would have asked."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from layani.rules.cases.ball_times import SIDES
from layani.rules.cases.calendar import Calendar
from layani.rules.controls.control import Control
from layani.rules.importing.story import Attempted, Recorded, Story, tell
from layani.rules.importing.words import rule_words
from layani.rules.text import Text

EXAMPLES = 3
DAY = timedelta(days=1).total_seconds()
HOUR = timedelta(hours=1).total_seconds()


@dataclass(frozen=True, slots=True)
class Kept:
    """Cases with a deadline, by their fate at the end of the log.

    other_end:  ended in another way (withdrawn, closed undecided), so that the promise no longer counts
    days_late:  half of the late ones are later than this; None without any
    """

    with_deadline: int = 0
    in_time: int = 0
    late: int = 0
    open_late: int = 0
    not_yet: int = 0
    other_end: int = 0
    days_late: float | None = None

    @property
    def due(self) -> int:
        """Cases whose promise was kept or broken."""
        return self.in_time + self.late + self.open_late


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and 90th percentile of a length of time."""

    median: float
    p90: float


@dataclass(frozen=True, slots=True)
class BallTime:
    """How long one side had to act in the cases that ended.

    cases:      those in which it had to
    days:       in clock time; hours: in working time
    share:      of all clock time; working_share: of all working time
    """

    cases: int
    days: Spread
    hours: Spread
    share: float
    working_share: float


@dataclass(frozen=True, slots=True)
class Stopped:
    """Acts against which one rule would have spoken.

    control:   number of the control, such as P04; empty for a rule of the case itself
    acts:      kind -> (attempts, all acts of this kind)
    cases, officers: in how many cases, by how many officers
    examples:  (row of the file, pseudonym of the officer)
    """

    code: str
    control: str
    name: Text
    acts: Mapping[str, tuple[int, int]]
    cases: int
    officers: int
    examples: tuple[tuple[int, int], ...]

    @property
    def attempts(self) -> int:
        """All attempts."""
        return sum(made for made, _ in self.acts.values())


@dataclass(frozen=True)
class Figures:
    """All that a replay's report says beyond its plan.

    taken:     implied takes; officers: accounts that acted
    kept:      by who set the deadline: "log" or "map"
    ended:     cases that were decided, withdrawn or closed
    stopped:   the most frequent first
    """

    cases: int
    events: int
    taken: int
    officers: int
    by_act: Mapping[str, int]
    kept: Mapping[str, Kept]
    ended: int
    balls: Mapping[str, BallTime]
    stopped: tuple[Stopped, ...]


def figures(
    recorded: Sequence[Recorded],
    *,
    calendar: Calendar,
    kept_by: str,
    end_of_log: datetime,
    controls: Iterable[Control],
) -> Figures:
    """Return the figures of the replayed cases.

    kept_by:    the milestone that keeps the promise: decided, delivered or closed
    end_of_log: what was still open then is judged as it was then
    """
    stories = [tell(case.events, calendar) for case in recorded]
    events = list(chain.from_iterable(case.events for case in recorded))
    sources = sorted({story.due_from for story in stories if story.due_at})
    return Figures(
        cases=len(recorded),
        events=len(events),
        taken=sum(event.act == "take" and bool(event.data.get("implied")) for event in events),
        officers=len({event.by.officer for event in events} - {None}),
        by_act=dict(Counter(event.act for event in events).most_common()),
        kept={name: _kept([s for s in stories if s.due_from == name], kept_by, end_of_log) for name in sources},
        ended=sum(story.ended_at is not None for story in stories),
        balls=_balls([story for story in stories if story.ended_at]),
        stopped=tuple(_stopped(recorded, control_codes(controls))),
    )


def percentile(values: Sequence[float], share: float) -> float:
    """Return the exact percentile with linear interpolation, as ``layani scan`` computes it.

    >>> percentile([1, 2, 3, 10], 0.5)
    2.5
    """
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def control_codes(controls: Iterable[Control]) -> dict[str, Control]:
    """Return {code of its refusal: control}, found by an attempt that the control must stop."""
    found = {}
    for control in controls:
        refusal = next(filter(None, (control.check(attempt) for attempt in control.stopped)), None)
        if refusal:
            found[refusal.code] = control
    return found


def _kept(stories: Sequence[Story], kept_by: str, end_of_log: datetime) -> Kept:
    fates: Counter[str] = Counter()
    late: list[float] = []
    for story in stories:
        if story.due_at is None:
            continue
        fate = _fate(story, story.due_at, kept_by, end_of_log)
        fates[fate] += 1
        if fate == "late":
            late.append((story.reached[kept_by] - story.due_at).total_seconds() / DAY)
    return Kept(with_deadline=fates.total(), days_late=percentile(late, 0.5) if late else None, **fates)


def _fate(story: Story, due_at: datetime, kept_by: str, end_of_log: datetime) -> str:
    kept_at = story.reached.get(kept_by)
    if kept_at:
        return "in_time" if kept_at <= due_at else "late"
    if ({"withdrawn", "closed"} - {kept_by}) & set(story.reached):
        return "other_end"
    return "open_late" if due_at < end_of_log else "not_yet"


def _balls(stories: Sequence[Story]) -> dict[str, BallTime]:
    clock = {side: [s.held[side].clock.total_seconds() / DAY for s in stories if side in s.held] for side in SIDES}
    hours = {side: [s.held[side].working.total_seconds() / HOUR for s in stories if side in s.held] for side in SIDES}
    all_days, all_hours = sum(map(sum, clock.values())), sum(map(sum, hours.values()))
    return {
        side: BallTime(
            cases=len(clock[side]),
            days=Spread(percentile(clock[side], 0.5), percentile(clock[side], 0.9)),
            hours=Spread(percentile(hours[side], 0.5), percentile(hours[side], 0.9)),
            share=sum(clock[side]) / all_days if all_days else 0.0,
            working_share=sum(hours[side]) / all_hours if all_hours else 0.0,
        )
        for side in SIDES
        if clock[side]
    }


@dataclass(frozen=True, slots=True)
class _Attempt:
    case: int
    row: int
    one: Attempted


def _stopped(recorded: Sequence[Recorded], controls: Mapping[str, Control]) -> list[Stopped]:
    """Group by rule; what is out of place means something else for each act, and so is a group for each."""
    groups: dict[tuple[str, str], list[_Attempt]] = {}
    for number, case in enumerate(recorded):
        rows = {(event.act, event.occurred_at, event.by.officer): event.data.get("row") for event in case.events}
        for one in case.attempts:
            row = int(rows.get((one.act, one.at, one.officer)) or 0)
            key = (one.code, one.act if one.code == "out-of-place" else "")
            groups.setdefault(key, []).append(_Attempt(number, row, one))
    all_acts = Counter(event.act for case in recorded for event in case.events)
    names = _pseudonyms(recorded)
    found = [_group(code, made, controls.get(code), all_acts, names) for (code, _), made in groups.items()]
    return sorted(found, key=lambda one: (not one.control, -one.attempts, one.code, *one.acts))


def _group(
    code: str,
    made: Sequence[_Attempt],
    control: Control | None,
    all_acts: Mapping[str, int],
    names: Mapping[int | None, int],
) -> Stopped:
    acts = Counter(attempt.one.act for attempt in made)
    examples = sorted({(attempt.row, names.get(attempt.one.officer, 0)) for attempt in made if attempt.row})
    return Stopped(
        code=code,
        control=control.id if control else "",
        name=control.name if control else rule_words(code, made[0].one.act),
        acts={act: (n, all_acts[act]) for act, n in acts.most_common()},
        cases=len({attempt.case for attempt in made}),
        officers=len({attempt.one.officer for attempt in made} - {None}),
        examples=tuple(examples[:EXAMPLES]),
    )


def _pseudonyms(recorded: Sequence[Recorded]) -> dict[int | None, int]:
    """Return {officer: 1, 2, …} in the order in which the log first names them."""
    seen = sorted(
        (int(event.data.get("row") or 0), event.by.officer)
        for case in recorded
        for event in case.events
        if event.by.officer is not None
    )
    return {officer: n for n, officer in enumerate(dict.fromkeys(officer for _, officer in seen), start=1)}
