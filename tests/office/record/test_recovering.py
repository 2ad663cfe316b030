"""A database from an older backup is brought forward to what was signed: each entry at its old place, or nothing."""

import shutil
from datetime import UTC, datetime

import pytest

from layani.cli import main
from layani.office.actions import filing, shown_outside
from layani.office.actions.comparing import altered
from layani.office.gateways.log_keys import trust_policy
from layani.office.house import key_store
from layani.office.jobs import integrate_record
from layani.office.jobs.integrate_record import RolledBack, integrate
from layani.office.tables.models import Case, Checkpoint, LogState, Outbox, Restoration, Tile
from layani.rules.record.checkpoint import open_checkpoint
from layani.rules.record.leaf import NO_PREVIOUS, CaseEventLeaf, RestoreLeaf, parse_leaf
from layani.rules.record.policy import parse_policy
from layani.rules.record.sealing import CASE_KEY_SIZE, case_tag
from layani.watchers.fetching import source_of
from layani.watchers.mirror import pull
from tests.office.actions.applications import CITIZEN, application
from tests.office.record.test_integrate import allow_deleting, assert_public_is_whole, restorable, restore, wait
from tests.office.record.witnesses import sweep

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


def begin_anew(own_record, backup):
    """Restore the tables, and begin a new process."""
    restore(backup)
    shown_outside._passed.clear()


def publish(count):
    wait(count, start=Outbox.objects.count())
    return integrate(now=NOW).size


def entries():
    return list(Outbox.objects.exclude(idx=None).order_by("idx").values_list("leaf", flat=True))


def recover(source):
    return main(["record", "recover", str(source)])


@pytest.mark.parametrize(("before", "after"), [(0, 5), (5, 6), (255, 257), (5, 600), (300, 900)])
def test_every_entry_gets_its_old_place_again(before, after, own_record, policy, capsys):
    if before:
        publish(before)
    backup = restorable()
    publish(after - before)
    was = entries()
    begin_anew(own_record, backup)
    wait(7, start=5000)
    with pytest.raises(RolledBack):
        integrate(now=NOW)
    assert recover(own_record / "log") == 0
    assert f"Entries {before} to {after - 1} were taken back. Of {after - before} of them the content is lost" in (
        capsys.readouterr().out
    )
    assert entries() == was
    assert integrate(now=NOW).size == after + 8
    assert_public_is_whole(own_record, policy)
    assert entries()[:after] == was
    last = parse_leaf(entries()[-1].encode())
    assert isinstance(last, RestoreLeaf)
    assert (last.first, last.end, last.lost) == (before, after, after - before)


def test_what_waits_here_and_is_there_already_is_placed_and_not_entered_twice(own_record, policy):
    publish(5)
    wait(4, start=5)  # filed before the backup, in the record after it
    backup = restorable()
    integrate(now=NOW)
    publish(3)
    was = entries()
    begin_anew(own_record, backup)
    assert recover(own_record / "log") == 0
    assert entries() == was
    assert Restoration.objects.get().lost == 3
    assert integrate(now=NOW).size == 13
    assert len(set(entries())) == 13
    assert_public_is_whole(own_record, policy)


def test_a_mirror_brings_it_back_when_the_machine_is_lost(own_record, policy):
    publish(5)
    backup = restorable()
    publish(300)
    was = entries()
    pull(source_of(str(own_record / "log")), own_record / "mirror", policy)
    begin_anew(own_record, backup)
    shutil.rmtree(own_record / "log")
    (own_record / "keys" / "log.signed").unlink()
    assert recover(own_record / "mirror") == 0
    assert integrate(now=NOW).size == 306
    assert entries()[:305] == was
    assert_public_is_whole(own_record, policy)


def test_a_copy_that_ends_before_what_was_signed_brings_nothing(own_record, policy, capsys):
    publish(5)
    backup = restorable()
    publish(5)
    pull(source_of(str(own_record / "log")), own_record / "mirror", policy)
    publish(5)
    begin_anew(own_record, backup)
    assert recover(own_record / "mirror") == 2
    assert "does not reach to the 15 entries" in capsys.readouterr().err
    assert LogState.objects.get().size == 5
    assert not Restoration.objects.exists()


def test_what_a_witness_saw_counts_when_all_else_is_lost(two, own_record, settings, capsys):
    now = datetime.now(UTC).replace(microsecond=0)
    policy = parse_policy(trust_policy().encode())
    publish(5)
    backup = restorable()
    publish(5)
    pull(source_of(str(own_record / "log")), own_record / "mirror", policy)
    publish(5)
    sweep(now)
    begin_anew(own_record, backup)
    shutil.rmtree(own_record / "log")
    (own_record / "keys" / "log.signed").unlink()
    assert recover(own_record / "mirror") == 2
    assert "does not reach to the 15 entries" in capsys.readouterr().err


