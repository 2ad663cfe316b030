"""A service file that is hostile or broken is refused by ``layani check`` with its line, at once, and runs nothing."""

import os
import re
import shutil
from pathlib import Path

import pytest

import layani.example_office
from layani import cli

EXAMPLE = Path(layani.example_office.__file__).parent
RULE = "must: guests <= office.hall_seats"


@pytest.fixture
def catalogue(tmp_path):
    """Return a catalogue of the service that is spoiled and one beside it; more would only take time."""
    folder = tmp_path / "catalogue"
    folder.mkdir()
    for name in ("office.yaml", "regions.csv"):
        shutil.copy(EXAMPLE / name, folder)
    for name in ("hall-use", "residence-letter"):
        shutil.copytree(EXAMPLE / name, folder / name)
    return folder


def processor_seconds():
    """Return what this process and those that it started and saw end have used, whatever else the machine does."""
    return sum(os.times()[:4])


def checked(folder, capsys):
    """Run the command as an operator does; return its code, what it printed, and the seconds of processor it took."""
    begun = processor_seconds()
    code = cli.main(["check", str(folder)])
    return code, capsys.readouterr().out, processor_seconds() - begun


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


HALL = "hall-use/service.yaml"
FIELD = "      q{n}: {{is: yes no, {when}label: {{id: Pertanyaan {n}, en: Question {n}}}}}\n"
RULE_OF_MANY = """  - id: r{n}
    says: {{id: Tamu, en: Guests}}
    law: kep-camat-3-2026
    must: guests != {n} && purpose != "sale" && part_of_day != "evening"
    fix: {{id: Kurangi tamu., en: Invite fewer.}}
"""
PAGE = "  - page: p{n}\n    title: {{id: Besar, en: Big}}\n    fields:\n"
CHECK = "  - check: {{id: c{n}, by: front-desk, within: 1 working hour, when: guests > {n}}}\n"
FEE_ROW = "{{amount: {n} IDR, law: kep-camat-3-2026, when: guests == {n}}}"
DECLARATION = "  - page: declaration\n"


def chain(n):
    return PAGE.format(n=n) + FIELD.format(n=n, when=f"when: q{n - 1}, " if n else "")


HUGE = {
    "ten thousand lines of keys": ("minutes: 5\n", "minutes: 5\n" + "".join(f"key{n}: 1\n" for n in range(10_000))),
    "questions that hang on one another": (DECLARATION, "".join(map(chain, range(2000))) + DECLARATION),
    "a page of questions": (
        DECLARATION,
        PAGE.format(n=0) + "".join(FIELD.format(n=n, when="") for n in range(3000)) + DECLARATION,
    ),
    "rules": ("rules:\n", "rules:\n" + "".join(RULE_OF_MANY.format(n=n) for n in range(1500))),
    "steps": ("steps:\n", "steps:\n" + "".join(CHECK.format(n=n) for n in range(1000))),
    "rows of a fee": ("fee: free", f"fee: [{', '.join(FEE_ROW.format(n=n) for n in range(1, 3000))}]"),
    "services that do not exist": ("next: []", f"next: [{', '.join(f's{n}' for n in range(5000))}]"),
    "a broken end": ("next: []", "next: []\n" + "# remark\n" * 90_000 + "a: [b"),
}


@pytest.mark.parametrize("what", HUGE)
def test_a_huge_file_is_checked_in_bounded_time_and_told_briefly(catalogue, capsys, what):
    file = catalogue / HALL
    old, new = HUGE[what]
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    code, printed, seconds = checked(catalogue, capsys)
    assert code in (0, 1) and "Traceback" not in printed and "was stopped" not in printed
    assert len(printed.splitlines()) < 400
    assert seconds < 20


HUGE_LETTERS = {
    "wrong places": "# X\n" + "{{ nama }} dimohon " * 45_000,
    "braces": "# X\n" + "{{" * 200_000,
    "remarks never closed": "# X\n" + "<!--" * 100_000,
}


