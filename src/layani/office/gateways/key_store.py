"""The keys of cases and parties, kept apart from the office's database and from its backups.

A key is written durably before the act that uses it commits; a key whose act never came is an orphan and is swept.
Deleting a key shreds everything sealed under it. Keys are wrapped under a master key that lives in a file, so that
a copy of the store alone opens nothing.
"""

import hashlib
import os
import sqlite3
import threading
from collections import deque
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

import psycopg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from layani.office.gateways.secret_file import secret_from_file

KEY_BYTES = 64  # the first half names a case's events in the record, the second half encrypts
NONCE_BYTES = 12
WAIT_SECONDS = 20
# Keys made ahead, in one durable write: as many as a busy minute needs, and one at a time in a quiet office.
MOST_AHEAD = 64
BUSY = timedelta(minutes=1)
# Far less than the day after which a key without an owner is swept.
GOOD_FOR = timedelta(minutes=30)


class KeyGone(LookupError):
    """The key was erased, so what it sealed cannot be opened any more."""


class Store(Protocol):
    """Where wrapped keys lie."""

    def put(self, rows: Iterable[tuple[bytes, bytes, float]]) -> None:
        """Write the keys durably, all or none."""

    def get(self, refs: list[bytes]) -> dict[bytes, bytes]:
        """Return the wrapped keys that exist."""

    def erase(self, ref: bytes) -> None:
        """Delete one key for good."""

    def made_between(self, start: float, end: float) -> list[bytes]:
        """Return the references of keys made from ``start`` on and before ``end`` (POSIX seconds), oldest first."""

    def note(self, refs: Iterable[bytes], at: float) -> None:
        """Keep durably since when (POSIX seconds) keys have no owner; an earlier note stays."""

    def noted_before(self, end: float) -> list[bytes]:
        """Return the references of keys noted before ``end``, the earliest note first."""

    def forget_notes(self, refs: Iterable[bytes]) -> None:
        """Forget the notes on these keys."""


class KeyStore:
    """New keys, keys by reference, and erasing."""

    def __init__(self, store: Store, master: bytes) -> None:
        """Take the place where keys lie and the 32-byte master key that wraps them."""
        self._store = store
        self._master = AESGCM(master)
        self._ahead = _Ahead()

    def ready(self, now: datetime) -> tuple[UUID, bytes]:
        """Return the reference and the key, durable already, of something new; nobody else gets the same.

        A durable write is the dearest part of a filing, so in a busy minute several keys share one.
        """
        with self._ahead.lock:
            found = self._ahead.take(now)
            if found is None:
                made = self.new([uuid4() for _ in range(self._ahead.wanted(now))], now)
                found = self._ahead.put(made, now)
            return found

    def new(self, refs: Iterable[UUID], now: datetime) -> dict[UUID, bytes]:
        """Make and durably keep one key for each reference; returns the keys, 64 random bytes each."""
        keys = {ref: os.urandom(KEY_BYTES) for ref in refs}
        self._store.put([(ref.bytes, self._wrap(ref, key), now.timestamp()) for ref, key in keys.items()])
        return keys

    def put(self, keys: Mapping[UUID, bytes], now: datetime) -> None:
        """Durably keep keys that were made elsewhere (a bulk load)."""
        self._store.put([(ref.bytes, self._wrap(ref, key), now.timestamp()) for ref, key in keys.items()])

    def get(self, ref: UUID) -> bytes:
        """Return the key, or raise KeyGone."""
        return self.get_many([ref])[ref]

    def get_many(self, refs: Iterable[UUID]) -> dict[UUID, bytes]:
        """Return every key, or raise KeyGone for the first that is missing."""
        wanted = list(refs)
        found = self._store.get([ref.bytes for ref in wanted])
        if missing := [ref for ref in wanted if ref.bytes not in found]:
            raise KeyGone(str(missing[0]))
        return {ref: self._unwrap(ref, found[ref.bytes]) for ref in wanted}

    def held(self, refs: Iterable[UUID]) -> dict[UUID, bytes]:
        """Return the keys that are not erased."""
        found = self._store.get([ref.bytes for ref in refs])
        return {UUID(bytes=ref): self._unwrap(UUID(bytes=ref), wrapped) for ref, wrapped in found.items()}

    def erase(self, ref: UUID) -> None:
        """Delete a key for good; what it sealed stays as bytes that nobody can read."""
        with self._ahead.lock:
            self._ahead.forget(ref)
        self._store.erase(ref.bytes)

    def made_between(self, start: datetime, end: datetime) -> list[UUID]:
        """Return the references of keys made from ``start`` on and before ``end``, the oldest first."""
        return [UUID(bytes=bytes(ref)) for ref in self._store.made_between(start.timestamp(), end.timestamp())]

    def note_unowned(self, refs: Iterable[UUID], now: datetime) -> None:
        """Note that these keys have no owner, unless that is noted already."""
        self._store.note([ref.bytes for ref in refs], now.timestamp())

    def unowned_before(self, end: datetime) -> list[UUID]:
        """Return the references of keys that were noted as having no owner before ``end``, the earliest first."""
        return [UUID(bytes=bytes(ref)) for ref in self._store.noted_before(end.timestamp())]

    def forget_notes(self, refs: Iterable[UUID]) -> None:
        """Forget the notes on keys that are gone or have an owner."""
        self._store.forget_notes([ref.bytes for ref in refs])

    def _wrap(self, ref: UUID, key: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._master.encrypt(nonce, key, ref.bytes)

    def _unwrap(self, ref: UUID, wrapped: bytes) -> bytes:
        return self._master.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], ref.bytes)


