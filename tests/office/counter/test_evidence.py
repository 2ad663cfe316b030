"""Who saw a paper, and when: recorded at the counter or with the case at hand, and nobody grants before."""

from datetime import timedelta

import pytest

from layani.office.actions import checking, deciding, evidence, filing, serving
from layani.office.actor import Actor
from layani.office.house import service
from layani.office.tables.models import Case, Event
from layani.office.tables.projection import event_of, state_of
from layani.rules.cases.acts.evidence import after_answer
from layani.rules.cases.decider import replay
from layani.rules.cases.state import By
from layani.rules.cases.state import Event as CaseEvent
from layani.rules.refusal import Refused
from tests.office.citizen.conftest import signed_in
from tests.office.officer.conftest import words_of
from tests.office.ranking.grants import FILED, applicant, grant_office, staff

__all__ = ["grant_office", "staff"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def number(staff, monkeypatch):  # noqa: F811
    """A case with a pay slip whose original must be seen; the upload itself is not the matter."""
    monkeypatch.setattr(filing, "attach", lambda named, party, row: None)
    monkeypatch.setattr(filing, "_in_one_statement", filing._row_by_row)
    person = applicant(1)
    slip = {"id": "0" * 8 + "-0000-4000-8000-" + "0" * 12, "name": "slip.pdf", "type": "application/pdf", "bytes": 9}
    answers = {
        "name": person.name,
        "nik": person.nik,
        "income": 100,
        "children": 1,
        "slip": {**slip, "sha256": "0" * 64},
    }
    application = filing.Application(service("school-grant"), person, answers, "online")
    return filing.file(application, actor=Actor(kind="citizen"), now=FILED).row.number


def state(number):
    return state_of(Case.objects.get(number=number))


def test_the_counter_records_it_and_the_event_says_who_and_when(staff, number):  # noqa: F811
    assert state(number).unseen == ("slip",)
    evidence.record(number, "slip", "seen", actor=staff["loket"], now=FILED + timedelta(hours=1))
    event = Event.objects.get(act="evidence_noted")
    assert (event.officer_id, event.occurred_at) == (staff["loket"].user, FILED + timedelta(hours=1))
    assert event_of(event).data == {"field": "slip", "kind": "seen"}
    assert state(number).unseen == ()
    assert replay(event_of(one) for one in Event.objects.order_by("seq")) == state(number)


@pytest.mark.parametrize(("field", "kind"), [("slip", "kept"), ("income", "seen"), ("", "")])
def test_only_what_the_service_asks_for_is_recorded(staff, number, field, kind):  # noqa: F811
    with pytest.raises(Refused, match="no such evidence"):
        evidence.record(number, field, kind, actor=staff["loket"], now=FILED)


def test_who_neither_holds_the_case_nor_serves_at_the_counter_records_nothing(staff, number):  # noqa: F811
    with pytest.raises(Refused, match="not on your desk"):
        evidence.record(number, "slip", "seen", actor=staff["kadis"], now=FILED)


def test_nobody_records_their_own_paper(staff, number):  # noqa: F811
    mine = bytes(Case.objects.get(number=number).party.nik_mac)
    loket = Actor(**{**vars(staff["loket"]), "nik_mac": mine})
    with pytest.raises(Refused, match="applicant"):
        evidence.record(number, "slip", "seen", actor=loket, now=FILED)


def test_a_corrected_answer_must_be_looked_at_again(staff, number):  # noqa: F811
    at = FILED + timedelta(hours=1)
    assert serving.take_next(actor=staff["loket"], now=at).row.number == number
    evidence.record(number, "slip", "seen", actor=staff["loket"], now=at)
    checking.ask_missing(number, {"income": "Tidak terbaca"}, actor=staff["loket"], now=at)
    checking.answer(number, {"income": 300}, actor=Actor(kind="citizen"), now=at)
    assert state(number).unseen == ()
    after = state(number)
    corrected = CaseEvent("answer", 9, By("citizen"), at, {"fields": ["slip"], "evidence": {"slip": "seen"}})
    assert after_answer(after, corrected).unseen == ("slip",)
    dropped = CaseEvent("answer", 9, By("citizen"), at, {"fields": [], "evidence": {}})
    assert after_answer(after, dropped).evidence == {}


def test_the_applicant_reads_what_is_only_declared(staff, number):  # noqa: F811
    client = signed_in(Case.objects.get(number=number).party)
    assert "only declared" in words_of(client.get(f"/case/{number}/", headers={"accept-language": "en"})) or (
        "baru dinyatakan" in words_of(client.get(f"/case/{number}/"))
    )
    assert (
        "<form"
        not in client.get(f"/case/{number}/").content.decode().partition('id="evidence"')[2].partition("</section>")[0]
    )


def test_an_event_of_an_older_version_needs_no_evidence(staff, number):  # noqa: F811
    first = event_of(Event.objects.get(act="file"))
    older = {name: value for name, value in first.data.items() if name != "evidence"}
    assert replay([type(first)(first.act, first.seq, first.by, first.occurred_at, older)]).unseen == ()


def test_nobody_grants_before(staff, number):  # noqa: F811
    with pytest.raises(Refused, match="Evidence that the law asks for"):
        deciding.grant(number, actor=staff["kadis"], now=FILED)
