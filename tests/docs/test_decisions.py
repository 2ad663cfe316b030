"""The pages of decisions: all are listed, and every dependency has its reason."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DECISIONS = ROOT / "docs" / "decisions"
PAGES = sorted(DECISIONS.glob("[0-9]*.md"))


def names(lines: list[str]) -> set[str]:
    """Return the bare names of requirements: "django>=5.2" is "django"."""
    return {re.split(r"[\[<>=!~ ;]", line, maxsplit=1)[0].lower() for line in lines}


def test_every_dependency_has_a_reason_and_every_reason_a_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = names(project["dependencies"]).union(*map(names, project["optional-dependencies"].values()))
    page = (DECISIONS / "0002-dependencies.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| ([a-z0-9_-]+) \| ", page, flags=re.MULTILINE)) - {"package"} == direct


def test_every_developers_tool_is_named():
    page = (DECISIONS / "0002-dependencies.md").read_text(encoding="utf-8").split("## Only for developers")[1]
    for group in ("test", "check", "conformance"):
        lines = (ROOT / "requirements" / f"{group}.in").read_text(encoding="utf-8").split()
        assert [tool for tool in lines if not tool.endswith(".in") and tool != "-r" and tool not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_decision_is_in_the_index_and_begins_with_the_decision(page):
    text = page.read_text(encoding="utf-8")
    assert f"[{page.stem[:4]}]({page.name})" in (DECISIONS / "README.md").read_text(encoding="utf-8")
    assert re.match(rf"# (?:{page.stem[:4]}|{int(page.stem[:4])}\.) [^\n]+\n\n\*\*Decision\.\*\* ", text), (
        "begin with '# NNNN Title' and '**Decision.** '"
    )


def test_no_two_decisions_share_a_number():
    numbers = [page.name[:4] for page in PAGES]
    assert sorted(set(numbers)) == numbers
