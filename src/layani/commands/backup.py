"""Copy the office into one folder and its keys into another, while it goes on serving; --check looks at a copy.

Each run makes one backup, named by its time, in both folders. A file that did not change lies there only once. What is
older than the days that are given is deleted; the newest stays in any case. Keep the two folders apart, best on two
machines: the keys for weeks, so that what was erased is gone for good, and the office for as long as you need it.

Example:
  layani backup /backup/office /elsewhere/keys
  layani backup --check /backup/office/2026-11-29T001500Z
"""

import argparse
import sys
from pathlib import Path

from layani.office.start import start_django_to_read

start_django_to_read()

from django.utils import timezone  # noqa: E402  Django must have started

from layani.office.actions.backing_up import Places, back_up, damaged  # noqa: E402  the same

SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", type=Path, help="folder of the office's backups, or one backup with --check")
    parser.add_argument("keys", type=Path, nargs="?", help="folder of the keys' backups")
    parser.add_argument("--days", type=int, default=0, help="delete the office's backups after so many days; 0: never")
    parser.add_argument("--key-days", type=int, default=35, help="delete the keys' after so many days; 0: never")
    parser.add_argument("--check", action="store_true", help="read one backup whole and compare it with its manifest")


def run(args: argparse.Namespace) -> int:
    """Make the backups, or check one; 1 when it is damaged, 2 when the arguments do not fit."""
    if args.check:
        return _check(args.folder)
    if args.keys is None:
        return _unfit("name two folders: one for the office, and one for the keys, apart from it.")
    if args.days < 0 or args.key_days < 0:
        return _unfit(f"--days and --key-days are 0 or more, not {min(args.days, args.key_days)}.")
    made = back_up(Places(args.folder, args.keys, args.days, args.key_days), now=timezone.now())
    for one in made:
        print(one)
    return 0


def _check(backup: Path) -> int:
    wrong = damaged(backup)
    for path in wrong[:SHOWN]:
        print(f"{path} is missing or damaged.")
    if len(wrong) > SHOWN:
        print(f"… and {len(wrong) - SHOWN} more.")
    print(f"{backup}: {f'{len(wrong)} files are damaged' if wrong else 'every file is as it was copied'}.")
    return 1 if wrong else 0


def _unfit(said: str) -> int:
    print(f"layani backup: {said}", file=sys.stderr)
    return 2
