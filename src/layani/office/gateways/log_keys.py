"""The office's two keys of the record, each in a file that only its own user can read.

The log key signs checkpoints: whoever holds it speaks for the record, so only the integrator needs its file. The
acknowledgement key signs provisional receipts; the web process needs it. Both are made at the first start.

While the log key is being changed there are two, and both sign. A key that was retired leaves its public half and the
size of the last record that it signed, for the receipts made with it.
"""

import os
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings

from layani.durable_file import sync_folder, write_durably
from layani.key_file import load_or_create, public_file, show_public
from layani.office.gateways.ended_logs import ended_logs, first_origin, origin_after
from layani.office.gateways.witness_policy import witness_lines
from layani.office.house import catalogue
from layani.rules.record.encoding import parse_decimal, parse_time, time_text
from layani.rules.record.note import SigningKey, VerifierKey, parse_vkey

LOG_KEY_FILE = "log.key"
NEXT_LOG_KEY_FILE = "log.next.key"
FRESH_LOG_KEY_FILE = "log.fresh.key"
RETIRED_FILE = "log.retired"
"""Lines ``<vkey> <size>``, the oldest first."""
ACKNOWLEDGEMENT_KEY_FILE = "acknowledgement.key"
NEXT_ACKNOWLEDGEMENT_KEY_FILE = "acknowledgement.next.key"
RETIRED_ACKNOWLEDGEMENTS_FILE = "acknowledgement.retired"
"""Lines ``<vkey> <time of the last receipt that it may sign>``, the oldest first."""
TAKEN_ACKNOWLEDGEMENTS_FILE = "acknowledgement.compromised"
"""Lines ``<vkey> <time from which somebody else had it>``."""


def log_origin() -> str:
    """Return the name of the record in use: the office's own, or that of the log which continues an ended one."""
    return origin_after(len(ended_logs()))


def log_key() -> SigningKey:
    """Return the key that signs checkpoints; its name is the record's origin."""
    return _key(settings.KEY_FOLDER / LOG_KEY_FILE, log_origin())


def next_log_key() -> SigningKey | None:
    """Return the key that signs beside the log key and will follow it, if the key is being changed."""
    file = settings.KEY_FOLDER / NEXT_LOG_KEY_FILE
    return _key(file, log_origin()) if file.exists() else None


def make_next_log_key() -> SigningKey:
    """Return the key that will follow the log key, made if there is none."""
    return _key(settings.KEY_FOLDER / NEXT_LOG_KEY_FILE, log_origin())


def retired_log_keys() -> tuple[tuple[VerifierKey, int], ...]:
    """Return (key, size of the last record that it signed) of each log key that was retired, the oldest first."""
    file = settings.KEY_FOLDER / RETIRED_FILE
    return tuple((key, parse_decimal(said, f"The size in {file}")) for key, said in _retired(file))


def _retired(file: Path) -> list[tuple[VerifierKey, str]]:
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [(parse_vkey(vkey), said) for vkey, _, said in (line.rpartition(" ") for line in lines)]


def retire_log_key(size: int) -> SigningKey:
    """Let the next log key take the place of the log key, which signed records of up to ``size`` entries; return it.

    The old private key is gone afterwards. Safe to repeat after a crash at any step.
    """
    old, new = log_key().verifier, make_next_log_key()
    folder = settings.KEY_FOLDER
    retired = dict(retired_log_keys())
    if old not in retired:
        lines = "".join(f"{key.text()} {last}\n" for key, last in [*retired.items(), (old, size)])
        write_durably(folder, [(RETIRED_FILE, lines.encode())])
    os.replace(folder / NEXT_LOG_KEY_FILE, folder / LOG_KEY_FILE)
    sync_folder(folder)
    show_public(folder / LOG_KEY_FILE, new)
    public_file(folder / NEXT_LOG_KEY_FILE).unlink(missing_ok=True)
    return new


def fresh_log_key(name: str, *, make: bool = True) -> SigningKey | None:
    """Return the key of the log that is to continue this one; None where there is none and none is to be made."""
    file = settings.KEY_FOLDER / FRESH_LOG_KEY_FILE
    return _key(file, name) if make or file.exists() else None


