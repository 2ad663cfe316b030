"""A tariff as JSON values, for papers that are typeset."""

from typing import Any, Final

from layani.rules.catalogue.renderings.tariff import OTHERWISE, Line, Sheet, Tariff, law_words
from layani.rules.text import Text

MOST_ON_A_FORM: Final = 40
"""Rows of tables that a blank form prints; a longer tariff stands in the standard alone."""

IN_THE_STANDARD: Final = Text(
    "Tabelnya panjang: lihat standar pelayanan, di loket atau di laman layanan ini.",
    "Its tables are long: see the service standard, at the counter or on the page of this service.",
)


def tariff_values(title: Text, tariff: Tariff, language: str, most: int | None = None) -> dict[str, Any]:
    """Return a tariff in a language: its title, lines, tables and a note.

    most: rows of tables that there is room for; where there are more, the note says where to read them. None: all
    """
    fits = most is None or tariff.rows <= most
    return {
        "title": title.in_(language),
        "lines": [_line(one, language) for one in tariff.all_lines],
        "tables": [_table(one, language) for one in tariff.sheets] if fits else [],
        "note": "" if fits else IN_THE_STANDARD.in_(language),
    }


def _line(line: Line, language: str) -> list[str]:
    """Return [name, what it says, its law or ""]."""
    return [line.name.in_(language), line.says.in_(language), law_words(line.law).in_(language) if line.law else ""]


def _table(sheet: Sheet, language: str) -> dict[str, Any]:
    """Return a table; "span" is how many columns "otherwise" stands under."""
    law = law_words(sheet.law).in_(language) if sheet.law else ""
    otherwise = [OTHERWISE.in_(language), sheet.otherwise.in_(language)] if sheet.otherwise else []
    return {
        "title": sheet.title.in_(language),
        "law": law,
        "note": sheet.note.in_(language) if sheet.note else "",
        "heads": [one.in_(language) for one in sheet.heads],
        "rows": [[cell.in_(language) for cell in row] for row in sheet.rows],
        "otherwise": otherwise,
        "span": sheet.span,
    }
