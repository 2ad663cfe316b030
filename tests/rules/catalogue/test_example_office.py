"""The example office loads, is complete, and its worked cases come out."""

import re
from dataclasses import replace
from datetime import date, datetime

import pytest

from layani.rules.cases.clock import Term, due
from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.examples import run_examples
from layani.rules.catalogue.model import STANDARD_COMPONENTS
from layani.rules.catalogue.promise import Answer, Extension, LegalTerm, Outage
from layani.rules.catalogue.renderings.standard_table import component_items
from layani.rules.catalogue.working_time import calendar_of
from layani.rules.text import Text

from .conftest import FOLDER

SERVICES = sorted(path.parent.name for path in FOLDER.glob("*/service.yaml"))


def test_the_example_office_has_no_problem_and_one_argued_burden(catalogue):
    assert list(catalogue.services) == SERVICES
    # Kept as offices keep it, so that `layani check --burden` has something to argue against.
    (kept,) = catalogue.warnings
    assert (kept.file, kept.saves.requirement) == (
        "poverty-letter/service.yaml",
        "letter from the neighbourhood or the ward",
    )
    assert kept.saves.minutes == 90


def test_every_service_has_the_fourteen_components_in_the_order_of_the_law(catalogue):
    for service in catalogue.services.values():
        assert tuple(service.standard) == STANDARD_COMPONENTS
        assert all(words.id and words.en for words in service.standard.values())


@pytest.mark.parametrize("slug", SERVICES)
def test_the_worked_cases_come_out_and_every_rule_is_seen_to_pass_and_to_fail(catalogue, slug):
    ran = run_examples(FOLDER / slug, catalogue.services[slug], catalogue.office)
    assert ran.count >= 7
    assert [str(problem) for problem in ran.problems] == []


def test_laws_that_were_only_recalled_stay_marked(catalogue):
    status = {(law.id, law.status) for service in catalogue.services.values() for law in service.law.values()}
    assert len(status) == len({law for law, _ in status}), "a law has one status, in whichever service it is cited"
    assert {law for law, known in status if known == "verified"} == {
        "uu-25-2009-21",
        "uu-30-2014-53",
        "uu-23-2006-32",  # birth after 60 days without a court
        "uu-24-2013-64",  # a lost card is reported within 14 days
        "uu-24-2013-44",  # a death is reported within 30 days
        "perpres-96-2018-45",  # the death letter that the certificate follows
        "uu-14-2008-waktu",  # 10 and 7 working days for public information
        "uu-14-2008-17",  # the ten kinds that are exempted
        "uu-14-2008-35",  # objection and the Information Commission
        "pp-16-2021-261",  # the way of a house building approval
        "skb-3-menteri",  # its ten days, and the waiver for a low income
    }


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


DECREE = """decrees:
  - number: Keputusan Wali Kota 188/45/2026
    issued: 2026-11-27
    source: https://jdih.example/188-45-2026
    status: recalled
    closed: {2026-12-02: {id: Pemilihan lurah, en: Village election}}
facts:"""
HALL = "units:\n  hall: {name: {id: Balai warga, en: Community hall}, hours: {saturday: 08:00-12:00}}\n"


def test_a_decree_and_a_units_hours_in_the_office_file_change_what_is_due(copy):
    path = copy / "office.yaml"
    text = path.read_text(encoding="utf-8").replace("units:\n", HALL, 1).replace("facts:", DECREE, 1)
    path.write_text(text, encoding="utf-8")
    path = copy / "hall-use" / "service.yaml"
    check = "check: {by: front-desk, within: 1 working day"
    path.write_text(path.read_text(encoding="utf-8").replace(check, f"{check}, unit: hall"), encoding="utf-8")
    catalogue = load_catalogue(copy)
    office, step = calendar_of(catalogue.office), catalogue.services["hall-use"].steps[0]
    tuesday = datetime(2026, 12, 1, 9, tzinfo=office.timezone)
    assert office.local(due(office, tuesday, Term(1, "working days"))).date() == date(2026, 12, 3)
    assert office.local(due(office.of_unit(step.office_unit), tuesday, step.within)).date() == date(2026, 12, 5)


PUBLIC_INFORMATION = """promise:
  total: 7 working days
  from: received
  pledge: 95%
  if_late: escalate
  legal: {term: 10 working days, law: uu-30-2014-53, from: received}
  extension: {by: 7 working days, law: uu-30-2014-53}
  answer: {within: 14 calendar days, warn_after: 10 calendar days, law: uu-30-2014-53}
  outage: {systems: [SIAK], most: 2 working days, law: uu-30-2014-53}
"""


def test_the_promise_of_a_request_for_public_information_can_be_written(copy):
    path = copy / "hall-use" / "service.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(PUBLIC_INFORMATION if line.startswith("promise:") else line for line in lines)
    path.write_text(text, encoding="utf-8")
    service = load_catalogue(copy).services["hall-use"]
    promise = service.promise
    assert service.standard["time_limit"].en == (
        "7 working days from the day it is received; by law 10 working days at most; "
        "can be extended once by 7 working days"
    )
    assert (promise.starts, promise.law) == ("received", "uu-30-2014-53")
    assert promise.legal == LegalTerm(Term(10, "working days"), "uu-30-2014-53", "received")
    assert promise.extension == Extension(Term(7, "working days"), "uu-30-2014-53")
    assert promise.answer == Answer(Term(14, "calendar days"), Term(10, "calendar days"), "uu-30-2014-53")
    assert promise.outage == Outage(("SIAK",), Term(2, "working days"), "uu-30-2014-53")


def test_a_sentence_of_the_standard_that_somebody_wrote_keeps_its_semicolon(catalogue):
    hall = catalogue.services["hall-use"]
    said = Text("Rapi; bersih.", "Tidy; clean.")
    changed = replace(hall, standard={**hall.standard, "facilities": said})
    assert component_items(changed, "facilities") == (said,)
    assert len(component_items(changed, "procedure")) == len(hall.steps) + 2


def test_no_citation_that_a_holder_reads_holds_a_note_to_ourselves(catalogue):
    cited = [law.cite for one in catalogue.services.values() for law in one.law.values()]
    assert cited and not [cite for cite in cited if re.search(r"masih harus|still to be|TODO", cite)]


def test_the_standard_says_of_a_step_that_not_every_case_takes_when_it_is_taken(catalogue):
    practice, card = (
        catalogue.services[slug].standard["procedure"].en for slug in ("health-practice-permit", "id-card")
    )
    assert ", only if what is found makes it necessary: Visit to the place; " in practice
    assert ", only if “" in card and card.count("only if") == 1
