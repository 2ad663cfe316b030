"""A program leaves a question to a register: it is filled in for whom the office knows, and not told with what."""

import pytest

from layani.office.actions import prefilling
from layani.office.actions.parties import register
from layani.office.actions.viewing import answers_of
from layani.office.tables.models import Case, Event
from layani.office.tables.models.people import SEEN
from layani.office.tables.projection import event_of
from tests.office.api.conftest import applicant, callers, desk
from tests.office.citizen.files import PDF, sent
from tests.office.citizen.test_prefill import MAWAR, Registers
from tests.office.conftest import CARLA

__all__ = ["callers", "desk"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def registers(monkeypatch):
    found = Registers()
    monkeypatch.setattr(prefilling, "connected", found.connect)
    return found


@pytest.fixture
def known(now):
    return register(CARLA, now=now, assurance=SEEN)


@pytest.fixture
def body(desk):  # noqa: F811
    where = {"service": "poverty-letter", "field": "rt_letter", "file": sent(PDF)}
    letter = desk.upload({**applicant(), **where}).json()
    given = {"purpose": "school", "for_whom": "me", "rt_letter": letter, "in_need": True}
    return {"service": "poverty-letter", "applicant": applicant(), "answers": given, "look_up": ["address"]}


def test_it_is_filed_with_what_the_register_says_and_the_answer_does_not_say_it(desk, registers, known, body):  # noqa: F811
    answer = desk.post("/cases/", body, once="first-filing")
    assert answer.status_code == 201, answer.content
    assert "Mawar" not in answer.content.decode()
    row = Case.objects.get()
    assert answers_of(row)["address"] == MAWAR
    [line] = event_of(Event.objects.get(act="file")).data["looked_up"]
    assert (line["source"], line["same"]) == ("population", ["address"])


def test_the_same_key_gives_the_same_case_whatever_the_register_says_by_now(desk, registers, known, body):  # noqa: F811
    first = desk.post("/cases/", body, once="first-filing").json()
    registers.answers = False
    again = desk.post("/cases/", body, once="first-filing")
    assert (again.status_code, again["Idempotent-Replayed"]) == (201, "true"), again.content
    assert again.json()["number"] == first["number"]
    other = {**body, "look_up": [], "answers": {**body["answers"], "address": {**MAWAR, "street": "Jalan Lain 1"}}}
    assert desk.post("/cases/", other, once="first-filing").status_code == 409


def refused(answer):
    assert answer.status_code == 422, answer.content
    assert not Case.objects.exists()
    return {one["field"] for one in answer.json()["fields"]}


def test_nothing_is_looked_up_for_whom_only_declared_a_nik(desk, registers, body):  # noqa: F811
    assert "address" in refused(desk.post("/cases/", body, once="first-filing"))
    assert registers.asked == []


def test_nothing_is_looked_up_under_another_name(desk, registers, known, body):  # noqa: F811
    body["applicant"]["name"] = "Somebody Else"
    assert desk.post("/cases/", body, once="first-filing").status_code == 409
    assert registers.asked == []


@pytest.mark.parametrize("names", [["purpose"], ["nobody"], ["address", "rt_letter"]])
def test_only_what_a_register_may_fill_is_left_to_it(desk, registers, known, body, names):  # noqa: F811
    assert refused(desk.post("/cases/", {**body, "look_up": names}, once="first-filing"))
    assert registers.asked == []


def test_an_answer_and_a_look_up_of_the_same_question_contradict_each_other(desk, registers, known, body):  # noqa: F811
    body["answers"]["address"] = MAWAR
    assert "address" in refused(desk.post("/cases/", body, once="first-filing"))


@pytest.mark.parametrize("silent", [True, False])
def test_without_an_answer_of_the_register_the_program_is_told_to_ask(desk, registers, known, body, silent):  # noqa: F811
    registers.answers = not silent
    registers.people.clear()
    assert "address" in refused(desk.post("/cases/", body, once="first-filing"))


@pytest.mark.parametrize("caller", ["auditor", "no role", "another office", "stranger", "revoked token"])
def test_nobody_but_the_front_desk_has_anything_looked_up(callers, registers, known, body, caller):  # noqa: F811
    assert callers[caller].post("/cases/", body, once="first-filing").status_code in (401, 403)
    assert registers.asked == []
