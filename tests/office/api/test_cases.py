"""A program files, follows and answers for an applicant, and each of these happens once."""

import json
from dataclasses import replace

import pytest
from django.db import connection
from django.utils import timezone

from layani.office.actions import checking, filing, serving, viewing
from layani.office.actions.numbering import same_code
from layani.office.actions.parties import person_of
from layani.office.api import cases
from layani.office.house import catalogue, key_store, service
from layani.office.tables.models import Attempt, Case, Event, Look, Outbox, Party, Program, User
from tests.office.actions.applications import CITIZEN, answers, application
from tests.office.api.conftest import Caller, applicant, enter, program
from tests.office.api.conftest import filing as body
from tests.office.conftest import CARLA

pytestmark = pytest.mark.django_db


def asked(filed, ana, items):
    """Let Ana ask for what is missing."""
    now = timezone.now()
    serving.take_next(actor=ana, now=now)
    checking.ask_missing(filed["number"], items, actor=ana, now=now)


def test_a_filed_application_is_a_case_of_the_office(desk, filed):
    row = Case.objects.get()
    assert (filed["number"], filed["status"], filed["ball"], filed["step"]) == (
        row.number,
        "checking",
        "office",
        "check",
    )
    assert filed["address"] == f"http://localhost:8000/case/{row.number}/"
    assert same_code(filed["receipt_code"], key_store().get(row.ref))
    assert viewing.answers_of(row) == answers()
    assert person_of(row.party) == replace(CARLA, source="api")
    assert row.channel == "api"
    event = Event.objects.get()
    assert (event.act, event.officer.username) == ("file", "desk-officer")


def test_the_same_key_and_content_give_the_first_case_again(desk, filed):
    again = desk.post("/cases/", body(), once="first-filing")
    assert (again.status_code, again.json()) == (201, filed)
    assert again["Idempotent-Replayed"] == "true"
    assert (Case.objects.count(), Event.objects.count(), Party.objects.count(), Outbox.objects.count()) == (1, 1, 1, 1)


def test_a_first_sending_is_not_called_a_replay(desk):
    assert "Idempotent-Replayed" not in desk.post("/cases/", body(), once="first-filing")


@pytest.mark.parametrize(
    "other",
    [
        body(purpose="school"),
        body(about=applicant(email="carla@example.org")),
        body(about=applicant(phone="+6281234567891")),
        body(about=applicant(name="Carla W.")),
        body(about=applicant(nik="3174015501900003")),
        {**body(), "language": "en"},
        {**body(), "channel": "kiosk"},
        {**body(), "version": ""},
    ],
    ids=["answer", "e-mail", "phone", "name", "nik", "language", "channel", "version"],
)
def test_the_same_key_with_other_content_is_refused(desk, filed, other):
    again = desk.post("/cases/", other, once="first-filing")
    assert (again.status_code, again.json()["refusals"][0]["code"]) == (409, "key-used")
    assert Case.objects.count() == 1


def test_an_e_mail_that_the_form_does_not_ask_counts_for_the_key(desk):
    about = applicant(email="carla@example.org")
    first, again = (desk.post("/cases/", body(about=about), once="with-email") for _ in range(2))
    assert (again.status_code, again.json()["number"]) == (201, first.json()["number"])


def test_the_same_key_of_another_program_is_another_filing(filed):
    other = program("kiosk", "front-desk").post("/cases/", body(), once="first-filing")
    assert other.status_code == 201
    assert other.json()["number"] != filed["number"]


def test_the_same_key_of_another_system_that_acts_for_the_same_officer_is_another_filing(desk, filed):
    enter("elsewhere", User.objects.get(username="desk-officer"), system="another-app")
    again = Caller("token-of-elsewhere").post("/cases/", body(), once="first-filing")
    assert again.status_code == 201 and "Idempotent-Replayed" not in again.headers
    assert again.json()["number"] != filed["number"]
    assert Caller("token-of-elsewhere").get("/cases/").json()["cases"][0]["number"] == again.json()["number"]


