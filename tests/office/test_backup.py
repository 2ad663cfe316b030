"""The drill: an office with cases is copied while it serves, lost, restored elsewhere, and is the same."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from layani.office.actions import backing_up, restoring
from layani.office.actions.backing_up import Places
from layani.office.gateways import backup_shelf, database_copy
from layani.office.gateways.backup_shelf import BackupUnfit, Kept, Manifest, Shelf
from layani.office.gateways.database_copy import CopyFailed, copy_database, is_empty, restore_database
from tests import available
from tests.office.own_database import own_database

NOW = datetime(2026, 11, 29, 0, 15, tzinfo=UTC)
CASES = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from layani.office.actions import filing
from layani.office.actions.parties import Person, register
from layani.office.actor import Actor
from layani.office.house import service
from layani.office.jobs.worker import new_worker
from tests.office.officer.walks import answers
now = timezone.now()
for number in range(COUNT):
    person = Person(f"31740155019{START + number:05}", "Carla Wijaya", "1990-01-15", "+6281234567890", "declared")
    party = register(person, now=now)
    actor = Actor(kind="citizen", party=party.pk)
    application = filing.Application(service("residence-letter"), party, answers(), "online")
    print(filing.file(application, actor=actor, now=now).row.number)
new_worker().run_due()
"""


def office(data, address=None):
    """Return the environment of an office whose data lie in a folder."""
    root = Path(__file__).parents[2]
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("LAYANI_")},
        "LAYANI_MODE": "demo", "LAYANI_DATA": str(data), "PYTHONPATH": f"{root / 'src'}:{root}",
        "DJANGO_SETTINGS_MODULE": "layani.office.settings",
        **({"LAYANI_DATABASE_URL": address} if address else {}),
    }  # fmt: skip


