"""A service file that is hostile or broken is refused by ``layani check`` with its line, at once, and runs nothing."""

import re
import shutil
import time
from pathlib import Path

import pytest

import layani.example_office
from layani import cli

EXAMPLE = Path(layani.example_office.__file__).parent
RULE = "must: guests <= office.hall_seats"


@pytest.fixture
def catalogue(tmp_path):
    folder = tmp_path / "catalogue"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    return folder


def checked(folder, capsys):
    """Run the command as an operator does; return its code, what it printed, and the seconds it took."""
    begun = time.monotonic()
    code = cli.main(["check", str(folder)])
    return code, capsys.readouterr().out, time.monotonic() - begun


def with_rule(folder, expression):
    file = folder / "hall-use" / "service.yaml"
    text = file.read_text(encoding="utf-8")
    assert RULE in text
    file.write_text(text.replace(RULE, f"must: {expression}"), encoding="utf-8")
    return text[: text.index(RULE)].count("\n") + 1


HOSTILE = {
    "Python": '\'__import__("os").system("touch ran")\'',
    "attributes of objects": "'guests.__class__.__mro__ == 1'",
    "endless repetition": "'" + " + ".join(["guests"] * 3000) + " < 1'",
    "deep nesting": "'" + "(" * 3000 + "guests" + ")" * 3000 + " < 1'",
    "all of all of all": "'[1,2,3,4].all(a, [1,2,3,4].all(b, [1,2,3,4].all(c, [1,2,3,4].all(d, a+b+c+d > guests))))'",
    "a pattern that never ends": "'event_name.matches(\"(a+)+$\")'",
    "a huge number": "'guests < " + "9" * 400 + "'",
    "another name": "'secrets.key == 1'",
    "text for a number": "'guests + event_name'",
    "half an expression": "'guests <'",
    "a NUL": '"guests < 1\\0"',
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_expression_is_refused_with_its_line_and_never_runs(catalogue, capsys, what, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line = with_rule(catalogue, HOSTILE[what])
    code, printed, seconds = checked(catalogue, capsys)
    assert code == 1, printed
    place = re.match(r"error: .*hall-use/service\.yaml: line ([0-9]+)", printed)
    assert place, printed
    assert abs(int(place[1]) - line) <= 1, printed
    assert seconds < 20, "a hostile file may not hold the operator up"
    assert not list(tmp_path.glob("ran"))


BROKEN = {
    "a bomb of references": "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1},' * 9}]\n" for n in range(1, 9)),
    "an object of Python": "service: !!python/object/apply:os.system ['touch ran']\n",
    "not YAML": "service: [unclosed\n",
    "nothing": "",
    "a list": "- service\n",
    "a number": "42\n",
    "keys said twice": "service: a\nservice: b\n",
    "deep nesting": "a: " + "[" * 2000 + "]" * 2000 + "\n",
    "control characters": "service: \x07bell\n",
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_told_and_not_raised(catalogue, capsys, what, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (catalogue / "hall-use" / "service.yaml").write_text(BROKEN[what], encoding="utf-8")
    code, printed, seconds = checked(catalogue, capsys)
    assert code == 1, printed
    assert "hall-use/service.yaml" in printed
    assert "Traceback" not in printed
    assert seconds < 20
    assert not list(tmp_path.glob("ran"))


def test_bytes_that_are_no_text_are_told(catalogue, capsys):
    (catalogue / "hall-use" / "service.yaml").write_bytes(b"service: \xff\xfe\x00hall")
    code, printed, _ = checked(catalogue, capsys)
    assert (code, "hall-use/service.yaml" in printed) == (1, True)
