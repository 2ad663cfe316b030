"""``layani check``: what it prints, and how it ends."""

import json
import time

import pytest

from layani.cli import main
from layani.commands import check
from layani.rules.catalogue import Problem
from layani.rules.catalogue.schema import schema_text


def test_the_example_office_passes(capsys):
    assert main(["check"]) == 0
    printed = capsys.readouterr().out
    assert "residence-letter: version 2026-11-01, 2 working days, free\n" in printed
    assert printed.endswith(" examples, 0 errors, 1 warnings.\n")


def test_the_letter_for_the_poor_is_kept_and_argued_against(capsys):
    assert main(["check", "--burden"]) == 0
    printed = capsys.readouterr().out
    assert "poverty-letter/service.yaml: line" in printed
    assert "Without it a case saves about 90 minutes, and 2,400 cases a year 3,600 hours." in printed
    assert main(["check", "--strict"]) == 1


def test_an_error_is_printed_and_ends_with_1(capsys, copy):
    path = copy / "hall-use" / "service.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("fee: free\n", ""), encoding="utf-8")
    assert main(["check", str(copy)]) == 1
    printed = capsys.readouterr().out
    assert "error: hall-use/service.yaml: line 2: 'fee' is missing. Add a line such as: fee: free\n" in printed
    assert str(copy) not in printed


@pytest.mark.parametrize("inside", [False, True])
def test_the_folder_of_one_service_is_answered_with_the_folder_to_give(capsys, copy, monkeypatch, inside):
    monkeypatch.chdir(copy / "hall-use" if inside else copy)
    assert main(["check", "." if inside else "hall-use"]) == 2
    told = capsys.readouterr().err
    assert f"Write: layani check {'..' if inside else '.'}\n" in told and "folder of one service" in told
    assert main(["check", ".." if inside else "."]) == 0


def test_a_warning_ends_with_0_unless_strict(copy, capsys):
    path = copy / "hall-use" / "service.yaml"
    text = path.read_text(encoding="utf-8").replace("en: Staff know the", f"en: Staff{' really' * 30} know the")
    path.write_text(text, encoding="utf-8")
    assert main(["check", str(copy)]) == 0
    assert main(["check", "--strict", str(copy)]) == 1
    assert "warning: hall-use/service.yaml: line" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "read"),
    [
        ("service.yaml", "minutes: 5", "minutes: 5  # TODO: time it", "service.yaml: line 15: a guess is still", False),
        ("service.yaml", "en: Staff know", "en: TODO, Staff know", "the text still says TODO.", True),
        ("service.yaml", "cite: ", "cite: TODO ", "service.yaml: line 20: the text still says TODO.", True),
        ("letters/granted.en.md", "# ", "<!-- TODO -->\n# ", "granted.en.md: line 1: a guess is still", False),
        ("letters/granted.en.md", "# ", "# TODO ", "granted.en.md: line 1: the text still says TODO.", True),
    ],
)
def test_a_todo_is_counted_and_where_citizens_would_read_it_an_error_when_strict(
    copy, capsys, file, old, new, place, read
):
    path = copy / "hall-use" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert main(["check", str(copy)]) == 0
    printed = capsys.readouterr().out
    assert "0 errors, 1 warnings." in printed and place in printed
    assert main(["check", "--strict", str(copy)]) == 1
    assert ("1 errors, 0 warnings." if read else "0 errors, 1 warnings.") in capsys.readouterr().out


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


@pytest.fixture
def heavy(copy):
    """Return a copy whose hall asks for a stamp from 600 people a year and a neighbours' letter."""
    path = copy / "hall-use" / "service.yaml"
    text = path.read_text(encoding="utf-8").replace("cases_a_year: 240", "cases_a_year: 600")
    path.write_text(text.replace("id: Nama acara,", "id: Surat bermeterai,"), encoding="utf-8")
    path = copy / "residence-letter" / "service.yaml"
    text = path.read_text(encoding="utf-8").replace("Tulis keperluan Anda", "Nomor surat pengantar RT")
    text = text.replace("cases_a_year: 3200\n", "")
    path.write_text(text, encoding="utf-8")
    return copy


def test_what_could_be_abolished_is_counted_in_hours_and_rupiah(heavy, capsys):
    assert main(["check", "--burden", str(heavy)]) == 0
    lines = capsys.readouterr().out.splitlines()
    cells = [line.split() for line in lines]
    # 20 minutes x 600 cases = 200 hours; at 3,090,000 / 173 an hour, and 600 stamps of 10,000
    assert ["duty", "stamp"] + ["20", "10,000", "600", "200", "9,572,000"] in [[*one[:2], *one[-5:]] for one in cells]
    assert any(one[-5:] == ["90", "0", "?", "?", "?"] for one in cells)
    assert ["together", "200", "9,572,000"] in cells
    assert any(line.startswith("An hour is counted at Rp17,861 (BPS, Sakernas Februari 2025") for line in lines)
    assert "add to service.yaml a line such as: cases_a_year: 1200" in "\n".join(lines)


def test_an_office_that_asks_little_is_told_so(copy, capsys):
    assert main(["check", "--burden", str(copy)]) == 0
    assert "Nothing is asked that could be abolished, as far as the check sees.\n" in capsys.readouterr().out


def test_the_same_is_there_for_programs(heavy, capsys):
    assert main(["check", "--json", "--strict", str(heavy)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["errors"], found["warnings"]) == (0, 2)
    assert {one["file"] for one in found["problems"]} == {"hall-use/service.yaml", "residence-letter/service.yaml"}
    stamp = found["burden"]["could_be_abolished"][0]
    assert (stamp["requirement"], stamp["hours_a_year"], stamp["rupiah_a_year"]) == ("duty stamp", 200, 9_572_000)


def test_files_are_told_apart_and_a_file_with_very_many_problems_is_cut_short():
    many = [Problem("a.yaml", line, "wrong.", "Mend it.") for line in range(check.MOST_SHOWN + 50)]
    printed = "".join(check.text_of((*many, Problem("b.yaml", 1, "odd.", "Look.", level="warning")), "", burden=False))
    assert "error: a.yaml: 50 more are not shown. Begin with those above.\n\nwarning: b.yaml: line 1: odd." in printed
    assert printed.endswith("Look.\n150 errors, 1 warnings.\n")


def test_a_post_that_decides_and_is_left_out_of_the_signers_is_warned_of(copy, capsys):
    path = copy / "office.yaml"
    text = path.read_text(encoding="utf-8")
    begins, ends = text.index("  - post: verifier"), text.index("  - post: registration-head")
    path.write_text(text[:begins] + text[ends:], encoding="utf-8")
    assert main(["check", str(copy)]) == 0
    printed = capsys.readouterr().out
    assert "'verifier' decides here, and 'signers:' in office.yaml leaves it out." in printed


def test_an_office_without_signers_is_not_warned_of_them(copy, capsys):
    path = copy / "office.yaml"
    lines = path.read_text(encoding="utf-8").split("\n")
    begins = lines.index("signers:")
    ends = next(n for n in range(begins + 1, len(lines)) if lines[n] and not lines[n].startswith((" ", "#")))
    path.write_text("\n".join(lines[:begins] + lines[ends:]), encoding="utf-8")
    main(["check", str(copy)])
    assert "leaves it out" not in capsys.readouterr().out
