"""The register of other bodies' systems: what each is, by which law and agreement, and what data go there and back."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from layani.rules.text import Text

Link = Literal["api", "file", "by-hand"]
Standing = Literal["in force", "ends soon", "over", "not yet", "none"]

LINKS: Final[dict[str, Text]] = {
    "api": Text("Terhubung otomatis", "Connected by machine"),
    "file": Text("Lewat berkas", "By files"),
    "by-hand": Text("Diketik petugas dengan tangan", "Typed by officers, by hand"),
}
WARN_DAYS: Final = 60
"""From how many days before its end an agreement is warned of."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement with the body whose system it is; ``until`` is the last day on which it holds, if it has one."""

    number: str
    dated: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class NumberForm:
    """How a number of that system looks: the whole of it matches ``pattern``, as ``example`` does."""

    pattern: str
    example: str

    def fits(self, number: str) -> bool:
        """Tell whether this can be such a number.

        >>> NumberForm("[0-9]{13}", "1234567890123").fits("123")
        False
        """
        return re.fullmatch(self.pattern, number, flags=re.ASCII) is not None


@dataclass(frozen=True, slots=True)
class OtherSystem:
    """A system of another body with which this office works.

    body:      whose it is; ``purpose``: what it does for the office's services
    basis, status: the law on which the exchange stands, "verified" or "recalled"
    takes:     which data the office takes from it; ``gives``: which data it gets from the office
    roles, services: who uses it here, and for which services; none named: all
    number:    how its numbers look, where the office writes them down
    """

    id: str
    name: Text
    body: Text
    purpose: Text
    basis: str
    status: str
    link: Link
    agreement: Agreement | None = None
    takes: tuple[Text, ...] = ()
    gives: tuple[Text, ...] = ()
    roles: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    number: NumberForm | None = None

    @property
    def exchanges(self) -> bool:
        """Whether data go there or back by machine or in files; what an officer types is not an exchange."""
        return self.link != "by-hand" and bool(self.takes or self.gives)


def standing(agreement: Agreement | None, day: date) -> Standing:
    """Return how an agreement stands on a day.

    >>> until = Agreement("1", date(2026, 1, 1), date(2026, 12, 31))
    >>> standing(until, date(2026, 6, 1)), standing(until, date(2026, 11, 1)), standing(until, date(2027, 1, 1))
    ('in force', 'ends soon', 'over')
    """
    if agreement is None:
        return "none"
    if day < agreement.dated:
        return "not yet"
    if agreement.until is None:
        return "in force"
    if day > agreement.until:
        return "over"
    return "ends soon" if agreement.until - day <= timedelta(days=WARN_DAYS) else "in force"


def holds(agreement: Agreement | None, day: date) -> bool:
    """Tell whether data may go by this agreement on a day."""
    return standing(agreement, day) in ("in force", "ends soon")


def to_renew(systems: Iterable[OtherSystem], day: date) -> list[OtherSystem]:
    """Return the systems with data to exchange whose agreement is missing, over or ends soon, the most urgent first."""
    order = {"over": 0, "none": 1, "not yet": 2, "ends soon": 3}
    found = [one for one in systems if one.exchanges and standing(one.agreement, day) in order]
    last = date.max
    return sorted(
        found,
        key=lambda one: (order[standing(one.agreement, day)], (one.agreement and one.agreement.until) or last, one.id),
    )
