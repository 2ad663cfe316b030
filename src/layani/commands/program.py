"""Let a program call the API, list those that may, or end its right.

A program acts for one officer, with that officer's roles of the day. Its token is printed once and kept nowhere:
whoever has it can file applications in the officer's name, so hand it over safely, and revoke it when in doubt.

Example:
  layani program enter kiosk --for sari
  layani program list
  layani program revoke kiosk
"""

import argparse
import sys

from layani.office.start import start_django

start_django()

# The office's modules can be imported only after Django has started.
from django.utils import timezone  # noqa: E402

from layani.office.actions.programs import NameTaken, UnfitName, UnknownOfficer, enter_program, revoke_program  # noqa: E402
from layani.office.tables.models.people import Program  # noqa: E402


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do, and with which program."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    enter = what.add_parser("enter", help="enter a program and print its token, once")
    enter.add_argument("name", help="a name for the program, for the list and the log")
    enter.add_argument("--for", dest="officer", required=True, metavar="USERNAME", help="the officer it acts for")
    what.add_parser("list", help="list every program, with its officer and whether it is in force")
    revoke = what.add_parser("revoke", help="end a program's right at once")
    revoke.add_argument("name", help="the program's name")


def run(args: argparse.Namespace) -> int:
    """Do it; 1 if there is no such program to revoke, 2 if the program could not be entered."""
    if args.what == "enter":
        return _enter(args.name, args.officer)
    if args.what == "revoke":
        return _revoke(args.name)
    for program in Program.objects.select_related("acts_for").order_by("name", "pk"):
        state = f"revoked {program.revoked_at:%Y-%m-%d}" if program.revoked_at else "in force"
        print(f"{program.name}  acts for {program.acts_for.username}  {state}")
    return 0


def _enter(name: str, officer: str) -> int:
    try:
        token = enter_program(name, acts_for=officer)
    except (UnfitName, UnknownOfficer, NameTaken) as fault:
        print(f"layani program: {fault}", file=sys.stderr)
        return 2
    print(token)
    return 0


def _revoke(name: str) -> int:
    ended = revoke_program(name, now=timezone.now())
    print(f"{ended} programs revoked." if ended else f"No program '{name}' is in force. See: layani program list")
    return 0 if ended else 1
