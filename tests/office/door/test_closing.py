"""After the office has closed, whoever still waits has given up; and a telephone number is forgotten."""

from datetime import timedelta

import pytest

from layani.office.jobs import close_door
from layani.office.tables.models import Attempt, Ticket, TicketEvent
from tests.office.conftest import MONDAY
from tests.office.door.tickets import called, done, listed, opened

pytestmark = pytest.mark.django_db
CLOSED = MONDAY + timedelta(hours=7)  # 16:00 in Jakarta


def test_nothing_is_closed_while_the_office_is_open():
    opened()
    assert close_door.run(CLOSED - timedelta(seconds=1)) == 0
    assert Ticket.objects.get().status == "waiting"


def test_who_waits_at_closing_has_given_up_and_how_long_they_waited_is_kept(eva):
    opened(0)
    done(called(eva), "no_show", eva)
    opened(1)
    assert close_door.run(CLOSED) == 2
    assert set(Ticket.objects.values_list("status", "end")) == {("ended", "left")}
    first, second = Ticket.objects.order_by("number")
    assert (first.called_first_at - first.opened_at, second.ended_at - second.opened_at) == (
        timedelta(minutes=5), timedelta(hours=6, minutes=59),
    )  # fmt: skip
    assert TicketEvent.objects.filter(act="close_day", outbox__isnull=False).count() == 2
    assert not Attempt.objects.exists()


def test_who_is_being_served_and_what_came_from_elsewhere_stay(eva):
    opened(0)
    done(called(eva), "serve", eva)
    opened(1, channel="web")
    assert close_door.run(CLOSED + timedelta(days=3)) == 0
    assert [one.number for one in Ticket.objects.unended_before("sukamaju", (CLOSED + timedelta(days=1)).date())] == [
        1, 2,
    ]  # fmt: skip


def test_what_a_stopped_worker_left_is_closed_the_next_day():
    opened(0)
    assert close_door.run(MONDAY + timedelta(days=1)) == 1


def test_a_telephone_number_is_forgotten_on_the_day_after(eva):
    listed(eva, phone="+6281234567890")
    assert close_door.run(CLOSED) == 0
    assert close_door.run(MONDAY + timedelta(days=1)) == 1
    row = Ticket.objects.get()
    assert (row.sealed_contact, row.contact_mac) == (None, None)


def test_a_number_that_was_taken_after_the_close_lasts_until_midnight():
    opened(9 * 60)  # 18:00
    assert close_door.run(MONDAY + timedelta(hours=10)) == 0
    assert close_door.run(MONDAY + timedelta(hours=14, minutes=59)) == 0
    assert close_door.run(MONDAY + timedelta(hours=15)) == 1
