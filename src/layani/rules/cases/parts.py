"""The parts of a case: the steps that it goes through, those that are open, pauses, extensions, and who did what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from layani.rules.cases.clock import Term

Ball = Literal["office", "citizen", "outside", "nobody"]

# Under these names, which no step has, ``done_by`` says which officer typed the application, the answer, the warning of
# a revocation, the request to go ahead, and the objection; and who proposed and who decided a correction of the letter.
FILED_BY, ANSWERED_BY, WARNED_BY, ASKED_AHEAD_BY, OBJECTED_BY = "@file", "@answer", "@warn", "@expedite", "@object"
COPIED_BY = "@take-over"
CORRECTION_PROPOSED_BY, CORRECTED_BY = "@propose", "@correct"
SIGNS = "@signs"
"""Who signs the letter in place of who decided, under the same kind of name."""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step that this case will go through, as its service's version planned it on the day of filing.

    amount, unit:  its term ("2", "working days"); office_unit: by whose opening hours, "" for the office's own
    length, objections: of a public notice, amount and unit: how long it hangs out, and takes objections
    after: the steps that must have ended before it opens; None: all that stand above it
    waits: the steps whose findings decide whether it is needed; () for a step that is
    turn: of a step in which the applicant acts: their time, after what of it they are reminded (0: never), and the unit
    closes: the case is closed when that time has passed; declines: they may say no instead
    draw: one officer of the role is drawn by lot, who then does it
    """

    id: str
    kind: str
    role: str
    amount: int
    unit: str
    not_same_as: tuple[str, ...] = ()
    length: tuple[int, str] | None = None
    objections: tuple[int, str] | None = None
    office_unit: str = ""
    after: tuple[str, ...] | None = None
    waits: tuple[str, ...] = ()
    turn: tuple[int, int, str] | None = None
    closes: bool = False
    declines: bool = False
    draw: bool = False

    @property
    def kept_apart(self) -> tuple[str, ...]:
        """What must have been done by others: the named steps, and of a decision also the typing of what is decided."""
        return (*self.not_same_as, FILED_BY, ANSWERED_BY, COPIED_BY) if self.kind == "decide" else self.not_same_as

    @property
    def within(self) -> Term:
        """The time in which the step must be done."""
        return Term(self.amount, self.unit)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class OpenStep:
    """One of several steps that are open side by side: since when, due when, on whose desk, and what happened in it."""

    id: str
    since: datetime | None = None
    due_at: datetime | None = None
    holder: int | None = None
    ball: Ball = "office"
    work: Mapping[str, Any] = field(default_factory=dict)


OUTAGE: Final = "outage"
"""The cause of a pause in which another body's system was out."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the office's clock stood still; ``cause``: "citizen" or OUTAGE."""

    cause: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Extended:
    """More time that the office took, once: how much, when it said so, and the reason's name."""

    by: Term
    at: datetime
    reason: str
