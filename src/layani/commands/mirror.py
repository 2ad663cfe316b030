"""Keep a copy of an office's record, every entry re-hashed, that the office cannot take back.

SOURCE is the address at which the record is public, or a folder such as one on a USB stick. Each round fetches what is
new and checks that it continues what is held. If it does not, a fork proof is written: a file that shows anyone who has
the log's key that two histories were signed ('layani verify fork'). Some of what was copied before is read again, by
chance, to see that it is still served as it was.
Exit code 0: the copy is what was signed. 1: it is not, or two histories were signed. 2: it could not be fetched.

Example:
  layani mirror https://office.example/record/ record --policy policy
  layani mirror https://office.example/record/ record --policy policy --every 60
  layani verify tiles record --policy policy
"""

import argparse
import sys
import time
from pathlib import Path

from layani.rules.record.encoding import Malformed
from layani.rules.record.note import BadSignature, Unsigned
from layani.rules.record.policy import Policy, parse_policy
from layani.watchers.fetching import AddressRefused, NotThere, Source, source_of
from layani.watchers.mirror import CannotContinue, Dropped, Forked, NotTheRecord, pull

COPIED, CONTRADICTED, NOT_FETCHED = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``SOURCE``, ``FOLDER``, ``--policy`` and ``--every``."""
    parser.add_argument("source", metavar="SOURCE", help="address or folder of the record")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the copy is kept")
    parser.add_argument("--policy", type=Path, required=True, metavar="FILE", help="the keys that you trust")
    parser.add_argument("--every", type=int, metavar="SECONDS", help="go on, with so much time between the rounds")


def run(args: argparse.Namespace) -> int:
    """Copy once, or until something contradicts what is held; see above for the exit code."""
    try:
        policy, source = parse_policy(args.policy.read_bytes()), source_of(args.source)
    except (Malformed, AddressRefused) as fault:
        print(f"layani mirror: {fault}", file=sys.stderr)
        return NOT_FETCHED
    while True:
        code = _round(source, args.folder, policy)
        # A connection that fails is no reason to stop watching; a contradiction is for a person.
        if args.every is None or code == CONTRADICTED:
            return code
        time.sleep(max(1, args.every))


def _round(source: Source, folder: Path, policy: Policy) -> int:
    try:
        pulled = pull(source, folder, policy)
    except Forked as fork:
        print(
            f"TWO HISTORIES: {fork.held.origin} signed {fork.held.size} entries that this copy holds and "
            f"{fork.served.size} entries that contradict them. {fork.file} proves it. Keep it and make it public.",
            file=sys.stderr,
        )
        return CONTRADICTED
    except (Dropped, NotTheRecord, BadSignature) as fault:
        print(f"layani mirror: {fault}", file=sys.stderr)
        return CONTRADICTED
    except (Malformed, Unsigned, CannotContinue, NotThere, OSError) as fault:
        print(f"layani mirror: {fault}", file=sys.stderr)
        return NOT_FETCHED
    if pulled.now != pulled.before:
        print(f"{pulled.now - pulled.before} new entries, {pulled.now} in all; signed by {', '.join(pulled.signers)}.")
    else:
        print(f"Nothing new: {pulled.now} entries; signed by {', '.join(pulled.signers)}.")
    sys.stdout.flush()
    return COPIED
