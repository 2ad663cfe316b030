"""``layani check``: what it prints, and how it ends."""

import time

from layani.cli import main
from layani.commands import check
from layani.rules.catalogue.schema import schema_text


def test_the_example_office_passes(capsys):
    assert main(["check", "--strict"]) == 0
    printed = capsys.readouterr().out
    assert "residence-letter: version 2026-11-01, 2 working days, free\n" in printed
    assert printed.endswith(" examples, 0 errors, 0 warnings.\n")


def test_an_error_is_printed_and_ends_with_1(capsys, copy):
    path = copy / "hall-use" / "service.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("fee: free\n", ""), encoding="utf-8")
    assert main(["check", str(copy)]) == 1
    printed = capsys.readouterr().out
    assert "error: hall-use/service.yaml: line 2: 'fee' is missing. Add a line such as: fee: free\n" in printed
    assert str(copy) not in printed


def test_a_warning_ends_with_0_unless_strict(copy, capsys):
    path = copy / "hall-use" / "service.yaml"
    text = path.read_text(encoding="utf-8").replace("en: Staff know the", f"en: Staff{' really' * 30} know the")
    path.write_text(text, encoding="utf-8")
    assert main(["check", str(copy)]) == 0
    assert main(["check", "--strict", str(copy)]) == 1
    assert "warning: hall-use/service.yaml: line" in capsys.readouterr().out


def test_a_failing_example_is_an_error(copy, capsys):
    path = copy / "hall-use" / "examples.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("due: 2026-12-09 16:00", "due: 2026-12-08 16:00"))
    assert main(["check", str(copy)]) == 1
    assert "'due' is 2026-12-09 16:00, not 2026-12-08 16:00." in capsys.readouterr().out


def test_no_such_folder_ends_with_2(tmp_path, capsys):
    assert main(["check", str(tmp_path / "nowhere")]) == 2
    assert "there is no folder" in capsys.readouterr().err


def test_an_empty_folder_says_what_to_add(tmp_path, capsys):
    assert main(["check", str(tmp_path)]) == 1
    assert "office.yaml: the file cannot be read" in capsys.readouterr().out


def test_the_schema_can_be_printed(capsys):
    assert main(["check", "--schema"]) == 0
    assert capsys.readouterr().out == schema_text()


def _sleep(folder, sender, coverage):
    time.sleep(60)


def _die(folder, sender, coverage):
    raise SystemExit(3)


def test_checking_that_takes_too_long_is_killed_and_told(monkeypatch, copy):
    monkeypatch.setattr(check, "_check_and_send", _sleep)
    began = time.perf_counter()
    (problem,), _ = check.checked_in_time(copy, 1)
    assert "checking was stopped after 1 seconds." in str(problem)
    assert time.perf_counter() - began < 10


def test_checking_that_dies_is_told(monkeypatch, copy):
    monkeypatch.setattr(check, "_check_and_send", _die)
    (problem,), _ = check.checked_in_time(copy, 30)
    assert "checking ended by itself, without a result." in str(problem)
