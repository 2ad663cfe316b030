"""The office's two keys of the record, each in a file that only its own user can read.

The log key signs checkpoints: whoever holds it speaks for the record, so only the integrator needs its file. The
acknowledgement key signs provisional receipts; the web process needs it. Both are made at the first start, in the
spelling of Go's ``sumdb/note`` (``PRIVATE+KEY+name+id+base64``), with the public half beside them as ``….pub``.
"""

import os
import stat
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from layani.office.gateways.durable_file import create_whole, own_name, write
from layani.office.house import catalogue
from layani.rules.record.encoding import Malformed, decode_base64, encode_base64
from layani.rules.record.note import ED25519, SigningKey, VerifierKey, parse_vkey

LOG_KEY_FILE = "log.key"
ACKNOWLEDGEMENT_KEY_FILE = "acknowledgement.key"
OTHERS = stat.S_IRWXG | stat.S_IRWXO

_PREFIX = "PRIVATE+KEY+"


class KeyFileRefused(Exception):
    """A key file cannot be used as it is; the message says why and what to do."""


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
        "quorum none\n"
    )


@cache
def _key(file: Path, name: str) -> SigningKey:
    return load_or_create(file, name)


def _public(file: Path, name: str) -> VerifierKey:
    beside = _public_file(file)
    if not beside.exists():
        return _key(file, name).verifier
    return parse_vkey(beside.read_text(encoding="utf-8").strip())


def load_or_create(file: Path, name: str) -> SigningKey:
    """Return the key in ``file``, made if there is none; raises KeyFileRefused when it must not be used."""
    if not file.exists():
        _create(file, name)
    key = load(file, name)
    if not _public_file(file).exists():
        _show_public(file, key)
    return key


def load(file: Path, name: str) -> SigningKey:
    """Return the key in ``file``, or raise KeyFileRefused when others could read it or it is not the key ``name``."""
    handle = os.open(file, os.O_RDONLY)
    with os.fdopen(handle, encoding="utf-8") as opened:
        mode = os.fstat(handle).st_mode
        if mode & OTHERS:
            raise KeyFileRefused(
                f"{file} can be read or written by other users of this machine (mode {stat.S_IMODE(mode):o}), so "
                f"someone may have copied it. If nobody else had access: chmod 600 {file}. Otherwise change the key."
            )
        text = opened.read()
    key = _parse(file, text)
    if key.name != name:
        raise KeyFileRefused(
            f"{file} is the key of '{key.name}', but the record is called '{name}'. A record keeps its name for ever: "
            "set LAYANI_LOG_ORIGIN, or log_origin in office.yaml, back to the former name."
        )
    return key


def _parse(file: Path, text: str) -> SigningKey:
    try:
        name, hex_id, encoded = text.strip().removeprefix(_PREFIX).split("+", 2)
        data = decode_base64(encoded, "The private key", 1 + 32)
        key = SigningKey.from_seed(name, data[1:])
        if data[0] != ED25519 or key.verifier.id.hex() != hex_id:
            raise Malformed("The key's id does not fit the key.")
    except ValueError as fault:  # Malformed is one; the text itself must not be shown
        problem = str(fault) if isinstance(fault, Malformed) else "It must be PRIVATE+KEY+NAME+ID+BASE64."
        raise KeyFileRefused(f"{file} does not hold a private key. {problem} Restore it from its backup.") from None
    return key


def _create(file: Path, name: str) -> None:
    """Make the key durable under its name, whole or not at all; when two start at once, one key wins."""
    private = Ed25519PrivateKey.generate()
    key = SigningKey(name, private)
    data = encode_base64(bytes((ED25519,)) + private.private_bytes_raw())
    text = f"{_PREFIX}{name}+{key.verifier.id.hex()}+{data}\n"
    create_whole(file, text.encode(), 0o600)


def _show_public(file: Path, key: SigningKey) -> None:
    """Put the public half beside the key, for processes that may not read the key itself."""
    public = _public_file(file)
    new = own_name(public)
    write(new, f"{key.verifier.text()}\n".encode(), 0o644)
    new.chmod(0o644)  # whatever the umask is
    new.replace(public)


def _public_file(file: Path) -> Path:
    return file.with_name(f"{file.name}.pub")
