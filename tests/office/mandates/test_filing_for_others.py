"""Filing under a mandate: only what it covers; the person is told who filed what, and stops it; agents are counted."""

from datetime import timedelta

import pytest

from layani.office.actions import checking, deciding, issuing, serving
from layani.office.actions.filing import AnswersRejected, file
from layani.office.actions.mandating import end, secret_of
from layani.office.actions.parties import person_of
from layani.office.actions.proxying import STOPPED, disown, sight_of
from layani.office.actions.rebuilding import differences
from layani.office.actor import SYSTEM, Actor
from layani.office.house import calendar, key_store, service
from layani.office.jobs.send_messages import words_of
from layani.office.tables.models import Agent, Case, Event, Mandate, Message, ProxyFiling, Role
from layani.office.tables.projection import event_of, state_of
from layani.office.tables.unserved import unserved
from layani.rules.refusal import Refused
from tests.office.actions.applications import application
from tests.office.mandates.conftest import BUDI, as_citizen, filed, given, person, recorded, serving_here

pytestmark = pytest.mark.database


@pytest.fixture
def mandate(carla, budi, now):
    return given(carla, budi, now)


def test_the_person_is_told_at_once_who_filed_what_and_how_to_stop_it(mandate, carla, now):
    done = filed(mandate, now)
    (message,) = Message.objects.filter(case=done.row)
    said = words_of(message)
    assert (message.kind, message.party_id) == ("filed-by-proxy", carla.pk)
    name = service("residence-letter").name.id
    assert all(one in said.sms for one in (BUDI.name, name, done.row.number))
    assert f"/stop/{done.row.number}/{secret_of(key_store().get(done.row.ref))}/" in said.sms
    assert done.row.party_id == carla.pk


def test_the_event_says_that_and_on_what_basis_and_names_nobody(mandate, now):
    event = Event.objects.get(case=filed(mandate, now).row)
    said = event_of(event).data["proxy"]
    assert said == {"basis": "word", "agent": bytes(mandate.holder.nik_mac).hex()}
    assert BUDI.nik not in event.body and BUDI.name not in event.body and str(mandate.ref) not in event.body


def test_the_case_can_be_rebuilt_from_its_events_also_when_it_was_disowned(mandate, carla, now):
    done = filed(mandate, now)
    disown(done.row.number, actor=as_citizen(carla), now=now)
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_without_a_mandate_in_force_for_it_nothing_is_filed(mandate, carla, budi, ana, now):
    other = person(3, now)
    with pytest.raises(Refused, match="No mandate"):
        filed(mandate, now, actor=as_citizen(other))
    with pytest.raises(Refused, match="No mandate"):
        filed(mandate, now, applicant=other)
    with pytest.raises(Refused, match="No mandate"):
        filed(mandate, now + timedelta(days=40))
    end(mandate.ref, "person", actor=as_citizen(carla), now=now)
    for actor in (as_citizen(budi), ana):
        with pytest.raises(Refused, match="No mandate"):
            filed(mandate, now, actor=actor)
    assert not Case.objects.exists()


def test_the_agents_own_phone_never_takes_the_place_of_the_persons(mandate, now):
    with pytest.raises(AnswersRejected, match="your own"):
        filed(mandate, now, answers={"phone": BUDI.phone})
    assert not Case.objects.exists()


def test_an_officer_of_this_office_files_for_nobody_and_handles_no_case_of_their_own_clients(mandate, now):
    done = filed(mandate, now)
    eka = serving_here("eka", BUDI)  # became an officer since
    with pytest.raises(Refused, match="is an officer of this office"):
        filed(mandate, now)
    assert serving.take_next(actor=eka, now=now) is None
    with pytest.raises(Refused, match="filed it as somebody's agent"):
        serving.take(done.row.number, actor=eka, now=now)


