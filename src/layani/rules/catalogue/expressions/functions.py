"""The functions that expressions may call beside CEL's own; dates are texts such as "2026-11-23"."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from layani.rules.catalogue.expressions.types import ANYTHING, DATE, MONEY, NUMBER, TEXT, YES_NO, Type, list_of
from layani.rules.money.amount import Money

_SATURDAY: Final = 5  # as date.weekday() counts, and so also the working days of a week


@dataclass(frozen=True)
class Function:
    """A function: what it takes and gives, in one sentence with an example; ``run`` is None for the engine's own."""

    takes: tuple[Type, ...]
    gives: Type
    says: str
    example: str
    run: Callable[..., Any] | None = None
    method: bool = False


def days(start: str, end: str) -> int:
    """Return the days from ``start`` to ``end``; negative when ``end`` is earlier.

    >>> days("2026-11-23", "2026-12-01")
    8
    """
    return (date.fromisoformat(end) - date.fromisoformat(start)).days


def years(start: str, end: str) -> int:
    """Return the full years from ``start`` to ``end``: an age at ``end``. Who is born on 29 February ages on 1 March.

    >>> years("2008-02-29", "2026-02-28"), years("2008-02-29", "2026-03-01")
    (17, 18)
    """
    born, day = date.fromisoformat(start), date.fromisoformat(end)
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def working_days(start: str, end: str, closed: Sequence[str]) -> int:
    """Return the working days after ``start``, ``end`` included: Monday to Friday, without the ``closed`` ones.

    closed: days off, each once, such as office.holidays
    Returns 0 when ``end`` is not after ``start``. Counted as terms are: the first day is not.

    >>> working_days("2026-12-04", "2026-12-14", ["2026-12-07"])  # a Friday, the second Monday after it, one holiday
    5
    """
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if last <= first:
        return 0
    weeks, rest = divmod((last - first).days, 7)
    over = sum(1 for number in range(1, rest + 1) if (first.weekday() + number) % 7 < _SATURDAY)
    off = sum(1 for day in map(date.fromisoformat, closed) if first < day <= last and day.weekday() < _SATURDAY)
    return weeks * _SATURDAY + over - off


def weekday(day: str) -> int:
    """Return 1 for a Monday to 7 for a Sunday.

    >>> weekday("2026-11-23")
    1
    """
    return date.fromisoformat(day).isoweekday()


def idr(amount: int) -> int:
    """Return whole rupiah as an amount of money, in minor units.

    >>> idr(50_000)
    5000000
    """
    return Money.units(amount, "IDR").minor


def share(amount: int, permille: int) -> int:
    """Return so many thousandths of an amount, in minor units; what is less than one unit is left out.

    >>> share(100_050, 25)
    2501
    """
    return amount * permille // 1000


def sum_of(values: Sequence[int]) -> int:
    """Return the sum of whole numbers, or of amounts in minor units; of none it is 0.

    >>> sum_of([2, 3]), sum_of([])
    (5, 0)
    """
    return sum(values)


FUNCTIONS: Final[Mapping[str, Function]] = {
    "days": Function(
        (DATE, DATE), NUMBER, "days from the first date to the second", "days(today, event_date) <= 90", days
    ),
    "years": Function((DATE, DATE), NUMBER, "full years between two dates", "years(birth_date, today) >= 17", years),
    "working_days": Function(
        (DATE, DATE, list_of(DATE)),
        NUMBER,
        "working days after the first date, the second included; the list is days off",
        "working_days(today, event_date, office.holidays) < 10",
        working_days,
    ),
    "weekday": Function((DATE,), NUMBER, "1 for Monday to 7 for Sunday", "weekday(event_date) <= 5", weekday),
    "idr": Function((NUMBER,), MONEY, "whole rupiah as an amount of money", "income <= idr(5000000)", idr),
    "share": Function(
        (MONEY, NUMBER),
        MONEY,
        "so many thousandths of an amount; less than a sen is left out",
        "share(income, 25) <= idr(50000)",
        share,
    ),
    "sum": Function(
        (list_of(ANYTHING),),
        NUMBER,
        "the sum of a list of numbers, or of amounts of money",
        "sum(children.map(one, one.income)) <= idr(5000000)",
        sum_of,
    ),
    "contains": Function((TEXT, TEXT), YES_NO, "the text holds the other", 'street.contains("Blok")', method=True),
    "startsWith": Function((TEXT, TEXT), YES_NO, "the text begins so", 'nik.startsWith("9901")', method=True),
    "endsWith": Function((TEXT, TEXT), YES_NO, "the text ends so", 'email.endsWith(".id")', method=True),
}
"""Every function by name; ``size(list)`` and ``has(record.part)`` are checked on their own."""

PYTHON_FUNCTIONS: Final = {name: function.run for name, function in FUNCTIONS.items() if function.run is not None}
