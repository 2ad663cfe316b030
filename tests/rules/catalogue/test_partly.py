"""A decision may grant a part: what is set is less than what was asked, on a ground, in words of the file."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import layani.example_office
from layani.rules.cases.act import Act
from layani.rules.cases.acts.deciding import FACT_AT_LEAST, check_grant
from layani.rules.cases.state import By, Case
from layani.rules.catalogue import CatalogueError, load_catalogue
from layani.rules.catalogue.examples import run_examples
from layani.rules.catalogue.partly import part_problems

ONE, OTHER = "chairs", "sound"
FOLDER = Path(layani.example_office.__file__).parent
LETTER = "# A part\n\n{{ partly.guests_allowed }} {{ ground.says }} {{ fact }} {{ ground.remedy }}\n"
PARTLY = """      partly:
        law: kep-camat-3-2026
        says: {id: Sebagian tamu dapat diizinkan bila kursi kurang., en: Some guests can be let in where seats lack.}
        sets:
          guests_allowed: {is: number, asked: guests, label: {id: Jumlah tamu yang diizinkan, en: Guests let in}}
          equipment_lent: {is: several, asked: equipment, required: false, label: {id: Alat, en: Equipment}}
"""


@pytest.fixture
def hall(copy):
    """Return a function that lets the hall's decision grant a part, with one thing changed, and loads it."""

    def load(old="", new="", letter=LETTER, more=()):
        path = copy / "hall-use" / "service.yaml"
        text = path.read_text(encoding="utf-8")
        line = "  - decide: {by: verifier, within: 3 working days, not_same_as: [check]}\n"
        assert line in text
        keys = "      by: verifier\n      within: 3 working days\n      not_same_as: [check]\n"
        text = text.replace(line, f"  - decide:\n{keys}{PARTLY.replace(old, new) if old else PARTLY}")
        for was, becomes in more:
            assert was in text
            text = text.replace(was, becomes)
        path.write_text(text, encoding="utf-8")
        for language in ("id", "en") if letter else ():
            (copy / "hall-use" / "letters" / f"granted_partly.{language}.md").write_text(
                letter.replace("A part", f"A part {language}"), encoding="utf-8"
            )
        return load_catalogue(copy)

    return load


def faults(load):
    with pytest.raises(CatalogueError) as fault:
        load()
    return [str(problem) for problem in fault.value.problems if problem.level == "error"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("law: kep-camat-3-2026", "law: perda-9", "the law 'perda-9' is not listed under 'law:'."),
        ("asked: guests", "asked: gests", "the form has no question 'gests'. Did you mean 'guests'?"),
        ("asked: guests", "asked: purpose", "'purpose' is a choice, and a part of it is too."),
        ("        sets:\n", "        grounds: [too-big]\n        sets:\n", "there is no ground 'too-big'."),
        ("is: several, asked: equipment", "is: several", "'several' takes its choices from a question."),
        (
            "          guests_allowed: {",
            "          ground: {",
            "'ground' is what the form of a decision calls a box of its own.",
        ),
        ("is: number, asked: guests", "is: text, asked: guests", "a text is not less than another."),
    ],
)
def test_a_fault_is_told_with_what_to_write(hall, old, new, says):
    assert any(says in one for one in faults(lambda: hall(old, new)))


def test_its_letter_must_be_there_in_both_languages(hall):
    found = faults(lambda: hall(letter=""))
    assert len([one for one in found if "the letter of a grant in part is missing." in one]) == 2


def test_its_letter_asks_only_for_what_is_set(hall):
    assert any(
        "partly.guest_allowed" in one for one in faults(lambda: hall(letter="# A\n\n{{ partly.guest_allowed }}"))
    )


def test_another_letter_does_not_know_what_was_set(hall, copy):
    path = copy / "hall-use" / "letters" / "granted.id.md"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{{{{ partly.guests_allowed }}}}\n", encoding="utf-8")
    assert any("is nothing that a case has" in one for one in faults(hall))


