"""Reading posted pages and checking whole applications."""

import copy as copying
import time
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layani.rules.catalogue import check_answers, load_catalogue, read_form, required_documents, visible_fields
from layani.rules.catalogue.answers import asked_fields, identity_fields, without_unasked
from layani.rules.catalogue.rules import office_facts

DAY = date(2026, 11, 28)
CONTRACT = {"id": "f1", "name": "sewa.pdf", "type": "application/pdf", "bytes": 1000, "sha256": "0" * 64}
CARLA = {"name": "Carla Wijaya", "nik": "3171015503980000", "birth_date": "1998-03-15", "phone": "+6281234567890"}
COMPLETE = {
    **CARLA,
    "address": {"street": "Jalan Kenanga 12", "rt": "003", "rw": "007", "ward": "99.01.01.1002"},
    "tenancy": "own",
    "purpose": "bank",
}


@pytest.fixture(scope="module")
def letter(catalogue):
    return catalogue.services["residence-letter"]


def fields_with_problems(service, answers):
    return [problem.field for problem in check_answers(service, answers)]


def test_complete_answers_have_no_problem(letter):
    assert check_answers(letter, COMPLETE) == ()


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"purpose": "party"}, "purpose", "Choose one of the answers."),
        ({"tenancy": None}, "tenancy", "Choose one of the answers."),
        ({"nik": "3171015503980"}, "nik", "A NIK has 16 digits."),
        ({"nik": "9971015503980000"}, "nik", "This NIK is not possible"),
        ({"birth_date": "1998-02-30"}, "birth_date", "Write a date that exists"),
        ({"birth_date": 19980315}, "birth_date", "Write a date that exists"),
        ({"name": "x" * 121}, "name", "Write at most 120 characters."),
        ({"name": "Carla\x00"}, "name", "Write plain text on one line."),
        ({"name": ""}, "name", "Write plain text on one line."),
        ({"phone": "081234"}, "phone", "Write a phone number"),
        ({"address": "Jalan Kenanga 12"}, "address", "Fill in the street and number"),
        ({"address": {**COMPLETE["address"], "ward": "31.71.01.1001"}}, "address", "Fill in the street"),
        ({"address": {**COMPLETE["address"], "note": "x"}}, "address", "Fill in the street and number"),
        ({"contract": CONTRACT}, "contract", "This question is not asked with your other answers."),
        ({"colour": "red"}, "colour", "There is no such field."),
        ({"name": "\ud800"}, "name", "Write plain text on one line."),
    ],
)
def test_a_wrong_answer_is_named_with_what_to_write(letter, change, field, words):
    (problem,) = check_answers(letter, {**COMPLETE, **change})
    assert problem.field == field
    assert words in problem.text.en


def test_a_missing_answer_is_asked_for_by_its_label(letter):
    (problem,) = check_answers(letter, {name: value for name, value in COMPLETE.items() if name != "address"})
    assert problem.text.id == "Isi: Di mana Anda tinggal sekarang?"


def test_an_optional_answer_may_be_missing(letter):
    assert check_answers(letter, {name: value for name, value in COMPLETE.items() if name != "phone"}) == ()


def test_what_depends_on_another_answer_is_required_only_then(letter):
    rents = {**COMPLETE, "tenancy": "rent"}
    assert fields_with_problems(letter, rents) == ["contract"]
    assert [one.name for one in required_documents(letter, rents)] == ["contract"]
    assert check_answers(letter, {**rents, "contract": CONTRACT}) == ()
    assert required_documents(letter, COMPLETE) == ()


@pytest.mark.parametrize(
    "change",
    [{"type": "video/mp4"}, {"bytes": 5_000_001}, {"bytes": 0}, {"sha256": "x"}, {"id": "../etc"}, {"name": ""}],
)
def test_a_file_of_the_wrong_kind_or_size_is_refused(letter, change):
    answers = {**COMPLETE, "tenancy": "rent", "contract": {**CONTRACT, **change}}
    (problem,) = check_answers(letter, answers)
    assert problem.text.en == "Upload one file (PDF, JPG, PNG) of at most 5 MB."


def test_whole_numbers_are_whole(catalogue):
    answers = {**CARLA, "guests": 4.0}
    assert "guests" in fields_with_problems(catalogue.services["hall-use"], answers)


def test_problems_come_in_the_order_of_the_form(letter):
    assert fields_with_problems(letter, {}) == ["name", "nik", "birth_date", "address", "tenancy", "purpose"]


def test_a_page_is_read_with_the_answers_before_it_and_keeps_identity(letter):
    form = {
        "address-street": ["Jalan Mawar 3"],
        "address-rt": ["1"],
        "address-rw": ["2"],
        "address-ward": ["99.01.01.1001"],
    }
    result = read_form(letter, "address", {**form, "name": ["Somebody else"]}, CARLA)
    assert result.problems == ()
    assert result.answers["address"]["rt"] == "001"
    assert result.answers["name"] == "Carla Wijaya"


def test_a_page_cannot_change_what_the_identity_gave(letter):
    posted = {"name": ["Dan"], "nik": ["3171010101010001"]}
    assert read_form(letter, "you", posted, CARLA).answers == CARLA


