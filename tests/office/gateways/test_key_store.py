"""Keys that are made ahead: durable before they are given, given once, and never when they are old."""

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from layani.office.gateways.key_store import GOOD_FOR, MOST_AHEAD, KeyGone, KeyStore, PostgresStore, SqliteStore
from tests import available
from tests.office.own_database import own_database

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "keys.sqlite3"


@pytest.fixture
def store(file):
    return KeyStore(SqliteStore(file), b"m" * 32)


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request, file):
    """Give a place for keys of each kind."""
    if request.param == "sqlite":
        yield SqliteStore(file)
        return
    if remedy := available.missing("postgresql"):
        pytest.skip(remedy)
    with own_database("keys") as address:
        store = PostgresStore(address)
        yield store
        store._connection().close()


def durable(file):
    with sqlite3.connect(file) as other:
        return other.execute("select count(*) from key").fetchone()[0]


def test_a_key_is_durable_before_it_is_given_and_given_once(store, file):
    given = [store.ready(NOW + n * SECOND) for n in range(200)]
    assert len({ref for ref, _ in given}) == len({key for _, key in given}) == 200
    again = KeyStore(SqliteStore(file), b"m" * 32)
    assert again.get_many([ref for ref, _ in given]) == dict(given)


def test_both_places_keep_keys_and_since_when_they_have_no_owner(either):
    store = KeyStore(either, b"m" * 32)
    first, second, third = refs = [uuid4() for _ in range(3)]
    keys = {ref: key for n, ref in enumerate(refs) for ref, key in store.new([ref], NOW + n * SECOND).items()}
    assert store.get_many(refs) == keys
    assert store.made_between(NOW, NOW + 2 * SECOND) == [first, second]
    store.note_unowned([second], NOW)
    store.note_unowned([first, second], NOW + SECOND)  # the earlier note stays
    store.note_unowned([], NOW)
    assert store.unowned_before(NOW) == []
    assert store.unowned_before(NOW + SECOND) == [second]
    assert store.unowned_before(NOW + 2 * SECOND) == [second, first]
    store.forget_notes([second])
    assert store.unowned_before(NOW + 2 * SECOND) == [first]
    store.erase(third)
    with pytest.raises(KeyGone):
        store.get(third)
    assert store.get(second) == keys[second]  # to forget the note is not to erase the key


def test_a_quiet_office_makes_one_key_at_a_time_and_a_busy_one_many_in_one_write(store, file):
    for hour in range(5):
        store.ready(NOW + timedelta(hours=hour))
    assert durable(file) == 5
    writes = set()
    for n in range(500):
        store.ready(NOW + timedelta(hours=5, milliseconds=n))
        writes.add(durable(file))
    assert len(writes) <= 500 / MOST_AHEAD + 8


@pytest.mark.parametrize("at", [NOW + GOOD_FOR + 3 * SECOND, NOW - SECOND], ids=["old", "from the future"])
def test_a_key_that_was_made_long_ago_or_later_is_not_given(store, file, at):
    for n in range(3):
        store.ready(NOW + n * SECOND)  # the last write made keys that are left
    before = durable(file)
    store.ready(at)
    assert durable(file) == before + 1


def test_a_key_that_was_erased_before_it_was_given_is_never_given(store, file):
    for n in range(3):
        store.ready(NOW + n * SECOND)
    with sqlite3.connect(file) as other:
        refs = [UUID(bytes=ref) for (ref,) in other.execute("select ref from key")]
    for ref in refs:
        store.erase(ref)
    assert store.get(store.ready(NOW + 3 * SECOND)[0])


def test_a_forked_worker_never_gives_its_parents_keys(store):
    for n in range(4):
        store.ready(NOW + n * SECOND)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(write, b"".join(store.ready(NOW + 5 * SECOND)[0].bytes for _ in range(3)))
        os._exit(0)
    os.waitpid(child, 0)
    theirs = os.read(read, 48)
    mine = b"".join(store.ready(NOW + 5 * SECOND)[0].bytes for _ in range(3))
    assert not {theirs[n : n + 16] for n in (0, 16, 32)} & {mine[n : n + 16] for n in (0, 16, 32)}
