"""What the examples of a service show: each rule passed and failed; rows, waivers, classes, steps, letters seen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from layani.rules.catalogue.amounts.model import Amounts
from layani.rules.catalogue.fees import priorities_for, reckon_fee, rows_held
from layani.rules.catalogue.model import Service

Mark = tuple[str, str, str]
"""(kind, name, how), such as ("rule", "lives-here", "failed") or ("ground", "not-resident", "used")."""

IN_PART: Final[Mark] = ("decision", "a part", "granted")
AFTER_THE_END: Final[Mark] = ("closing", "after the last day", "not taken")


@dataclass(frozen=True)
class Coverage:
    """Everything of a service that an example can show, each with the first example that shows it ("" for none)."""

    service: str
    marks: Mapping[Mark, str]

    @property
    def covered(self) -> int:
        """How many of the marks an example shows."""
        return sum(1 for example in self.marks.values() if example)

    @property
    def missing(self) -> tuple[Mark, ...]:
        """What no example shows."""
        return tuple(mark for mark, example in self.marks.items() if not example)

    @property
    def percent(self) -> int:
        """The share that is shown, in whole per cent, rounded down: 100 is all of it."""
        return self.covered * 100 // max(len(self.marks), 1)

    def lines(self) -> Iterator[str]:
        """Yield the table that ``layani check --coverage`` prints."""
        yield f"{self.service}: {self.covered} of {len(self.marks)} shown by examples, {self.percent} %"
        width = max((len(f"{kind} {name} {how}") for kind, name, how in self.marks), default=0)
        for (kind, name, how), example in self.marks.items():
            yield f"  {f'{kind} {name} {how}':<{width}}  {example or 'NO EXAMPLE'}"


@dataclass
class Seen:
    """What the examples have shown so far: mark -> the example that showed it first."""

    marks: dict[Mark, str] = field(default_factory=dict)

    def note(self, mark: Mark, example: str) -> None:
        """Remember that an example showed something."""
        self.marks.setdefault(mark, example)

    def of(self, service: Service) -> Coverage:
        """Return the coverage of a service."""
        return Coverage(service.slug, {mark: self.marks.get(mark, "") for mark in _marks(service)})


def _marks(service: Service) -> Iterator[Mark]:
    """Yield everything of a service that an example can show, in the order of the file."""
    for rule in service.rules:
        yield ("rule", rule.id, "passed")
        yield ("rule", rule.id, "failed")
    yield from _of_amounts(service.amounts)
    for waiver in dict.fromkeys(one.id for row in service.fee.rows for one in row.waivers):
        yield ("waiver", waiver, "given")
    yield from _of_steps(service)
    for ground in service.grounds:
        yield ("ground", ground.id, "used")
    for revoked in service.revocation.grounds if service.revocation else ():
        yield ("revocation", revoked.id, "warned")
    for duty in service.owes:
        yield ("duty", duty.id, "met")
        yield ("duty", duty.id, "late")
    if service.closing:
        yield AFTER_THE_END
    for outcome, language in service.letters:
        yield ("letter", f"{outcome}.{language}", "read")


def _of_steps(service: Service) -> Iterator[Mark]:
    yield from (("step", step.id, "reached") for step in service.steps)
    if any(step.partly for step in service.steps):
        yield IN_PART


def _of_amounts(amounts: Amounts) -> Iterator[Mark]:
    """Yield every row of a table, every class that is served first, and every matter that may go ahead."""
    for table in amounts.tables.values():
        for number in range(1, len(table.rows) + 1):
            yield ("table", f"{table.name} row {number}", "held")
        if table.otherwise is not None:
            yield ("table", f"{table.name} otherwise", "held")
    yield from (("priority", one.id, "held") for one in amounts.priority if one.when)
    yield from (("expedite", one.id, "granted") for one in amounts.expedite)


def shown_by(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[Mark]:
    """Yield what one set of answers shows of amounts (rows, waivers, classes that are served first) and of the end."""
    yield from (("priority", name, "held") for name in priorities_for(service, answers, facts))
    if service.closing and service.closing.ended(date.fromisoformat(facts["today"])):
        yield AFTER_THE_END
    for table, rows in rows_held(service, answers, facts).items():
        for row in rows or ("otherwise",):
            yield ("table", f"{table} {row}" if row == "otherwise" else f"{table} row {row}", "held")
    for line in reckon_fee(service, answers, facts).ids:
        kind, _, name = line.partition(":")
        if kind == "waiver":
            yield ("waiver", name, "given")
