"""Let a program of another system call the API, list those that may, give one another token, or end its right.

A program belongs to a system of the office's register (`systems:` in office.yaml) and acts for one officer, with that
officer's roles of the day, within its scopes. Its token is printed once and kept nowhere: whoever has it can do what
the program may, so hand it over safely, and revoke it when in doubt. Every token has an end; rotate it before. What is
left out of `rotate` stays as it was: the last day too.

Example:
  layani program scopes
  layani program enter kiosk --for ana --system village-app --scope cases:file --scope cases:read --until 2027-06-30
  layani program list
  layani program rotate kiosk --until 2027-12-31 --overlap 7
  layani program rotate kiosk --add-scope receipts:read
  layani program revoke kiosk
"""

import argparse
import sys
from datetime import date, timedelta

from layani.office.start import start_django

start_django()

# The office's modules can be imported only after Django has started.
from django.utils import timezone  # noqa: E402

from layani.office.actions.programs import (  # noqa: E402
    Right,
    Unfit,
    enter_program,
    last_day,
    revoke_program,
    rotate_program,
)
from layani.office.house import calendar  # noqa: E402
from layani.office.tables.models.programs import Program, ProgramToken  # noqa: E402
from layani.rules.systems.scopes import SCOPES  # noqa: E402

OVERLAP_DAYS = 7
MOST_OVERLAP_DAYS = 90


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do, and with which program."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    enter = what.add_parser("enter", help="enter a program and print its token, once")
    enter.add_argument("name", help="a name for the program, for the list and the log")
    enter.add_argument("--for", dest="officer", required=True, metavar="USERNAME", help="the officer it acts for")
    enter.add_argument("--system", required=True, metavar="SYSTEM", help="whose it is, by the office's register")
    _add_right(enter, until="the last day of the token")
    what.add_parser("list", help="list every program, with what it may, its tokens' ends and their last use")
    what.add_parser("scopes", help="list every scope with what it lets a program do")
    rotate = what.add_parser("rotate", help="print another token, once; the earlier ones go on for some days")
    rotate.add_argument("name", help="the program's name")
    rotate.add_argument("--system", metavar="SYSTEM", help="whose it is from now on; left out: as before")
    _add_right(rotate, until="the last day of the token; left out: as that of the earlier one")
    rotate.add_argument(
        "--add-scope",
        dest="added",
        action="append",
        default=[],
        metavar="SCOPE",
        help="what it may do besides what it may already; repeat it",
    )
    rotate.add_argument(
        "--overlap",
        type=int,
        default=OVERLAP_DAYS,
        metavar="DAYS",
        help=f"days for which the earlier tokens go on, 0 to {MOST_OVERLAP_DAYS}; left out: {OVERLAP_DAYS}",
    )
    revoke = what.add_parser("revoke", help="end a program's right at once")
    revoke.add_argument("name", help="the program's name")


def _add_right(parser: argparse.ArgumentParser, *, until: str) -> None:
    parser.add_argument(
        "--scope", dest="scopes", action="append", metavar="SCOPE", help="all that it may do; repeat it"
    )
    parser.add_argument(
        "--service", dest="services", action="append", metavar="SLUG", help="for which service; left out: for all"
    )
    parser.add_argument(
        "--network", dest="networks", action="append", metavar="CIDR", help="from where it may call; left out: anywhere"
    )
    parser.add_argument(
        "--until", required="left out" not in until, type=date.fromisoformat, metavar="DATE", help=until
    )


def run(args: argparse.Namespace) -> int:
    """Do it; 1 if there is no such program to revoke, 2 if it could not be done."""
    try:
        return {"enter": _enter, "list": _list, "scopes": _scopes, "rotate": _rotate, "revoke": _revoke}[args.what](
            args
        )
    except Unfit as fault:
        print(f"layani program: {fault}", file=sys.stderr)
        return 2


def _enter(args: argparse.Namespace) -> int:
    right = Right(
        acts_for=args.officer,
        system=args.system,
        scopes=args.scopes or (),
        services=args.services or (),
        networks=args.networks or (),
        until=args.until,
    )
    print(enter_program(args.name, right, now=timezone.now()))
    return 0


def _rotate(args: argparse.Namespace) -> int:
    if not 0 <= args.overlap <= MOST_OVERLAP_DAYS:
        raise Unfit(f"Earlier tokens can go on for 0 to {MOST_OVERLAP_DAYS} days, not for {args.overlap}.")
    changed = {name: value for name in ("scopes", "services", "networks", "system") if (value := getattr(args, name))}
    overlap = timedelta(days=args.overlap)
    print(rotate_program(args.name, args.until, overlap=overlap, now=timezone.now(), added=args.added, **changed))
    return 0


def _scopes(args: argparse.Namespace) -> int:
    for name, words in SCOPES.items():
        print(f"{name}  {words.en}")
    return 0


def _list(args: argparse.Namespace) -> int:
    now = timezone.now()
    programs = list(Program.objects.select_related("acts_for").order_by("name", "pk"))
    tokens: dict[int, list[str]] = {one.pk: [] for one in programs}
    for token in ProgramToken.objects.alive(now).of(programs):
        used = f"last used {calendar().local(token.used_at):%Y-%m-%d}" if token.used_at else "never used"
        tokens[token.program_id].append(
            f"    token of {calendar().local(token.issued_at):%Y-%m-%d} until {last_day(token.ends_at)}, {used}"
        )
    for one in programs:
        ended = f"revoked {calendar().local(one.revoked_at):%Y-%m-%d}" if one.revoked_at else ""
        state = ended or ("in force" if tokens[one.pk] else "no token")
        print(f"{one.name}  of {one.system or 'no system'}  acts for {one.acts_for.username}  {state}")
        reach = f"; services: {one.services}" if one.services else ""
        print(f"    may: {one.scopes}{reach}{f'; from: {one.networks}' if one.networks else ''}")
        print("".join(f"{line}\n" for line in tokens[one.pk]), end="")
    return 0


def _revoke(args: argparse.Namespace) -> int:
    ended = revoke_program(args.name, now=timezone.now())
    print(f"{ended} programs revoked." if ended else f"No program '{args.name}' is in force. See: layani program list")
    return 0 if ended else 1
