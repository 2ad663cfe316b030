"""Put a backed-up office where none is: one backup of the office, and one of its keys.

Nothing is ever written over. The settings name where to: an empty database and folders that are empty or not there.
Both backups are read whole before anything is written. The keys may be newer than the office, and should be: older ones
do not open the cases that came after them, and bring back what was erased since.

Example:
  layani restore /backup/office/2026-11-29T001500Z /elsewhere/keys/2026-11-29T001500Z
"""

import argparse
from pathlib import Path

from layani.office.start import start_django_to_read

start_django_to_read()

from layani.office.actions.restoring import restore  # noqa: E402  Django must have started


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("office", type=Path, help="one backup of the office")
    parser.add_argument("keys", type=Path, help="one backup of the keys")


def run(args: argparse.Namespace) -> int:
    """Restore, and say what to do next; what cannot be done is raised, and the command line says it in a sentence."""
    done = restore(args.office, args.keys)
    print(f"Restored: {done.cases} cases as of {done.office_at}, the keys as of {done.keys_at}, {done.files} files.")
    if done.keys_at < done.office_at:
        print(
            "The keys are OLDER than the office. Cases that came between them cannot be opened, and what was erased "
            "between them can be read again. Use a newer backup of the keys if there is one."
        )
    print("Next: layani prepare, then layani rebuild --check, and only then the worker and the pages.")
    return 0
