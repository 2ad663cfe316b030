"""The places of a letter: ``{{ address }}`` is filled with an answer, ``{{ case.number }}`` with a fact of the case.

``{{ other_purpose or purpose }}`` is filled with the first of the two that was answered. A letter holds no code, no
condition and no loop; a line that names a part of a list (``{{ heirs.name }}``) stands there once for every row.
Its layout (``# Title``, ``**strong**``, ``- item``,
``| label | value |``, ``<!-- remark -->``) is the letter writer's affair; here: which places there can be, and where a
wrong one stands.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from layani.rules.catalogue.fields import show
from layani.rules.catalogue.letter_figures import FEE
from layani.rules.catalogue.model import Field, Service
from layani.rules.catalogue.partly import LETTER, Partly, set_values
from layani.rules.catalogue.partly import PLACE as PARTLY
from layani.rules.catalogue.rows import shown_rows
from layani.rules.catalogue.scope import FINDINGS

Findings = Mapping[str, Mapping[str, Any]]

_NAME: Final = r"[A-Za-z_][A-Za-z0-9_.]*"
PLACE: Final = re.compile(rf"\{{\{{\s*({_NAME}(?:\s+or\s+{_NAME})*)\s*\}}\}}")
SIZE: Final = "size"
"""``{{ heirs.size }}``: how many rows a list has."""

OWES: Final = "owes"
"""``{{ owes.report }}``: the last day of what is owed after the grant."""

NOTHING: Final = "–"
"""How a value that nobody gave is shown."""

CASE_PLACES: Final[Mapping[str, str]] = {
    "case.number": "the case's number",
    "case.received": "the day it was received",
    "case.decided": "the day it was decided",
    "case.plan": "the plan of payments: each part with its amount, when, and on what condition",
    "case.due": "the day by which it was promised",
    FEE: "what it cost",
    "fact": "what the officer found, in a refusal or a grant in part",
    "gives.name": "the product's name",
    "gives.valid": "how long it is valid",
    "ground.says": "the ground of a refusal, or of the part that is refused",
    "ground.law": "the law of that ground",
    "ground.remedy": "the citizen's way out",
    "letter.date": "the day of the letter",
    "letter.number": "the letter's number",
    "letter.until": "the last day on which what it gives is valid, where that `lasts`",
    "office.name": "the office's name",
    "party.name": "the applicant's name",
    "service.name": "the service's name",
}
"""What a letter may ask for beside the answers, and what each is."""

OUTCOMES: Final = ("granted", "refused", "deemed_granted", LETTER)
"""The outcomes that have a letter; the first must be there, the house has standard letters for the others but
that of a grant in part, which a service that allows it has itself."""


def places_in(letter: str) -> Iterator[tuple[int, str]]:
    """Yield (line from 1, name) for every place of a letter; remarks are passed over."""
    plain = without_remarks(letter)
    line, counted = 1, 0
    for place in PLACE.finditer(plain):
        line += plain.count("\n", counted, place.start())
        counted = place.start()
        yield from ((line, name) for name in names_in(place))


def names_in(place: re.Match[str]) -> list[str]:
    """Return the names in a place, in the order in which they are asked."""
    return re.split(r"\s+or\s+", place[1])


def first_of(place: re.Match[str], values: Mapping[str, str]) -> str:
    """Return the first value of a place that there is, "–" when there is none; raises KeyError for an unknown name."""
    return next((found for name in names_in(place) if (found := values[name]) != NOTHING), NOTHING)


def broken_places_in(letter: str) -> Iterator[tuple[int, str]]:
    """Yield (line from 1, text) for every pair of braces that is not a place."""
    rest = PLACE.sub("", without_remarks(letter))
    for number, line in enumerate(rest.split("\n"), start=1):
        if "{{" in line or "}}" in line or "{%" in line:
            yield number, line.strip()


def without_remarks(letter: str) -> str:
    """Return the letter without its remarks; lines keep their numbers. A remark that is never closed stays."""
    parts, at = [], 0
    while (start := letter.find("<!--", at)) >= 0 and (end := letter.find("-->", start + 4)) >= 0:
        parts += [letter[at:start], "\n" * letter.count("\n", start, end)]
        at = end + 3
    return "".join([*parts, letter[at:]])


def list_places(fields: Mapping[str, Field]) -> Iterator[str]:
    """Yield the places of lists: LIST.COLUMN, which repeats its line, and LIST.size, the number of rows."""
    for name, one in fields.items():
        if one.columns:
            yield from (f"{name}.{column.name}" for column in one.columns)
            yield f"{name}.{SIZE}"


def with_rows(letter: str, fields: Mapping[str, Field], answers: Mapping[str, Any]) -> str:
    """Return a letter in which every line that names a part of a list stands once for each of its rows.

    Only the places change, from {{ heirs.name }} to {{ heirs.0.name }}: what a citizen wrote is put in later, as plain
    text. A list without rows leaves its line out.
    """
    lists = [name for name, one in fields.items() if one.columns]
    if not any(f"{name}." in letter for name in lists):
        return letter
    lines = []
    for line in without_remarks(letter).split("\n"):
        named = lists_in(line, lists)
        rows = len(answers.get(named[0]) or ()) if named else 0
        lines += [_of_row(line, named[0], row) for row in range(rows)] if named else [line]
    return "\n".join(lines)


def lists_in(line: str, lists: Iterable[str]) -> list[str]:
    """Return the lists of which a line of a letter names a part of a row."""
    names = {name for place in PLACE.finditer(line) for name in names_in(place)}
    heads = {head for head, _, part in (name.partition(".") for name in names) if part and part != SIZE}
    return sorted(heads.intersection(lists))


def _of_row(line: str, name: str, row: int) -> str:
    """Return a line with the places of a list's row turned into those of one row."""

    def numbered(place: re.Match[str]) -> str:
        head = f"{name}."
        parts = [
            f"{head}{row}.{one.removeprefix(head)}" if one.startswith(head) and one != f"{head}{SIZE}" else one
            for one in names_in(place)
        ]
        return f"{{{{ {' or '.join(parts)} }}}}"

    return PLACE.sub(numbered, line)


def list_values(fields: Mapping[str, Field], answers: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return {"heirs.size": "3", "heirs.0.name": "Rina Lestari", …} of every list."""
    found: dict[str, str] = {}
    for name, one in fields.items():
        if one.columns:
            rows = shown_rows(one, answers.get(name) or (), language)
            found[f"{name}.{SIZE}"] = str(len(rows))
            found |= {f"{name}.{place}.{part}": text for place, row in enumerate(rows) for part, text in row.items()}
    return found


def finding_values(service: Service, findings: Findings, language: str) -> dict[str, str]:
    """Return what a letter may ask for of the steps' findings: {"findings.external.number": …}."""
    return {
        f"{FINDINGS}.{step.name}.{one.name}": show(one, findings.get(step.name, {}).get(one.name), language)
        for step in service.steps
        if step.finds
        for one in step.finds.fields
    }


def partly_values(partly: Partly | None, given: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return what a letter may ask for of a grant in part: {"partly.given": …}."""
    return {f"{PARTLY}.{one.name}": show(one, given.get(one.name), language) for one in set_values(partly)}
