"""The example office loads, is complete, and its worked cases come out."""

import pytest

from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.examples import run_examples
from layani.rules.catalogue.model import STANDARD_COMPONENTS

from .conftest import FOLDER

SERVICES = ("hall-use", "move-of-address", "residence-letter")


def test_the_example_office_has_no_problem_and_no_warning(catalogue):
    assert tuple(catalogue.services) == SERVICES
    assert catalogue.warnings == ()


def test_every_service_has_the_fourteen_components_in_the_order_of_the_law(catalogue):
    for service in catalogue.services.values():
        assert tuple(service.standard) == STANDARD_COMPONENTS
        assert all(words.id and words.en for words in service.standard.values())


@pytest.mark.parametrize("slug", SERVICES)
def test_the_worked_cases_come_out_and_every_rule_is_seen_to_pass_and_to_fail(catalogue, slug):
    ran = run_examples(FOLDER / slug, catalogue.services[slug], catalogue.office)
    assert ran.count >= 8
    assert [str(problem) for problem in ran.problems] == []


def test_laws_that_were_only_recalled_stay_marked(catalogue):
    status = {law.id: law.status for service in catalogue.services.values() for law in service.law.values()}
    assert {law for law, known in status.items() if known == "verified"} == {"uu-25-2009-21", "uu-30-2014-53"}


def test_what_the_office_holds_is_shown_and_not_asked(catalogue):
    for service in catalogue.services.values():
        held = {name for name, one in service.fields.items() if one.source == "identity"}
        assert held == {"name", "nik", "birth_date", "phone"}


def test_every_service_has_letters_for_grant_and_refusal_in_both_languages(catalogue):
    for service in catalogue.services.values():
        assert {(outcome, language) for outcome in ("granted", "refused") for language in ("id", "en")} <= set(
            service.letters
        )
    assert ("deemed_granted", "id") in catalogue.services["hall-use"].letters


def test_a_digest_is_the_same_on_every_load_and_changes_with_every_word(catalogue, copy):
    assert load_catalogue(copy).services["hall-use"].digest == catalogue.services["hall-use"].digest
    letter = copy / "hall-use" / "letters" / "granted.en.md"
    letter.write_text(letter.read_text().replace("clean", "tidy"))
    assert load_catalogue(copy).services["hall-use"].digest != catalogue.services["hall-use"].digest


def test_a_remark_or_another_order_of_keys_does_not_change_the_digest(catalogue, copy):
    path = copy / "hall-use" / "service.yaml"
    text = path.read_text(encoding="utf-8").replace("minutes: 5\n", "")
    path.write_text(f"# a remark\nminutes: 5\n{text}", encoding="utf-8")
    assert load_catalogue(copy).services["hall-use"].digest == catalogue.services["hall-use"].digest


def test_no_rule_of_the_hall_cites_what_does_not_say_it(catalogue):
    hall = catalogue.services["hall-use"]
    cited = {rule.id: hall.law[rule.law] for rule in hall.rules}
    for rule, word in (
        ("fits-the-hall", "200"),
        ("soon-enough", "90"),
        ("not-too-soon", "10"),
        ("quiet-evening", "100"),
    ):
        assert word in cited[rule].says.id
    assert "libur" in cited["not-on-a-holiday"].says.id
    assert "berjualan" in cited["not-for-sales"].says.id
    assert all(law.status == "recalled" for law in cited.values())


def test_no_text_sends_people_to_what_is_not_there(catalogue):
    hall = catalogue.services["hall-use"]
    letters = [text for name, text in hall.letters.items()]
    told = [*(ground.remedy.en for ground in hall.grounds), *(words.en for words in hall.standard.values())]
    for words in (*map(str, letters), *told):
        assert "our site" not in words
        assert "office's site" not in words
        assert "calendar is public" not in words
