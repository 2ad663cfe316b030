"""What a form takes of the citizen's time, and what abolishing a requirement would save.

Method: the standard cost model, minutes times an hourly wage, plus what is paid out of pocket, times the cases
of a year.
Every figure stands in ``data/burden.yaml`` with its source.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from layani.rules.catalogue.data import read_data
from layani.rules.catalogue.grammar.form import FieldEntry, PageEntry
from layani.rules.catalogue.problems import Problem, Saving

FIGURES: Final = read_data("burden")

LONGEST_MINUTES: Final = int(FIGURES["filling"]["longest_minutes"])
"""A form that takes longer is looked at."""

_FILLING: Final = FIGURES["filling"]
_WAGE: Final = FIGURES["wage"]


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement that could go. ``hours`` and ``rupiah`` are of a year; None where the cases are not known."""

    file: str
    line: int
    saving: Saving
    hours: int | None
    rupiah: int | None


def rows(problems: Iterable[Problem]) -> tuple[Row, ...]:
    """Return what could be abolished, the greatest saving first."""
    found = [
        Row(one.file, one.line, one.saves, hours_a_year(one.saves), rupiah_a_year(one.saves))
        for one in problems
        if one.saves is not None
    ]
    return tuple(sorted(found, key=lambda row: (-(row.rupiah or 0), -row.saving.minutes, row.file, row.line)))


def hours_a_year(saving: Saving) -> int | None:
    """Return the hours that all citizens save in a year, rounded; None where the cases are not known.

    >>> hours_a_year(Saving("duty stamp", minutes=20, rupiah=10_000, cases=600))
    200
    """
    return None if saving.cases is None else round(saving.minutes * saving.cases / 60)


def rupiah_a_year(saving: Saving) -> int | None:
    """Return what all citizens save in a year: time at the average wage and what they pay, to the thousand rupiah.

    >>> rupiah_a_year(Saving("duty stamp", minutes=20, rupiah=10_000, cases=600))
    9572000
    """
    if saving.cases is None:
        return None
    time = saving.minutes * saving.cases * _WAGE["rupiah_a_month"] / _WAGE["hours_a_month"] / 60
    return round((int(time) + saving.rupiah * saving.cases) / 1000) * 1000


def wage_words() -> str:
    """Return the wage that is counted with, and where it comes from."""
    hour = _WAGE["rupiah_a_month"] // _WAGE["hours_a_month"]
    return f"An hour is counted at Rp{hour:,} ({_WAGE['cite']}; {_WAGE['status']} {_WAGE['checked_on']})."


_COLUMNS: Final = ("what could go", "where", "minutes", "Rp", "cases a year", "hours a year", "Rp a year")


def table(found: tuple[Row, ...]) -> str:
    """Return the rows as lines with columns, a line of sums, and what they are counted by; "" when there are none."""
    if not found:
        return ""
    lines = [_COLUMNS, *(_cells(row) for row in found), _sums(found)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_COLUMNS))]
    text = "".join(f"{_aligned(line, widths)}\n" for line in lines)
    unknown = any(row.saving.cases is None for row in found)
    return f"{text}{wage_words()}\n{_ADD_CASES if unknown else ''}"


_ADD_CASES: Final = "A '?' is not counted: add to service.yaml a line such as: cases_a_year: 1200\n"


def _aligned(line: tuple[str, ...], widths: list[int]) -> str:
    words = [cell.ljust(width) for cell, width in zip(line[:2], widths[:2], strict=True)]
    numbers = [cell.rjust(width) for cell, width in zip(line[2:], widths[2:], strict=True)]
    return "  ".join([*words, *numbers]).rstrip()


def _cells(row: Row) -> tuple[str, ...]:
    one = row.saving
    numbers = (one.minutes, one.rupiah, one.cases, row.hours, row.rupiah)
    return (one.requirement, f"{row.file}: line {row.line}", *("?" if n is None else f"{n:,}" for n in numbers))


def _sums(found: tuple[Row, ...]) -> tuple[str, ...]:
    hours, rupiah = (
        sum(value or 0 for value in column) for column in zip(*((r.hours, r.rupiah) for r in found), strict=True)
    )
    return ("together", "", "", "", "", f"{hours:,}", f"{rupiah:,}")


def filling_minutes(pages: Iterable[PageEntry]) -> float:
    """Return the estimated minutes for a form; a question that only some are asked counts half."""
    return sum(_seconds(field) for page in pages for field in page.fields.values()) / 60 + _reading(pages)


def _seconds(field: FieldEntry) -> float:
    own = _seconds_of_kind(field.is_)
    if field.each is not None:
        own = _rows(field) * sum(_seconds_of_kind(column.is_) for column in field.each.values())
    return 0.0 if field.from_ else float(own) * _share(field)


def _seconds_of_kind(kind: str) -> float:
    return float(_FILLING["seconds"].get(kind, _FILLING["other_kind"]))


def _rows(field: FieldEntry) -> int:
    """Return how many rows people fill in, as far as one can say beforehand: the usual number, or the fewest."""
    return max(field.least or 1, min(int(_FILLING["rows"]), field.most or int(_FILLING["rows"])))


def _share(field: FieldEntry) -> float:
    return float(_FILLING["share_of_conditional"]) if field.when else 1.0


def _reading(pages: Iterable[PageEntry]) -> float:
    words = 0.0
    for page in pages:
        words += len(page.title.id.split())
        for field in page.fields.values():
            columns = (field.each or {}).values()
            texts = (field.label, field.hint, *(field.of or {}).values(), *(column.label for column in columns))
            words += sum(len(text.id.split()) for text in texts if text) * _share(field)
    return words / float(_FILLING["words_a_minute"])
