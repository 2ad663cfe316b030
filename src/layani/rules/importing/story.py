"""What happened to one replayed case, told from its events: when it ended, until when it should have, who had it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from layani.rules.cases.ball_times import SIDES, Held
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.decider import evolve
from layani.rules.cases.state import Case, Event

REACHES: Mapping[str, str] = {
    "decide_grant": "decided",
    "decide_refuse": "decided",
    "deem_granted": "decided",
    "withdraw": "withdrawn",
    "deliver": "delivered",
    "close": "closed",
}
"""The milestone that each act reaches; the first time counts."""

ENDS = ("decided", "withdrawn", "closed")


@dataclass(frozen=True, slots=True)
class Attempted:
    """An act that a rule of ours would have stopped."""

    code: str
    act: str
    at: datetime
    officer: int | None


@dataclass(frozen=True)
class Recorded:
    """One case as the office recorded it: its events in order, and the observed attempts."""

    events: tuple[Event, ...]
    attempts: tuple[Attempted, ...] = ()


@dataclass(frozen=True)
class Story:
    """One case.

    reached:  milestone -> when it was reached first
    ended_at: the first decision, withdrawal or closing; None while the case is open
    due_at:   until when, and due_from: "log", "map" or "" (nobody says)
    held:     side -> how long it had the ball until the end
    """

    received_at: datetime
    reached: Mapping[str, datetime]
    ended_at: datetime | None
    due_at: datetime | None
    due_from: str
    held: Mapping[str, Held] = field(default_factory=dict)


def tell(events: Iterable[Event], calendar: Calendar) -> Story:
    """Return the story of a case; raises StopIteration without events."""
    told = iter(events)
    first = next(told)
    case = evolve(Case(), first)
    reached: dict[str, datetime] = {}
    held: dict[str, Held] = {}
    for event in told:
        before, case = case, evolve(case, event)
        if not _ended(reached) and before.ball != case.ball:
            _add(held, before, event.occurred_at, calendar)
        if event.act in REACHES:
            reached.setdefault(REACHES[event.act], event.occurred_at)
    return Story(
        received_at=first.occurred_at,
        reached=reached,
        ended_at=min((reached[name] for name in ENDS if name in reached), default=None),
        due_at=case.due_at,
        due_from=str(first.data.get("due_from", "")),
        held=held,
    )


def _ended(reached: Mapping[str, datetime]) -> bool:
    return any(name in reached for name in ENDS)


def _add(held: dict[str, Held], case: Case, until: datetime, calendar: Calendar) -> None:
    """Count the stretch from when this side got the ball; a log that goes back in time adds nothing."""
    if case.ball_since and until > case.ball_since and case.ball in SIDES:
        held[case.ball] = held.get(case.ball, Held()).plus(calendar, case.ball_since, until)
