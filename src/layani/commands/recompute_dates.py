"""Show which open cases are due on another day since a decree changed the calendar; with --write, tell them.

Put the decree under "decrees:" in office.yaml first, with its number and its day of issue, and start the office anew.
Without --write nothing is changed. With it, each case gets one act that holds the old day, the new day and the reason:
the citizen sees it on the page of the case and is sent a message. A second run finds nothing more to do.

Example:
  layani recompute-dates
"""

import argparse
import sys

from layani.office.start import start_django

start_django()

from django.utils import timezone  # noqa: E402  Django must have started

from layani.office.actions.recalendaring import moved_cases, recalendar  # noqa: E402  the same
from layani.rules.refusal import Refused  # noqa: E402  the same


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--write", action="store_true", help="write the new days into the cases")
    parser.add_argument("--language", choices=("id", "en"), default="en", help="language of the reasons")


def run(args: argparse.Namespace) -> int:
    """Print one line for each case that moves; 0 when done, 1 when a case changed while its new day was written."""
    now, found, missed = timezone.now(), 0, 0
    # The list is taken first: what is written must not change what is still to be read.
    for number, moved in list(moved_cases(now)):
        found += 1
        print(f"{number}: {moved.why.in_(args.language)}")
        if args.write:
            try:
                recalendar(number, moved, now=timezone.now())
            except Refused as refused:
                missed += 1
                print(f"{number}: not written. {refused}", file=sys.stderr)
    done = f"{found - missed} written" if args.write else "nothing written; add --write to tell the cases"
    print(f"{found} open cases move; {done}.")
    return 1 if missed else 0
