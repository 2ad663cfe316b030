"""The reference page of the replay names every act and every key that a map may have."""

import re

import pytest
from pydantic import BaseModel

from layani.rules.importing import grammar
from layani.rules.importing.acts import SHAPES
from tests.office.replay.small_logs import MAPS

PAGE = (MAPS.parent / "replay.md").read_text(encoding="utf-8")
KEYS = sorted(
    {
        one.alias or name
        for model in vars(grammar).values()
        if isinstance(model, type) and issubclass(model, BaseModel) and model.__module__ == grammar.__name__
        for name, one in model.model_fields.items()
    }
)


@pytest.mark.parametrize("act", SHAPES)
def test_every_act_has_its_line_with_what_may_stand_beside_it(act):
    line = re.search(rf"^\| `{act}` \|.*$", PAGE, re.MULTILINE)
    assert line, f"docs/reference/replay.md: add a line for the act `{act}`."
    beside = set(re.findall(r"`(\w+)`", line[0].rsplit("|", 2)[1]))
    assert SHAPES[act].needs | SHAPES[act].may <= beside


@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_a_map_is_named(key):
    assert f"`{key}`" in PAGE or f"`{key}:" in PAGE, f"docs/reference/replay.md does not name the key `{key}`."


def test_the_reports_that_the_page_links_are_there_and_small_and_load_nothing():
    reports = set(re.findall(r"\(reports/(replay-[\w.-]+\.html)\)", PAGE))
    assert len(reports) == 6
    for name in reports:
        page = (MAPS.parent / "reports" / name).read_text(encoding="utf-8")
        assert len(page.encode()) < 300_000
        assert not re.search(r"<script|src=|https?://", page)
