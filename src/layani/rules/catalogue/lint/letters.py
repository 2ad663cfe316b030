"""The letter of a granted case exists in both languages, and letters ask only for what a case has."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from layani.rules.catalogue.definition import Definition, meant
from layani.rules.catalogue.grammar.steps import (
    ApplicantEntry,
    DecideEntry,
    ExternalEntry,
    PerformEntry,
    VisitEntry,
)
from layani.rules.catalogue.letter_choices import EACH, SEVERAL, each_in
from layani.rules.catalogue.letter_figures import figure_places
from layani.rules.catalogue.letters import (
    CASE_PLACES,
    OUTCOMES,
    OWES,
    SIZE,
    broken_places_in,
    lists_in,
    places_in,
    without_remarks,
)
from layani.rules.catalogue.model import in_expressions
from layani.rules.catalogue.partly import LETTER
from layani.rules.catalogue.partly import PLACE as PARTLY
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.scope import FINDINGS
from layani.rules.catalogue.step_kinds import DONE, NUMBER, SEEN

MOST_BROKEN: Final = 20
"""Broken places of one letter that are told; more of them have one cause."""


def check(one: Definition) -> Iterator[Problem]:
    """Look through every letter of the service."""
    for language in ("id", "en"):
        if ("granted", language) not in one.letters:
            file = f"{one.entry.service}/letters/granted.{language}.md"
            write = "Add the file: what the citizen holds in the end, with places such as {{ name }}."
            yield Problem(file, 0, "the letter is missing.", write)
    known = {name for _, name, _ in one.fields()} | CASE_PLACES.keys() | set(_findings(one))
    known |= {f"{OWES}.{duty.id.replace('-', '_')}" for duty in one.entry.owes}
    known |= set(_each(one)) | set(figure_places(one.entry.parameters, one.entry.tables, one.entry.numbers))
    lists = {name: set(field.each) for _, name, field in one.fields() if field.each}
    partly = {f"{PARTLY}.{name}" for step in one.entry.steps if step.decide for name in _set_in(step.decide)}
    known |= {f"{name}.{part}" for name, parts in lists.items() for part in (*parts, SIZE)}
    for (outcome, language), letter in one.letters.items():
        file = f"{one.entry.service}/letters/{outcome}.{language}.md"
        if outcome not in OUTCOMES:
            yield Problem(file, 0, f"'{outcome}' is not an outcome.", meant(outcome, OUTCOMES))
        yield from _places(file, letter, known | partly if outcome == LETTER else known)
        yield from _lines(file, letter, lists)


def _lines(file: str, letter: str, lists: Mapping[str, object]) -> Iterator[Problem]:
    """A line that names a part of a list is repeated for its rows; it cannot be repeated for two lists."""
    for number, line in enumerate(without_remarks(letter).split("\n"), start=1):
        named = lists_in(line, lists)
        if len(named) > 1:
            what = f"the line names rows of two lists, {' and '.join(named)}."
            yield Problem(file, number, what, "Write a line for each list.")
        chosen = each_in(line)
        if chosen and (named or len(chosen) > 1):
            what = f"the line cannot stand once for each of {' and '.join([*named, *chosen])}."
            yield Problem(file, number, what, "Write a line for each of them.")


def _each(one: Definition) -> Iterator[str]:
    """Yield the places that stand once for each answer or finding that was chosen."""
    yield from (f"{name}.{EACH}" for _, name, field in one.fields() if field.is_ == SEVERAL)
    for step in one.entry.steps:
        found = step.work.find if isinstance(step.work, PerformEntry | VisitEntry) else {}
        name = in_expressions(step.name)
        yield from (f"{FINDINGS}.{name}.{key}.{EACH}" for key, entry in found.items() if entry.is_ == SEVERAL)


def _set_in(decide: DecideEntry) -> Iterator[str]:
    yield from decide.partly.sets if decide.partly else ()


def _findings(one: Definition) -> Iterator[str]:
    """Yield the places of what the steps find."""
    for step in one.entry.steps:
        work, name = step.work, in_expressions(step.name)
        names = work.find if isinstance(work, PerformEntry | VisitEntry) else ()
        yield from (f"{FINDINGS}.{name}.{finding}" for finding in names)
        if isinstance(work, ApplicantEntry):
            yield from (f"{FINDINGS}.{name}.{finding}" for finding in (DONE, SEEN))
        if isinstance(work, ExternalEntry) or (isinstance(work, ApplicantEntry) and work.number):
            yield f"{FINDINGS}.{name}.{NUMBER}"


def _places(file: str, letter: str, known: set[str]) -> Iterator[Problem]:
    if not letter.strip():
        yield Problem(file, 1, "the letter is empty.", "Begin it with a line such as: # Certificate of residence")
    told: set[str] = set()
    for line, name in places_in(letter):
        if name not in known and name not in told:
            told.add(name)
            yield Problem(file, line, f"{{{{ {name} }}}} is nothing that a case has.", meant(name, known))
    for line, text in islice(broken_places_in(letter), MOST_BROKEN):
        write = "Write places such as {{ name }}; a letter holds no code."
        yield Problem(file, line, f"'{text[:60]}' holds braces that are not a place.", write)


CHECK = check
