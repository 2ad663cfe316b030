"""Whether this program and its database belong together: told by the migrations that made the database.

They are the stamp: a database that has run one which this program does not know was prepared by a newer one.
"""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from layani import __version__

OURS = "tables"


class NewerDatabase(ImproperlyConfigured):
    """The database was prepared by a newer Layani; this one would not know what it holds."""


class NotPrepared(ImproperlyConfigured):
    """The database was not prepared for this version, or not to the end."""


def steps_missing() -> tuple[str, ...]:
    """Return the names of this program's migrations that the database has not run.

    Raises NewerDatabase when it has run some that this program does not know, and InconsistentMigrationHistory where
    one ran before another which it needs: somebody mended it by hand.
    """
    loader = MigrationLoader(connection)
    applied = frozenset(loader.applied_migrations or ())
    unknown = sorted(name for app, name in applied if app == OURS and (app, name) not in loader.disk_migrations)
    if unknown:
        raise NewerDatabase(
            f"This database was prepared by a newer Layani than {__version__}: it has run {unknown[-1]}, which this "
            "one does not know. Nothing was changed. Install the newer version again, or restore the backup from "
            "before it."
        )
    loader.check_consistent_history(connection)
    return tuple(sorted(name for app, name in loader.graph.nodes if app == OURS and (app, name) not in applied))


def require_prepared() -> None:
    """Raise NewerDatabase, or NotPrepared while migrations of this program have not run."""
    if missing := steps_missing():
        raise NotPrepared(
            f"The database was not prepared for Layani {__version__}: {len(missing)} of its steps have not run, the "
            f"first is {missing[0]}. Stop every other process, then: layani prepare"
        )
