"""An act's case, leaf and event are written together: in one statement on PostgreSQL, and all of them or none."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from layani.office.actions import filing, serving
from layani.office.actions.rebuilding import differences
from layani.office.tables.models import Case, Event, Outbox
from layani.office.tables.prepared import write_together
from tests.office.actions.applications import CITIZEN, application

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def filed(now):
    return filing.file(application(), actor=CITIZEN, now=now).row


def test_an_act_writes_its_rows_in_as_few_statements_as_the_database_allows(ana, now):
    filed(now)

    with CaptureQueriesContext(connection) as asked:
        done = serving.take_next(actor=ana, now=now + MINUTE)

    writing = [one["sql"] for one in asked if "tables_event" in one["sql"] and "insert" in one["sql"].lower()]
    others = [one["sql"] for one in asked if one["sql"].startswith(("insert", "update"))]
    assert len(writing) == 1
    assert len(others) == (0 if connection.vendor == "postgresql" else 3)
    assert Event.objects.get(pk=done.event.pk).outbox.leaf == done.event.outbox.leaf
    assert Case.objects.get(pk=done.row.pk).holder_id == ana.user
    assert list(differences()) == [1]  # one case looked at, and no difference


def test_a_case_that_is_not_there_leaves_neither_leaf_nor_event(now):
    row = filed(now)
    before = Outbox.objects.count(), Event.objects.count()
    gone, leaf = Case.objects.get(pk=row.pk), Outbox(leaf="never written")
    gone.pk = row.pk + 1_000
    event = Event(
        case=row, seq=1, act="take", role="officer", occurred_at=now, recorded_at=now, body="{}", sealed=None
    )  # fmt: skip

    with pytest.raises(DatabaseError, match="nothing was written"), transaction.atomic():
        write_together(gone, leaf, event, "outbox")

    assert (Outbox.objects.count(), Event.objects.count()) == before
