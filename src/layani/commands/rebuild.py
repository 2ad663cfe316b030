"""Compute every case and every ticket again from its events, and say where the tables differ.

With --check nothing is written, and the database is also compared with what it committed to: each act with its leaf,
under its case's key, and each leaf with the public record. Without it, the cases are mended to what their events say.
Events themselves are never written to.

Example:
  layani rebuild --check
"""

import argparse
import sys

from layani.office.start import start_django

start_django()

from layani.office.actions.comparing import altered  # noqa: E402  Django must have started
from layani.office.actions.door_rebuilding import ticket_differences  # noqa: E402
from layani.office.actions.rebuilding import differences  # noqa: E402
from layani.office.tables.models import Ticket  # noqa: E402

SHOWN = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--check", action="store_true", help="only look; write nothing")


def run(args: argparse.Namespace) -> int:
    """Print the differences; 0 when there are none or all were mended, 1 when there are some."""
    cases = found = 0
    for item in differences(mend=not args.check):
        if isinstance(item, int):
            cases = item
            print(f"\r{cases} cases", end="", file=sys.stderr, flush=True)
            continue
        found += 1
        if found <= SHOWN:
            print(f"{item.number}: {item.column} is {item.found!r}; its events say {item.computed!r}.")
    print(file=sys.stderr)
    print(f"{Ticket.objects.count()} tickets", file=sys.stderr)
    for item in ticket_differences(mend=not args.check):
        found += 1
        if found <= SHOWN:
            print(f"ticket {item.number}: {item.column} is {item.found!r}; its events say {item.computed!r}.")
    if found > SHOWN:
        print(f"… and {found - SHOWN} more.")
    print(f"{cases} cases looked at, {found} differences{'' if args.check or not found else ' mended'}.")
    changed = _compare() if args.check else 0
    return 1 if args.check and (found or changed) else 0


def _compare() -> int:
    """Print what was altered against the record, and return how much."""
    changed = 0
    for item in altered():
        if isinstance(item, int):
            print(f"\r{item} cases compared with the record", end="", file=sys.stderr, flush=True)
            continue
        changed += 1
        if changed <= SHOWN:
            print(f"{item.where} {item.what}.")
    print(file=sys.stderr)
    print(f"Compared with their leaves and the public record: {changed} alterations.")
    return changed
