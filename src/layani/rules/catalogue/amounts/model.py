"""What a service reckons with, compiled; and what came out, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from layani.rules.catalogue.amounts.table import DecisionTable
from layani.rules.catalogue.expressions import Expression, Reads
from layani.rules.catalogue.expressions.types import Type
from layani.rules.money.amount import Money
from layani.rules.money.fee import FeeRow
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Dated:
    """One value of a parameter: a whole number or minor units of money, from a day on."""

    since: date
    value: int


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of the law by dates, oldest first."""

    name: str
    says: Text
    law: str
    type: Type
    values: tuple[Dated, ...]

    def on(self, day: date) -> Dated | None:
        """Return the value that holds on a day, or None before the first."""
        return next((one for one in reversed(self.values) if one.since <= day), None)


@dataclass(frozen=True, slots=True)
class Benefit:
    """What is paid out. ``budget`` is the code of the budget line."""

    row: FeeRow[Expression]
    budget: str
    reads: Reads = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One named part of a score."""

    id: str
    says: Text
    law: str
    points: Expression


@dataclass(frozen=True, slots=True)
class Window:
    """A span of days in which it can be applied for; both days count."""

    opens: date
    closes: date


@dataclass(frozen=True, slots=True)
class Quota:
    """How many can be granted in each window, year or month, and who comes first.

    ties: what decides between equals, in order: ids of criteria, "complete", "received", "draw"
    """

    places: int
    per: Literal["window", "year", "month"]
    ranked_by: Literal["score", "received"]
    waiting_list: bool
    law: str
    ties: tuple[str, ...] = ("received",)


@dataclass(frozen=True, slots=True)
class Priority:
    """A class of people who are served first; never capped. when: None where only an officer sees who belongs to it."""

    id: str
    says: Text
    law: str
    when: Expression | None


@dataclass(frozen=True, slots=True)
class Expedite:
    """A matter that may go ahead of others: by whose leave, and how many a day."""

    id: str
    says: Text
    law: str
    by: str
    a_day: int


@dataclass(frozen=True)
class Amounts:
    """Everything that a service reckons with beside its fee; empty for a service without any of it."""

    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    tables: Mapping[str, DecisionTable] = field(default_factory=dict)
    pays: Benefit | None = None
    score: tuple[Criterion, ...] = ()
    quota: Quota | None = None
    intake: tuple[Window, ...] = ()
    priority: tuple[Priority, ...] = ()
    expedite: tuple[Expedite, ...] = ()
    reads: Mapping[Literal["score", "priority"], Reads] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a reckoning, as a citizen reads it.

    id:      its name ("row:1", "table:rate:3", "waiver:low-income")
    law:     id of the law that it follows, if one does
    amount:  of money, or None where the line is not an amount
    """

    id: str
    says: Text
    law: str | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """An amount and how it came about; ``amount`` is None when it cannot be told, and ``why`` says why.

    waits: the steps, as expressions call them, that still have to find what it is worked out from
    """

    amount: Money | None
    lines: tuple[Line, ...] = ()
    why: str = ""
    deposit: Money | None = None
    instalments: tuple[tuple[Text, Money], ...] = ()
    waits: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of its lines."""
        return tuple(line.id for line in self.lines)

    @property
    def kept(self) -> list[str]:
        """Return the ids that may be kept in the open.

        Which class waived something, and which row of a table held, tells of a person's income or health: it is left
        out. The sealed answers and the version of the service tell it again to whoever may open them.
        """
        return [_in_the_open(one) for one in self.ids]


def _in_the_open(name: str) -> str:
    kind, _, rest = name.partition(":")
    return {"waiver": kind, "table": f"{kind}:{rest.rpartition(':')[0]}"}.get(kind, name)


@dataclass(frozen=True, slots=True)
class Score:
    """The points of one case, criterion by criterion; ``total`` is None when one of them cannot be told."""

    total: int | None
    points: Mapping[str, int]
    why: str = ""
