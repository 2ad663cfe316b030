"""The how-tos of the service file: every snippet is put into a service of the example office, and is right there."""

import re
import shutil
from pathlib import Path
from typing import get_args

import pytest
import yaml

import layani.example_office
from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.examples import run_examples
from layani.rules.catalogue.fields import KINDS
from layani.rules.catalogue.grammar.examples import Doing
from layani.rules.catalogue.grammar.service import ServiceFile
from layani.rules.catalogue.reading import parse_yaml

PAGES = sorted((Path(__file__).parents[2] / "docs" / "how-to" / "service").glob("*.md"))
OFFICE = Path(layani.example_office.__file__).parent
FENCE = re.compile(
    r"^```(?:yaml\n# (?P<file>\S+)|markdown\n<!-- (?P<letter>\S+) -->)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE
)
GROWING = {"ask", "rules", "law", "grounds"}
"""Lists of service.yaml to which a snippet adds; every other key it replaces."""


def snippets(page):
    """Return (file, text) of every snippet; each fence must say which file it belongs to."""
    text = page.read_text(encoding="utf-8")
    found = [(one["file"] or one["letter"], one["text"]) for one in FENCE.finditer(text)]
    assert len(found) == text.count("\n```\n"), f"{page.name}: each fence begins with the name of its file"
    return found


def put(folder, file, text):
    """Put a snippet into the residence letter, into a copy of it that the snippet names, or into office.yaml.

    examples.yaml it replaces whole.
    """
    other = file.endswith("/service.yaml")
    path = folder / file if file == "office.yaml" or other else folder / "residence-letter" / file
    if other and not path.parent.exists():
        shutil.copytree(folder / "residence-letter", path.parent)
    if path.name in ("service.yaml", "office.yaml"):
        before = parse_yaml(path.read_text(encoding="utf-8"), file).values
        values = dict(before)
        for key, value in parse_yaml(text, file).values.items():
            values[key] = [*values[key], *value] if key in GROWING else value
            # Roles and units of the other services stay.
            if file == "office.yaml" and isinstance(before.get(key), dict):
                values[key] = {**before[key], **value}
        text = yaml.safe_dump(values, sort_keys=False, allow_unicode=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_snippet_is_right_in_a_service(page, tmp_path):
    folder = tmp_path / "office"
    shutil.copytree(OFFICE, folder, ignore=shutil.ignore_patterns("__*"))
    found = snippets(page)
    assert found, f"{page.name} shows nothing"
    for file, text in found:
        put(folder, file, text)
    catalogue = load_catalogue(
        folder
    )  # raises what is wrong; that nothing else uses a lone snippet is only remarked on
    if any(file == "examples.yaml" for file, _ in found):
        ran = run_examples(folder / "residence-letter", catalogue.services["residence-letter"], catalogue.office)
        assert [str(one) for one in ran.problems if one.level == "error"] == []


def test_every_construct_of_the_grammar_has_a_snippet():
    shown = "\n".join(text for page in PAGES for _, text in snippets(page))
    asked = [f"is: {kind}" for kind in KINDS if kind not in ("nik", "phone")]  # the identity gives these two
    keys = [f"{one.alias or name}:" for name, one in ServiceFile.model_fields.items()]
    plain = {"service:", "version:", "name:", "summary:", "for:", "channels:", "minutes:", "survey:"}
    does = [f"do: {word}" for word in get_args(Doing) if word not in ("withdraw", "decide refuse")]
    assert [one for one in [*asked, *(set(keys) - plain), *does] if one not in shown] == []
