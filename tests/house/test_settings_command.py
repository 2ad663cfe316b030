"""``layani settings`` lists what the office reads, and no secret."""

import json

from layani.commands import settings
from layani.office.environment import MASK, Environment


def environment() -> Environment:
    read = Environment({"LAYANI_PORT": "8000", "LAYANI_KEY": "hidden", "LAYANI_PROT": "1"})
    read.number("LAYANI_PORT", 80, help="The door.")
    read.secret("LAYANI_KEY", "", help="The key.")
    read.text("LAYANI_NAME", "Kelurahan", help="The name.")
    return read


def test_each_setting_is_listed_with_type_value_default_and_purpose(capsys):
    settings.show(environment())
    shown = capsys.readouterr().out
    assert "LAYANI_PORT=8000\n    The door. (number, 0 or more; set in the environment; the default is 80)\n" in shown
    assert "LAYANI_NAME=Kelurahan\n    The name. (text; the default)\n" in shown


def test_no_secret_is_listed(capsys):
    settings.show(environment())
    settings.show(environment(), as_json=True)
    shown = capsys.readouterr().out
    assert f"LAYANI_KEY={MASK}" in shown
    assert "hidden" not in shown


def test_a_variable_that_nothing_reads_is_told_and_ends_with_1(capsys):
    assert settings.show(environment()) == 1
    assert "LAYANI_PROT is set, but there is no such setting. Did you mean LAYANI_PORT?" in capsys.readouterr().out


def test_programs_get_one_json_object_a_line(capsys):
    settings.show(environment(), as_json=True)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row.get("name") for row in rows] == ["LAYANI_PORT", "LAYANI_KEY", "LAYANI_NAME", None]
    assert rows[0]["origin"] == "environment"
