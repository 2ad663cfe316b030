"""``make test`` looks for the tests that need browsers and other projects' programs only where they lie."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("variable", "marks"), [("IN_BROWSERS", "browser|validator"), ("BY_OTHERS", "conformance|bpmnlint")]
)
def test_every_marked_test_lies_where_make_looks(variable, marks):
    folders = re.search(rf"^{variable} := (.+)$", MAKEFILE, re.MULTILINE)[1].split()
    assert f"$({variable})" in MAKEFILE
    marked = [
        file.relative_to(ROOT)
        for file in sorted((ROOT / "tests").rglob("*.py"))
        if re.search(rf"\bmark\.({marks})\b", file.read_text(encoding="utf-8"))
    ]
    assert len(marked) > 2
    assert [file for file in marked if not any(file.is_relative_to(folder) for folder in folders)] == []