def test_the_program_that_takes_the_place_of_another_of_its_system_finds_what_that_one_sent(desk, filed):
    enter("newer", User.objects.get(username="desk-officer"))
    again = Caller("token-of-newer").post("/cases/", body(), once="first-filing")
    assert again.headers["Idempotent-Replayed"] == "true" and again.json()["number"] == filed["number"]


def test_what_was_filed_stays_found_by_its_key_after_the_form_was_renewed(desk, filed, monkeypatch):
    renewed = replace(service("residence-letter"), version="2027-01-01")
    later = replace(catalogue(), services={**catalogue().services, renewed.slug: renewed})
    monkeypatch.setattr(cases, "catalogue", lambda: later)
    again = desk.post("/cases/", body(), once="first-filing")
    assert (again.status_code, again.json()["number"]) == (201, filed["number"])


def test_a_form_of_another_version_is_refused_with_the_version_in_force(desk):
    answer = desk.post("/cases/", {**body(), "version": "2001-01-01"}, once="an-old-form")
    assert answer.status_code == 409
    refusal = answer.json()["refusals"][0]
    assert refusal["code"] == "another-version"
    assert str(service("residence-letter").version) in refusal["reason"]["id"]
    assert "Read the service again" in refusal["remedy"]["en"]
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("spelt", "kept"),
    [
        ("0812 3456 7890", "+6281234567890"),
        ("+62 812-3456-7890", "+6281234567890"),
        ("0062 812 3456 7890", "+6281234567890"),
        ("(0812) 3456.7890", "+6281234567890"),
    ],
)
def test_a_phone_number_is_kept_in_the_form_s_spelling(desk, spelt, kept):
    answer = desk.post("/cases/", body(about=applicant(phone=spelt)), once="phone-numbers")
    assert answer.status_code == 201, answer.content
    row = Case.objects.get()
    assert viewing.answers_of(row)["phone"] == person_of(row.party).phone == kept


def test_the_register_is_the_same_from_the_page_and_from_the_api(desk, now):
    filing.file(application(), actor=CITIZEN, now=now)
    desk.post("/cases/", body(about=applicant(nik="3174 0155 0190 0002", phone="081234567890")), once="same-person")
    assert (Party.objects.count(), Case.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"nik": "3174015501900002x"}, "nik"),
        ({"nik": "9999995501900002"}, "nik"),
        ({"nik": "0" * 16}, "nik"),
        ({"phone": "call me"}, "phone"),
        ({"phone": "62812345"}, "phone"),
        ({"birth_date": "15-01-1990"}, "birth_date"),
        ({"birth_date": "1990-02-31"}, "birth_date"),
        ({"name": "Carla\u0000Wijaya"}, "name"),
        ({"name": "   "}, "name"),
        ({"email": "carla at home"}, "email"),
    ],
)
def test_an_impossible_applicant_is_refused_by_field(desk, changed, field):
    answer = desk.post("/cases/", body(about=applicant(**changed)), once="impossible-person")
    assert answer.status_code == 422, answer.content
    assert [one["field"] for one in answer.json()["fields"]] == [field]
    assert not (Case.objects.exists() or Party.objects.exists())


def test_a_program_does_not_file_as_if_on_the_offices_own_pages(desk):
    """There people file for themselves, and who only declared a NIK may read what was filed under it."""
    answer = desk.post("/cases/", {**body(), "channel": "online"}, once="as-if-online")
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["fields"]] == ["channel"]
    assert not Case.objects.exists()


def test_wrong_answers_are_named_in_both_languages_and_never_repeated(desk):
    answer = desk.post("/cases/", body(tenancy="a-secret-castle", purpose="spying"), once="wrong-answers")
    assert answer.status_code == 422
    assert {one["field"] for one in answer.json()["fields"]} == {"tenancy", "purpose"}
    assert all(set(one["text"]) == {"id", "en"} for one in answer.json()["fields"])
    assert b"castle" not in answer.content and b"spying" not in answer.content


