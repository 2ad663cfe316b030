"""The inspectorate's page of one case: found by number, down to its proof, with nothing personal, and with a look."""

from datetime import timedelta

import pytest

from layani.office.actions import checking
from layani.office.jobs import integrate_record, issue_letters
from layani.office.pages.auditor.auditor import ROWS
from layani.office.pages.auditor.words import control_of
from layani.office.tables.models import Look, User
from layani.office.tables.models.attempts import Attempt
from layani.office.tables.models.papers import Letter
from layani.rules.refusal import Refused
from tests.office.conftest import CARLA, officer
from tests.office.officer.walks import checked, filed, granted
from tests.office.security.visitors import officer_client

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.KEY_FOLDER, settings.LOG_FOLDER = tmp_path / "keys", tmp_path / "log"


@pytest.fixture
def indra(folders):
    return officer_client("indra", "auditor", headers={"accept-language": "en"})


def opened(indra, number, **values):
    """Say why the case is opened, and return its page."""
    said = {"act": "say-why", "reason": "sample", "words": "Sampel bulan ini."}
    assert indra.post(f"/auditor/case/{number}/", said).status_code == 302
    return indra.get(f"/auditor/case/{number}/", **values).content.decode()


def tried(number, who, now):
    with pytest.raises(Refused):
        checking.check_complete(number, actor=who, now=now)


def test_a_number_as_people_type_it_leads_to_the_case(indra):
    number = filed()
    typed = number.lower().replace("-", " ")
    assert indra.get("/auditor/find/", {"number": typed})["Location"] == f"/auditor/case/{number}/"


@pytest.mark.parametrize("typed", ["SKM-2026-0000-0001", "\0", "<b>", "x" * 500])
def test_an_unknown_number_is_told_and_can_be_typed_again(indra, typed):
    answer = indra.get("/auditor/find/", {"number": typed})
    assert answer.status_code == 404
    assert "no application with this number" in answer.content.decode()
    assert 'value="<b>"' not in answer.content.decode()


def test_it_shows_each_act_with_who_when_and_proof_and_nothing_personal(indra, now):
    ana, ben = officer("ana", "front-desk"), officer("ben", "head")
    number = granted(ana, ben)
    issue_letters.JOB.run(now + 5 * MINUTE)
    integrate_record.run(now)
    page = opened(indra, number)
    for words in (
        "The application came in",
        f"Front desk, officer {ana.user}<",
        f"Head of the district, officer {ben.user}<",
        "Proof of entry 0",
        f'href="/auditor/proof/{number}/4/"',
        Letter.objects.get().number,
    ):
        assert words in page, words
    for secret in (CARLA.nik, CARLA.name, "Mawar", "Ana", "Ben"):
        assert secret not in page, secret


def test_what_the_record_does_not_hold_yet_has_no_proof(indra):
    page = opened(indra, filed())
    assert "Waiting to enter the record" in page
    assert "/auditor/proof/" not in page


def test_reading_it_leaves_a_look_which_it_shows(indra):
    number = filed()
    page = opened(indra, number)
    look, indra_id = Look.objects.get(), User.objects.get(username="indra").pk
    assert (look.officer_id, look.role, look.case.number) == (indra_id, "auditor", number)
    assert f"officer {indra_id} (Inspectorate). Opened the application’s course" in page


def test_what_was_tried_on_it_stands_there(indra, now):
    number = filed()
    tried(number, officer("ana", "front-desk", nik=CARLA.nik), now + MINUTE)
    assert "own case</td>" in opened(indra, number)


def test_an_unknown_case_is_not_found_and_leaves_no_look(indra):
    assert indra.get("/auditor/case/SKM-2026-0000-0000/").status_code == 404
    assert not Look.objects.exists()


def test_every_attempt_is_listed_with_who_and_which_rule(indra, now):
    ana = officer("ana", "front-desk", nik=CARLA.nik)
    number = filed()
    tried(number, ana, now + MINUTE)
    page = indra.get("/auditor/attempts/").content.decode()
    assert f"officer {ana.user}<" in page
    assert f'href="/auditor/case/{number}/"' in page
    assert "own case</td>" in page


def test_attempts_of_one_rule_can_be_asked_for(indra, now):
    tried(filed(), officer("ana", "front-desk", nik=CARLA.nik), now + MINUTE)
    own, other = control_of("own-case").id, control_of("four-eyes").id
    for rule, shown in ((own, True), (other, False), ("nonsense", True), ("", True)):
        page = indra.get("/auditor/attempts/", {"rule": rule}).content.decode()
        assert ("own case</td>" in page) == shown, rule
        assert ("Nothing was refused yet" in page) != shown, rule


def test_attempts_go_on_by_key_and_show_each_once(indra, now):
    number, dan = filed(), officer("dan")
    for place in range(ROWS // 2 + 2):  # each is refused for the step and for the role
        tried(number, dan, now + place * MINUTE)
    total = Attempt.objects.count()
    assert ROWS < total <= 2 * ROWS
    first = indra.get("/auditor/attempts/").content.decode()
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = indra.get("/auditor/attempts/" + older).content.decode()
    assert first.count("<tr><td>") + second.count("<tr><td>") == total
    assert 'rel="next"' not in second


def test_no_attempt_is_a_state_of_its_own(indra):
    assert "Nothing was refused yet" in indra.get("/auditor/attempts/").content.decode()


def test_a_role_is_never_shown_by_its_programmers_name(indra, now):
    number = checked(officer("ana", "front-desk"))
    page = opened(indra, number, headers={"accept-language": "id"})
    assert "front-desk" not in page
    assert "auditor)" not in page


def test_a_refusal_of_the_case_itself_is_told_in_words(indra, now):
    number = filed()
    tried(number, officer("dan", "front-desk"), now + MINUTE)
    page = opened(indra, number)
    assert "The case was not on that officer’s desk" in page
    assert "not-on-your-desk" not in page
