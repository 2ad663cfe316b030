"""From a letter of the catalogue to its words: a small part of Markdown, with places that the case fills.

What an analyst can write: one ``# Title``, paragraphs, ``**strong**`` words, ``- items``, lines of two cells
(``| Nama | {{ name }} |``) that are set as label and value, and ``<!-- remarks -->`` that are not printed. The template
is read first and the values are put in last, as plain text, so that nothing that a citizen wrote can become markup.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from layani.rules.catalogue.letters import PLACE, first_of, names_in

_REMARK = re.compile(r"<!--.*?-->", re.DOTALL)

Run = dict[str, Any]
"""A piece of text: {"text": words, "strong": truth value}."""


class LetterFault(ValueError):
    """A letter asks for something that no case has."""


@dataclass(frozen=True)
class Wording:
    """A letter's title and its blocks, ready to be set.

    blocks: {"kind": "text", "runs": […]}, {"kind": "list", "items": [[…], …]},
            {"kind": "rows", "rows": [{"label": words, "runs": […]}, …]}
    """

    title: str
    blocks: tuple[dict[str, Any], ...]


def worded(letter: str, values: Mapping[str, str]) -> Wording:
    """Return the letter's words with ``values`` in their places; raises LetterFault for a place that has none."""
    title = ""
    blocks: list[dict[str, Any]] = []
    for part in re.split(r"\n\s*\n", _REMARK.sub("", letter).strip()):
        lines = [line.strip() for line in part.strip().splitlines()]
        if lines and lines[0].startswith("# "):
            title = "".join(run["text"] for run in _runs(lines[0][2:], values))
            lines = lines[1:]
        if lines:
            blocks.append(_block(lines, values))
    return Wording(title, tuple(blocks))


def places(letter: str) -> frozenset[str]:
    """Return the names of the places in a letter."""
    return frozenset(name for place in PLACE.finditer(_REMARK.sub("", letter)) for name in names_in(place))


def _block(lines: list[str], values: Mapping[str, str]) -> dict[str, Any]:
    if all(line.startswith("|") for line in lines):
        return {"kind": "rows", "rows": [_row(line, values) for line in lines]}
    if all(line.startswith("- ") for line in lines):
        return {"kind": "list", "items": [_runs(line[2:], values) for line in lines]}
    return {"kind": "text", "runs": _runs(" ".join(lines), values)}


def _row(line: str, values: Mapping[str, str]) -> dict[str, Any]:
    label, _, value = line.strip("| ").partition("|")
    return {"label": "".join(run["text"] for run in _runs(label.strip(), values)), "runs": _runs(value.strip(), values)}


def _runs(words: str, values: Mapping[str, str]) -> list[Run]:
    """Return the pieces between ``**``; every second one is strong."""
    pieces = ((place % 2 == 1, piece) for place, piece in enumerate(words.split("**")))
    return [{"text": _filled(piece, values), "strong": strong} for strong, piece in pieces if piece]


def _filled(words: str, values: Mapping[str, str]) -> str:
    def value(place: re.Match[str]) -> str:
        unknown = next((name for name in names_in(place) if name not in values), None)
        if unknown:
            known = ", ".join(sorted(values))
            raise LetterFault(f"The letter asks for {{{{ {unknown} }}}}, which no case has. Write one of: {known}.")
        return first_of(place, values)

    return PLACE.sub(value, words)