def test_at_the_counter_an_officer_types_the_identity(letter):
    posted = {"name": ["Dan"], "nik": ["3171010101010001"], "birth_date-day": ["1"]}
    result = read_form(letter, "you", posted, {}, ask_identity=True)
    assert result.answers == {"name": "Dan", "nik": "3171010101010001"}
    assert [problem.field for problem in result.problems] == ["birth_date"]


def test_an_identity_that_lacks_something_required_is_told_on_its_page(letter):
    result = read_form(letter, "you", {}, {"name": "Carla"})
    assert [problem.field for problem in result.problems] == ["nik", "birth_date"]


def test_a_wrong_answer_is_told_and_not_kept(letter):
    result = read_form(letter, "home", {"tenancy": ["castle"]}, COMPLETE)
    assert [problem.field for problem in result.problems] == ["tenancy"]
    assert "tenancy" not in result.answers


def test_an_answer_that_is_taken_back_takes_along_what_depended_on_it(letter):
    rents = {**COMPLETE, "tenancy": "rent", "contract": CONTRACT}
    result = read_form(letter, "home", {"tenancy": ["family"]}, rents)
    assert "contract" not in result.answers
    assert check_answers(letter, result.answers) == ()
    assert "contract" not in without_unasked(letter, {**rents, "tenancy": "own"})


def test_an_uploaded_file_is_kept_until_another_comes(letter):
    rents = {**COMPLETE, "tenancy": "rent"}
    first = read_form(letter, "contract", {}, rents, files={"contract": CONTRACT})
    assert first.answers["contract"] == CONTRACT
    assert read_form(letter, "contract", {}, first.answers).answers["contract"] == CONTRACT
    other = {**CONTRACT, "id": "f2"}
    assert read_form(letter, "contract", {}, first.answers, files={"contract": other}).answers["contract"] == other


def test_a_posted_text_is_never_taken_for_a_file(letter):
    result = read_form(letter, "contract", {"contract": ['{"id": "f9"}']}, {**COMPLETE, "tenancy": "rent"})
    assert [problem.field for problem in result.problems] == ["contract"]


def test_a_page_shows_what_is_asked_and_may_show_nothing(letter):
    assert [one.name for one in visible_fields(letter, "contract", {**COMPLETE, "tenancy": "rent"})] == ["contract"]
    assert visible_fields(letter, "contract", COMPLETE) == ()
    assert visible_fields(letter, "contract", {}) == ()


def test_an_unknown_page_is_a_key_error(letter):
    with pytest.raises(KeyError):
        read_form(letter, "nowhere", {}, {})


def test_identity_fields_are_known(letter):
    assert [one.name for one in identity_fields(letter)] == ["name", "nik", "birth_date", "phone"]


def test_a_field_may_depend_on_whether_another_was_answered(catalogue, copy):
    path = copy / "hall-use" / "service.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("        is: declaration\n", "        is: declaration\n        when: has(answers.equipment)\n")
    )
    hall = load_catalogue(copy).services["hall-use"]
    assert "leaves_clean" in asked_fields(hall, {"equipment": ["sound"]})
    assert "leaves_clean" not in asked_fields(hall, {})


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(st.characters(codec=None, categories=None), max_size=20),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below, max_size=3),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(data=st.data())
def test_any_json_is_checked_and_never_crashes(catalogue, data):
    service = catalogue.services[data.draw(st.sampled_from(sorted(catalogue.services)))].on(
        office_facts(catalogue.office, DAY)
    )
    names = st.sampled_from([*service.fields, "unknown"])
    answers = {**copying.deepcopy(COMPLETE), **data.draw(st.dictionaries(names, JSON, max_size=4))}
    known = {problem.field for problem in check_answers(service, answers)}
    assert known <= set(service.fields) | set(answers)


@settings(max_examples=200)
@given(data=st.data())
def test_any_posting_is_read_and_never_crashes(catalogue, data):
    service = catalogue.services[data.draw(st.sampled_from(sorted(catalogue.services)))].on(
        office_facts(catalogue.office, DAY)
    )
    page = data.draw(st.sampled_from([page.id for page in service.pages]))
    keys = [f"{one.name}{part}" for one in service.page(page).fields for part in ("", "-day", "-year", "-rt", "-ward")]
    strings = st.lists(st.text(st.characters(codec=None, categories=None), max_size=30), max_size=2)
    result = read_form(service, page, data.draw(st.dictionaries(st.sampled_from(keys), strings)), COMPLETE)
    # What was kept is valid: the same names have no problem when the whole application is checked.
    wrong = {problem.field for problem in check_answers(service, result.answers)}
    assert not wrong & (set(result.answers) & {one.name for one in service.page(page).fields})


def test_a_deeply_nested_answer_is_refused_at_once(letter):
    deep = []
    for _ in range(50_000):
        deep = [deep]
    began = time.process_time()
    assert fields_with_problems(letter, {**COMPLETE, "purpose": deep}) == ["purpose"]
    assert time.process_time() - began < 1