def test_where_only_their_agent_is_left_to_serve_them_the_supervisor_is_told(mandate, now):
    filed(mandate, now)
    eka = serving_here("eka", BUDI)
    day = calendar().local(now).date()
    Role.objects.create(user_id=eka.user, office=eka.office, name="front-desk", since=day)
    assert [(one.step, one.count) for one in unserved(eka.office, day)] == [("check", 1)]
    other = serving_here("fajar", person_of(person(5, now)))
    Role.objects.create(user_id=other.user, office=eka.office, name="front-desk", since=day)
    assert unserved(eka.office, day) == []


def test_at_the_counter_a_person_who_cannot_be_told_needs_a_reason(budi, ana, now):
    mother = person(4, now, phone="")
    row = recorded(mother, budi, ana, now, why_not="Tidak punya telepon sendiri.")
    with pytest.raises(Refused, match="Write why"):
        filed(row, now, actor=ana, answers={"phone": "+6281311111111"})
    filed(row, now, actor=ana, why_not="Tidak punya telepon sendiri.", answers={"phone": "+6281311111111"})
    assert ProxyFiling.objects.get().no_contact


def test_the_persons_no_ends_case_and_mandate_and_tells_the_agent(mandate, carla, budi, now):
    done = filed(mandate, now)
    after = disown(done.row.number, actor=as_citizen(carla), now=now)
    assert (after.case.status, after.case.ball, after.case.is_open) == ("withdrawn", "nobody", False)
    assert Mandate.objects.get().ended == "disowned"
    told = Message.objects.get(kind=STOPPED)
    assert told.party_id == budi.pk and "tidak menghendaki" in words_of(told).sms
    with pytest.raises(Refused, match="already"):
        disown(done.row.number, actor=as_citizen(carla), now=now)
    assert ProxyFiling.objects.disowned().count() == 1


def test_what_was_decided_stays_decided_but_the_no_is_on_the_case(mandate, carla, ana, ben, now):
    number = filed(mandate, now).row.number
    serving.take_next(actor=ana, now=now)
    checking.check_complete(number, actor=ana, now=now)
    serving.take_next(actor=ben, now=now)
    deciding.grant(number, actor=ben, now=now)
    issuing.issue(number, actor=SYSTEM, now=now)
    after = disown(number, actor=as_citizen(carla), now=now)
    assert after.case.status == "granted" and after.case.disowned_at == now
    assert Mandate.objects.get().ended == "disowned"


def test_what_one_filed_oneself_is_withdrawn_and_not_disowned(carla, now):
    row = file(application(), actor=as_citizen(carla), now=now).row
    with pytest.raises(Refused, match="You filed this application yourself"):
        disown(row.number, actor=as_citizen(carla), now=now)


def test_who_acts_for_more_than_a_family_stands_in_the_register_of_agents(budi, now):
    for n in range(1, 7):
        filed(given(person(n, now), budi, now), now)
        assert (Agent.objects.get().registered_at is not None) == (n > 4)
    counted = ProxyFiling.objects.volumes([budi.pk], now - timedelta(days=1))[budi.pk]
    assert counted == {"filed": 6, "persons": 6, "refused": 0, "granted": 0, "disowned": 0}


def test_only_who_filed_it_sees_it_and_only_while_a_mandate_is_in_force(mandate, carla, budi, now):
    number = filed(mandate, now).row.number
    other = person(3, now)
    given(carla, other, now)
    assert sight_of(number, actor=as_citizen(budi), now=now) is not None
    for actor in (as_citizen(other), as_citizen(carla), Actor()):
        assert sight_of(number, actor=actor, now=now) is None
    assert sight_of(number, actor=as_citizen(budi), now=now + timedelta(days=40)) is None
    end(mandate.ref, "person", actor=as_citizen(carla), now=now)
    assert sight_of(number, actor=as_citizen(budi), now=now) is None
    given(carla, budi, now)
    assert sight_of(number, actor=as_citizen(budi), now=now) is not None
    assert state_of(Case.objects.get()).is_open
