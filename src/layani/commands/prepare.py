"""Prepare the office's database and files: the first step of a new office, and the first after each new version.

It makes or renews the tables, computes again what an earlier version did not keep of a case, collects the pages'
static files and makes the keys that are missing. Files of a published version that somebody changed are written again
from the database, and named. What is there is kept, and a second run changes nothing. Run it before
the web server and the worker start. A database that a newer version prepared is refused.

Example:
  layani prepare
"""

import argparse
from contextlib import suppress

from layani.office.start import start_django

start_django()

from django.conf import settings  # noqa: E402  Django must have started
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from layani.office.actions.door_rebuilding import ticket_differences  # noqa: E402
from layani.office.actions.publishing import drafts, open_office, still_called, write_versions  # noqa: E402
from layani.office.actions.rebuilding import differences  # noqa: E402
from layani.office.actions.recovering import note_emails  # noqa: E402
from layani.office.gateways.in_force import VersionDamaged  # noqa: E402
from layani.office.gateways.log_keys import log_key  # noqa: E402
from layani.office.house import catalogue, codes, key_store  # noqa: E402
from layani.office.tables.version import steps_missing  # noqa: E402

WITH_EMAILS = "0076_recovery"
"""The step since which the register finds people by their e-mail, too."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take none."""


def run(args: argparse.Namespace) -> int:
    """Prepare; what cannot be done is raised, and the command line says it in a sentence."""
    _require_catalogue()
    missing = steps_missing()
    call_command("migrate", verbosity=0)
    changed = write_versions()  # before whatever needs what is in force
    if missing:
        _compute_again()
    if WITH_EMAILS in missing:
        note_emails()
    for version in changed:
        print(f"The files of {version} had been changed. They were written again from the database.")
    office = catalogue().office
    call_command("collectstatic", verbosity=0, interactive=False)
    opened = open_office(catalogue(), now=timezone.now())
    key_store()
    codes()
    print(f"{office.name.en} is ready, with {len(catalogue().services)} services.")
    if opened:
        print(f"In force from today, as the folder says: {', '.join(opened)}.")
    for name in drafts():
        told = f"{name}: the folder says something else than what is in force"
        if version := still_called(name):
            print(f"{told}, and still calls it version {version}. Give it a later day, and propose it.")
        else:
            print(f"{told}. It counts once it is published.")
    print(f"The record's key, to be published: {log_key().verifier.text()}")
    print(f"Keys lie in {settings.KEY_FOLDER}. Back them up apart from the database, and let nobody else read them.")
    return 0


def _require_catalogue() -> None:
    """Raise what is wrong with the office's folder before anything is written; a damaged version is mended later."""
    with suppress(VersionDamaged):
        catalogue()


def _compute_again() -> None:
    """Compute every case and ticket from its events: an earlier version may have kept less of them in their rows."""
    found = [one for one in (*differences(mend=True), *ticket_differences(mend=True)) if not isinstance(one, int)]
    if found:
        rows = len({one.number for one in found})
        print(f"{rows} cases and tickets were written by an earlier version; what it left out was computed again.")