def put_in_fresh_key(name: str) -> None:
    """Let the key of the next log take the place of a taken one; the halves of that and of its successor are gone."""
    folder, fresh = settings.KEY_FOLDER, fresh_log_key(name)
    for beside in (NEXT_LOG_KEY_FILE, f"{NEXT_LOG_KEY_FILE}.pub"):
        (folder / beside).unlink(missing_ok=True)
    os.replace(folder / FRESH_LOG_KEY_FILE, folder / LOG_KEY_FILE)
    sync_folder(folder)
    if fresh is not None:
        show_public(folder / LOG_KEY_FILE, fresh)
    public_file(folder / FRESH_LOG_KEY_FILE).unlink(missing_ok=True)


def mend_public_half() -> None:
    """Put the public half of the log key beside it, should the process that changed the key have died before that."""
    show_public(settings.KEY_FOLDER / LOG_KEY_FILE, log_key())
    public_file(settings.KEY_FOLDER / NEXT_LOG_KEY_FILE).unlink(missing_ok=True)


def acknowledgement_key() -> SigningKey:
    """Return the key that signs provisional receipts."""
    return _key(settings.KEY_FOLDER / ACKNOWLEDGEMENT_KEY_FILE, _acknowledgement_name())


def _acknowledgement_name() -> str:
    return f"{first_origin()}/acknowledgement"


def next_acknowledgement_key() -> SigningKey | None:
    """Return the key that is to follow the acknowledgement key, if a change was begun and did not end."""
    file = settings.KEY_FOLDER / NEXT_ACKNOWLEDGEMENT_KEY_FILE
    return _key(file, _acknowledgement_name()) if file.exists() else None


def make_next_acknowledgement_key() -> SigningKey:
    """Return the key that will follow the acknowledgement key, made if there is none."""
    return _key(settings.KEY_FOLDER / NEXT_ACKNOWLEDGEMENT_KEY_FILE, _acknowledgement_name())


def retired_acknowledgement_keys() -> tuple[tuple[VerifierKey, datetime], ...]:
    """Return (key, time of the last receipt that it may sign) of each that was retired, the oldest first."""
    file = settings.KEY_FOLDER / RETIRED_ACKNOWLEDGEMENTS_FILE
    return tuple((key, parse_time(said, f"The time in {file}")) for key, said in _retired(file))


def retire_acknowledgement_key(until: datetime) -> SigningKey:
    """Let the next acknowledgement key take the place of the one in use, which is believed up to ``until``; return it.

    The old private key is gone afterwards. Safe to repeat after a crash at any step.
    """
    old, new, folder = acknowledgement_key().verifier, make_next_acknowledgement_key(), settings.KEY_FOLDER
    retired = dict(retired_acknowledgement_keys())
    if old not in retired:
        lines = "".join(f"{key.text()} {time_text(end)}\n" for key, end in [*retired.items(), (old, until)])
        write_durably(folder, [(RETIRED_ACKNOWLEDGEMENTS_FILE, lines.encode())])
    os.replace(folder / NEXT_ACKNOWLEDGEMENT_KEY_FILE, folder / ACKNOWLEDGEMENT_KEY_FILE)
    sync_folder(folder)
    show_public(folder / ACKNOWLEDGEMENT_KEY_FILE, new)
    public_file(folder / NEXT_ACKNOWLEDGEMENT_KEY_FILE).unlink(missing_ok=True)
    return new


def taken_acknowledgement_keys() -> dict[VerifierKey, datetime]:
    """Return {acknowledgement key that was taken: from when on}."""
    file = settings.KEY_FOLDER / TAKEN_ACKNOWLEDGEMENTS_FILE
    return {key: parse_time(said, f"The time in {file}") for key, said in _retired(file)}


def keep_taken_acknowledgement(key: VerifierKey, since: datetime) -> None:
    """Say of an acknowledgement key that it was taken; of two times said for one key the earlier counts."""
    taken = taken_acknowledgement_keys()
    taken[key] = min(since, taken.get(key, since))
    lines = "".join(f"{one.text()} {time_text(from_)}\n" for one, from_ in taken.items())
    write_durably(settings.KEY_FOLDER, [(TAKEN_ACKNOWLEDGEMENTS_FILE, lines.encode())])


