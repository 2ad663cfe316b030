"""One kind of act: when it may happen, what it records, and what it changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from layani.rules.cases.calendar import Calendar
from layani.rules.cases.state import By, Case, Event
from layani.rules.refusal import Refusal


@dataclass(frozen=True)
class Act:
    """What somebody wants to do to a case, at a time, with the values that the act needs."""

    kind: str
    by: By
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


Check = Callable[[Case, Act], Refusal | None]
Record = Callable[[Case, Act, Calendar], Mapping[str, Any]]
Change = Callable[[Case, Event], Case]


def no_objection(case: Case, act: Act) -> Refusal | None:
    """Let every act pass."""
    return None


def nothing_more(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Record the act's own values and no more."""
    return act.data


@dataclass(frozen=True)
class ActRule:
    """The rule of one kind of act.

    statuses: in which the case must be; empty for a case that does not exist yet
    by:       who may do it
    held:     an officer must have the case on their desk
    by_role:  and still hold the role of its step
    paused:   an officer may do it while the clock stands still for another body's system
    check:    the act's own objection
    record:   the non-personal values that the event keeps, due dates included
    change:   the case after the event; must accept every order of events, for imported logs come in every order
    """

    kind: str
    statuses: frozenset[str]
    by: frozenset[str]
    change: Change
    held: bool = False
    by_role: bool = True
    paused: bool = False
    check: Check = no_objection
    record: Record = nothing_more


def moment(value: Any) -> datetime | None:
    """Read a time out of an event's data; None when there is none."""
    return datetime.fromisoformat(value) if value else None


def written(value: datetime | None) -> str | None:
    """Write a time into an event's data: ISO 8601 in UTC."""
    return value.astimezone(UTC).isoformat() if value else None