def test_a_field_that_the_service_does_not_ask_is_refused(desk):
    answer = desk.post("/cases/", body(religion="unasked"), once="unknown-field")
    assert [one["field"] for one in answer.json()["fields"]] == ["religion"]


def test_the_applicant_s_own_data_stand_in_one_place_only(desk):
    twice = {**body(), "answers": {**body()["answers"], "name": "Somebody Else"}}
    answer = desk.post("/cases/", twice, once="two-names")
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "name")


@pytest.mark.parametrize("place", ["", "applicant"])
def test_a_name_that_the_shape_does_not_have_is_refused(desk, place):
    sent = body()
    (sent[place] if place else sent)["decide"] = "grant"
    answer = desk.post("/cases/", sent, once="unknown-name")
    assert answer.status_code == 422
    assert answer.json()["places"][0]["place"].endswith("decide")


def test_an_unknown_service_is_not_found(desk):
    answer = desk.post("/cases/", {**body(), "service": "moon-landing"}, once="unknown-service")
    assert (answer.status_code, answer.json()["title"]) == (404, "Not found")


def test_a_key_is_required_and_has_a_length(desk):
    assert desk.post("/cases/", body()).status_code == 422
    assert desk.post("/cases/", body(), once="short").status_code == 422
    assert not Case.objects.exists()


def test_a_case_is_looked_at_without_its_receipt_code(desk, filed):
    seen = desk.get(f"/cases/{filed['number']}")
    assert seen.json() == {**filed, "receipt_code": None}


@pytest.mark.parametrize(
    "number", ["SKM-2026-0000-0000", "x" * 400, "%00", "%E2%80%AE", "..%2F..%2Fetc", "1;drop table"]
)
def test_a_number_that_no_case_has_is_not_found(desk, filed, number):
    answer = desk.get(f"/cases/{number}")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_events_show_what_happened_and_nothing_personal(desk, filed, ana):
    asked(filed, ana, {"purpose": "Which bank, Carla Wijaya?"})
    events = desk.get(f"/cases/{filed['number']}/events")
    assert [(one["seq"], one["act"]) for one in events.json()] == [(0, "file"), (1, "take"), (2, "ask_missing")]
    assert events.json()[1]["role"] == "front-desk"
    assert events.json()[2]["data"]["items"] == ["purpose"]
    for personal in (CARLA.name, CARLA.nik, CARLA.phone, "Mawar", "Which bank"):
        assert personal.encode() not in events.content


def test_events_cost_three_queries_however_many_there_are(desk, filed, ana, django_assert_num_queries):
    with django_assert_num_queries(4):  # the token, the case, its events; the first look of the day
        desk.get(f"/cases/{filed['number']}/events")
    asked(filed, ana, {"purpose": "Which bank?"})
    with django_assert_num_queries(3):
        desk.get(f"/cases/{filed['number']}/events")


def test_what_a_program_is_given_is_a_look_by_its_system(desk, filed, ana):
    path = f"/cases/{filed['number']}"
    for _ in range(2):
        desk.get(path)
        desk.get(f"{path}/events")
    asked(filed, ana, {"purpose": "Untuk bank yang mana?"})
    for _ in range(2):
        desk.get(f"{path}/notice")
    looks = list(Look.objects.order_by("pk").values_list("what", "purpose", "case__number", "reason"))
    assert [what for what, *_ in looks] == ["program-case", "program-events", "program-notice", "program-notice"]
    assert {tuple(rest) for _, *rest in looks} == {("program", filed["number"], None)}
    assert {look.system for look in Look.objects.all()} == {Program.objects.get().system}


def test_the_notice_is_read_and_answered_once(desk, filed, ana):
    path = f"/cases/{filed['number']}"
    assert desk.get(f"{path}/notice").status_code == 404
    asked(filed, ana, {"purpose": "Untuk bank yang mana?"})
    notice = desk.get(f"{path}/notice").json()
    assert notice["items"] == {"purpose": "Untuk bank yang mana?"}
    assert desk.get(path).json()["ball"] == "citizen"
    sent = {"answers": {"purpose": "other", "other_purpose": "Membuka warung"}}
    first = desk.post(f"{path}/answer", sent, once="the-answer")
    assert (first.status_code, first.json()["ball"]) == (201, "office"), first.content
    again = desk.post(f"{path}/answer", sent, once="the-answer")
    assert (again.status_code, again["Idempotent-Replayed"]) == (201, "true")
    assert Event.objects.filter(act="answer").count() == 1
    assert viewing.answers_of(Case.objects.get())["other_purpose"] == "Membuka warung"