class _Ahead:
    """Keys of this process that are durable and not yet used; the caller holds the lock."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._keys: deque[tuple[UUID, bytes]] = deque()
        self._made: datetime | None = None
        self._many = 0
        self._pid = os.getpid()

    def take(self, now: datetime) -> tuple[UUID, bytes] | None:
        """Return the next key, or None if one has to be made; what grew old is left to the sweep."""
        fresh = self._made is not None and timedelta(0) <= now - self._made < GOOD_FOR
        # A forked worker must not use its parent's keys: two cases would share one.
        if not fresh or self._pid != os.getpid():
            self._keys.clear()
        return self._keys.popleft() if self._keys else None

    def wanted(self, now: datetime) -> int:
        """Return how many keys to make: twice as many as those that were just used up within a minute, or one."""
        busy = self._made is not None and timedelta(0) <= now - self._made < BUSY
        self._many = min(2 * self._many, MOST_AHEAD) if busy else 1
        return self._many

    def put(self, made: Mapping[UUID, bytes], now: datetime) -> tuple[UUID, bytes]:
        """Keep what was made and return the first of it."""
        self._keys.extend(made.items())
        self._made, self._pid = now, os.getpid()
        return self._keys.popleft()

    def forget(self, ref: UUID) -> None:
        """Never give this key, which is being erased."""
        self._keys = deque(one for one in self._keys if one[0] != ref)


class SqliteStore:
    """Keys in a SQLite file of their own; one connection for each thread."""

    def __init__(self, file: Path) -> None:
        """Open the file, made at first use and readable by the office's user alone."""
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = file
        self._local = threading.local()

    def put(self, rows: Iterable[tuple[bytes, bytes, float]]) -> None:
        """Write all rows in one durable transaction."""
        connection = self._connection()
        with connection:
            connection.executemany("insert into key (ref, wrapped, made_at) values (?, ?, ?)", rows)

    def get(self, refs: list[bytes]) -> dict[bytes, bytes]:
        """Return the keys that exist, in pieces that SQLite's limit on parameters allows."""
        found: dict[bytes, bytes] = {}
        for start in range(0, len(refs), 500):
            piece = refs[start : start + 500]
            marks = ",".join("?" * len(piece))
            query = f"select ref, wrapped from key where ref in ({marks})"  # noqa: S608  only question marks
            found.update(self._connection().execute(query, piece))
        return found

    def erase(self, ref: bytes) -> None:
        """Delete the row and overwrite its bytes."""
        connection = self._connection()
        with connection:
            connection.execute("delete from key where ref = ?", (ref,))
        connection.execute("pragma wal_checkpoint(truncate)")

    def made_between(self, start: float, end: float) -> list[bytes]:
        """Read through the table: this is asked once an hour, and an index would cost every new key."""
        query = "select ref from key where made_at >= ? and made_at < ? order by made_at"
        return [ref for (ref,) in self._connection().execute(query, (start, end))]

    def note(self, refs: Iterable[bytes], at: float) -> None:
        """Write all notes in one transaction."""
        connection = self._connection()
        with connection:
            connection.executemany("insert or ignore into unowned (ref, since) values (?, ?)", [(r, at) for r in refs])

    def noted_before(self, end: float) -> list[bytes]:
        """Read through the table: it holds what is about to be erased, and nothing else."""
        query = "select ref from unowned where since < ? order by since"
        return [ref for (ref,) in self._connection().execute(query, (end,))]

    def forget_notes(self, refs: Iterable[bytes]) -> None:
        """Delete the notes in one transaction."""
        connection = self._connection()
        with connection:
            connection.executemany("delete from unowned where ref = ?", [(ref,) for ref in refs])

    def _connection(self) -> sqlite3.Connection:
        # A forked worker must not share its parent's connection.
        if getattr(self._local, "pid", None) != os.getpid():
            self._local.connection = self._open()
            self._local.pid = os.getpid()
        connection: sqlite3.Connection = self._local.connection
        return connection

    def _open(self) -> sqlite3.Connection:
        self._file.touch(mode=0o600, exist_ok=True)
        connection = sqlite3.connect(self._file, timeout=WAIT_SECONDS)
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=full")
        connection.execute("pragma secure_delete=on")
        connection.execute(
            "create table if not exists key "
            "(ref blob primary key, wrapped blob not null, made_at real not null) without rowid"
        )
        connection.execute(
            "create table if not exists unowned (ref blob primary key, since real not null) without rowid"
        )
        return connection


