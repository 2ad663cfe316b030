"""Cuts CSV lines into records when the quotation marks cannot be trusted: a stray one spoils its own line and no other.

A line here keeps its end; only so does a cell over several lines keep its line feeds.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

LINES_IN_A_ROW = 100
"""A row over more lines than this is a quotation mark that was never closed."""
CHARACTERS_IN_A_ROW = 4 << 20
"""Likewise; also what is held at once while looking for the mark that closes."""
_END = "\n"


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one row, where it begins (lines are counted from 1), and its text.

    stray: a quotation mark was opened in this line and is not closed, or only by another stray one
    """

    line: int
    cells: list[str]
    text: str
    stray: bool = False


def cells_of(line: str, separator: str) -> list[str]:
    """Return the cells of one line by itself; none of an empty line, or of a quoted cell longer than csv reads."""
    text = line.rstrip("\r\n")
    if '"' not in text:
        return text.split(separator) if text else []
    try:
        return next(csv.reader([text], delimiter=separator), [])
    except csv.Error:
        return []


def record_at(lines: Sequence[str], separator: str) -> tuple[list[str], int]:
    """Return the cells of the record that begins with the first line, and how many of the lines it takes.

    0 lines: a quotation mark is opened in the first one and not closed in any.
    """
    if '"' not in lines[0]:
        return cells_of(lines[0], separator), 1
    reader = csv.reader([*lines, _END], delimiter=separator)
    try:
        cells = next(reader)
    except csv.Error:  # one cell is longer than csv reads: so is a line, or all that an open mark swallows
        return [], 0 if lines[0].count('"') % 2 else 1
    return (cells, reader.line_num) if reader.line_num <= len(lines) else ([], 0)


def ran_together(lines: Sequence[str], separator: str, width: int) -> bool:
    """Return whether several lines that were read as one row are rather rows of their own, their marks left aside.

    The lines of a cell that somebody wrote have as many separators as they happen to have, hardly those of whole rows.
    """
    filled = [line for line in lines if line.strip()]
    whole = sum(line.count(separator) == width - 1 for line in filled)
    return len(filled) > 1 and 2 * whole > len(filled)


def holds_a_row(lines: Iterable[str], separator: str, width: int) -> bool:
    """Return whether one of the lines is a whole row by itself, with no mark left open."""
    return any(line.count('"') % 2 == 0 and len(cells_of(line, separator)) == width for line in lines)


def patient_records(lines: Iterable[str], separator: str, width: int) -> Iterator[Record]:
    """Yield every record; one over several lines only if its mark is closed and swallows no rows."""
    coming = iter(lines)
    ahead: deque[str] = deque()
    number = 1
    while ahead or (ahead := deque(islice(coming, 1))):
        if '"' in ahead[0]:
            _look_ahead(ahead, coming)
        record, used = _first_of(ahead, separator, width, number)
        yield record
        for _ in range(used):
            ahead.popleft()
        number += used


def _look_ahead(ahead: deque[str], coming: Iterator[str]) -> None:
    size = sum(map(len, ahead))
    while len(ahead) < LINES_IN_A_ROW and size < CHARACTERS_IN_A_ROW and (line := next(coming, None)) is not None:
        ahead.append(line)
        size += len(line)


def _first_of(ahead: Sequence[str], separator: str, width: int, number: int) -> tuple[Record, int]:
    cells, used = record_at(ahead, separator)
    taken = list(islice(ahead, used))
    swallows = used > 1 and (
        ran_together(taken, separator, width) or (len(cells) != width and holds_a_row(taken[1:], separator, width))
    )
    if used and not swallows:
        return Record(number, cells, "".join(taken)), used
    return Record(number, cells_of(ahead[0], separator), ahead[0], stray=True), 1
