"""One word for one thing: what docs/reference/words.md calls a stray stands on no page and in no message."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "words.md"
SPOKEN = (
    *(ROOT / "src/layani/office/pages").rglob("*.html"),
    *(ROOT / "src/layani/office/pages").rglob("*.py"),
    *(ROOT / "src/layani/rules/voice").rglob("*.py"),
    *(ROOT / "src/layani/office/actions/letters/standard").glob("*.md"),
)


def strays():
    """Return the words of the table's last column."""
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")][1:]
    return [
        word.strip() for row in rows for word in row.strip().strip("|").split("|")[-1].split(",") if row.count("|") == 5
    ]


STRAYS = [word for word in strays() if word and not word.startswith("-")]


def found(word, text):
    """Return the lines in which the word stands, as it is or with an ending (perkara, perkaranya)."""
    pattern = re.compile(rf"\b{re.escape(word)}(nya|s)?\b", re.IGNORECASE)
    return [number for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)]


def test_the_table_names_strays():
    assert {"perkara", "kasus", "pantau", "secret code"} <= set(STRAYS)
    assert found("perkara", "x\nkedua Perkaranya") == [2]
    assert not found("perkara", "memperkarakan")


@pytest.mark.parametrize("word", STRAYS)
def test_no_page_and_no_message_has_the_stray(word):
    places = [f"{file.relative_to(ROOT)}:{n}" for file in SPOKEN for n in found(word, file.read_text("utf-8"))]
    assert not places, f"'{word}' stands in {', '.join(places)}. Take the word that {PAGE.name} has for it."
