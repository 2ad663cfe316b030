"""Turns a database address into Django's settings for it."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from layani.office.environment import SettingError

# Who waits for another's write waits this long; then the act fails with a message instead of hanging.
LOCK_WAIT_SECONDS = 20
# A number, and not Django's None, lets psycopg prepare the statements that ask for it (tables/prepared.py); no other
# cursor of the office leaves its values to the server, so none is prepared for having been sent that often.
PREPARE_AFTER = 5
# WAL lets pages be read while an act is written; FULL keeps the last acts when the power fails. With SQLite's own 2 MB
# of cache an office of a million cases reads the upper pages of its indexes anew for every question; 32,768 KiB hold
# them (a negative number is KiB, sqlite.org/pragma.html#pragma_cache_size) and are taken only as they are needed.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32768;"


def database(address: str) -> dict[str, Any]:
    """Return the entry of DATABASES for ``sqlite:///FILE`` or ``postgresql://USER:PASSWORD@HOST:PORT/NAME``.

    >>> database("postgresql:///layani")["NAME"]
    'layani'
    """
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path)[1:])
    if parts.scheme in ("postgresql", "postgres"):
        return {
            "ENGINE": "layani.office.tables.postgresql",
            "NAME": unquote(parts.path)[1:],
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "OPTIONS": {
                "options": f"-c lock_timeout={LOCK_WAIT_SECONDS}s",
                "prepare_threshold": PREPARE_AFTER,
                **dict(parse_qsl(parts.query)),
            },
            # A connection is kept for good: opening one costs more than any page.
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    raise SettingError(
        f"LAYANI_DATABASE_URL begins with '{parts.scheme}://', which is no database that Layani knows. "
        "Write sqlite:///path/to/file or postgresql://user@host/name."
    )


def _sqlite(file: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": LOCK_WAIT_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_PRAGMAS,
        },
    }
