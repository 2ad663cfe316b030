"""Show the keys of the record, announce a new one, or retire the old one.

A planned change takes two steps. `rotate` makes a key beside the one in use; the old key announces it in the record,
and both sign for the days that were announced, 30 at least. Tell the witnesses meanwhile, who enter it by hand.
`retire` then lets the new key take the place of the old one, whose private half is deleted; receipts that it signed
stay valid.

`rotate-acknowledgement` changes the other key, which signs provisional receipts: at once, for nobody outside has to
enter it. The old one announces the new one in the record and is deleted; what it signed stays valid.

`compromised-acknowledgement` is for that other key when it was taken: KEY as `show` prints it, SINCE the first moment
at which somebody else may have had it. What says that it was issued then or later is not believed any more, and what
says that it was issued before counts where the record has its act. The key in use is changed with it. It cannot be
undone.

`compromised` is for a key that was taken, and cannot be undone: the record ends at what witnesses had seen, and a
second one with another name continues it. Stop the worker first.

Run it as the user that runs the worker: private keys lie in files that only this user reads, and never in the database.

Example:
  layani keys show
  layani keys rotate --overlap 60
  layani keys retire
  layani keys rotate-acknowledgement
  layani keys compromised-acknowledgement office.example/cases/acknowledgement+a1b2c3d4+AY… 2027-01-04T02:00:00Z
  layani keys compromised office.example/cases
"""

import argparse
import sys
from datetime import timedelta

from layani.office.start import start_django

start_django()

from django.utils import timezone  # noqa: E402  Django must have started

from layani.office.actions.changing_keys import (  # noqa: E402
    SHORTEST_OVERLAP,
    Keys,
    KeysStay,
    announce_key,
    change_acknowledgement_key,
    end_taken_acknowledgement_key,
    keys,
    retire_key,
)
from layani.office.actions.ending_log import end_log  # noqa: E402
from layani.office.actions.succeeded_keys import succeeded_keys  # noqa: E402
from layani.office.gateways.log_keys import log_origin  # noqa: E402
from layani.office.jobs.integrate_record import run as integrate_all  # noqa: E402
from layani.rules.record.encoding import Malformed, parse_time, time_text  # noqa: E402


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do."""
    verbs = "show|rotate|retire|rotate-acknowledgement|compromised-acknowledgement|compromised"
    what = parser.add_subparsers(dest="what", required=True, metavar=verbs)
    what.add_parser("show", help="print the public halves of all keys of the record")
    rotate = what.add_parser("rotate", help="make a new key and announce it; from then on both sign")
    rotate.add_argument(
        "--overlap",
        type=int,
        default=SHORTEST_OVERLAP.days,
        metavar="DAYS",
        help=f"days for which both sign, {SHORTEST_OVERLAP.days} at least; left out: {SHORTEST_OVERLAP.days}",
    )
    what.add_parser("retire", help="let the announced key take the place of the old one, once its days are over")
    what.add_parser("rotate-acknowledgement", help="change the key of provisional receipts, at once")
    lost = what.add_parser("compromised-acknowledgement", help="believe a taken key of provisional receipts no more")
    lost.add_argument("key", metavar="KEY", help="the key, whole, as 'layani keys show' prints it")
    lost.add_argument("since", metavar="SINCE", help="from when on: a UTC time such as 2027-01-04T02:00:00Z")
    taken = what.add_parser("compromised", help="end the record whose key was taken; a second one continues it")
    taken.add_argument("origin", metavar="ORIGIN", help="name of the record that ends, to be sure that it is meant")


def run(args: argparse.Namespace) -> int:
    """Do it and print the keys; 0, or 2 when the keys stay as they are."""
    try:
        if args.what == "rotate":
            _show(announce_key(overlap=timedelta(days=args.overlap), now=timezone.now()))
        elif args.what == "retire":
            _show(retire_key(now=timezone.now()))
        elif args.what == "compromised":
            _end(args.origin)
        elif args.what == "compromised-acknowledgement":
            since = parse_time(args.since, "SINCE")
            _show(end_taken_acknowledgement_key(args.key, since, now=timezone.now()))
        elif args.what == "rotate-acknowledgement":
            _show(change_acknowledgement_key(now=timezone.now()))
        else:
            _show(keys())
    except (KeysStay, Malformed) as fault:
        print(f"layani keys: {fault}", file=sys.stderr)
        return 2
    return 0


def _end(origin: str) -> None:
    """End a record whose key was taken, and sign the one that continues it for the first time."""
    log = end_log(origin, now=timezone.now())
    integrate_all(timezone.now())
    stands = f"to {log.size} entries, which witnesses had seen" if log.size else "nowhere: no quorum had seen it"
    print(f"ended: {log.origin}; without its key it stands {stands}")
    print(f"continued by: {log_origin()}. Tell the witnesses and whoever keeps a copy: /record/policy has its key.")
    _show(keys())


def _show(found: Keys) -> None:
    for key, size in found.retired:
        print(f"retired, signed up to {size} entries: {key.text()}")
    print(f"in use: {found.in_use.text()}")
    if found.coming:
        until = f"both sign until {time_text(found.ends_at)}" if found.ends_at else "not announced: run rotate again"
        print(f"coming, {until}: {found.coming.text()}")
    for key, end in found.acknowledged:
        print(f"retired, signed provisional receipts until {time_text(end)}: {key.text()}")
    for key, since in found.taken.items():
        print(f"taken, believed for no receipt of {time_text(since)} or later: {key.text()}")
    print(f"signs provisional receipts: {found.acknowledging.text()}")
    for one in succeeded_keys():
        print(f"WRONG: {one.key.text()} {one.words()}.")
