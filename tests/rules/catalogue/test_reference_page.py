"""The reference page of the service file names every key, kind, function, place and check that there is."""

from pathlib import Path
from typing import get_args

import pytest

from layani.rules.cases.acts.extending import EXTENSION_REASONS
from layani.rules.catalogue.expressions.functions import FUNCTIONS
from layani.rules.catalogue.fields import KINDS
from layani.rules.catalogue.grammar import (
    amounts,
    closing,
    examples,
    form,
    office,
    partly,
    parts,
    promise,
    retention,
    second_officers,
    service,
    steps,
    systems,
    validity,
)
from layani.rules.catalogue.letters import CASE_PLACES
from layani.rules.catalogue.linting import CHECKS
from layani.rules.catalogue.model import IDENTITY_FIELDS, STANDARD_COMPONENTS

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "service-file.md"
PARTS = [
    one
    for module in (
        parts,
        closing,
        partly,
        form,
        steps,
        promise,
        service,
        amounts,
        office,
        examples,
        validity,
        retention,
        second_officers,
        systems,
    )
    for one in vars(module).values()
    if isinstance(one, type)
    and issubclass(one, parts.Part)
    and one is not parts.Part
    and one.__module__ == module.__name__
    and one not in (service.StandardEntry, office.Hours)  # their keys are lists of their own on the page
]


def table(part: type[parts.Part]) -> str:
    """Return the table of a part's keys as it stands on the page."""
    rows = ["| key | | meaning | example |", "|---|---|---|---|"]
    for name, key in part.model_fields.items():
        must = "must" if key.is_required() else ""
        example = f"`{key.examples[0]}`".replace("|", "\\|") if key.examples else ""
        rows.append(f"| `{key.alias or name}` | {must} | {key.description} | {example} |")
    return "\n".join(rows)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_the_page_has_every_key_with_the_grammars_own_words(part):
    assert table(part) in PAGE.read_text(encoding="utf-8"), f"docs/reference/service-file.md needs:\n\n{table(part)}\n"


def test_every_key_of_the_grammar_has_a_meaning():
    assert [key for part in PARTS for name, key in part.model_fields.items() if not key.description] == []


@pytest.mark.parametrize("name", [*KINDS, *STANDARD_COMPONENTS, *IDENTITY_FIELDS, *CASE_PLACES, *FUNCTIONS])
def test_the_page_names_it(name):
    assert f"| `{name}` |" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_the_page_shows_what_a_function_does(function):
    assert f"| {function.says} | `{function.example}` |" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CHECKS)
def test_the_page_names_every_matter_that_is_checked(name):
    assert f"* **{name.replace('_', ' ')}**: " in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("word", [*get_args(examples.Doing), *EXTENSION_REASONS])
def test_the_page_names_what_can_happen_in_an_example(word):
    assert f"`{word}`" in PAGE.read_text(encoding="utf-8")
