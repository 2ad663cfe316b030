"""Complaints that come from SP4N-LAPOR! or are handed there: their classes, the one clock, and the exchange of files.

No interface of SP4N has been verified; until one is, numbers and answers go there and back as rows of a file.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, Literal

from layani.rules.cases.clock import Term
from layani.rules.catalogue.reading import parse_yaml
from layani.rules.refusal import Refusal
from layani.rules.systems.registered import NumberForm
from layani.rules.text import Text

SYSTEM: Final = "sp4n"
"""Its name in the office's register of systems, and of its channel at the front door."""
FIELDS_TYPED: Final = 4
"""What is typed a second time of each complaint without an exchange of files: number, receipt, class, words."""
MOST_ROWS: Final = 500
IN: Final = ("number", "received_at", "class", "words")
OUT: Final = ("ticket", "number", "received_at", "answered_at", "answer")


@dataclass(frozen=True, slots=True)
class Class:
    """A class of complaints: its words, within how long it is answered, and on what that stands."""

    id: str
    says: Text
    within: Term
    source: str
    status: Literal["verified", "recalled"]


@cache
def classes() -> Mapping[str, Class]:
    """Return the classes by name, in the order in which they are shown.

    >>> classes()["light"].within
    Term(amount=14, unit='working days')
    """
    name = "sp4n.yaml"
    values = parse_yaml(files(__package__).joinpath(name).read_text(encoding="utf-8"), name).values
    return MappingProxyType({key: _class(key, one) for key, one in values.items()})


def _class(key: str, one: Mapping[str, object]) -> Class:
    says, (amount, _, unit) = one["says"], str(one["within"]).partition(" ")
    return Class(key, Text(says["id"], says["en"]), Term(int(amount), unit), str(one["source"]), one["status"])  # type: ignore[index,arg-type]


def wrong_number(number: str, form: NumberForm | None) -> Refusal | None:
    """Return why this cannot be a number of that system, with what a right one looks like; None where it can."""
    if number and (form is None or form.fits(number)):
        return None
    example = form.example if form else "8123456"
    return Refusal(
        "not-such-a-number",
        Text(
            f"“{number}” tidak seperti nomor SP4N-LAPOR!. Nomor yang benar misalnya {example}.",
            f"“{number}” does not look like a number of SP4N-LAPOR!. A right one is such as {example}.",
        ),
        Text("Salin lagi dari SP4N-LAPOR!, angkanya saja.", "Copy it again from SP4N-LAPOR!, the digits alone."),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One complaint as the file from SP4N brings it; line: in the file, the first after the heading being 2."""

    line: int
    number: str
    received_at: datetime
    klass: str
    words: str


def read_rows(text: str) -> tuple[list[Row], list[Text]]:
    """Return the complaints of a file and what is wrong with it; nothing is taken while anything is wrong.

    text: CSV with the heading number,received_at,class,words; received_at in ISO 8601 with its offset
    """
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != IN:
        return [], [Text(f"Judul kolomnya harus: {','.join(IN)}", f"The heading must be: {','.join(IN)}")]
    rows: list[Row] = []
    problems: list[Text] = []
    try:
        for place, one in enumerate(reader, 2):
            if place > MOST_ROWS + 1:
                problems.append(Text(f"Paling banyak {MOST_ROWS} baris.", f"{MOST_ROWS} rows at most."))
                break
            found = _row(place, one)
            if isinstance(found, Text):
                problems.append(found)
            else:
                rows.append(found)
    except csv.Error as fault:
        problems.append(Text(f"Berkas ini bukan CSV: {fault}", f"This file is no CSV: {fault}"))
    return ([] if problems else rows), problems


def _row(line: int, one: Mapping[str, str | None]) -> Row | Text:
    values = {name: (one.get(name) or "").strip() for name in IN}
    try:
        at = datetime.fromisoformat(values["received_at"])
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        shown = values["received_at"]
        return Text(
            f"Baris {line}: waktu “{shown}” tidak terbaca. Tulis misalnya 2026-11-23T09:30:00+07:00.",
            f"Line {line}: the time “{shown}” cannot be read. Write such as 2026-11-23T09:30:00+07:00.",
        )
    if values["class"] not in classes():
        return Text(
            f"Baris {line}: golongan “{values['class']}” tidak ada. Pilih: {', '.join(classes())}.",
            f"Line {line}: there is no class “{values['class']}”. Choose of: {', '.join(classes())}.",
        )
    if not values["words"]:
        return Text(f"Baris {line}: isi pengaduannya kosong.", f"Line {line}: the complaint has no words.")
    return Row(line, values["number"], at, values["class"], values["words"])


def written_rows(rows: Iterable[Mapping[str, str]]) -> str:
    """Return answers as CSV for SP4N. A cell that a spreadsheet would take for a formula is made text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, OUT)
    writer.writeheader()
    writer.writerows({name: _plain(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _plain(value: str) -> str:
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
