"""The integrator: what waits gets its place once, what is public can be checked, and no second history is signed."""

import fcntl
import os
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection

from layani.commands.verify import read_from
from layani.durable_file import write_durably
from layani.office.actions.receipts import proofs_of
from layani.office.gateways.log_keys import log_key
from layani.office.jobs import integrate_record
from layani.office.jobs.integrate_record import (
    BATCH,
    LOCK,
    RecordDamaged,
    RolledBack,
    integrate,
    remove_outgrown_tiles,
)
from layani.office.tables.models.record import Checkpoint, LogState, Outbox, Tile
from layani.rules.record.checkpoint import open_checkpoint
from layani.rules.record.leaf import AttemptLeaf
from layani.rules.record.merkle import leaf_hash, root_of, verify_inclusion
from layani.rules.record.mirror import find_faults
from layani.rules.record.tiles import grow, parse_bundle, right_edge_tiles

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


def wait(count, start=0):
    """Put leaves of attempts into the outbox, as acts do."""
    leaves = [AttemptLeaf(i.to_bytes(32, "big"), NOW).text() for i in range(start, start + count)]
    return Outbox.objects.bulk_create([Outbox(leaf=leaf) for leaf in leaves])


def public(folder, policy):
    return open_checkpoint((folder / "log" / "checkpoint").read_bytes(), policy.logs).checkpoint


def assert_public_is_whole(folder, policy):
    checkpoint = public(folder, policy)
    assert list(find_faults(checkpoint, read_from(folder / "log"))) == []
    return checkpoint


def test_an_empty_record_signs_nothing(own_record):
    assert integrate(now=NOW).size == 0
    assert not (own_record / "log" / "checkpoint").exists()
    assert not LogState.objects.exists()


@pytest.mark.parametrize("count", [1, 7, 255, 256, 257, 600])
def test_what_waits_is_placed_in_order_and_published(count, own_record, policy):
    rows = wait(count)
    done = integrate(now=NOW)
    assert (done.added, done.size) == (count, count)
    checkpoint = assert_public_is_whole(own_record, policy)
    assert (checkpoint.origin, checkpoint.size) == ("office.example/cases", count)
    assert checkpoint.root == root_of(leaf_hash(row.leaf.encode()) for row in rows)
    assert list(Outbox.objects.order_by("id").values_list("idx", flat=True)) == list(range(count))
    assert Checkpoint.objects.get(size=count).signed_at == NOW


def test_the_record_grows_sweep_by_sweep(own_record, policy):
    sizes = [1, 2, 252, 1, 1, 300, 1]
    for sweep, count in enumerate(sizes):
        wait(count, start=sum(sizes[:sweep]))
        assert integrate(now=NOW).size == sum(sizes[: sweep + 1])
        assert_public_is_whole(own_record, policy)
    assert sorted(Checkpoint.objects.values_list("size", flat=True)) == [1, 3, 255, 256, 257, 557, 558]
    assert Tile.objects.count() == len(set(Tile.objects.values_list("level", "n")))


def test_the_record_grows_past_a_full_tile_of_full_tiles(own_record, policy):
    entries = [AttemptLeaf(i.to_bytes(32, "big"), NOW).text().encode() for i in range(65_537)]
    before = grow(0, {}, entries[:65_534])
    Tile.objects.grow(0, before.tiles)
    LogState.objects.advance(LogState.objects.current(), before)
    for size in (65_535, 65_536, 65_537):
        wait(1, start=size - 1)
        assert integrate(now=NOW).size == size
        root = public(own_record, policy).root
        for index, proof in proofs_of([0, 255, 256, size - 1], size).items():
            assert verify_inclusion(leaf_hash(entries[index]), index, size, proof, root)
    assert root == root_of(map(leaf_hash, entries))
    assert_public_is_whole(own_record, policy)
    assert {level: tile.path for level, tile in right_edge_tiles(size).items()} == {
        -1: "tile/entries/256.p/1",
        0: "tile/0/256.p/1",
        2: "tile/2/000.p/1",
    }


def test_one_sweep_takes_one_batch_and_says_that_more_may_wait(own_record, policy):
    wait(BATCH + 10)
    assert integrate(now=NOW).added == BATCH
    assert integrate(now=NOW).added == 10
    assert_public_is_whole(own_record, policy)