@pytest.mark.parametrize("what", HUGE_LETTERS)
def test_a_huge_letter_is_checked_in_bounded_time(catalogue, capsys, what):
    (catalogue / "hall-use/letters/granted.id.md").write_text(HUGE_LETTERS[what], encoding="utf-8")
    _, printed, seconds = checked(catalogue, capsys)
    assert "Traceback" not in printed
    assert len(printed.splitlines()) < 50
    assert seconds < 20


def folder_instead(path):
    path.unlink()
    path.mkdir()


def file_instead(path):
    shutil.rmtree(path)
    path.write_text("x", encoding="utf-8")


def endless(path):
    path.unlink()
    path.symlink_to("/dev/zero")


def pipe(path):
    path.unlink()
    os.mkfifo(path)


def moved_out(path):
    """Put a link in the place of a file, or of a folder, that now lies outside the catalogue."""
    outside = next(folder for folder in path.parents if folder.name == "catalogue").parent / "outside"
    path.rename(outside)
    path.symlink_to(outside)


WRONG_THINGS = [
    (HALL, folder_instead, f"error: {HALL}: it is a folder, not a file. Put a text file of this name in its place."),
    (HALL, endless, f"error: {HALL}: it is not an ordinary file."),
    (HALL, pipe, f"error: {HALL}: it is not an ordinary file."),
    ("office.yaml", folder_instead, "error: office.yaml: it is a folder, not a file."),
    ("regions.csv", folder_instead, "error: regions.csv: it is a folder, not a file."),
    ("hall-use/examples.yaml", folder_instead, "error: hall-use/examples.yaml: it is a folder, not a file."),
    ("hall-use/letters/granted.id.md", pipe, "error: hall-use/letters/granted.id.md: it is not an ordinary file."),
    ("hall-use/examples.yaml", pipe, "error: hall-use/examples.yaml: it is not an ordinary file."),
    ("office.yaml", moved_out, "error: office.yaml: it is a link to something outside the catalogue. Put the file"),
    ("regions.csv", moved_out, "error: regions.csv: it is a link to something outside the catalogue."),
    (HALL, moved_out, f"error: {HALL}: it is a link to something outside the catalogue."),
    ("hall-use", moved_out, f"error: {HALL}: it is a link to something outside the catalogue."),
    ("hall-use/examples.yaml", moved_out, "error: hall-use/examples.yaml: it is a link to something outside the"),
    ("hall-use/letters", moved_out, "error: hall-use/letters/deemed_granted.en.md: it is a link to something outside"),
    ("hall-use/letters", file_instead, "error: hall-use/letters: it is a file, not a folder. Make a folder of it"),
    ("hall-use/letters/granted.id.md", folder_instead, "error: hall-use/letters/granted.id.md: it is a folder, not a"),
    (
        HALL,
        Path.unlink,
        "warning: hall-use: it has examples.yaml and letters, but no service.yaml",
    ),
]


@pytest.mark.parametrize(("name", "spoil", "says"), WRONG_THINGS)
def test_half_a_folder_and_things_of_the_wrong_kind_are_told(catalogue, capsys, name, spoil, says):
    spoil(catalogue / name)
    _, printed, seconds = checked(catalogue, capsys)
    assert says in printed
    assert "Traceback" not in printed
    assert seconds < 20


def test_links_within_the_catalogue_and_a_link_to_all_of_it_are_followed(catalogue, capsys):
    letters = catalogue / "hall-use" / "letters"
    letters.rename(catalogue / "hall-use" / "shared")
    letters.symlink_to("shared")
    (catalogue.parent / "link").symlink_to(catalogue)
    assert checked(catalogue.parent / "link", capsys)[0] == 0


def test_a_table_with_an_open_quotation_mark_is_told(catalogue, capsys):
    (catalogue / "regions.csv").write_text('code,name\n99.01.01.1001,"' + "x" * 200_000, encoding="utf-8")
    code, printed, _ = checked(catalogue, capsys)
    assert (code, "error: regions.csv: it is not a table (field larger than field limit" in printed) == (1, True)


def test_a_folder_whose_name_cannot_stand_in_an_address_is_to_be_renamed(catalogue, capsys):
    (catalogue / "hall-use").rename(catalogue / "Hall Use")
    _, printed, _ = checked(catalogue, capsys)
    assert "'hall-use' is not the name of its folder. Rename it to: hall-use" in printed