def layani(environment, *args):
    done = subprocess.run(
        [sys.executable, "-m", "layani.cli", *map(str, args)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def cases(environment, count, start=1):
    """File applications in an office of its own process; returns their numbers."""
    code = CASES.replace("COUNT", str(count)).replace("START", str(start))
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.fixture
def addresses():
    """Return where to: SQLite, or two databases of this test's own where the suite runs on PostgreSQL."""
    server = os.environ.get("LAYANI_TEST_DATABASE", "")
    if not server.startswith("postgresql"):
        yield None, None
        return
    with own_database("drill", server=server) as lost, own_database("restored", server=server) as restored:
        yield lost, restored


@pytest.mark.slow
@pytest.mark.database
def test_what_was_lost_is_restored_and_the_record_goes_on(tmp_path, addresses):
    before, after = (office(tmp_path / name, address) for name, address in zip(("lost", "new"), addresses, strict=True))
    assert layani(before, "prepare")[0] == 0
    numbers = cases(before, 5)
    code, said = layani(before, "backup", tmp_path / "backup", tmp_path / "keys")
    assert code == 0, said
    copies = said.split()
    cases(before, 2, start=50)  # what comes after a backup is not in it
    shutil.rmtree(tmp_path / "lost")
    for copy in copies:
        assert layani(after, "backup", "--check", copy) == (0, f"{copy}: every file is as it was copied.\n")

    code, said = layani(after, "restore", *copies)
    assert code == 0, said
    assert said.startswith("Restored: 5 cases")
    assert layani(after, "prepare")[0] == 0
    code, said = layani(after, "rebuild", "--check")
    assert code == 0, said
    assert "5 cases looked at, 0 differences" in said
    assert "0 alterations" in said
    assert len(cases(after, 1, start=90)) == 1, "it serves again, and the record takes it in"
    assert layani(after, "rebuild", "--check")[0] == 0
    code, said = layani(after, "restore", *copies)
    assert (code, "is not empty, and nothing is written over" in said) == (2, True), said
    assert len(numbers) == 5


@pytest.fixture
def small(settings, tmp_path):
    """An office of a few files, its databases small SQLite files; returns where it is backed up."""
    data = tmp_path / "data"
    for name in ("LOG", "FILE", "VERSION", "KEY"):
        setattr(settings, f"{name}_FOLDER", data / name.lower())
        (data / name.lower()).mkdir(parents=True)
    settings.DATABASE_ADDRESS = f"sqlite:///{data / 'office.sqlite3'}"
    settings.KEY_STORE = f"sqlite:///{data / 'key' / 'keys.sqlite3'}"
    for address in (settings.DATABASE_ADDRESS, settings.KEY_STORE):
        with closing(sqlite3.connect(database_copy.sqlite_file(address))) as connection, connection:
            connection.execute("create table thing (word text)")
            connection.execute("insert into thing values ('kept')")
    (data / "log" / "checkpoint").write_text("one\n")
    (data / "file" / "ab").mkdir()
    (data / "file" / "ab" / "abcd").write_bytes(b"\x00sealed")
    (data / "key" / "master.key").write_text("secret\n")
    return Places(tmp_path / "to" / "office", tmp_path / "to" / "keys", 0, 35)


def lose(tmp_path):
    shutil.rmtree(tmp_path / "data")


@pytest.mark.django_db
def test_an_unchanged_file_lies_once_and_keys_and_office_lie_apart(small):
    first, keys = backing_up.back_up(small, now=NOW)
    again, _ = backing_up.back_up(small, now=NOW + timedelta(days=1))
    assert first.name == "2026-11-29T001500Z" and again.name == "2026-11-30T001500Z"
    assert len(list((small.office / "shelf").glob("??/*"))) == 3  # the checkpoint, the document, the database
    held = {path: json.loads((path / "manifest.json").read_text())["files"] for path in (again, keys)}
    assert set(held[again]) == {"database.sqlite3", "documents/ab/abcd", "log/checkpoint"}
    assert set(held[keys]) == {"database.sqlite3", "files/master.key"}
    assert (small.office.stat().st_mode & 0o777, keys.stat().st_mode & 0o777) == (0o700, 0o700)
    assert {file.stat().st_mode & 0o777 for file in small.keys.glob("shelf/??/*")} == {0o600}


@pytest.mark.django_db
def test_old_keys_are_deleted_with_their_bytes_and_the_newest_always_stays(small, settings):
    master = settings.KEY_FOLDER / "master.key"
    backing_up.back_up(small, now=NOW)
    master.write_text("another secret\n")
    backing_up.back_up(small, now=NOW + timedelta(days=34))
    assert len(Shelf(small.keys).backups()) == 2
    backing_up.back_up(small, now=NOW + timedelta(days=36))
    assert [one.name for one in Shelf(small.keys).backups()] == ["2027-01-02T001500Z", "2027-01-04T001500Z"]
    assert not [file for file in small.keys.glob("shelf/??/*") if file.read_bytes() == b"secret\n"]
    assert len(Shelf(small.office).backups()) == 3
    backing_up.back_up(small, now=NOW + timedelta(days=900))
    assert len(Shelf(small.keys).backups()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("to", [("a", "a"), ("a", "a/keys"), ("a/b", "a"), ("data/file/x", "b"), ("a", "data/key/x")])
def test_places_inside_each_other_or_inside_the_office_are_refused(small, tmp_path, to):
    with pytest.raises(BackupUnfit, match="apart|outside"):
        backing_up.back_up(Places(tmp_path / to[0], tmp_path / to[1], 0, 35), now=NOW)
    assert not (tmp_path / "a").exists()


@pytest.mark.django_db
def test_a_full_disk_leaves_the_earlier_backup_and_no_half_one(small, monkeypatch, settings):
    backing_up.back_up(small, now=NOW)
    (settings.FILE_FOLDER / "ab" / "new").write_bytes(b"another")
    real = os.fsync

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup_shelf.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        backing_up.back_up(small, now=NOW + timedelta(days=1))
    monkeypatch.setattr(backup_shelf.os, "fsync", real)
    assert [one.name for one in Shelf(small.office).backups()] == ["2026-11-29T001500Z"]
    backing_up.back_up(small, now=NOW + timedelta(days=2))
    assert not list(small.office.glob(".unfinished*"))
    assert not backing_up.damaged(Shelf(small.office).backups()[-1])


@pytest.mark.django_db
def test_a_changed_or_missing_byte_is_found_and_nothing_is_restored(small, settings, tmp_path):
    made, keys = backing_up.back_up(small, now=NOW)
    shelf = Shelf(small.office)
    document = shelf.latest().files["documents/ab/abcd"]
    shelf.place(document.sha256).write_bytes(b"\x00sealeD")
    assert backing_up.damaged(made) == ["documents/ab/abcd"]
    lose(tmp_path)
    with pytest.raises(BackupUnfit, match=r"damaged: documents/ab/abcd\. .* nothing was written"):
        restoring.restore(made, keys)
    shelf.place(document.sha256).unlink()
    assert backing_up.damaged(made) == ["documents/ab/abcd"]
    assert not (tmp_path / "data").exists()


@pytest.mark.django_db
def test_what_is_there_is_never_written_over(small, settings, tmp_path):
    made, keys = backing_up.back_up(small, now=NOW)
    with pytest.raises(BackupUnfit, match="is not empty"):
        restoring.restore(made, keys)
    lose(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "office.sqlite3").write_bytes(b"somebody's")
    with pytest.raises(BackupUnfit, match="database that the settings name is not empty"):
        restoring.restore(made, keys)
    assert [file.name for file in (tmp_path / "data").rglob("*")] == ["office.sqlite3"]


@pytest.mark.django_db
def test_a_restore_that_fails_half_way_leaves_nothing_and_can_be_done_again(small, settings, tmp_path, monkeypatch):
    made, keys = backing_up.back_up(small, now=NOW)
    lose(tmp_path)

    def broken(file, address):
        if "keys" not in address:
            raise CopyFailed("The disk is full.")
        restore_database(file, address)

    monkeypatch.setattr(restoring, "restore_database", broken)
    with pytest.raises(CopyFailed):
        restoring.restore(made, keys)
    assert not [one for one in (tmp_path / "data").rglob("*") if one.is_file()]
    monkeypatch.setattr(restoring, "restore_database", restore_database)
    restored = restoring.restore(made, keys)
    assert (restored.cases, restored.office_at) == (0, "2026-11-29T00:15:00+00:00")
    assert (settings.FILE_FOLDER / "ab" / "abcd").read_bytes() == b"\x00sealed"
    assert (settings.KEY_FOLDER / "master.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_backups_of_the_wrong_kind_of_later_versions_and_of_strangers_are_refused(small, settings, tmp_path):
    made, keys = backing_up.back_up(small, now=NOW)
    lose(tmp_path)
    with pytest.raises(BackupUnfit, match="holds the office, and not the keys"):
        restoring.restore(keys, made)
    with pytest.raises(BackupUnfit, match="is no backup"):
        restoring.restore(small.office, keys)
    manifest = made / "manifest.json"
    whole = manifest.read_text()
    for change, words in (
        (lambda told: told.update(format="layani-backup/9"), "A later version"),
        (lambda told: told["facts"].update(migrations=["9999_from_tomorrow"]), "'9999_from_tomorrow'"),
        (lambda told: told["facts"].update(database="postgresql"), "copied from postgresql"),
        (lambda told: told["files"].update({"documents/../../evil": {"size": 1, "sha256": "0" * 64}}), "outside"),
    ):
        told = json.loads(whole)
        change(told)
        manifest.write_text(json.dumps(told))
        with pytest.raises(BackupUnfit, match=words):
            restoring.restore(made, keys)
    manifest.write_text("{")
    with pytest.raises(BackupUnfit, match="cannot be read"):
        restoring.restore(made, keys)
    assert not (tmp_path / "data").exists()


def test_a_damaged_database_is_not_taken_for_a_backup(tmp_path):
    file = tmp_path / "office.sqlite3"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("create table thing (word text)")
        connection.executemany("insert into thing values (?)", [("x" * 500,)] * 200)
    content = bytearray(file.read_bytes())
    content[8192:12288] = b"\xff" * 4096
    file.write_bytes(content)
    with pytest.raises(CopyFailed, match="damaged"):
        copy_database(f"sqlite:///{file}", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
    with pytest.raises(CopyFailed, match="There is no database"):
        copy_database(f"sqlite:///{tmp_path / 'none'}", tmp_path / "copy")


def test_postgresql_without_its_programs_or_its_server_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CopyFailed, match="pg_dump is not installed"):
        copy_database("postgresql:///layani", tmp_path / "copy")


@pytest.mark.skipif(not available.postgresql(), reason="needs a PostgreSQL server")
def test_a_password_goes_by_the_environment_and_a_wrong_name_is_told(monkeypatch, tmp_path):
    seen = {}
    real = subprocess.run

    def run(command, **rest):
        seen.update(command=command, password=rest["env"].get("PGPASSWORD"))
        return real(command, **rest)

    monkeypatch.setattr(database_copy.subprocess, "run", run)
    with pytest.raises(CopyFailed, match="could not do it"):
        is_empty("postgresql://nobody:geheim@127.0.0.1/no_such_database")
    assert seen["password"] == "geheim"
    assert "geheim" not in " ".join(seen["command"])


def test_a_manifest_says_what_a_file_was(tmp_path):
    shelf = Shelf(tmp_path / "shelf")
    shelf.begin()
    (tmp_path / "one").write_bytes(b"one")
    kept = shelf.take(tmp_path / "one", None)
    assert kept.size == 3
    assert shelf.take(tmp_path / "one", kept) is kept
    changed = Kept(kept.size, kept.sha256, kept.written - 1)
    assert shelf.take(tmp_path / "one", changed).written == kept.written
    place = shelf.finish(Manifest("office", NOW.isoformat(), {}, {"one": kept}))
    assert backup_shelf.read_manifest(place).files == {"one": kept}
