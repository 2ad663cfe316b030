"""Be a witness of an office's record: vouch that it only ever grows.

Runs outside the office, at an ombudsman, a newspaper, a university. The policy file names the logs that are watched, by
the keys that the office publishes at /record/policy. The key is made at the first start; give its two spellings, which
are shown, to the office and to those who check receipts. The folder must never be restored from a backup.

Without a network: the office writes a request to a file, 'once' answers it, and the answer is carried back.

Example:
  layani witness serve /srv/witness --name ombudsman.example/w1 --policy policy --port 8311
  layani witness once /srv/witness --name ombudsman.example/w1 --policy policy request.txt answer.txt
  layani witness key /srv/witness --name ombudsman.example/w1 --policy policy
"""

import argparse
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from layani.durable_file import write_durably
from layani.key_file import KeyFileRefused
from layani.rules.record.encoding import Malformed
from layani.rules.record.note import require_key_name
from layani.rules.record.policy import parse_policy
from layani.rules.record.witness import Refusal
from layani.watchers.serving import WitnessServer
from layani.watchers.witness import KEY_FILE, Witness, WitnessDamaged

DONE, REFUSED, NOT_DONE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``serve``, ``once`` and ``key``."""
    what = parser.add_subparsers(dest="what", required=True, metavar="serve|once|key")
    serve = what.add_parser("serve", help="answer on the network until it is stopped")
    once = what.add_parser("once", help="answer one request from a file")
    key = what.add_parser("key", help="show the public key in both spellings")
    for one in (serve, once, key):
        one.add_argument("folder", type=Path, metavar="FOLDER", help="the witness's own: its key and what it saw")
        one.add_argument("--name", required=True, help="under which it signs, for ever: host and path, no scheme")
        one.add_argument("--policy", type=Path, required=True, metavar="FILE", help="the logs to watch")
    serve.add_argument("--address", default="127.0.0.1", help="to listen on (default: 127.0.0.1)")
    serve.add_argument("--port", type=int, default=8311, help="to listen on (default: 8311; 0: any free one)")
    once.add_argument("request", type=Path, metavar="REQUEST", help="what the office wrote")
    once.add_argument("answer", type=Path, metavar="ANSWER", help="where the cosignature goes")


def _named(folder: Path, name: str) -> str:
    """Return the name; one with a scheme is refused for a new key, for a key keeps its name for ever."""
    if "://" in name and not (folder / KEY_FILE).exists():
        raise Malformed(
            f"'{name}' begins with a scheme, and a witness is named by host and path alone. Write: "
            f"--name {name.partition('://')[2].rstrip('/') or 'ombudsman.example/w1'}"
        )
    return require_key_name(name)


def run(args: argparse.Namespace) -> int:
    """Do it; return 0 done, 1 the request was refused, 2 it could not be done."""
    try:
        policy = parse_policy(args.policy.read_bytes())
        witness = Witness(args.folder, _named(args.folder, args.name), policy.logs, policy.until)
        if args.what == "serve":
            return _serve(witness, args.address, args.port)
        if args.what == "once":
            return _once(witness, args.request, args.answer)
    except (Malformed, KeyFileRefused, WitnessDamaged) as fault:
        print(f"layani witness: {fault}", file=sys.stderr)
        return NOT_DONE
    _show_key(witness)
    return DONE


def _serve(witness: Witness, address: str, port: int) -> int:
    server = WitnessServer((address, port), witness)
    signal.signal(signal.SIGTERM, _stop)
    host, bound = server.server_address[:2]
    print(f"Listening on http://{host!s}:{bound}/ for {', '.join(sorted({key.name for key in witness.logs}))}.")
    _show_key(witness)
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return DONE
    finally:
        server.server_close()
    return DONE


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _once(witness: Witness, request: Path, answer: Path) -> int:
    try:
        line = witness.add_checkpoint(request.read_bytes(), now=int(time.time()))
    except Refusal as refused:
        print(f"layani witness: not signed ({refused.status}). {refused.reason}", file=sys.stderr)
        return REFUSED
    write_durably(answer.parent, [(answer.name, line.encode())])
    print(f"Signed; carry {answer} back to the office.")
    return DONE


def _show_key(witness: Witness) -> None:
    key = witness.key.verifier
    print(f"witness {key.name.split('/', 1)[0]} {key.as_cosigner().text()}")
    print(f"# the same key as older programs spell it: {key.text()}")
