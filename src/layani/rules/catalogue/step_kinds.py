"""What belongs to a step of one kind alone: a visit's team, another system's number, a notice's time, a ranking."""

from dataclasses import dataclass
from typing import Final

from layani.rules.cases.clock import Term
from layani.rules.catalogue.official_number import NumberFormat
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Visit:
    """How a place is visited.

    people:  how many go at least; roles: those of which somebody must be there
    budget:  the budget line that pays for it
    report:  the title of the report that the findings make
    """

    people: int
    roles: tuple[str, ...]
    budget: str
    report: Text


@dataclass(frozen=True, slots=True)
class TypesAgain:
    """What is typed into the other system by hand although it stands here: how many fields, and how many minutes."""

    fields: int
    minutes: int


@dataclass(frozen=True, slots=True)
class External:
    """Another system in which the act happens, and the number that it gives, which is the finding ``NUMBER``.

    again: the same number may come in another case of the service; of: the system in the office's register
    """

    system: Text
    link: str
    label: Text
    number: NumberFormat
    again: bool = False
    of: str = ""
    types_again: TypesAgain | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """How long and where the application is made public, and until when objections are taken, both from its start."""

    length: Term
    where: Text
    objections: Term


@dataclass(frozen=True, slots=True)
class Rank:
    """How places are given out: who signs the list, how long it can be objected to, and how long others wait.

    ground: id of the ground on which those without a place are refused; waits: None where nobody waits
    """

    signed_by: str
    objections: Term
    ground: str
    waits: Term | None = None


NUMBER: Final = "number"
"""The finding of an external step, and of an applicant's that gives a number: findings.STEP.number."""

DONE: Final = "done"
SEEN: Final = "seen"
"""The other findings of a step in which the applicant acts: whether it was done, and what the officer saw of it."""


@dataclass(frozen=True, slots=True)
class ApplicantTurn:
    """What an applicant does in the middle of the procedure.

    within:     the applicant's time; remind_after: when they are reminded, None: not; both in the same unit of days
    closes:     the case is closed when the time has passed after the reminder; otherwise it stays, and the role is told
    label, number: of the receipt whose number the officer checks; None where there is none
    pays:       what they do is to pay the fee that was set, or to accept it
    declines:   the other answer that they may give; None where there is none
    """

    law: str
    within: Term
    remind_after: Term | None
    closes: bool
    pays: bool
    declines: Text | None = None
    label: Text | None = None
    number: NumberFormat | None = None
