"""A database as one file, and back: SQLite by its own backup, PostgreSQL by pg_dump and pg_restore.

What is copied is one moment, while the office goes on serving.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from layani.office.environment import SettingError

SQLITE, POSTGRESQL = "sqlite", "postgresql"
NAMES = {SQLITE: "database.sqlite3", POSTGRESQL: "database.dump"}


class CopyFailed(SettingError):
    """A database could not be copied or restored; the message says why, and what to do."""


def kind_of(address: str) -> str:
    """Return sqlite or postgresql."""
    return SQLITE if address.startswith("sqlite:") else POSTGRESQL


def copy_database(address: str, target: Path) -> None:
    """Write the database at an address into a new file. Raises CopyFailed, and then leaves none."""
    try:
        if kind_of(address) == SQLITE:
            _copy_sqlite(sqlite_file(address), target)
        else:
            _run("pg_dump", address, "--format=custom", "--no-owner", f"--file={target}")
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def is_empty(address: str) -> bool:
    """Say whether there is nothing at an address that a restored database would take the place of."""
    if kind_of(address) == SQLITE:
        file = sqlite_file(address)
        return not file.exists() or not file.stat().st_size
    said = _run(
        "psql", address, "--no-psqlrc", "--tuples-only", "--no-align",
        "--command=select count(*) from pg_class where relnamespace = 'public'::regnamespace",
    )  # fmt: skip
    return said.strip() == "0"


def restore_database(file: Path, address: str) -> None:
    """Put a copied database where none is. Raises CopyFailed; PostgreSQL then has none of it, nor has SQLite."""
    if kind_of(address) == POSTGRESQL:
        options = ("--exit-on-error", "--single-transaction", "--no-owner")
        _run("pg_restore", address, *options, str(file))
        return
    target = sqlite_file(address)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = target.with_name(f"{target.name}.restoring")
    shutil.copyfile(file, beside)
    beside.chmod(0o600)
    if wrong := _wrong_in(beside):
        beside.unlink()
        raise CopyFailed(f"The copied database is damaged: {wrong}. Take an earlier backup.")
    beside.replace(target)


def sqlite_file(address: str) -> Path:
    """Return the file of ``sqlite:///FILE``."""
    return Path(unquote(urlsplit(address).path)[1:])


def _copy_sqlite(file: Path, target: Path) -> None:
    if not file.is_file():
        raise CopyFailed(f"There is no database in {file}, so there is nothing to copy. See: layani settings")
    with (
        closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as out,
    ):
        target.chmod(0o600)
        # All pages in one step: a reader sees one moment, and writers are not kept waiting.
        source.backup(out, pages=-1)
        out.execute("pragma journal_mode=delete")
    if wrong := _wrong_in(target):
        raise CopyFailed(f"{file} is damaged: {wrong}. Keep it as it is, and restore the newest backup elsewhere.")


def _wrong_in(file: Path) -> str:
    """Return what SQLite finds wrong in a file, in a sentence, or nothing."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            (said,) = connection.execute("pragma quick_check(1)").fetchone()
    except sqlite3.DatabaseError as fault:
        return str(fault)
    return "" if said == "ok" else str(said)


def _run(program: str, address: str, *options: str) -> str:
    """Run one of PostgreSQL's own programs on a database; returns what it printed.

    The password goes by the environment: arguments can be seen by everybody on the machine.
    """
    parts = urlsplit(address)
    values = {"PGPASSWORD": unquote(parts.password or "")} if parts.password else {}
    plain = {
        "host": unquote(parts.hostname or "") or dict(parse_qsl(parts.query)).get("host", ""),
        "port": str(parts.port or ""),
        "user": unquote(parts.username or ""),
        "dbname": unquote(parts.path)[1:],
    }
    words = " ".join(f"{key}='{_quoted(value)}'" for key, value in plain.items() if value)
    if shutil.which(program) is None:
        raise CopyFailed(f"{program} is not installed. Install it with: sudo apt-get install -y postgresql-client")
    done = subprocess.run(  # noqa: S603  a program of PostgreSQL, and no shell
        [program, f"--dbname={words}", *options],
        capture_output=True, text=True, check=False, env={**os.environ, **values},
    )  # fmt: skip
    if done.returncode:
        said = (done.stderr.strip() or f"it ended with {done.returncode}").splitlines()[0]
        raise CopyFailed(f"{program} could not do it: {said}. Check LAYANI_DATABASE_URL and LAYANI_KEYS_URL.")
    return done.stdout


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")
