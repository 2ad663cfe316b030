"""Enter an officer, give or end roles, or list who holds which role.

A new officer gets a first password, printed once; at the first sign-in they set up the second factor. Roles are those
of office.yaml, and: supervisor, auditor, operator.

What ``enter`` and ``end`` do counts at once and stands in the staff ledger, without a name, for nobody knows who is at
the server. It waits there until an operator or a supervisor looks at it: declined, the roles that it gave are over.

The first operator gets no password at all: ``first`` prints a link that expires, by which they make their own.

Example:
  layani officer first oki --name "Oki Saputra"
  layani officer enter sari --name "Sari Dewi" --role front-desk --role verifier
  layani officer list
  layani officer end sari
"""

import argparse
import secrets
import sys

from layani.office.start import start_django

start_django()

# The office's modules can be imported only after Django has started.
from django.conf import settings  # noqa: E402
from django.core.exceptions import ValidationError  # noqa: E402
from django.utils import timezone  # noqa: E402
from stdnum.id import nik  # noqa: E402

from layani.office.actions.inviting import OperatorExists, invite_first  # noqa: E402
from layani.office.actions.staff_at_the_shell import end_at_the_shell, enter_at_the_shell  # noqa: E402
from layani.office.actions.staffing import KnownPerson, Officer, UnknownRole  # noqa: E402
from layani.office.house import catalogue  # noqa: E402
from layani.office.tables.models.people import Role, User  # noqa: E402

WAITS = "It stands in the staff ledger, and waits for an operator or a supervisor to look at it on the page 'Staff'."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do, and with whom."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    enter = what.add_parser("enter", help="enter an officer and print the first password, once")
    enter.add_argument("username", help="the name to sign in with")
    enter.add_argument("--name", required=True, help="the full name, as letters show it")
    enter.add_argument(
        "--role",
        action="append",
        required=True,
        metavar="ROLE",
        help="a role, or a role in one section (front-desk@north); may be given again",
    )
    enter.add_argument("--nik", default="", help="the officer's NIK, so that their own case is never given to them")
    first = what.add_parser("first", help="print the link by which the first operator begins; only while there is none")
    first.add_argument("username", help="the name to sign in with")
    first.add_argument("--name", required=True, help="the full name")
    what.add_parser("list", help="list who holds which role today")
    end = what.add_parser("end", help="end every role of an officer today; what they did stays on the record")
    end.add_argument("username")


def run(args: argparse.Namespace) -> int:
    """Do it; 1 if there is nobody to end, 2 if the officer could not be entered."""
    if args.what == "enter":
        return _enter(args)
    if args.what == "first":
        return _first(args)
    if args.what == "end":
        ended = end_at_the_shell(args.username, now=timezone.localtime())
        if not ended.roles and not ended.cases:
            print(f"'{args.username}' holds no role. See: layani officer list")
            return 1
        print(f"{ended.roles} roles end today; {ended.cases} cases went from the desk back to their queue.")
        print(WAITS)
        return 0
    held = Role.objects.held_on(timezone.localdate()).filter(office=catalogue().office.slug).select_related("user")
    for role in held.order_by("user__username", "name"):
        print(f"{role.user.username}  {role.user.full_name}  {role.name}  since {role.since:%Y-%m-%d}")
    return 0


def _first(args: argparse.Namespace) -> int:
    try:
        word = invite_first(args.username, args.name, now=timezone.now(), today=timezone.localdate())
    except OperatorExists as fault:
        print(f"layani officer: {fault}", file=sys.stderr)
        return 2
    link = f"{settings.SITE_ADDRESS.rstrip('/')}/officer/begin/{word}/"
    print(
        f"Open this within an hour; it works once:\n{link}\nThere you make your password, and then the second factor."
    )
    return 0


def _enter(args: argparse.Namespace) -> int:
    if User.objects.filter(username=args.username).exists():
        print(f"There is already an officer '{args.username}'. See: layani officer list", file=sys.stderr)
        return 2
    if args.nik and not nik.is_valid(args.nik):
        print("The NIK is not possible. Copy its 16 digits from the identity card.", file=sys.stderr)
        return 2
    password = secrets.token_urlsafe(12)
    try:
        officer = Officer(args.username, args.name, tuple(args.role), password, nik=args.nik)
        enter_at_the_shell(officer, now=timezone.localtime())
    except (UnknownRole, KnownPerson, ValidationError) as fault:
        said = " ".join(fault.messages) if isinstance(fault, ValidationError) else str(fault)
        print(f"layani officer: {said}", file=sys.stderr)
        return 2
    print(f"User name: {args.username}\nFirst password: {password}\nSet up the second factor at the first sign-in.")
    print(WAITS)
    return 0