def test_a_sweep_with_nothing_to_do_changes_nothing_and_asks_little(own_record, django_assert_max_num_queries):
    wait(5)
    integrate(now=NOW)
    files = {p: p.stat().st_mtime_ns for p in (own_record / "log").rglob("*") if p.is_file()}
    with django_assert_max_num_queries(4):
        assert integrate(now=NOW + timedelta(seconds=1)).added == 0
    assert {p: p.stat().st_mtime_ns for p in (own_record / "log").rglob("*") if p.is_file()} == files


def test_the_entries_are_exactly_the_leaves(own_record):
    rows = wait(3)
    integrate(now=NOW)
    bundle = (own_record / "log" / "tile" / "entries" / "000.p" / "3").read_bytes()
    assert parse_bundle(bundle, 3) == [row.leaf.encode() for row in rows]


def test_public_files_can_be_read_by_a_web_server_and_no_half_file_is_left(own_record):
    wait(300)
    integrate(now=NOW)
    for path in (own_record / "log").rglob("*"):
        assert not path.name.startswith(".")
        if path.is_file() and path.name != LOCK:
            assert path.stat().st_mode & 0o777 == 0o644


def test_a_lost_public_folder_is_written_again(own_record, policy):
    wait(600)
    integrate(now=NOW)
    for path in sorted((own_record / "log").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    integrate(now=NOW)
    assert assert_public_is_whole(own_record, policy).size == 600


@pytest.mark.parametrize("remembers", ["the public folder", "the key folder"])
def test_a_database_from_an_old_backup_signs_nothing(remembers, own_record, policy):
    wait(5)
    integrate(now=NOW)
    backup = restorable()
    wait(5, start=5)
    integrate(now=NOW)
    signed = (own_record / "log" / "checkpoint").read_bytes()
    restore(backup)
    forget = own_record / ("keys/log.signed" if remembers == "the public folder" else "log/checkpoint")
    forget.unlink()
    wait(7, start=100)
    for _ in range(2):
        with pytest.raises(RolledBack, match="had 10 entries; the database has 5"):
            integrate(now=NOW)
    assert Outbox.objects.waiting().count() == 7
    assert Checkpoint.objects.latest_signed().size == 5
    if remembers == "the public folder":
        assert (own_record / "log" / "checkpoint").read_bytes() == signed


def test_a_database_that_went_another_way_signs_nothing(own_record):
    wait(5)
    integrate(now=NOW)
    backup = restorable()
    wait(5, start=5)
    integrate(now=NOW)
    restore(backup)
    wait(9, start=100)
    integrate_record._append_batch()
    with pytest.raises(RolledBack, match="does not continue it"):
        integrate(now=NOW)
    assert not Checkpoint.objects.filter(size=14).exists()


def restorable():
    """Return the record's tables, as a backup holds them."""
    return [list(model.objects.all()) for model in (LogState, Tile, Checkpoint, Outbox)]


def restore(backup, models=(LogState, Tile, Checkpoint, Outbox)):
    """Put the tables back to the backup."""
    allow_deleting()
    for model, rows in zip(models, backup, strict=True):
        model.objects.all().delete()
        model.objects.bulk_create(rows)


def allow_deleting():
    """Take away the triggers that keep anyone else from deleting leaves."""
    connection.check_constraints()  # what waits to be checked would keep PostgreSQL from altering the table
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("alter table tables_outbox disable trigger user")


def test_a_new_key_does_not_continue_the_record(own_record):
    wait(5)
    integrate(now=NOW)
    for file in (own_record / "keys").glob("log.key*"):
        file.unlink()
    wait(5, start=5)
    with pytest.raises(RolledBack, match="a new key cannot continue this record"):
        integrate(now=NOW)
    for file in (own_record / "keys" / "log.signed", own_record / "log" / "checkpoint"):
        file.unlink()
    with pytest.raises(RolledBack, match="The table of checkpoints was not signed by the log key in use"):
        integrate(now=NOW)


@pytest.mark.parametrize("damage", ["tile", "missing tile", "width", "edge", "short edge", "root"])
def test_silent_damage_is_noticed_before_anything_is_added(damage, own_record):
    wait(300)
    integrate(now=NOW)
    wait(1, start=300)
    state, tile = LogState.objects.get(), Tile.objects.get(level=0, n=1)
    data = bytes(tile.data)
    if damage == "tile":
        Tile.objects.filter(pk=tile.pk).update(data=bytes([data[0] ^ 1]) + data[1:])
    elif damage == "width":
        Tile.objects.filter(pk=tile.pk).update(data=data[:-32])
    elif damage == "missing tile":
        tile.delete()
    elif damage == "edge":
        LogState.objects.update(edge=bytes(len(state.edge)))
    elif damage == "short edge":
        LogState.objects.update(edge=bytes(state.edge)[:-32])
    else:
        LogState.objects.update(root=bytes(32))
    with pytest.raises((RecordDamaged, RolledBack)):
        integrate(now=NOW)
    assert Outbox.objects.waiting().count() == 1
    assert LogState.objects.get().size == 300


def test_a_tile_that_is_missing_in_the_table_is_not_left_out_in_public(own_record):
    wait(600)
    integrate_record._append_batch()
    Tile.objects.filter(level=0, n=1).delete()
    with pytest.raises(RecordDamaged, match="tile/0/001 is missing"):
        integrate(now=NOW)
    assert not (own_record / "log" / "checkpoint").exists()


def test_the_state_moves_only_from_where_it_was(own_record):
    wait(5)
    integrate(now=NOW)
    old = LogState.objects.current()
    wait(5, start=5)
    integrate(now=NOW)
    growth = integrate_record.grow(0, {}, [b"x"])
    assert not LogState.objects.advance(old, growth)
    assert LogState.objects.get().size == 10


def test_an_integrator_that_lost_the_race_changes_nothing(own_record, monkeypatch):
    wait(5)
    integrate(now=NOW)
    wait(5, start=5)
    stale = LogState.objects.current()
    integrate(now=NOW)
    wait(5, start=10)
    monkeypatch.setattr(type(LogState.objects.all()), "current", lambda self: stale)
    monkeypatch.setattr(type(LogState.objects), "current", lambda self: stale)
    with pytest.raises((RecordDamaged, IntegrityError)):
        integrate_record._append_batch()
    monkeypatch.undo()
    assert Outbox.objects.waiting().count() == 5
    assert LogState.objects.get().size == 10


def test_integrators_with_keys_of_their_own_that_share_the_public_folder_wait_for_one_another(own_record, monkeypatch):
    wait(5)
    require_continuing = integrate_record._require_continuing

    def while_another_comes(key):
        with (own_record / "log" / LOCK).open() as another, pytest.raises(BlockingIOError):
            fcntl.flock(another, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return require_continuing(key)

    monkeypatch.setattr(integrate_record, "_require_continuing", while_another_comes)
    assert integrate(now=NOW).size == 5


def test_a_larger_checkpoint_that_another_machine_published_meanwhile_stays(own_record, policy, monkeypatch):
    wait(5)
    export = integrate_record._export_tiles

    def while_another_publishes(old_size, size):
        monkeypatch.setattr(integrate_record, "_export_tiles", export)
        wait(5, start=5)
        integrate_record._append_batch()
        integrate_record._publish(LogState.objects.current(), log_key(), NOW)
        export(old_size, size)

    monkeypatch.setattr(integrate_record, "_export_tiles", while_another_publishes)
    integrate(now=NOW)
    assert assert_public_is_whole(own_record, policy).size == 10


def test_two_writers_whom_no_lock_parts_never_mix_their_files(tmp_path, monkeypatch):
    replace = os.replace

    def while_another_writes(new, target):
        monkeypatch.setattr(os, "replace", replace)
        write_durably(tmp_path, [("tile/0/000", b"hashes")])
        replace(new, target)

    monkeypatch.setattr(os, "replace", while_another_writes)
    write_durably(tmp_path, [("checkpoint", b"signed")])
    assert (tmp_path / "checkpoint").read_bytes() == b"signed"
    assert (tmp_path / "tile/0/000").read_bytes() == b"hashes"


def test_what_a_killed_writer_left_is_removed_after_a_day(own_record):
    wait(1)
    integrate(now=NOW)
    for folder in ("keys", "log"):
        (own_record / folder / ".unfinished.0123").touch()
    before = len(list(own_record.rglob("*")))
    remove_outgrown_tiles(now=datetime.now(UTC))
    assert len(list(own_record.rglob("*"))) == before
    remove_outgrown_tiles(now=datetime.now(UTC) + timedelta(days=1, minutes=1))
    assert len(list(own_record.rglob("*"))) == before - 2


def test_outgrown_partial_tiles_are_removed_after_a_day(own_record, policy):
    for start in (0, 100, 200):
        wait(100, start=start)
        integrate(now=datetime.now(UTC))
    assert remove_outgrown_tiles(now=datetime.now(UTC)) == 0
    assert remove_outgrown_tiles(now=datetime.now(UTC) + timedelta(days=1, minutes=1)) == 2
    assert not (own_record / "log" / "tile" / "0" / "000.p").exists()
    assert (own_record / "log" / "tile" / "0" / "001.p").exists()
    assert_public_is_whole(own_record, policy)
