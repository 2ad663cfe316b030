"""Who comes back with a list is asked nothing beyond it, but what only the answer reveals; and that is counted."""

from datetime import timedelta

import pytest

from layani.office.actions import checking, door, filing, serving
from layani.office.actions.rebuilding import differences
from layani.office.actor import Actor
from layani.office.house import service
from layani.office.pages.citizen.apply_check import BRINGS_LIST
from layani.office.tables.models import Attempt, Case, Event
from layani.office.tables.projection import event_of, state_of
from layani.rules.refusal import Refused
from tests.office.conftest import CARLA, MONDAY
from tests.office.counter.conftest import CARD, FORM, send
from tests.office.door.test_pages import HALL, at_the_counter
from tests.office.door.tickets import listed
from tests.office.door.tickets import serving as served
from tests.office.officer.conftest import words_of
from tests.office.officer.walks import answers

pytestmark = pytest.mark.django_db
RENTS = {"tenancy": "family"}


@pytest.fixture
def with_list(eva, fajar):
    """A case that was filed with a list of one item, on Fajar's desk."""
    row = listed(eva, "contract")
    brought = door.as_listed(row)
    application = filing.Application(service("residence-letter"), CARLA, answers(**RENTS), "online", listed=brought)
    number = filing.file(application, actor=Actor(kind="citizen"), now=MONDAY).row.number
    serving.take_next(actor=fajar, now=MONDAY + timedelta(minutes=20))
    return number


def ask(number, who, *items, revealed=()):
    words = dict.fromkeys(items, "Mohon dilengkapi.")
    return checking.ask_missing(number, words, actor=who, now=MONDAY + timedelta(minutes=30), revealed=revealed)


def codes(caught):
    return [one.code for one in caught.value.refusals]


def test_nothing_beyond_the_list_is_asked_for_and_trying_is_kept(with_list, fajar):
    with pytest.raises(Refused) as caught:
        ask(with_list, fajar, "tenancy")
    assert codes(caught) == ["list-binds"]
    assert Attempt.objects.get().code == "list-binds"
    assert not Event.objects.filter(act="ask_missing").exists()


def test_what_only_the_answer_reveals_is_asked_for_said_and_counted(with_list, fajar):
    done = ask(with_list, fajar, "tenancy", revealed=["tenancy"])
    assert event_of(done.event).data["revealed"] == ["tenancy"]
    assert state_of(Case.objects.get()).revealed == 1
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_what_was_not_answered_reveals_nothing(with_list, fajar):
    row = Case.objects.get()
    assert "phone" in service("residence-letter").fields
    without = {name: value for name, value in answers(**RENTS).items() if name != "phone"}
    application = filing.Application(
        service("residence-letter"), row.party, without, "online", listed=state_of(row).listed
    )
    number = filing.file(application, actor=Actor(kind="citizen"), now=MONDAY + timedelta(minutes=1)).row.number
    checking.check_complete(with_list, actor=fajar, now=MONDAY + timedelta(minutes=21))
    serving.take_next(actor=fajar, now=MONDAY + timedelta(minutes=22))
    with pytest.raises(Refused) as caught:
        ask(number, fajar, "phone", revealed=["phone"])
    assert codes(caught) == ["nothing-revealed"]


def test_a_case_without_a_list_is_asked_as_ever(fajar):
    application = filing.Application(service("residence-letter"), CARLA, answers(), "online")
    number = filing.file(application, actor=Actor(kind="citizen"), now=MONDAY).row.number
    serving.take_next(actor=fajar, now=MONDAY + timedelta(minutes=20))
    assert ask(number, fajar, "purpose").case.asked == 1


def test_at_the_counter_the_list_comes_along_with_the_ticket(browser_of):
    eva = browser_of("gita", "front-desk")
    eva.post(HALL, {"act": "sit", "counter": "loket-1"})
    first = at_the_counter(eva)
    eva.post("/counter/hall/list/", {"service": "residence-letter", "item": ["contract"]})
    second = at_the_counter(eva, code=first.code, minutes=1)
    eva.post("/counter/new/", CARD)
    send(eva, "/counter/apply/residence-letter/", **FORM)
    send(eva, "/counter/apply/residence-letter/check/")
    case = state_of(Case.objects.get())
    assert case.listed == {"ticket": first.ref.hex, "items": ["contract"]}
    second.refresh_from_db()
    assert case.contact_at == second.opened_at  # the promise counts from today's visit, the figures from the first
    assert second.first_contact == first.first_contact


def test_the_officer_sees_the_list_and_must_say_what_is_beyond_it(with_list, browser_of):
    serving_officer = browser_of("hana", "front-desk")
    Case.objects.filter(number=with_list).update(holder_id=serving_officer.actor.user)
    page = serving_officer.text(f"/officer/case/{with_list}/")
    assert "daftar yang mengikat kantor" in page
    assert "Di luar daftar" in page
    path = f"/officer/case/{with_list}/"
    answer = serving_officer.post(path, {"act": "ask_missing", "words-purpose": "Kurang jelas."})
    assert answer.status_code == 409
    assert "selain isinya" in words_of(answer)
    sent = {"act": "ask_missing", "words-purpose": "Kurang jelas.", "revealed-purpose": "yes"}
    assert serving_officer.post(path, sent).status_code == 302
    assert state_of(Case.objects.get()).revealed == 1


def test_online_the_list_comes_along_by_its_code(eva, client):
    row = listed(eva, "contract")
    answer = client.post(f"/door/ticket/{row.code}/", {"act": "apply"})
    assert client.session[BRINGS_LIST] == row.code
    assert answer["Location"] == "/apply/residence-letter/"
    assert door.from_list(row.code, MONDAY).lists == {"residence-letter": door.as_listed(row)}
    assert door.from_list(row.code, MONDAY + timedelta(days=61)).lists == {}
    assert door.from_list("", MONDAY).lists == {}


def test_a_ticket_of_another_service_brings_no_list_for_this_one(eva):
    first = listed(eva, "contract")
    row = served(eva, minute=70, code=first.code)
    brought = door.from_ticket(eva, MONDAY + timedelta(minutes=71))
    assert brought.contacted == row.opened_at
    assert set(brought.lists) == {"residence-letter"}