def test_only_what_was_asked_may_be_answered(desk, filed, ana):
    asked(filed, ana, {"purpose": "Which bank?"})
    sent = {"answers": {"purpose": "school", "name": "Somebody Else", "tenancy": "family"}}
    answer = desk.post(f"/cases/{filed['number']}/answer", sent, once="the-answer")
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["fields"]] == ["name", "tenancy"]
    assert not Event.objects.filter(act="answer").exists()


def test_an_answer_that_nobody_asked_for_is_refused(desk, filed):
    answer = desk.post(f"/cases/{filed['number']}/answer", {"answers": {"purpose": "school"}}, once="the-answer")
    assert answer.status_code == 422
    assert Event.objects.count() == 1


def test_an_answer_out_of_turn_is_refused_and_the_attempt_is_kept(desk, filed, ana):
    asked(filed, ana, {"purpose": "Which bank?"})
    path = f"/cases/{filed['number']}/answer"
    desk.post(path, {"answers": {"purpose": "school"}}, once="the-answer")
    late = desk.post(path, {"answers": {"purpose": "work"}}, once="another-answer")
    assert (late.status_code, late.json()["refusals"][0]["code"]) == (409, "out-of-place")
    assert Attempt.objects.get().act == "answer"


def test_an_erased_case_is_gone_and_says_so(desk, filed, ana):
    asked(filed, ana, {"purpose": "Which bank?"})
    key_store().erase(Case.objects.get().ref)
    answer = desk.get(f"/cases/{filed['number']}/notice")
    assert (answer.status_code, answer.json()["title"]) == (410, "Erased")
    assert desk.get(f"/cases/{filed['number']}").status_code == 200


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a filing on PostgreSQL is made of prepared statements")
def test_a_filing_costs_the_queries_that_it_needs(desk, django_assert_num_queries):
    desk.post("/cases/", body(), once="warm-up-filing")
    # The token, the party, a savepoint and its release, the case, its leaf, its event, its message, and whose it is.
    with django_assert_num_queries(9) as sent:
        desk.post("/cases/", body(), once="second-filing")
    assert sum("tables_programtoken" in query["sql"] for query in sent.captured_queries) == 1


def test_sql_and_html_in_a_name_stay_text(desk):
    hostile = "Robert'); DROP TABLE tables_case;--<script>alert(1)</script>{{ 7|add:7 }}%s"
    answer = desk.post("/cases/", body(about=applicant(name=hostile)), once="hostile-name")
    assert answer.status_code == 201
    row = Case.objects.get()
    assert person_of(row.party).name == viewing.answers_of(row)["name"] == hostile
    assert "script" not in json.dumps(answer.json())


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"name": "Somebody Else"}, "another-identity"),
        ({"birth_date": "1950-06-01"}, "another-identity"),
        ({"nik": "3174015501900003", "birth_date": "1950-06-01"}, "another-birth-date"),
    ],
    ids=["another name", "another birth date", "a newcomer whose NIK holds another day"],
)
def test_a_program_cannot_overrule_what_the_register_or_the_nik_holds(desk, filed, about, code):
    answer = desk.post("/cases/", body(about=applicant(**about)), once="second-filing")
    assert (answer.status_code, answer.json()["refusals"][0]["code"]) == (409, code)
    assert Case.objects.count() == 1


def test_a_name_in_other_letters_is_the_same_person(desk, filed):
    answer = desk.post("/cases/", body(about=applicant(name=f" {CARLA.name.upper()} ")), once="second-filing")
    assert answer.status_code == 201
