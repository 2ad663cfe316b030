"""Carry the record to a witness and back by file, or bring a restored database forward to what was signed.

'ask' writes what a witness needs to a file: the newest checkpoint, and the proof that it continues what that witness
saw last. The witness answers with 'layani witness once'. 'take' verifies the answer and keeps it. NAME is the witness's
in the file that LAYANI_WITNESSES names. Run it as the user of the worker, who may read the log key.

'recover' is for a database from a backup that is older than what the office signed since ('integrate-record' fails with
RolledBack). Stop the worker and the pages first. SOURCE is a copy of the record: the public folder, or a mirror's
folder or address. Its entries get the places that they have there, or nothing is changed.

Example:
  layani record ask court request.txt
  layani record take court answer.txt
  layani record recover /srv/layani/log
"""

import argparse
import sys
from pathlib import Path

from layani.office.start import start_django

start_django()

from django.utils import timezone  # noqa: E402  Django must have started

from layani.durable_file import write_durably  # noqa: E402
from layani.office.actions.by_file import NotAsked, Refused, request_for, take_answer  # noqa: E402
from layani.office.actions.recovering_record import CannotRecover, recover  # noqa: E402
from layani.office.actions.shown_outside import shown_by_witnesses  # noqa: E402
from layani.office.gateways.log_keys import log_key  # noqa: E402
from layani.office.jobs.integrate_record import RolledBack, signed_before  # noqa: E402
from layani.watchers.fetching import AddressRefused, source_of  # noqa: E402

DONE, REFUSED, NOT_DONE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``ask``, ``take`` and ``recover``."""
    what = parser.add_subparsers(dest="what", required=True, metavar="ask|take|recover")
    ask = what.add_parser("ask", help="write the request for a witness to a file")
    take = what.add_parser("take", help="verify a witness's answer and keep it")
    for one in (ask, take):
        one.add_argument("name", metavar="NAME", help="of the witness, as the file of witnesses calls it")
    ask.add_argument("file", type=Path, metavar="FILE", help="where the request goes")
    ask.add_argument("--old", type=int, metavar="SIZE", help="what the witness says it cosigned last")
    take.add_argument("file", type=Path, metavar="FILE", help="what the witness wrote")
    again = what.add_parser("recover", help="take back the entries that a restored database has lost")
    again.add_argument("source", metavar="SOURCE", help="a copy of the record: a folder or an address")


def run(args: argparse.Namespace) -> int:
    """Do it; return 0 done, 1 the answer is not the witness's signature, 2 it could not be done."""
    try:
        return {"ask": _ask, "take": _take, "recover": _recover}[args.what](args)
    except (NotAsked, CannotRecover, AddressRefused, RolledBack, OSError) as fault:
        print(f"layani record: {fault}", file=sys.stderr)
        return NOT_DONE
    except Refused as fault:
        print(f"layani record: {fault}", file=sys.stderr)
        return REFUSED


def _ask(args: argparse.Namespace) -> int:
    asked, data = request_for(args.name, timezone.now(), old=args.old)
    write_durably(args.file.parent, [(args.file.name, data)])
    print(f"{args.file}: {asked.size} entries, from the {asked.old} that {args.name} cosigned last. Carry it there.")
    return DONE


def _take(args: argparse.Namespace) -> int:
    taken = take_answer(args.name, args.file, timezone.now())
    print(f"Kept: {args.name} cosigned {taken.size} entries at {taken.cosigned_at:%Y-%m-%dT%H:%M:%SZ}.")
    return DONE


def _recover(args: argparse.Namespace) -> int:
    key = log_key()
    claims = [*signed_before(key), *shown_by_witnesses(key)]
    done = recover(source_of(args.source), claims, now=timezone.now())
    if done.first == done.end:
        print(f"Nothing was missing: the database has all {done.end} entries that were signed.")
        return DONE
    print(
        f"Entries {done.first} to {done.end - 1} were taken back. Of {done.lost} of them the content is lost, which a "
        "restore/v1 leaf will say in the record."
    )
    for number, acts in sorted(done.cases.items()):
        print(f"{number}: lost {acts} acts; do them again, and tell the applicant.")
    known = sum(done.cases.values())
    if done.lost > known:
        print(
            f"{done.lost - known} more belong to cases filed since the backup, or to no case. Whoever holds a receipt "
            "of one can show it; file it again for them."
        )
    return DONE
