"""Mandates are given, recorded, confirmed and ended; each event stays, and the row is what its events add up to."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from layani.office.actions.mandating import (
    agent_of,
    code_of,
    confirm,
    end,
    give,
    secret_of,
    seen_of,
    with_agent_code,
)
from layani.office.actor import Actor
from layani.office.house import key_store
from layani.office.jobs.send_messages import words_of
from layani.office.tables.models import AgentLook, Mandate, MandateEvent, Message, Outbox, ProxyFiling
from layani.rules.mandates.model import state_after
from layani.rules.refusal import Refused
from tests.office.mandates.conftest import BUDI, as_citizen, filed, given, person, recorded, serving_here, wish


def projected(row):
    row.refresh_from_db()
    return row.confirmed_at is not None, row.ended


def kinds(row):
    return list(MandateEvent.objects.filter(mandate=row).order_by("seq").values_list("kind", flat=True))


@pytest.mark.database
def test_a_person_gives_a_mandate_and_is_told_on_their_own_phone(carla, budi, now):
    row = given(carla, budi, now)
    assert row.mandate().in_force(now.date())
    assert kinds(row) == ["given"]
    message = Message.objects.get()
    assert message.party_id == carla.pk
    assert "Budi Santoso" in words_of(message).sms
    assert secret_of(key_store().get(row.ref)) in words_of(message).sms


@pytest.mark.database
def test_the_row_is_what_its_events_add_up_to_and_each_event_has_a_leaf(carla, budi, ana, now):
    row = recorded(carla, budi, ana, now, basis="word", seen="")
    assert not row.mandate().in_force(now.date()), "by word alone it waits for the code"
    confirm(row.ref, code_of(key_store().get(row.ref)), actor=ana, now=now)
    assert projected(row) == state_after(kinds(row)) == (True, "")
    end(row.ref, "person", actor=as_citizen(carla), now=now)
    end(row.ref, "holder", actor=as_citizen(budi), now=now)
    assert kinds(row) == ["recorded", "confirmed", "ended-by-person"]
    assert projected(row) == state_after(kinds(row)) == (True, "person")
    assert Outbox.objects.count() == 3
    assert all(BUDI.name not in one.body and BUDI.nik not in one.body for one in MandateEvent.objects.all())


def test_the_code_goes_to_the_persons_phone_and_not_to_the_agent_and_a_wrong_one_is_counted(carla, budi, ana, now):
    row = recorded(carla, budi, ana, now, basis="word", seen="")
    (message,) = Message.objects.all()
    right = code_of(key_store().get(row.ref))
    assert message.party_id == carla.pk and right in words_of(message).sms
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for _ in range(5):
        with pytest.raises(Refused):
            confirm(row.ref, wrong, actor=ana, now=now)
    with pytest.raises(Refused, match="too many tries"):
        confirm(row.ref, right, actor=ana, now=now)
    with pytest.raises(Refused, match="no longer valid"):
        confirm(row.ref, right, actor=ana, now=now + timedelta(days=1))
    assert projected(row) == (False, "")


def test_the_same_form_sent_twice_gives_one_and_for_somebody_else_nothing(carla, budi, now):
    once = uuid4()
    first = give(wish(carla, budi, now), actor=as_citizen(carla), now=now, once=once)
    assert give(wish(carla, budi, now), actor=as_citizen(carla), now=now, once=once).pk == first.pk
    with pytest.raises(Refused, match="somebody else"):
        give(wish(carla, person(3, now), now), actor=as_citizen(carla), now=now, once=once)
    assert Mandate.objects.count() == 1


def test_nobody_gives_a_mandate_in_another_persons_name(carla, budi, now):
    with pytest.raises(Refused, match="themselves"):
        give(wish(carla, budi, now), actor=as_citizen(budi), now=now, once=uuid4())


def test_only_its_two_people_end_it_and_an_officer_by_death_alone(carla, budi, ana, now):
    row = given(carla, budi, now)
    for how, actor in (
        ("person", as_citizen(budi)),
        ("holder", as_citizen(carla)),
        ("person", ana),
        ("death", Actor()),
    ):
        with pytest.raises(Refused, match="not yours"):
            end(row.ref, how, actor=actor, now=now)
    end(row.ref, "death", actor=ana, now=now)
    assert projected(row) == (True, "death")


def test_an_officer_of_this_office_cannot_be_chosen_and_records_nothing_for_themselves(carla, budi, now):
    serves = serving_here("eka", BUDI)
    with pytest.raises(Refused, match="is an officer of this office"):
        given(carla, budi, now)
    with pytest.raises(Refused, match="concerns yourself"):
        recorded(carla, budi, serves, now)


def test_who_cannot_be_told_is_recorded_with_the_reason_and_that_is_sealed(budi, ana, now):
    mother = person(4, now, phone="")
    with pytest.raises(Refused, match="Write why"):
        recorded(mother, budi, ana, now)
    row = recorded(mother, budi, ana, now, why_not="Tidak punya telepon, tinggal sendiri.")
    assert row.no_contact and not Message.objects.exists()
    assert seen_of(row)["why_not"] == "Tidak punya telepon, tinggal sendiri."
    assert b"telepon" not in bytes(row.sealed)


def test_an_agent_is_found_by_their_code_in_every_spelling_and_codes_cannot_be_tried_out(budi, carla, now):
    code = agent_of(budi).code
    assert agent_of(budi).code == code
    assert with_agent_code(code.lower().replace("-", " "), asker="carla", now=now) == budi
    for _ in range(20):
        with pytest.raises(Refused):
            with_agent_code("K-0000-0000", asker="dan", now=now)
    with pytest.raises(Refused, match="too many tries"):
        with_agent_code(code, asker="dan", now=now)


def test_a_very_long_name_fits_into_two_messages(carla, now):
    long = person(5, now, name="Kusumawardhaningrat " * 10)
    given(carla, long, now)
    assert len(words_of(Message.objects.get()).sms) <= 300


@pytest.mark.database
@pytest.mark.usefixtures("append_only")
def test_the_database_keeps_what_happened_and_what_was_shown(carla, budi, now):
    row = given(carla, budi, now)
    done = filed(row, now)
    AgentLook.objects.create(agent=budi, party=carla, case=done.row, what="agent-case", at=now)
    for rows in (MandateEvent.objects, ProxyFiling.objects, AgentLook.objects):
        for change in (lambda rows=rows: rows.all().delete(), lambda rows=rows: rows.update(at=now)):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                change()


def test_a_phone_that_is_the_agents_own_is_none_of_the_persons(budi, ana, now):
    mother = person(7, now, phone=BUDI.phone)
    with pytest.raises(Refused, match="no code can be sent"):
        recorded(mother, budi, ana, now, basis="word", seen="")
    row = recorded(mother, budi, ana, now, why_not="Memakai telepon anaknya.")
    assert row.no_contact and not Message.objects.exists()
    filed(row, now, actor=ana, why_not="Memakai telepon anaknya.")
    assert ProxyFiling.objects.get().no_contact
