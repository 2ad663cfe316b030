"""What stands beside the acts is changed, with the triggers off: letters and their files, columns, tickets.

``docs/explanation/changing-history.md`` lists these tests as its rows.
"""

import pytest

from layani.office.actions.issuing import SIGNED_PAPER
from layani.office.gateways.sealing import seal_bytes
from layani.office.house import key_store
from layani.office.tables.models import Attempt, Event, Ticket
from tests.office.attacks.conftest import DAY, LATER
from tests.office.record.test_comparing import by_hand

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("all_of_them", [False, True])
def test_a_valid_letter_is_declared_void(all_of_them, office, rebuild):
    letter, rest = office.letter, "" if all_of_them else f" where id = {office.letter.pk}"
    by_hand(f"update tables_letter set in_force = %s, superseded_at = %s{rest}", False, LATER)  # noqa: S608  an id
    rebuild(
        f"letter {letter.number} counts by the acts, not here",
        f"letter {letter.number} has another time from which it counts no more than the acts give",
    )


def test_a_letter_is_issued_on_another_day(office, rebuild):
    letter = office.letter
    by_hand("update tables_letter set issued_at = %s where id = %s", letter.issued_at - DAY, letter.pk)
    rebuild(f"letter {letter.number} has another time of issue than its act or its text")


def test_a_letter_is_made_another_edition(office, rebuild):
    by_hand("update tables_letter set edition = 3 where id = %s", office.letter.pk)
    rebuild(f"letters of {office.granted.number} have other editions than their acts give")


FILES = {
    "zeroed": "has a file that its case's key does not open",
    "another file, sealed with the key": "has another file than its act names",
    "taken away": "has lost the file that its act names",
}


@pytest.mark.parametrize("how", FILES)
def test_the_file_of_a_letter_is_changed(how, office, rebuild):
    letter = office.letter
    if how == "taken away":
        by_hand("delete from tables_letterpaper where letter_id = %s", letter.pk)
    else:
        another = seal_bytes(key_store().get(office.granted.ref), b"%PDF-1.7 another", SIGNED_PAPER)
        sealed = bytes(4000) if how == "zeroed" else another
        by_hand("update tables_letterpaper set sealed = %s where letter_id = %s", sealed, letter.pk)
    rebuild(f"letter {letter.number} {FILES[how]}")


@pytest.mark.parametrize(
    ("column", "value"), [("officer_id", None), ("role", "head"), ("act", "withdraw"), ("occurred_at", LATER)]
)
def test_a_column_of_an_act_is_changed(column, value, office, rebuild):
    event = Event.objects.get(case=office.granted, act="check_complete")
    by_hand(f"update tables_event set {column} = %s where id = %s", value, event.pk)  # noqa: S608  a column
    rebuild(f"{office.granted.number}: event {event.seq} is")


@pytest.mark.parametrize(("column", "value"), [("officer_id", None), ("code", "x"), ("act", "withdraw"), ("at", LATER)])
def test_a_column_of_a_refused_attempt_is_changed(column, value, office, rebuild):
    by_hand(f"update tables_attempt set {column} = %s", value)  # noqa: S608  a column
    name = column.removesuffix("_id")
    rebuild(f"attempt {Attempt.objects.get().pk} has columns that are not what was committed to: {name}")


def test_the_role_of_an_act_on_a_ticket_is_changed(office, rebuild):
    by_hand("update tables_ticketevent set role = 'head' where seq = 1")
    rebuild(f"ticket {Ticket.objects.get()}: event 1 is")


def test_a_ticket_is_taken_away_and_its_acts_are_left(office, rebuild):
    gone = Ticket.objects.get()
    for table in ("ticketcase", "ticketmessage"):
        by_hand(f"delete from tables_{table}")  # noqa: S608  names of tables
    by_hand("delete from tables_ticket")
    rebuild(f"ticket row {gone.pk} is gone, and its events are there")
