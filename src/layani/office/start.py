"""Starts Django for a command, and says what an operator can do about a database that cannot be used."""

import os
import secrets

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError, ProgrammingError
from django.db.migrations.exceptions import InconsistentMigrationHistory

NEW_OFFICE = "layani prepare"


def start_django() -> None:
    """Make the office's settings and tables usable; a second call changes nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "layani.office.settings")
    django.setup()


def start_django_to_read() -> None:
    """As ``start_django``, for a command that reads the catalogue alone: it makes no key folder where it is run.

    Such a command signs nothing, so the key that the settings ask for is made for this process and never written.
    """
    if not any(os.environ.get(name) for name in ("LAYANI_SECRET_KEY", "LAYANI_SECRET_KEY_FILE")):
        os.environ["LAYANI_SECRET_KEY"] = secrets.token_urlsafe()
    start_django()


def database_trouble(fault: Exception) -> str:
    """Return what is wrong with the database or the settings, and what to do; nothing for any other fault.

    Of the database's words only the first line is told: what comes below may quote what somebody wrote.
    """
    if isinstance(fault, ImproperlyConfigured | InconsistentMigrationHistory):
        return str(fault)
    if not (isinstance(fault, OperationalError | ProgrammingError) or type(fault) is DatabaseError):
        return ""
    said = (str(fault).strip() or type(fault).__name__).splitlines()[0].rstrip(".")
    if isinstance(fault, ProgrammingError) or said.startswith(("no such table", "no such column")):
        return f"the database lacks what this version needs ({said}). Make it with: {NEW_OFFICE}"
    return f"the database cannot be used: {said}. Its address is LAYANI_DATABASE_URL; see: layani settings"
