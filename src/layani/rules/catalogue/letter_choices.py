"""``{{ equipment.each }}``: a line of a letter that stands once for each answer that was chosen.

So what an officer ticked becomes the conditions of a permit, one below the other. Without an answer the line is left
out. It goes for questions and for findings of the kind several (``{{ findings.police.conditions.each }}``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from layani.rules.catalogue.letters import PLACE, names_in, without_remarks
from layani.rules.catalogue.model import Field, Service
from layani.rules.catalogue.scope import FINDINGS

EACH: Final = "each"
SEVERAL: Final = "several"

Chosen = Mapping[str, Sequence[str]]
"""The words of what was chosen, by the place: {"findings.police.conditions": ("Guards direct the traffic",)}."""


def chosen_in(service: Service, answers: Mapping[str, Any], findings: Mapping[str, Any], language: str) -> Chosen:
    """Return the words of every answer and finding of which several can be chosen."""
    found = dict(_words(service.fields.values(), answers, "", language))
    for step in service.steps:
        if step.finds:
            values = findings.get(step.name, {})
            found |= dict(_words(step.finds.fields, values, f"{FINDINGS}.{step.name}.", language))
    return found


def _words(
    fields: Iterable[Field], values: Mapping[str, Any], prefix: str, language: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in fields:
        if one.kind == SEVERAL:
            labels = dict(one.options)
            yield f"{prefix}{one.name}", tuple(labels[name].in_(language) for name in values.get(one.name) or ())


def with_each(letter: str, chosen: Chosen) -> str:
    """Return a letter in which every line that asks for each of the chosen stands once for each.

    Only the places change, from {{ equipment.each }} to {{ equipment.0 }}; ``each_values`` has what stands there.
    """
    if f".{EACH}" not in letter:
        return letter
    lines: list[str] = []
    for line in without_remarks(letter).split("\n"):
        named = each_in(line)
        rows = len(chosen.get(named[0], ())) if named else 0
        lines += [_of_one(line, named[0], row) for row in range(rows)] if named else [line]
    return "\n".join(lines)


def each_in(line: str) -> list[str]:
    """Return the places of which a line asks for each of the chosen."""
    names = {name for place in PLACE.finditer(line) for name in names_in(place)}
    return sorted(name.removesuffix(f".{EACH}") for name in names if name.endswith(f".{EACH}"))


def each_values(chosen: Chosen) -> dict[str, str]:
    """Return {"equipment.0": "Microphone", …} of all that was chosen."""
    return {f"{name}.{row}": words for name, found in chosen.items() for row, words in enumerate(found)}


def _of_one(line: str, name: str, row: int) -> str:
    return line.replace(f"{name}.{EACH}", f"{name}.{row}")
