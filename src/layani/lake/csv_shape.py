"""What a CSV file looks like: its separator, where its header is, and the names of its columns."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO

from layani.lake.csv_lines import LINES_IN_A_ROW, cells_of, record_at
from layani.lake.figures import both, number
from layani.lake.raw import shown
from layani.lake.unpack import Limits, cannot_read
from layani.rules.text import Text

SEPARATORS = (",", ";", "\t", "|", "\x1f", "^", "~")
RECORDS_LOOKED_AT = 300
LOOKS_LIKE_DATA = re.compile(r"\s*(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b.*|\d{8,19}(\.\d+)?)\s*$")
"""A date, or a number long enough to be an epoch or a key: no column is called that."""


@dataclass(frozen=True, slots=True)
class CsvShape:
    """How to cut the text into cells.

    skip:   UTF-8 bytes before the first data row.
    lines:  physical lines before the first data row.
    titled: the first row holds names, not data.
    before: lines of other text above the header.
    """

    separator: str
    names: tuple[str, ...]
    skip: int
    lines: int
    titled: bool
    before: tuple[str, ...] = field(default=())


def shape_of(head: str, limits: Limits, separator: str | None = None) -> CsvShape:
    """Return the shape of the file that begins with ``head``; raises CannotRead when it is not a table."""
    hint = re.match(r"\s*sep=(.)\r?\n", head)  # Excel's own hint
    offset = hint.end() if hint else 0
    if separator is None and hint:
        separator = hint.group(1)
    body = head[offset:]
    _require_lines(body, limits)
    separator = separator or _separator(body)
    records = list(_records(body, separator))
    width = _usual_width([cells for cells, _ in records])
    if width < 2:
        raise _no_table(body)
    first, titled = _first_row([cells for cells, _ in records], width)
    lines = records[first][1] if titled else (records[first - 1][1] if first else 0)
    text_before = "".join(_lines(body)[:lines])
    header = records[first][0] if titled else []
    names = _unique([*header, *[""] * width][:width])
    return CsvShape(
        separator,
        tuple(names),
        len((head[:offset] + text_before).encode("utf-8")),
        lines + (1 if hint else 0),
        titled,
        tuple(shown(" ".join(cells)) for cells, _ in records[:first]),
    )


def _separator(body: str) -> str:
    """Return the separator that gives most lines the same number of cells, and the most cells."""

    def fit(candidate: str) -> tuple[float, int]:
        widths = Counter(len(cells) for cells, _ in _records(body, candidate))
        width, lines = widths.most_common(1)[0] if widths else (0, 0)
        return (round(lines / widths.total(), 1) if width > 1 else 0.0, width)

    return max(SEPARATORS, key=fit)


def _records(body: str, separator: str) -> Iterator[tuple[list[str], int]]:
    """Yield (cells, physical lines used so far), leaving out a last line that may be cut off."""
    lines = _lines(body)
    if len(lines) > 1 and not lines[-1].endswith(("\n", "\r")):
        lines.pop()
    place = found = 0
    while place < len(lines) and found < RECORDS_LOOKED_AT:
        cells, used = record_at(lines[place : place + LINES_IN_A_ROW], separator)
        if not used:  # a stray quotation mark: its line without it, so that the lines after it still tell the shape
            cells, used = cells_of(lines[place].replace('"', ""), separator), 1
        place += used
        found += 1
        if cells:
            yield cells, place


def _lines(body: str) -> list[str]:
    """Return the lines with their ends; unlike str.splitlines only at line feeds and carriage returns."""
    return list(StringIO(body, newline=""))


def _usual_width(records: list[list[str]]) -> int:
    return Counter(len(cells) for cells in records).most_common(1)[0][0] if records else 0


def _first_row(records: list[list[str]], width: int) -> tuple[int, bool]:
    """Return the place of the header, or of the first data row where there is none, and whether it is a header.

    The header may have fewer or more cells than the rows below it, as when every row ends in a separator.
    """
    first = next(i for i, cells in enumerate(records) if len(cells) == width)
    if _names_columns(records[first]):
        return first, True
    if first and len(records[first - 1]) > 1 and _names_columns(records[first - 1]):
        return first - 1, True
    return first, False


def _names_columns(cells: list[str]) -> bool:
    named = [cell.strip() for cell in cells]
    return any(named) and not any(LOOKS_LIKE_DATA.match(cell) for cell in named)


def _unique(cells: list[str]) -> list[str]:
    """Return names for all columns: empty ones numbered, repeated ones told apart."""
    seen: Counter[str] = Counter()
    names = []
    for place, cell in enumerate(cells):
        name = " ".join(cell.split())[:200] or f"column {place + 1}"
        seen[name.casefold()] += 1
        names.append(name if seen[name.casefold()] == 1 else f"{name} ({seen[name.casefold()]})")
    return names


def _require_lines(body: str, limits: Limits) -> None:
    first = body.split("\n", 1)[0]
    if max(first.count(separator) for separator in SEPARATORS) >= limits.columns:
        raise cannot_read(
            "too-many-columns",
            both(
                Text(
                    id="Baris pertama memuat lebih dari {limit} kolom (sedikitnya {n}).",
                    en="The first line has more than {limit} columns (at least {n}).",
                ),
                limit=limits.columns,
                n=max(first.count(separator) for separator in SEPARATORS) + 1,
            ),
            Text(
                id="Catatan peristiwa memerlukan satu baris per peristiwa dengan beberapa kolom. Ekspor hanya kolom "
                "yang perlu.",
                en="An event log has one row per event and a few columns. Export only the columns that are needed.",
            ),
        )


def _no_table(body: str) -> Exception:
    return cannot_read(
        "no-table",
        Text(
            id=f"Tidak ditemukan kolom: tidak ada pemisah yang membagi baris-baris ini (baris pertama: "
            f"'{shown(body[:VALUE_START])}').",
            en=f"No columns were found: no separator divides these lines (the first begins "
            f"'{shown(body[:VALUE_START])}').",
        ),
        Text(
            id="Simpan sebagai CSV dengan koma, titik koma, tab, atau '|'; atau sebutkan pemisahnya dengan "
            "--separator.",
            en="Save it as CSV with comma, semicolon, tab or '|'; or name the separator with --separator.",
        ),
    )


VALUE_START = 80


def described(shape: CsvShape, rows: int) -> Text:
    """Return how the file was read, in words."""
    names = {",": ("koma", "comma"), ";": ("titik koma", "semicolon"), "\t": ("tab", "tab"), "|": ("|", "|")}
    word_id, word_en = names.get(shape.separator, (repr(shape.separator), repr(shape.separator)))
    titled_id = "baris judul ada" if shape.titled else "tanpa baris judul"
    titled_en = "with a header row" if shape.titled else "without a header row"
    return Text(
        id=f"CSV, pemisah {word_id}, {titled_id}, {number(rows, 'id')} baris data",
        en=f"CSV, separated by {word_en}, {titled_en}, {number(rows, 'en')} data rows",
    )
