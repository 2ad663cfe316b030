"""layani new-service: a folder that is right at once, or no folder at all."""

import io
import sys

import pytest

from layani.cli import main
from layani.commands import new_service
from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.beginning.yaml_text import scalar
from layani.rules.catalogue.examples import run_examples
from layani.rules.catalogue.reading import parse_yaml

WORDS = ("--name-id", "Surat usaha", "--name-en", "Business letter", "--need-id", "Saya perlu", "--need-en", "I need")


@pytest.fixture
def begin(copy, monkeypatch):
    """Return a function that runs the command on a copy of the example office, without a terminal."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))

    def run(*options, name="business-letter", words=WORDS):
        return main(["new-service", name, "--in", str(copy), *words, *options])

    return run


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--promise", "1 working day"),
        ("--promise", "2 working hours"),
        ("--promise", "1 calendar day"),
        ("--promise", "14 calendar days"),
        ("--fee", "50_000 IDR", "--law", "Perda 1/2024", "--kind", "permission"),
        ("--fee", "Rp50.000,00", "--law", "Perda 1/2024"),
        ("--check-by", "verifier", "--decide-by", "verifier"),
        ("--name-id", 'Surat "x": {a} # - & *b', "--gives-id", "Kartu: biru, besar", "--law", "25/2009"),
        ("--name-en", "true", "--need-id", "0031"),
    ],
)
def test_what_is_written_has_no_error_no_warning_but_its_guesses_and_is_covered_by_its_examples(begin, copy, options):
    assert begin(*options) == 0
    catalogue = load_catalogue(copy)
    service = catalogue.services["business-letter"]
    ran = run_examples(copy / "business-letter", service, catalogue.office)
    problems = (*catalogue.warnings, *ran.problems)
    assert [str(problem) for problem in problems if not problem.todo] == []
    assert len(problems) > 5
    assert ran.coverage.percent == 100


def test_the_first_service_says_what_was_said(begin, copy):
    assert begin("--promise", "4 working days", "--fee", "5_000 IDR") == 0
    service = load_catalogue(copy).services["business-letter"]
    assert (service.name.id, service.need.en) == ("Surat usaha", "I need")
    assert service.promise.total.words().en == "4 working days"
    assert service.fee.words().en == "IDR 5,000"
    assert "TODO" in (copy / "business-letter" / "service.yaml").read_text(encoding="utf-8")


def test_the_applicants_step_that_it_offers_is_right_once_its_marks_are_taken_away(begin, copy):
    assert begin() == 0
    path = copy / "business-letter" / "service.yaml"
    before, mark, after = path.read_text(encoding="utf-8").partition("#   - applicant:\n")
    assert mark
    offered = [line.removeprefix("# ") for line in [mark.rstrip(), *after.splitlines()] if line.startswith("#   ")][:7]
    rest = after[after.index("  - decide:") :].replace("2 working days", "1 working day", 1)
    path.write_text(before + "\n".join(offered) + "\n" + rest, encoding="utf-8")
    office = copy / "office.yaml"
    office.write_text(
        office.read_text(encoding="utf-8").replace("may: [check]", "may: [check, applicant]", 1), encoding="utf-8"
    )
    service = load_catalogue(copy).services["business-letter"]
    assert [step.kind for step in service.steps] == ["check", "applicant", "decide"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--kind", "card"), "'card' is no kind. Write one of: certificate, permission, letter."),
        (("--promise", "soon"), "'soon' is not a term. Write a number and a unit, such as: 3 working days"),
        (("--promise", "1 working hour"), "Write at least: 2 working hours"),
        (("--fee", "much"), "much"),
        (("--fee", "1,50 USD"), "has a fraction. Write whole units"),
        (("--check-by", "head"), "the role 'head' of office.yaml cannot check here"),
        (("--decide-by", "nobody"), "Write --decide-by with one of: verifier, head"),
        (("--check-by", "verifier", "--decide-by", "front-desk"), "the role 'front-desk' of office.yaml cannot decide"),
        (("--gives-id", "{{ nothing }}"), "so nothing was written"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(begin, copy, capsys, options, told):
    before = names(copy)
    assert begin(*options) == 2
    assert told in capsys.readouterr().err
    assert names(copy) == before


def test_without_a_terminal_all_that_is_missing_is_told_at_once(begin, copy, capsys):
    assert begin(words=()) == 2
    assert "these must be said: --name-id, --name-en, --need-id, --need-en." in capsys.readouterr().err


@pytest.mark.parametrize("name", ["Business", "../up", "a b", "", "x" * 61, "-"])
def test_a_name_that_cannot_be_one_is_refused(begin, copy, name):
    before = names(copy)
    assert begin(name=name) == 2
    assert names(copy) == before


def test_a_folder_that_exists_is_left_as_it_is(begin, copy, capsys):
    (copy / "business-letter").mkdir()
    (copy / "business-letter" / "mine.txt").write_text("mine", encoding="utf-8")
    assert begin() == 2
    assert "exists already and is left as it is" in capsys.readouterr().err
    assert names(copy / "business-letter") == ["mine.txt"]


def test_a_folder_without_an_office_is_refused(tmp_path, capsys):
    assert main(["new-service", "x", "--in", str(tmp_path), *WORDS]) == 2
    assert "holds no office.yaml" in capsys.readouterr().err


def test_who_stops_it_half_way_finds_no_half_folder(begin, copy, monkeypatch):
    def stopped(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(new_service, "run_examples", stopped)
    before = names(copy)
    assert begin() == 130
    assert names(copy) == before


def test_in_a_terminal_it_asks_and_an_empty_answer_takes_what_is_shown(copy, monkeypatch):
    monkeypatch.setattr(sys, "stdin", type("Terminal", (io.StringIO,), {"isatty": lambda self: True})())
    asked = []

    def answer(question):
        asked.append(question)
        return ["Surat usaha", "Business letter", "Saya perlu", "I need"][len(asked) - 1] if len(asked) <= 4 else ""

    monkeypatch.setattr("builtins.input", answer)
    assert main(["new-service", "business-letter", "--in", str(copy)]) == 0
    assert "The time promised for the whole [3 working days]: " in asked
    assert "business-letter" in load_catalogue(copy).services


@pytest.mark.parametrize(
    "text", ["plain words", "a: b", "- x", "#", "true", "12", "2026-01-01", '"', "{a}", "é", "a\\n"]
)
def test_every_text_is_read_back_as_it_was_written(text):
    assert parse_yaml(f"key: {scalar(text)}\nlist: [{scalar(text)}]\n", "x").values == {"key": text, "list": [text]}
