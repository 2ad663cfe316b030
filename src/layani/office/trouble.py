"""Tells what the machine lacks (a database that answers, room on a disk) from a fault of the program."""

import errno
import logging
import sqlite3
from dataclasses import dataclass

import psycopg
from django.db import InterfaceError, OperationalError

log = logging.getLogger(__name__)

# Primary result codes of SQLite (sqlite.org/rescode.html). Its OperationalError also stands for "no such table",
# which is a fault of ours and no reason to try again.
_SQLITE_FULL = frozenset({sqlite3.SQLITE_FULL})
_SQLITE_BUSY = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PROTOCOL,
    }
)
_PRIMARY = 0xFF
# Classes of SQLSTATE (PostgreSQL, appendix A): connection, roll-back by conflict, resources, object in use, operator.
_POSTGRES_BUSY = ("08", "40", "53", "55", "57")
_POSTGRES_FULL = "53100"
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the machine lacks. full: room on a disk, otherwise only time; seconds: after which to try again."""

    full: bool
    seconds: int


BUSY = Trouble(full=False, seconds=5)
FULL = Trouble(full=True, seconds=600)


def trouble_of(fault: BaseException | None) -> Trouble | None:
    """Return what the machine lacks, or None when the fault is the program's own."""
    if isinstance(fault, OperationalError | InterfaceError):
        return trouble_of(fault.__cause__)
    if isinstance(fault, sqlite3.Error):
        return _of_sqlite(getattr(fault, "sqlite_errorcode", 0) & _PRIMARY)
    if isinstance(fault, psycopg.OperationalError | psycopg.InterfaceError):
        return _of_postgres(fault.sqlstate)
    if isinstance(fault, OSError) and fault.errno in _NO_ROOM:
        return FULL
    return None


def _of_sqlite(code: int) -> Trouble | None:
    if code in _SQLITE_FULL:
        return FULL
    return BUSY if code in _SQLITE_BUSY else None


def _of_postgres(state: str | None) -> Trouble | None:
    """Without a state the server was not reached at all."""
    if state == _POSTGRES_FULL:
        return FULL
    return BUSY if state is None or state.startswith(_POSTGRES_BUSY) else None


def note(trouble: Trouble) -> None:
    """Write the operator's line, with the trace of the error in hand."""
    log.error(
        "The office is out of room: free some on the disks of LAYANI_DATA, LAYANI_DATABASE_URL, LAYANI_KEYS_URL and "
        "LAYANI_FILE_FOLDER. The request was refused; nothing was half written."
        if trouble.full
        else "The database did not answer in time or is away. The request was refused and changed nothing.",
        exc_info=True,
    )