class PostgresStore:
    """Keys in a PostgreSQL database of their own, for an office whose web processes run on several machines."""

    def __init__(self, address: str) -> None:
        """Take the address of a database that holds nothing but keys."""
        self._address = address
        self._local = threading.local()

    def put(self, rows: Iterable[tuple[bytes, bytes, float]]) -> None:
        """Write all rows in one transaction."""
        with self._connection().transaction(), self._connection().cursor() as cursor:
            cursor.executemany("insert into layani_key (ref, wrapped, made_at) values (%s, %s, to_timestamp(%s))", rows)

    def get(self, refs: list[bytes]) -> dict[bytes, bytes]:
        """Return the keys that exist."""
        rows = self._connection().execute("select ref, wrapped from layani_key where ref = any(%s)", (refs,))
        return {bytes(ref): bytes(wrapped) for ref, wrapped in rows}

    def erase(self, ref: bytes) -> None:
        """Delete the row."""
        self._connection().execute("delete from layani_key where ref = %s", (ref,))

    def made_between(self, start: float, end: float) -> list[bytes]:
        """Read through the table: this is asked once an hour, and an index would cost every new key."""
        query = (
            "select ref from layani_key where made_at >= to_timestamp(%s) and made_at < to_timestamp(%s) "
            "order by made_at"
        )
        return [bytes(ref) for (ref,) in self._connection().execute(query, (start, end))]

    def note(self, refs: Iterable[bytes], at: float) -> None:
        """Write all notes in one transaction."""
        statement = (
            "insert into layani_key_unowned (ref, since) select unnest(%s::bytea[]), to_timestamp(%s) "
            "on conflict do nothing"
        )
        self._connection().execute(statement, (list(refs), at))

    def noted_before(self, end: float) -> list[bytes]:
        """Read through the table: it holds what is about to be erased, and nothing else."""
        query = "select ref from layani_key_unowned where since < to_timestamp(%s) order by since"
        return [bytes(ref) for (ref,) in self._connection().execute(query, (end,))]

    def forget_notes(self, refs: Iterable[bytes]) -> None:
        """Delete the notes."""
        self._connection().execute("delete from layani_key_unowned where ref = any(%s)", (list(refs),))

    def _connection(self) -> psycopg.Connection[Any]:
        connection = getattr(self._local, "connection", None)
        if connection is None or connection.closed or self._local.pid != os.getpid():
            connection = self._local.connection = psycopg.connect(self._address, autocommit=True)
            self._local.pid = os.getpid()
            connection.execute(
                "create table if not exists layani_key "
                "(ref bytea primary key, wrapped bytea not null, made_at timestamptz not null)"
            )
            connection.execute(
                "create table if not exists layani_key_unowned (ref bytea primary key, since timestamptz not null)"
            )
        return connection


def open_key_store(address: str, key_folder: Path) -> KeyStore:
    """Return the key store at ``sqlite:///FILE`` or ``postgresql://…``; the master key is ``master.key``."""
    master = hashlib.sha256(secret_from_file(key_folder / "master.key").encode("ascii")).digest()
    if address.startswith("sqlite:///"):
        return KeyStore(SqliteStore(Path(unquote(urlsplit(address).path)[1:])), master)
    return KeyStore(PostgresStore(address), master)