def mend_acknowledgement_half() -> None:
    """Put the public half beside the acknowledgement key, should the process that changed it have died before that."""
    show_public(settings.KEY_FOLDER / ACKNOWLEDGEMENT_KEY_FILE, acknowledgement_key())
    public_file(settings.KEY_FOLDER / NEXT_ACKNOWLEDGEMENT_KEY_FILE).unlink(missing_ok=True)


def trust_policy() -> str:
    """Return the file with which anyone verifies receipts of this office (c2sp.org/tlog-policy), for a public page.

    Needs the public halves only: a web process that may not read the log key can show it once the keys exist.
    """
    log = _public(settings.KEY_FOLDER / LOG_KEY_FILE, log_origin())
    acknowledgement = _public(settings.KEY_FOLDER / ACKNOWLEDGEMENT_KEY_FILE, _acknowledgement_name())
    return (
        f"# Keys of {catalogue().office.name.en}. Compare them with a copy from elsewhere before you rely on them.\n"
        f"{_log_lines(log)}"
        f"{_ended_lines()}"
        f"{_acknowledgement_lines(acknowledgement)}"
        f"{witness_lines()}"
    )


def _ended_lines() -> str:
    """Return, of each log that was ended, up to where it stands without its keys, and which log continues it."""
    lines = []
    for number, log in enumerate(ended_logs(), start=1):
        lines += [f"# compromised {key.text()} {log.size}\n" for key in log.keys]
        lines.append(f"# continued {log.origin} {origin_after(number)}\n")
    return "".join(lines)


def _acknowledgement_lines(in_use: VerifierKey) -> str:
    """Return the lines of all acknowledgement keys, each once: those retired, the one in use, and those taken."""
    lines = {
        key.text(): f"# acknowledged-until {key.text()} {time_text(end)}\n"
        for key, end in retired_acknowledgement_keys()
    }
    lines.setdefault(in_use.text(), "")
    taken = taken_acknowledgement_keys()
    for key in taken:
        lines.pop(key.text(), None)
    believed = "".join(f"# acknowledgement {vkey}\n{until}" for vkey, until in lines.items())
    return believed + "".join(
        f"# acknowledgement-compromised {key.text()} {time_text(since)}\n" for key, since in taken.items()
    )


def _log_lines(in_use: VerifierKey) -> str:
    """Return the lines of all log keys, each once: those retired, the one to come, the one in use.

    Each once also while keys change places, when one of them may stand in two files. The keys of an ended log are in
    none of these lines, also where the process died that was to put the fresh one in their place: then it stands here.
    """
    lines = {key.text(): f"# until {key.text()} {size}\n" for key, size in retired_log_keys()}
    taken = {key.text() for log in ended_logs() for key in log.keys}
    beside = [NEXT_LOG_KEY_FILE, *([FRESH_LOG_KEY_FILE] if in_use.text() in taken else [])]
    for coming in (public_file(settings.KEY_FOLDER / name) for name in beside):
        if coming.exists():
            lines.setdefault(coming.read_text(encoding="utf-8").strip(), "")
    lines.setdefault(in_use.text(), "")
    for vkey in taken:
        lines.pop(vkey, None)
    return "".join(f"log {vkey}\n{until}" for vkey, until in lines.items())


def _key(file: Path, name: str) -> SigningKey:
    """Return the key in a file; read again when another file has taken its place, as at a change of keys."""
    if not file.exists():
        load_or_create(file, name)
    at = file.stat()
    return _loaded(file, name, (at.st_ino, at.st_mtime_ns))


@cache
def _loaded(file: Path, name: str, stamp: tuple[int, int]) -> SigningKey:
    return load_or_create(file, name)


def _public(file: Path, name: str) -> VerifierKey:
    beside = public_file(file)
    if not beside.exists():
        return _key(file, name).verifier
    return parse_vkey(beside.read_text(encoding="utf-8").strip())
