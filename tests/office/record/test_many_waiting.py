"""A long queue of leaves: each batch reads what it takes and no more, and PostgreSQL packs the bundles fast."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from layani.office.jobs import integrate_record
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models import record
from layani.office.tables.models.record import Outbox
from layani.rules.record.leaf import AttemptLeaf

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
on_postgresql = pytest.mark.skipif("postgres" not in connection.vendor, reason="SQLite plans and packs nothing itself.")


def wait(count):
    texts = [AttemptLeaf(i.to_bytes(32, "big"), NOW + timedelta(seconds=i)).text() for i in range(count)]
    return Outbox.objects.bulk_create([Outbox(leaf=text) for text in texts])


def test_the_first_that_wait_are_next_in_line_in_their_order():
    rows = wait(9)
    Outbox.objects.place([rows[0].pk, rows[2].pk], 0)
    assert Outbox.objects.next_in_line(3) == [(rows[n].pk, rows[n].leaf) for n in (1, 3, 4)]
    assert len(Outbox.objects.next_in_line(100)) == 7


def test_batches_one_after_the_other_take_everything_in_its_order(own_record, monkeypatch):
    monkeypatch.setattr(integrate_record, "BATCH", 100)
    rows = wait(250)
    assert integrate_record.run(NOW) == 250
    assert list(Outbox.objects.order_by("idx").values_list("pk", flat=True)) == [row.pk for row in rows]


@on_postgresql
def test_a_batch_follows_the_index_of_what_waits_and_sorts_nothing():
    wait(3000)
    with connection.cursor() as cursor:
        assert "Sort" in plan_of(cursor)  # so the test can fail: this table has just been filled, and is not analyzed
        with record._not_sorting(cursor):
            followed = plan_of(cursor)
    assert "Sort" not in followed
    assert "outbox_waiting" in followed


def plan_of(cursor):
    cursor.execute(f"explain {record.NEXT}", [1000])
    return "\n".join(line for (line,) in cursor.fetchall())


@on_postgresql
def test_what_is_asked_afterwards_may_sort_again():
    wait(3)
    with transaction.atomic(), connection.cursor() as cursor:
        Outbox.objects.next_in_line(2)
        cursor.execute("show enable_sort")
        assert cursor.fetchone() == ("on",)


@on_postgresql
def test_bundles_are_packed_by_lz4_where_the_server_has_it(own_record):
    wait(256)
    with connection.cursor() as cursor:
        cursor.execute("select 'lz4' = any(enumvals) from pg_settings where name = 'default_toast_compression'")
        if cursor.fetchone() != (True,):
            pytest.skip("This server was built without LZ4.")
        integrate(now=NOW)
        cursor.execute("select pg_column_compression(data) from tables_tile where level = -1")
        assert cursor.fetchall() == [("lz4",)]


def test_bundles_and_tiles_come_back_as_they_were(own_record):
    wait(600)
    integrate(now=NOW)
    for tile in record.Tile.objects.all():
        name = record.tiles.Tile(tile.level, tile.n, tile.width)
        assert (own_record / "log" / name.path).read_bytes() == bytes(tile.data)
