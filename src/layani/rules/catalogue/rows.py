"""The rows of a list: read from a posted form, put back into it, and looked at one by one.

A list asks the same questions of several people or things. Its boxes post under LIST-ROW-COLUMN, or
LIST-ROW-COLUMN-PART for a date or an address; ROW counts from 0. Numbers that are left out close up, and a row in
which nothing was written is none: so a form can show blank rows, and a row can be taken out of the middle.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import jsonschema_rs

from layani.rules.catalogue.kind import Kind, Posted, Unreadable, posted_parts
from layani.rules.catalogue.kinds import (
    address,
    choice,
    date,
    email,
    long_text,
    money,
    nik,
    number,
    phone,
    text,
    yes_no,
)
from layani.rules.catalogue.model import Field
from layani.rules.text import Text

MOST_ROWS: Final = 50
"""Rows that any list can have: what a counter can read back, and what a rule can compare each with each."""

ROW_KINDS: Final[Mapping[str, Kind]] = {
    "address": address.KIND,
    "choice": choice.KIND,
    "date": date.KIND,
    "email": email.KIND,
    "long text": long_text.KIND,
    "money": money.KIND,
    "nik": nik.KIND,
    "number": number.KIND,
    "phone": phone.KIND,
    "text": text.KIND,
    "yes no": yes_no.KIND,
}
"""The kinds of field that can stand in a row. A file is uploaded one by one, and a list in a list is a second form."""

_ROW: Final = re.compile("[0-9]{1,3}")

Cells = Mapping[str, str]
"""What was written in one row, by column, or COLUMN-PART for a box of several."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one answer of one row. ``row`` counts from 0."""

    row: int
    column: str
    text: Text


@dataclass(frozen=True, slots=True)
class ReadRow:
    """What one row says, as JSON values by column, and what is wrong with it by column."""

    values: dict[str, Any]
    problems: dict[str, Text]


def most_rows(one: Field) -> int:
    """Return how many rows a list can have."""
    return min(one.limits.get("most", MOST_ROWS), MOST_ROWS)


def least_rows(one: Field) -> int:
    """Return how many rows a list must have when it is answered."""
    return max(one.limits.get("least", 1), 1)


def boxes_of(one: Field) -> Iterator[str]:
    """Yield the names of the boxes of one row: COLUMN, or COLUMN-PART."""
    for column in one.columns:
        yield from (f"{column.name}-{part}" if part else column.name for part in ROW_KINDS[column.kind].parts)


def posted_rows(one: Field, posted: Posted) -> list[dict[str, list[str]]]:
    """Return what was posted of each row, in the order of their numbers, blank rows left out.

    At most one row more than the list can have: enough to say that there are too many, however many were posted.
    """
    known = frozenset(boxes_of(one))
    found: dict[int, dict[str, list[str]]] = {}
    for key, values in posted.items():
        name, _, rest = key.partition("-")
        number, _, box = rest.partition("-")
        if name == one.name and box in known and _ROW.fullmatch(number) and any(value.strip() for value in values):
            # 1, 01 and 001 are one row; whatever was written last in a box is what it says.
            found.setdefault(int(number), {}).setdefault(box, []).extend(values)
    return [found[number] for number in sorted(found)[: most_rows(one) + 1]]


def read_row(one: Field, written: Posted) -> ReadRow:
    """Read one row; ``written`` holds what was posted by box, without the list's name and the row's number."""
    values: dict[str, Any] = {}
    problems: dict[str, Text] = {}
    for column in one.columns:
        kind = ROW_KINDS[column.kind]
        try:
            value = kind.read(column, posted_parts(kind, column, written))
        except Unreadable as fault:
            problems[column.name] = fault.text
            continue
        wrong = _missing(column) if value is None else cell_problem(column, value)
        if wrong:
            problems[column.name] = wrong
        elif value is not None:
            values[column.name] = value
    return ReadRow(values, problems)


