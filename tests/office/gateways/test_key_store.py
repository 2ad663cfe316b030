"""Keys that are made ahead: durable before they are given, given once, and never when they are old."""

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from layani.office.gateways.key_store import GOOD_FOR, MOST_AHEAD, KeyStore, SqliteStore

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "keys.sqlite3"


@pytest.fixture
def store(file):
    return KeyStore(SqliteStore(file), b"m" * 32)


def durable(file):
    with sqlite3.connect(file) as other:
        return other.execute("select count(*) from key").fetchone()[0]


def test_a_key_is_durable_before_it_is_given_and_given_once(store, file):
    given = [store.ready(NOW + n * SECOND) for n in range(200)]
    assert len({ref for ref, _ in given}) == len({key for _, key in given}) == 200
    again = KeyStore(SqliteStore(file), b"m" * 32)
    assert again.get_many([ref for ref, _ in given]) == dict(given)


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