@pytest.mark.parametrize("damage", ["an entry", "a bundle", "no checkpoint", "a foreign checkpoint"])
def test_a_copy_that_is_not_the_record_changes_nothing(damage, own_record, policy):
    publish(5)
    backup = restorable()
    publish(5)
    copy = own_record / "copy"
    shutil.copytree(own_record / "log", copy)
    bundle = copy / "tile/entries/000.p/10"
    if damage == "an entry":
        data = bytearray(bundle.read_bytes())
        data[-5] ^= 1
        bundle.write_bytes(data)
    elif damage == "a bundle":
        bundle.write_bytes(bundle.read_bytes()[:-3])
    elif damage == "no checkpoint":
        (copy / "checkpoint").unlink()
    else:
        (copy / "checkpoint").write_text("office.example/cases\n1\nAAAA\n\n— x AAAAAAAA\n")
    begin_anew(own_record, backup)
    waiting = wait(3, start=900)
    assert recover(copy) == 2
    assert LogState.objects.get().size == 5
    assert Outbox.objects.waiting().count() == len(waiting)
    assert Outbox.objects.count() == 8
    with pytest.raises(RolledBack):
        integrate(now=NOW)


def test_a_database_that_went_another_way_is_not_bent_into_the_record(own_record, capsys):
    publish(5)
    backup = restorable()
    publish(5)
    begin_anew(own_record, backup)
    wait(2, start=900)
    integrate_record._append_batch()
    assert recover(own_record / "log") == 2
    assert "went another way" in capsys.readouterr().err
    assert LogState.objects.get().size == 7


def test_where_nothing_is_missing_nothing_happens(own_record, capsys):
    publish(5)
    assert recover(own_record / "log") == 0
    assert "Nothing was missing" in capsys.readouterr().out
    assert not Restoration.objects.exists()


def test_whose_acts_were_lost_is_told(own_record, now, capsys):
    number = filing.file(application(), actor=CITIZEN, now=now).row.number
    integrate(now=now)
    backup = restorable()
    # What was done on the case after the backup, and on one that was filed since: only their leaves are left.
    key = key_store().get(Case.objects.get().ref)[:CASE_KEY_SIZE]
    for case_key, seq in ((key, 1), (key, 2), (bytes(32), 0)):
        leaf = CaseEventLeaf(case_tag(case_key, seq), NO_PREVIOUS, bytes([seq]) * 32, NOW)
        Outbox.objects.create(leaf=leaf.text())
    integrate(now=now)
    state, tiles, checkpoints, leaves = backup
    allow_deleting()
    Outbox.objects.filter(pk__gt=max(leaf.pk for leaf in leaves)).delete()  # the act of the first one stays
    restore((state, tiles, checkpoints), (LogState, Tile, Checkpoint))
    assert recover(own_record / "log") == 0
    printed = capsys.readouterr().out
    assert f"{number}: lost 2 acts" in printed
    assert "1 more belong to cases filed since" in printed


def test_lost_content_is_no_alteration_and_anything_beyond_it_is(own_record):
    publish(5)
    backup = restorable()
    publish(5)
    begin_anew(own_record, backup)
    recover(own_record / "log")
    integrate(now=NOW)
    # The first five leaves of this test belong to no act and were not lost in a restore.
    assert [one.what for one in altered() if not isinstance(one, int)] == [
        "belongs to no act: an event or an attempt was taken away, or it was added"
    ] * 5
    for said in (RestoreLeaf(0, 5, 4, NOW), RestoreLeaf(0, 5, 5, NOW)):
        outbox = Outbox.objects.create(leaf=said.text())
        Restoration.objects.create(first=0, end=5, lost=4, at=NOW, outbox=outbox)
    assert [one.what for one in altered() if not isinstance(one, int)] == [
        "lost 4 acts as its leaf says; 5 are missing",
        "is not what its leaf says",
    ]


def test_the_signed_checkpoint_is_the_very_one_that_was_signed_before(own_record, policy):
    publish(5)
    backup = restorable()
    publish(5)
    signed = (own_record / "log" / "checkpoint").read_bytes()
    begin_anew(own_record, backup)
    recover(own_record / "log")
    (own_record / "log" / "checkpoint").unlink()
    integrate_record._publish(LogState.objects.current(), integrate_record.log_key(), NOW)
    assert (own_record / "log" / "checkpoint").read_bytes() == signed
    assert open_checkpoint(signed, policy.logs).checkpoint.size == 10