def cell_problem(column: Field, value: Any) -> Text | None:
    """Return what is wrong with one answer of a row, which may be anything that JSON can hold, or None."""
    kind = ROW_KINDS[column.kind]
    try:
        fits = jsonschema_rs.is_valid(kind.schema(column), value)
    except UnicodeEncodeError:  # half a surrogate pair
        fits = False
    if not fits:
        return kind.problem(column, value)
    return kind.confirm(column, value) if kind.confirm else None


def _missing(column: Field) -> Text | None:
    return Text(f"Isi: {column.label.id}", f"Fill in: {column.label.en}") if column.required else None


def problems_of(one: Field, rows: Any) -> Iterator[RowProblem]:
    """Yield what is wrong with each answer of a list that came as JSON; what is no list of rows has none."""
    known = {column.name for column in one.columns}
    for place, row in enumerate(
        rows[: MOST_ROWS + 1] if isinstance(rows, Sequence) and not isinstance(rows, str) else ()
    ):
        if not isinstance(row, Mapping):
            yield RowProblem(place, "", _NO_ROW)
            continue
        for column in one.columns:
            wrong = cell_problem(column, row[column.name]) if column.name in row else _missing(column)
            if wrong:
                yield RowProblem(place, column.name, wrong)
        yield from (RowProblem(place, str(name)[:60], _NO_COLUMN) for name in row if name not in known)


_NO_ROW: Final = Text(id="Tulis isian baris ini satu per satu.", en="Write the answers of this row by name.")
_NO_COLUMN: Final = Text(id="Isian ini tidak dikenal. Hapus.", en="There is no such field. Leave it out.")


def unconfirmed(one: Field, rows: Sequence[Mapping[str, Any]]) -> Iterator[RowProblem]:
    """Yield what a schema cannot express, of rows that fit it: a date that does not exist, a NIK of nowhere."""
    sure = [(column, confirm) for column in one.columns if (confirm := ROW_KINDS[column.kind].confirm)]
    for place, row in enumerate(rows):
        for column, confirm in sure:
            if column.name in row and (text := confirm(column, row[column.name])):
                yield RowProblem(place, column.name, text)


def said(one: Field, problem: RowProblem) -> Text:
    """Return a row's problem as a sentence that names the row and the question: "Heir 2, NIK: …"."""
    label = next((column.label for column in one.columns if column.name == problem.column), None)
    row = row_name(one, problem.row)
    named = Text(f"{row.id}, {label.id}", f"{row.en}, {label.en}") if label else row
    return Text(f"{named.id}: {problem.text.id}", f"{named.en}: {problem.text.en}")


def row_name(one: Field, row: int) -> Text:
    """Return what a row is called: "Heir 2". ``row`` counts from 0."""
    called = one.one or Text("baris", "row")
    return Text(f"{_capital(called.id)} {row + 1}", f"{_capital(called.en)} {row + 1}")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def shown_rows(one: Field, rows: Sequence[Mapping[str, Any]], language: str) -> list[dict[str, str]]:
    """Return every row as a reader sees it, by column; what is not answered is "–"."""
    return [
        {
            column.name: ROW_KINDS[column.kind].show(column, row[column.name], language) if column.name in row else "–"
            for column in one.columns
        }
        for row in rows
    ]


def row_line(one: Field, row: Mapping[str, Any], language: str) -> str:
    """Return one row in a line: its answers with commas between, without those that are not there."""
    shown = shown_rows(one, [row], language)[0]
    return ", ".join(shown[column.name].replace("\n", " ") for column in one.columns if column.name in row)


def rows_at_fault(fields: Mapping[str, Field], rows: Mapping[str, Sequence[int]]) -> Text | None:
    """Return which rows keep a rule from passing, in words ("Look at: heir 2, heir 5."), or None.

    rows: as ``RuleResult.rows`` holds them
    """
    lists = {name: fields[name] for name in rows if name in fields and fields[name].columns}
    named = [row_name(one, row) for name, one in lists.items() for row in rows[name]]
    if not named:
        return None
    return Text(
        id=f"Lihat: {', '.join(one.id for one in named)}.", en=f"Look at: {', '.join(one.en for one in named)}."
    )
