"""What a bundle asks, files and promises; and what the check says of one that cannot work."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import layani.example_office
from layani.rules.catalogue import CatalogueError, check_answers, load_catalogue
from layani.rules.catalogue.bundles.examples import run_bundle_examples
from layani.rules.catalogue.bundles.loading import load_bundles
from layani.rules.catalogue.bundles.model import expected_of
from layani.rules.catalogue.working_time import calendar_of

FOLDER = Path(layani.example_office.__file__).parent
JOINED = ("death-certificate", "family-card", "id-card", "death-grant", "losing-a-relative", "hall-use")
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def bundle(catalogue):
    return catalogue.bundles["losing-a-relative"]


@pytest.fixture
def copy(tmp_path):
    others = {path.parent.name for path in FOLDER.glob("*/*.yaml")} - set(JOINED)
    shutil.copytree(FOLDER, tmp_path / "office", ignore=shutil.ignore_patterns("__*", *others))
    card = tmp_path / "office/death-certificate/service.yaml"
    card.write_text(card.read_text().replace("next: [family-card]", "next: []"))
    return tmp_path / "office"


@pytest.fixture
def said(copy):
    """Return a function that replaces text in a file of the copy and gives what the check says then."""

    def found(old, new, file="losing-a-relative/bundle.yaml"):
        path = copy / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
        with pytest.raises(CatalogueError) as fault:
            load_catalogue(copy)
        return "\n".join(map(str, fault.value.problems))

    return found


def answers(**changed):
    found = {
        "services": ["family-card", "id-card", "death-grant"],
        "name": "Carla",
        "nik": "3171015503980001",
        "birth_date": "1998-03-15",
        "deceased_name": "Danu",
        "deceased_nik": "3171011203950002",
        "died_on": "2026-11-20",
        "died_in": "Kota Contoh",
        "death_letter": {"id": "x", "name": "a.pdf", "type": "application/pdf", "bytes": 9, "sha256": "0" * 64},
        "relation": "spouse",
        "hands_in": True,
        "bank": "Bank",
        "account": "1",
        "truthful": True,
    }
    return {name: value for name, value in {**found, **changed}.items() if value is not None}


def test_a_question_of_one_name_stands_once_in_the_form(bundle):
    asked = [one.name for page in bundle.pages for one in page.fields]
    assert len(asked) == len(set(asked))
    assert {"deceased_name", "relation", "truthful"} <= set(asked)


def test_what_another_case_answers_or_the_bundle_knows_is_not_asked(bundle):
    assert not {"certificate_number", "death_certificate_number", "change", "reason", "new_status"} & set(bundle.fields)


def test_a_condition_of_a_service_works_with_the_answers_that_the_bundle_sets(bundle):
    assert "hands_in" in bundle.answers.asked(answers())
    assert "lost_on" not in bundle.answers.asked(answers())


def test_what_is_not_ticked_is_neither_asked_nor_filed(bundle):
    given = answers(services=["family-card"], bank=None, account=None, hands_in=None)
    assert check_answers(bundle, given) == ()
    assert [one.slug for one in bundle.taken(given)] == ["death-certificate", "family-card"]


def test_an_answer_to_what_is_not_asked_is_a_problem(bundle):
    assert {one.field for one in check_answers(bundle, answers(services=["family-card"]))} == {
        "account", "bank", "hands_in",
    }  # fmt: skip


def test_each_service_gets_the_answers_to_its_own_questions_under_its_own_names(bundle):
    card = next(one for one in bundle.joined if one.slug == "family-card")
    assert card.own(answers()) == {
        "name": "Carla", "nik": "3171015503980001", "birth_date": "1998-03-15", "change": "died",
        "member_name": "Danu", "truthful": True,
    }  # fmt: skip


def test_the_total_counts_what_waits_from_the_end_of_what_it_waits_for(bundle, catalogue):
    calendar = calendar_of(catalogue.office)
    alone = expected_of(bundle.taken(answers()), calendar, MONDAY)
    first, card = alone["death-certificate"].decided_by, alone["family-card"].decided_by
    assert expected_of([bundle.joined[1]], calendar, first)["family-card"].decided_by == card > first


def test_the_version_names_those_of_the_services_too(bundle, copy):
    again = load_catalogue(copy).bundles["losing-a-relative"].version
    assert len(again) <= 20
    text = (copy / "family-card/service.yaml").read_text()
    (copy / "family-card/service.yaml").write_text(text.replace("minutes: 4", "minutes: 5"))
    assert load_catalogue(copy).bundles["losing-a-relative"].version != again


def test_the_order_of_the_file_is_not_that_of_the_waiting(copy):
    path = copy / "losing-a-relative/bundle.yaml"
    text = path.read_text()
    first = "  - service: death-certificate\n    taken: always\n"
    path.write_text(text.replace(first, "") + first)
    found = load_catalogue(copy).bundles["losing-a-relative"]
    assert found.taken(answers())[0].slug == "death-certificate"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("- service: death-grant\n", "- service: death-grunt\n", "no service 'death-grunt'. Did you mean"),
        ("{member_name: deceased_name}", "{member: deceased_name}", "has no question 'member'"),
        ("{change: died}", "{change: gone}", "does not take 'gone' as an answer to 'change'"),
        ("{change: died}", "{changed: died}", "has no question 'changed'"),
        ("otherwise: status-not-registered", "otherwise: unknown-ground", "no ground 'unknown-ground'"),
        ("gives: {certificate_number: findings.siak.number}", "gives: {certificate_number: findings.siak.no}",
         "no step of 'death-certificate' finds 'findings.siak.no'"),
        ("gives: {certificate_number: findings.siak.number}", "gives: {number: letter}", "has no question 'number'"),
        ("    taken: always\n", "", "may not be filed: the person may leave it out"),
        ("    why:\n      id: hanya suami atau istri almarhum yang statusnya berubah\n"
         "      en: only the husband's or wife's status changes\n", "", "nobody is told why 'id-card' is not filed"),
        ('when: relation == "spouse"', 'when: relatoin == "spouse"', "cannot be used"),
        ('when: relation == "spouse"', 'when: bank == "spouse"', "'bank' may not be asked"),
        ("{member_name: deceased_name}", "{member_name: died_on}", "one is date, the other text"),
        ("{member_name: deceased_name}", "{nik: my_nik}", "filled in from the register by its name"),
        ("  - service: id-card", "  - service: family-card\n  - service: id-card", "stands above already"),
        ("need:", "needs:", "'needs' is not a key"),
        ("bundle: losing-a-relative", "bundle: losing", "is not the name of its folder"),
    ],
)  # fmt: skip
def test_what_cannot_work_is_said_with_its_line(said, old, new, words):
    found = said(old, new)
    assert words in found
    assert "losing-a-relative/bundle.yaml: line " in found


def test_a_circle_is_said_with_its_path(said):
    found = said(
        "    taken: always\n",
        "    taken: always\n    after:\n      - {service: death-grant, otherwise: not-dead}\n",
    )
    assert "'death-certificate' → 'death-grant' → 'death-certificate'" in found


def test_a_bundle_of_one_is_refused(copy):
    path = copy / "losing-a-relative/bundle.yaml"
    path.write_text(path.read_text().partition("  - service: family-card")[0])
    with pytest.raises(CatalogueError, match="joins one service only"):
        load_catalogue(copy)


def test_questions_that_declare_something_else_are_not_one(said):
    found = said(
        "I declare that what I have written is true.", "I declare that I am an heir.", "death-grant/service.yaml"
    )
    assert "'truthful' is not the same question" in found
    assert "the two declare something else" in found


def test_a_bundle_beside_a_service_in_one_folder_is_refused(copy):
    shutil.copy(copy / "losing-a-relative/bundle.yaml", copy / "hall-use/bundle.yaml")
    with pytest.raises(CatalogueError, match="not the name of its folder"):
        load_catalogue(copy)


def test_its_examples_say_when_they_come_out_otherwise(copy):
    found = load_catalogue(copy)
    path = copy / "losing-a-relative/examples.yaml"
    path.write_text(path.read_text().replace("family-card: 2026-12-04 16:30", "family-card: 2026-12-03 16:00"))
    ran = run_bundle_examples(path.parent, found.bundles["losing-a-relative"], found.office)
    assert "'family-card' is due 2026-12-04 16:30, not 2026-12-03 16:00" in str(ran.problems[0])


def test_its_examples_show_each_service_filed_and_left_out(bundle, catalogue):
    ran = run_bundle_examples(FOLDER / "losing-a-relative", bundle, catalogue.office)
    assert (ran.problems, ran.coverage.percent, ran.coverage.missing) == ((), 100, ())


def test_a_bundle_whose_questions_hang_on_the_day_is_run_on_the_day_of_its_examples(tmp_path, catalogue):
    folder = tmp_path / "building-a-house"
    folder.mkdir()
    words = "name: {id: R, en: H}\nneed: {id: R, en: H}\nsummary: {id: R, en: H}\nwords: {id: [r], en: [h]}\n"
    services = "services: [{service: house-building-approval, taken: always}, {service: hall-use}]\n"
    (folder / "bundle.yaml").write_text(f"bundle: building-a-house\n{words}{services}")
    home = "work: new, use: home, first_home: true, area: 30"
    example = f"examples:\n  - example: A small home\n    answers: {{{home}}}\n"
    (folder / "examples.yaml").write_text(f"{example}    expect: {{asked: [income], services: [hall-use]}}\n")
    bundles, problems = load_bundles(tmp_path, catalogue.services)
    assert problems == ()
    ran = run_bundle_examples(folder, bundles["building-a-house"], catalogue.office)
    said = [problem.what for problem in ran.problems]
    assert any("'services' is ['house-building-approval'], not ['hall-use']." in one for one in said)
    assert not any("is not asked" in one for one in said)


def test_without_examples_that_is_the_problem(copy):
    found = load_catalogue(copy)
    (copy / "losing-a-relative/examples.yaml").unlink()
    ran = run_bundle_examples(copy / "losing-a-relative", found.bundles["losing-a-relative"], found.office)
    assert "the examples are missing" in str(ran.problems[0])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("en: Mandate from the parents}", "en: A power of attorney}", "the two ask for another document"),
        ("accept: [pdf, jpg, png]", "accept: [pdf]", "the two take other files"),
    ],
)
def test_files_of_one_name_are_one_upload_only_where_they_are_the_same_document(tmp_path, old, new, words):
    born = ("birth-certificate", "family-card", "child-card", "having-a-child")
    others = {path.parent.name for path in FOLDER.glob("*/*.yaml")} - set(born)
    shutil.copytree(FOLDER, tmp_path / "office", ignore=shutil.ignore_patterns("__*", *others))
    path = tmp_path / "office/child-card/service.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(CatalogueError) as fault:
        load_catalogue(tmp_path / "office")
    found = "\n".join(map(str, fault.value.problems))
    assert "'mandate' is not the same question in 'birth-certificate' and in 'child-card'" in found
    assert words in found
