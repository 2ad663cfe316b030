"""Carry the record to a witness without a network, and back.

'ask' writes what a witness needs to a file: the newest checkpoint, and the proof that it continues what that witness
saw last. The witness answers with 'layani witness once'. 'take' verifies the answer and keeps it. NAME is the witness's
in the file that LAYANI_WITNESSES names. Run it as the user of the worker, who may read the log key.

Example:
  layani record ask court request.txt
  layani record take court answer.txt
"""

import argparse
import sys
from pathlib import Path

from layani.office.start import start_django

start_django()

from django.utils import timezone  # noqa: E402  Django must have started

from layani.durable_file import write_durably  # noqa: E402
from layani.office.actions.by_file import NotAsked, Refused, request_for, take_answer  # noqa: E402

DONE, REFUSED, NOT_DONE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``ask`` and ``take``."""
    what = parser.add_subparsers(dest="what", required=True, metavar="ask|take")
    ask = what.add_parser("ask", help="write the request for a witness to a file")
    take = what.add_parser("take", help="verify a witness's answer and keep it")
    for one in (ask, take):
        one.add_argument("name", metavar="NAME", help="of the witness, as the file of witnesses calls it")
    ask.add_argument("file", type=Path, metavar="FILE", help="where the request goes")
    ask.add_argument("--old", type=int, metavar="SIZE", help="what the witness says it cosigned last")
    take.add_argument("file", type=Path, metavar="FILE", help="what the witness wrote")


def run(args: argparse.Namespace) -> int:
    """Do it; return 0 done, 1 the answer is not the witness's signature, 2 it could not be done."""
    try:
        return _ask(args) if args.what == "ask" else _take(args)
    except (NotAsked, OSError) as fault:
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
