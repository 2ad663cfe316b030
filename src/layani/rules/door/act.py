"""One kind of act at the door: when it may happen, what it records, and what it changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from layani.rules.cases.act import Act
from layani.rules.cases.state import Event
from layani.rules.door.terms import Door
from layani.rules.door.ticket import Ticket
from layani.rules.refusal import Refusal


@dataclass(frozen=True)
class Facts:
    """What the rules of the door read beside the ticket.

    door:     what the office publishes
    nameable: of the service of a list: field -> id of the law by which it is asked; only these may stand on a list
    ahead:    how many are called before this ticket
    bound_to: the items of an earlier list of the same person and service that still binds; None without one
    filed_at: when the case was entered that is to be noted as filed from the ticket; None where none is
    noted:    that case stands in another ticket already
    """

    door: Door = field(default_factory=Door)
    nameable: Mapping[str, str] = field(default_factory=dict)
    bound_to: frozenset[str] | None = None
    ahead: int = 0
    filed_at: datetime | None = None
    noted: bool = False


Check = Callable[[Ticket, Act, Facts], Refusal | None]
Record = Callable[[Ticket, Act, Facts], Mapping[str, Any]]
Change = Callable[[Ticket, Event], Ticket]


def no_objection(ticket: Ticket, act: Act, facts: Facts) -> Refusal | None:
    """Let every act pass."""
    return None


def nothing_more(ticket: Ticket, act: Act, facts: Facts) -> Mapping[str, Any]:
    """Record the act's own values and no more."""
    return act.data


@dataclass(frozen=True)
class DoorRule:
    """The rule of one kind of act.

    statuses: in which the ticket must be; empty for one that does not exist yet
    by:       who may do it
    held:     an officer must have the ticket at their counter
    check:    the act's own objection
    record:   the non-personal values that the event keeps
    change:   the ticket after the event
    """

    kind: str
    statuses: frozenset[str]
    by: frozenset[str]
    change: Change
    held: bool = False
    check: Check = no_objection
    record: Record = nothing_more


EVERYBODY = frozenset({"citizen", "officer", "system"})
OFFICER = frozenset({"officer"})
CITIZEN = frozenset({"citizen"})
SYSTEM = frozenset({"system"})
