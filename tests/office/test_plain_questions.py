"""The statements that are written by hand (tables/prepared.py) are asked of both databases in one spelling."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from layani.office.tables.models import Outbox, Party
from layani.office.tables.prepared import found, insert, rows_of

pytestmark = pytest.mark.django_db
QUESTION = "select %s where 'ab' like 'a%%'"


def test_a_percent_sign_is_written_twice_on_both_databases():
    assert rows_of(QUESTION, ["found"]) == [("found",)]


def test_who_counts_the_questions_sees_those_that_are_written_by_hand_and_gets_the_same_rows():
    with CaptureQueriesContext(connection) as asked:
        counted = rows_of(QUESTION, ["found"])
    assert (len(asked), counted) == (1, rows_of(QUESTION, ["found"]))


def test_a_row_that_the_database_refuses_is_refused_in_djangos_words():
    insert(Outbox(leaf="x", idx=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Outbox(leaf="y", idx=1))


def test_what_is_empty_is_written_as_nothing_and_read_back_so():
    insert(Party(ref=uuid4(), sealed=b"x", created_at=datetime(2026, 11, 28, tzinfo=UTC)))
    (read,) = found(Party, "sealed = %s", [b"x"])
    assert (read.nik_mac, read.phone_mac) == (None, None)
    assert read.created_at == datetime(2026, 11, 28, tzinfo=UTC)
