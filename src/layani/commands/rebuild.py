"""Compute every case and every ticket again from its events, and say where the tables differ.

With --check nothing is written, and the database is also compared with what it committed to: each act with its leaf,
under its case's key, and each leaf with the public record; letters, documents and roles with the acts and lines that
gave them. Without it, the cases are mended to what their events say. Events themselves are never written to.

Whoever examines the office brings a copy of the record of their own, and the keys that they trust: --tiles and
--policy. The copy is verified first, and each leaf is then compared with it, not only with what is public today; the
cosignatures under each checkpoint that a mirror has kept must be in the database.

Example:
  layani rebuild --check
  layani rebuild --check --tiles record --policy policy
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path

from layani.office.start import start_django

start_django()

from django.conf import settings  # noqa: E402  Django must have started

from layani.commands.verify import read_from  # noqa: E402
from layani.office.actions.comparing import Altered, against_copy, altered  # noqa: E402
from layani.office.actions.comparing_cosignatures import cosignatures_without_a_row, unknown_cosigners  # noqa: E402
from layani.office.actions.comparing_roles import roles_before_the_ledger  # noqa: E402
from layani.office.actions.door_rebuilding import ticket_differences  # noqa: E402
from layani.office.actions.looking_through import legible  # noqa: E402
from layani.office.actions.rebuilding import differences, unread  # noqa: E402
from layani.office.house import catalogue  # noqa: E402
from layani.office.tables.models import Ticket  # noqa: E402
from layani.rules.record.encoding import Malformed  # noqa: E402
from layani.rules.record.mirror import Mirror, find_faults, open_copy  # noqa: E402
from layani.rules.record.note import Unsigned  # noqa: E402
from layani.rules.record.policy import Policy, parse_policy  # noqa: E402
from layani.rules.record.tiles import DamagedCopy, TileReader  # noqa: E402
from layani.watchers.mirror import SEEN  # noqa: E402

SHOWN = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--check", action="store_true", help="only look; write nothing")
    parser.add_argument("--tiles", type=Path, metavar="DIR", help="with --check: somebody's own copy of the record")
    parser.add_argument("--policy", type=Path, metavar="FILE", help="with --tiles: the keys that they trust")


def run(args: argparse.Namespace, command: str = "layani rebuild") -> int:
    """Print the differences; 0 when there are none or all were mended, 1 when there are some, 2 for an unfit copy.

    command: what was typed, for what is said of an unfit copy
    """
    try:
        copy = _verified(args) if args.tiles or args.policy else None
    except (UnfitCopy, Malformed, Unsigned, OSError) as fault:
        print(f"{command}: {fault} Nothing was compared.", file=sys.stderr)
        return 2
    catalogue()  # what is in force must be readable first; nothing else is to blame for it
    cases = found = 0
    for item in legible(differences(mend=not args.check), partial(unread, "all")):
        if isinstance(item, int):
            cases = item
            print(f"\r{cases} cases", end="", file=sys.stderr, flush=True)
            continue
        found += 1
        if found <= SHOWN:
            print(f"{item.number}: {item.column} is {_said(item.found)}; its events say {_said(item.computed)}.")
    print(file=sys.stderr)
    print(f"{Ticket.objects.count()} tickets", file=sys.stderr)
    for item in legible(ticket_differences(mend=not args.check), partial(unread, "all")):
        found += 1
        if found <= SHOWN:
            print(f"ticket {item.number}: {item.column} is {_said(item.found)}; its events say {_said(item.computed)}.")
    if found > SHOWN:
        print(f"… and {found - SHOWN} more.")
    print(f"{cases} cases looked at, {found} differences{'' if args.check or not found else ' mended'}.")
    changed = _compare(copy) if args.check else 0
    return 1 if args.check and (found or changed) else 0


def _said(value: object) -> str:
    """Return a value of a row for people: a time as RFC 3339, a text in quotes, nothing as such, the rest as JSON."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    text = f"'{value}'" if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)  # a row must not steer a terminal


class UnfitCopy(Exception):
    """What was given to compare with is not a whole copy of the record, or not all was given; the message says what."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Somebody's copy of the record, verified: how many entries it has, and its tiles.

    policy: theirs; notes: its checkpoint, and each that a mirror has ever seen, as they were served
    """

    size: int
    read: TileReader
    policy: Policy
    notes: tuple[bytes, ...]

    def altered(self) -> Iterator[Altered | int]:
        """Yield what the database has otherwise than this copy: entries, and cosignatures that it has not."""
        yield from against_copy(self.size, self.read, "your copy")
        logs = (*self.policy.logs, *self.policy.compromised)
        lost = cosignatures_without_a_row(self.notes, logs, self.policy.cosigners, "a checkpoint of your copy")
        yield from (Altered(where, what) for where, what in lost)


def _verified(args: argparse.Namespace) -> Copy:
    """Return the copy, every entry of which leads to the root that a key of the policy signed; raises what is wrong."""
    if not (args.check and args.tiles and args.policy):
        raise UnfitCopy(
            f"Comparing with a copy takes {'' if args.check else '--check, '}--tiles and --policy together."
        )
    policy = parse_policy(args.policy.read_bytes())
    read = read_from(args.tiles)
    copy = Mirror((args.tiles / "checkpoint").read_bytes(), read)
    try:
        checkpoint = open_copy(copy, policy).checkpoint
    except DamagedCopy as damage:
        raise UnfitCopy(f"The copy in {args.tiles} is damaged. {damage}") from damage
    fault = next(find_faults(checkpoint, read), None)
    if fault is not None:
        raise UnfitCopy(f"The copy in {args.tiles} is not the record that was signed: {fault.says.en}")
    seen = sorted(file for file in (args.tiles / SEEN).glob("*") if file.is_file())
    return Copy(checkpoint.size, read, policy, (copy.checkpoint, *(file.read_bytes() for file in seen)))


def _compare(copy: Copy | None) -> int:
    """Print what was altered against the record, and return how much."""
    found = chain(altered(), copy.altered() if copy else ())
    changed = 0
    for item in found:
        if isinstance(item, int):
            print(f"\r{item} cases compared with the record", end="", file=sys.stderr, flush=True)
            continue
        changed += 1
        if changed <= SHOWN:
            print(f"{item.where} {item.what}.")
    print(file=sys.stderr)
    if changed > SHOWN:
        print(f"… and {changed - SHOWN} more.")
    public = f"the public record and your copy of {copy.size} entries" if copy else "the public record"
    print(f"Compared with their leaves and {public}: {changed} alterations.")
    if unknown := unknown_cosigners():
        print(
            f"The file of witnesses (LAYANI_WITNESSES) has no key for {', '.join(unknown)}, who signed the public "
            "checkpoint: what they signed was held against nothing."
        )
    if settings.LAYANI_DEMO:
        print("This is a demo, filled with a past while it runs: no date was called too old. An office's would be.")
    if older := roles_before_the_ledger():
        print(f"No line explains {len(older)} roles of before the staff ledger. Who gave them? {'; '.join(older)}.")
    return changed