def test_a_letter_of_a_part_without_such_a_decision_never_goes_out(copy):
    (copy / "hall-use" / "letters" / "granted_partly.id.md").write_text("# A\n\nB\n", encoding="utf-8")
    assert any("no decision may grant a part" in one for one in faults(lambda: load_catalogue(copy)))


def test_what_is_paid_out_is_not_granted_in_part(hall):
    pays = "fee: free\npays: {amount: 5 IDR, law: kep-camat-3-2026, budget: 1.06.02.2.01}"
    assert any(
        "'pays:', which reckons with the whole" in one for one in faults(lambda: hall(more=[("fee: free", pays)]))
    )


@pytest.fixture
def partly(hall):
    service = hall().services["hall-use"]
    return next(step.partly for step in service.steps if step.partly)


@pytest.mark.parametrize(
    ("given", "asked", "wrong"),
    [
        ({"guests_allowed": 60}, {"guests": 100}, []),
        ({"guests_allowed": 100}, {"guests": 100}, ["guests_allowed"]),
        ({"guests_allowed": 140}, {"guests": 100}, ["guests_allowed"]),
        ({"guests_allowed": 0}, {"guests": 100}, ["guests_allowed"]),
        ({}, {"guests": 100}, ["guests_allowed"]),
        ({"guests_allowed": 1}, {}, ["guests_allowed"]),
        ({"guests_allowed": 9, "equipment_lent": [ONE]}, {"guests": 100, "equipment": [ONE, OTHER]}, []),
        ({"guests_allowed": 9, "equipment_lent": [ONE]}, {"guests": 100, "equipment": [ONE]}, ["equipment_lent"]),
        ({"guests_allowed": 9, "equipment_lent": [OTHER]}, {"guests": 100, "equipment": [ONE]}, ["equipment_lent"]),
    ],
)
def test_a_part_is_less_than_what_was_asked_and_more_than_nothing(partly, given, asked, wrong):
    assert [problem.field for problem in part_problems(partly, given, asked)] == wrong


def test_where_all_may_be_left_empty_something_is_set_all_the_same(hall):
    loose = hall("asked: guests, label", "asked: guests, required: false, label")
    partly = next(step.partly for step in loose.services["hall-use"].steps if step.partly)
    asked = {"guests": 100, "equipment": [ONE, OTHER]}
    for nothing in ({}, {"guests_allowed": None}):
        assert part_problems(partly, nothing, asked)
    (problem,) = part_problems(partly, {}, asked)
    assert problem.field == "guests_allowed" and "Set at least one" in problem.text.en
    assert part_problems(partly, {"equipment_lent": [ONE]}, asked) == ()


def test_the_examples_of_the_office_show_it(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "office", ignore=shutil.ignore_patterns("__*"))
    found = load_catalogue(tmp_path / "office")
    folder = tmp_path / "office" / "public-information"
    ran = run_examples(folder, found.services["public-information"], found.office)
    assert ran.problems == () and ran.coverage.percent == 100
    path = folder / "examples.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("letter: granted_partly", "letter: granted"), encoding="utf-8"
    )
    (problem,) = run_examples(folder, found.services["public-information"], found.office).problems
    assert "'letter' is granted_partly, not granted." in str(problem)


def test_once_silence_has_granted_the_whole_no_part_can_be_granted():
    limit = datetime(2026, 12, 1, tzinfo=UTC)
    case = Case(status="deciding", silence_grants=True, legal_due_at=limit)
    data = {"part_ground": "a", "part_grounds": ["a"], "fact_length": FACT_AT_LEAST}

    def refused(at):
        refusal = check_grant(case, Act("decide_grant", By("officer", 1), at, data))
        return refusal and refusal.code

    assert refused(limit.replace(day=2)) == "granted-by-silence"
    assert refused(limit) == "not-the-step"  # in time: only the step is not that of deciding here
