"""The office's two keys of the record, each in a file that only its own user can read.

The log key signs checkpoints: whoever holds it speaks for the record, so only the integrator needs its file. The
acknowledgement key signs provisional receipts; the web process needs it. Both are made at the first start.
"""

from functools import cache
from pathlib import Path

from django.conf import settings

from layani.key_file import load_or_create, public_file
from layani.office.gateways.witness_policy import witness_lines
from layani.office.house import catalogue
from layani.rules.record.note import SigningKey, VerifierKey, parse_vkey

LOG_KEY_FILE = "log.key"
ACKNOWLEDGEMENT_KEY_FILE = "acknowledgement.key"


def log_origin() -> str:
    """Return the name of the record, for ever: from the settings, else from the office's file."""
    return settings.LOG_ORIGIN or catalogue().office.log_origin


def log_key() -> SigningKey:
    """Return the key that signs checkpoints; its name is the record's origin."""
    return _key(settings.KEY_FOLDER / LOG_KEY_FILE, log_origin())


def acknowledgement_key() -> SigningKey:
    """Return the key that signs provisional receipts."""
    return _key(settings.KEY_FOLDER / ACKNOWLEDGEMENT_KEY_FILE, f"{log_origin()}/acknowledgement")


def trust_policy() -> str:
    """Return the file with which anyone verifies receipts of this office (c2sp.org/tlog-policy), for a public page.

    Needs the public halves only: a web process that may not read the log key can show it once the keys exist.
    """
    log = _public(settings.KEY_FOLDER / LOG_KEY_FILE, log_origin())
    acknowledgement = _public(settings.KEY_FOLDER / ACKNOWLEDGEMENT_KEY_FILE, f"{log_origin()}/acknowledgement")
    return (
        f"# Keys of {catalogue().office.name.en}. Compare them with a copy from elsewhere before you rely on them.\n"
        f"log {log.text()}\n"
        f"# acknowledgement {acknowledgement.text()}\n"
        f"{witness_lines()}"
    )


@cache
def _key(file: Path, name: str) -> SigningKey:
    return load_or_create(file, name)


def _public(file: Path, name: str) -> VerifierKey:
    beside = public_file(file)
    if not beside.exists():
        return _key(file, name).verifier
    return parse_vkey(beside.read_text(encoding="utf-8").strip())
