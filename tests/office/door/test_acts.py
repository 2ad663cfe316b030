"""What is done to tickets: opened, called in order, ended, kept, and in the record."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from layani.office.actions import door, door_reading, erasing
from layani.office.actions.comparing import altered
from layani.office.actions.door import Deed, Opening
from layani.office.actions.door_rebuilding import altered_tickets, ticket_differences
from layani.office.house import key_store
from layani.office.tables.models import Attempt, Outbox, Ticket, TicketCase, TicketEvent
from layani.rules.record.leaf import TicketLeaf, parse_leaf
from layani.rules.refusal import Refused
from tests.office.conftest import MONDAY
from tests.office.door.tickets import VISITOR, called, done, listed, opened, serving
from tests.office.officer.walks import another, filed
from tests.office.record.test_comparing import by_hand

pytestmark = pytest.mark.django_db


def codes(caught):
    return [one.code for one in caught.value.refusals]


def test_numbers_of_a_day_follow_each_other_and_begin_anew():
    assert [opened(minute).number for minute in range(3)] == [1, 2, 3]
    assert opened(24 * 60).number == 1


def test_a_ticket_for_a_service_that_the_office_has_not_is_refused():
    with pytest.raises(Refused) as caught:
        opened(need="driving-licence")
    assert codes(caught) == ["no-such-need"]
    assert not Ticket.objects.exists()


def test_the_head_of_the_line_is_called_those_first_by_law_before_it(eva, fajar):
    first, _, third = opened(0), opened(1), opened(2, first="pregnant")
    assert called(eva).number == third.number
    assert called(fajar, "loket-2").number == first.number


def test_an_officer_holds_one_ticket(eva):
    opened(0), opened(1)
    called(eva)
    with pytest.raises(Refused) as caught:
        called(eva)
    assert codes(caught) == ["finish-first"]


def test_nobody_passes_the_line_by_asking_for_one_ticket(eva):
    opened(0)
    other = opened(1)
    with pytest.raises(Refused) as caught:
        done(other, "call", eva, counter="loket-1")
    assert codes(caught) == ["not-the-head-of-the-line"]
    assert list(Attempt.objects.values_list("act", "code")) == [("door:call", "not-the-head-of-the-line")]


def test_what_was_handed_on_is_called_by_its_counter_alone_and_in_its_place(eva, fajar):
    row = serving(eva)
    opened(1)
    done(row, "hand_on", eva, counter="loket-2")
    assert called(eva).number != row.number
    assert called(fajar, "loket-2").number == row.number


def test_who_was_not_there_comes_back_before_those_in_turn(eva, fajar):
    row = opened(0)
    opened(1)
    done(called(eva), "no_show", eva)
    done(row, "come_back", VISITOR, 10)
    assert called(eva, minute=11).number == row.number


def test_a_ticket_with_four_cases_ends_with_their_receipts(eva):
    row, number = serving(eva), filed()
    door.file_case(row.pk, number, actor=eva, now=MONDAY + timedelta(minutes=9))
    ended = done(row, "end_receipt", eva, 10)
    assert (ended.end, ended.rest["cases"]) == ("receipt", [number])
    assert TicketCase.objects.get().case.number == number


def test_another_persons_receipt_ends_no_ticket(eva, fajar):
    """An older application, or one that was filed from another ticket, would send its person away with nothing."""
    number = filed(at=MONDAY - timedelta(days=3))
    row = serving(eva)
    with pytest.raises(Refused) as caught:
        door.file_case(row.pk, number, actor=eva, now=MONDAY + timedelta(minutes=9))
    assert codes(caught) == ["not-from-this-ticket"]
    number = filed(at=MONDAY + timedelta(minutes=9))
    door.file_case(row.pk, number, actor=eva, now=MONDAY + timedelta(minutes=10))
    other = serving(fajar)
    with pytest.raises(Refused) as caught:
        door.file_case(other.pk, number, actor=fajar, now=MONDAY + timedelta(minutes=11))
    assert codes(caught) == ["not-from-this-ticket"]
    with pytest.raises(Refused):
        done(other, "end_receipt", fajar, 12)
    assert Attempt.objects.filter(act="door:file_case", code="not-from-this-ticket").count() == 2


def test_a_receipt_for_nothing_is_refused_and_kept(eva):
    row = serving(eva)
    with pytest.raises(Refused):
        done(row, "end_receipt", eva)
    assert Attempt.objects.get().code == "no-receipt"
    assert Ticket.objects.get().status == "serving"


def test_the_answer_is_sealed_and_opened_with_the_tickets_key(eva):
    row = serving(eva, words="Akta anak saya hilang")
    door.end_answer(row.pk, "Datang Senin dengan surat polisi.", actor=eva, now=MONDAY + timedelta(minutes=9))
    assert [words for _, words in door_reading.words_of(row)] == [
        "Akta anak saya hilang",
        "Datang Senin dengan surat polisi.",
    ]
    for event in TicketEvent.objects.all():
        assert "polisi" not in event.body
        assert b"polisi" not in bytes(event.sealed or b"")
    key_store().erase(row.ref)
    assert door_reading.words_of(row) == []


def test_a_list_names_what_the_file_asks_with_its_law_and_binds(eva):
    row = listed(eva, "contract")
    assert (row.end, row.service, str(row.binds_until)) == ("list", "residence-letter", "2027-01-22")
    assert door_reading.laws_of(row) == {"contract": "kep-camat-4-2026"}


@pytest.mark.parametrize("item", ["address", "name", "stamp"])
def test_what_no_law_of_the_file_asks_is_on_no_list(eva, item):
    row = serving(eva)
    with pytest.raises(Refused) as caught:
        door.end_list(row.pk, "residence-letter", ["contract", item], actor=eva, now=MONDAY + timedelta(minutes=9))
    assert codes(caught) == ["not-in-the-file"]


def test_who_comes_back_with_a_list_is_asked_nothing_beyond_it(eva):
    first = listed(eva, "contract")
    row = serving(eva, minute=70, code=first.code.lower())
    assert (row.follows, row.first_contact) == (first.ref, first.first_contact)
    with pytest.raises(Refused) as caught:
        door.end_list(row.pk, "residence-letter", ["tenancy"], actor=eva, now=MONDAY + timedelta(minutes=80))
    assert codes(caught) == ["list-binds"]


def test_a_list_binds_until_its_last_day(eva):
    first = listed(eva, "contract")
    assert door.binds(first, MONDAY + timedelta(days=60))
    assert not door.binds(first, MONDAY + timedelta(days=61))


def test_a_code_that_is_none_and_one_that_is_still_open_are_refused():
    row = opened(0)
    for code, why in (("AAAAA-AAAAA", "no-such-ticket"), ("?", "no-such-ticket"), (row.code, "ticket-still-open")):
        with pytest.raises(Refused) as caught:
            opened(1, code=code)
        assert codes(caught) == [why]


def test_a_telephone_number_is_sealed_and_known_by_its_code_alone(eva):
    row = opened(phone="+6281234567890", texts=True)
    assert b"81234567890" not in bytes(row.sealed_contact)
    assert door_reading.contact_of(row) == "+6281234567890"
    assert all("81234567890" not in event.body for event in TicketEvent.objects.all())


def test_the_record_takes_the_opening_and_the_end_and_nothing_personal(eva):
    row = serving(eva, words="Carla Wijaya")
    door.end_answer(row.pk, "Sudah dijawab kepada Carla", actor=eva, now=MONDAY + timedelta(minutes=9))
    leaves = [parse_leaf(one.leaf.encode()) for one in Outbox.objects.order_by("pk")]
    assert [type(leaf) for leaf in leaves] == [TicketLeaf, TicketLeaf]
    assert [event.outbox_id is not None for event in TicketEvent.objects.of_ticket(row.pk)] == [
        True,
        False,
        False,
        True,
    ]
    assert "opened" in json.loads(TicketEvent.objects.of_ticket(row.pk).last().body)


def test_the_tables_are_what_the_events_say_until_somebody_changes_them(eva):
    row = serving(eva)
    door.file_case(row.pk, filed(), actor=eva, now=MONDAY + timedelta(minutes=8))
    done(row, "end_receipt", eva, 9)
    assert [*ticket_differences(), *(one for one in altered() if not isinstance(one, int))] == []
    Ticket.objects.filter(pk=row.pk).update(end="answer", rest={**row.rest, "cases": []})
    assert [one.column for one in ticket_differences()] == ["end", "rest"]
    assert len(list(ticket_differences(mend=True))) == 2
    assert list(ticket_differences()) == []
    TicketCase.objects.all().delete()
    assert [one.column for one in ticket_differences(mend=True)] == ["filed"]
    assert list(ticket_differences()) == []


def test_a_changed_event_and_a_lost_one_are_found(eva):
    row = listed(eva)
    last = TicketEvent.objects.of_ticket(row.pk).last()
    by_hand("update tables_ticketevent set body = %s where id = %s", last.body.replace("contract", "tenancy"), last.pk)
    assert [one.what for one in altered() if not isinstance(one, int)] == [
        "is not what its leaf committed to: content, place or time was changed"
    ]
    by_hand("delete from tables_ticketevent where id = %s", last.pk)
    assert any("belongs to no act" in one.what for one in altered() if not isinstance(one, int))


@pytest.mark.parametrize("change", ["update tables_ticketevent set act = 'x'", "delete from tables_ticketevent"])
def test_the_database_refuses_to_edit_or_delete_what_happened(append_only, change):
    opened()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_two_tickets_at_one_officers_counter_cannot_be(eva):
    opened(0)
    other = opened(1)
    called(eva)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=other.pk).update(status="called", officer_id=eva.user)


def test_a_need_written_in_words_is_a_ticket_too():
    row = door.open_ticket(Opening("kiosk", words="Saya bingung harus ke mana"), actor=VISITOR, now=MONDAY)
    assert (row.need, row.status) == ("", "waiting")


def test_a_remote_question_has_its_day(eva):
    row = opened(channel="web")
    assert str(row.answer_by) > str(row.opened_at)
    assert door.call_next("", actor=eva, now=MONDAY + timedelta(minutes=3), place="remote").pk == row.pk
    with pytest.raises(Refused):
        door.act_on(row.pk, Deed("hand_on", {"counter": "loket-2"}), actor=eva, now=MONDAY + timedelta(minutes=4))


def test_a_widow_with_four_products_leaves_with_four_receipts_from_one_ticket(eva):
    row = serving(eva)
    numbers = [filed(another(place)) for place in range(4)]
    door.note_filed(numbers, actor=eva, now=MONDAY + timedelta(minutes=9))
    ended = done(row, "end_receipt", eva, 10)
    assert ended.rest["cases"] == numbers
    assert set(ended.filed.values_list("case__number", flat=True)) == set(numbers)
    assert list(ticket_differences()) == []


def test_what_is_filed_without_a_ticket_is_filed_all_the_same(eva):
    door.note_filed([filed()], actor=eva, now=MONDAY + timedelta(minutes=9))
    assert not TicketCase.objects.exists()


def test_the_words_of_a_ticket_are_erased_a_year_after_its_end_and_the_comparison_knows_why(eva):
    row = serving(eva, words="Akta anak saya hilang")
    door.end_answer(row.pk, "Datang Senin dengan surat polisi.", actor=eva, now=MONDAY + timedelta(minutes=9))
    assert erasing.erase_due(MONDAY + timedelta(days=300)) == 0
    assert erasing.erase_due(MONDAY + timedelta(days=400)) == 1
    assert door_reading.words_of(row) == []
    assert list(altered_tickets()) == []
    by_hand("delete from tables_erasure")
    assert [where for where, _ in altered_tickets()] == [str(row)]
