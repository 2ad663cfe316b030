"""Ed25519 keys in files of their own, as the office and whoever watches it keep them.

The spelling is that of Go's ``sumdb/note`` (``PRIVATE+KEY+name+id+base64``), with the public half beside the file as
``….pub``. A key that other users of the machine could have copied is not used.
"""

import os
import stat
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from layani.durable_file import create_whole, own_name, write
from layani.rules.record.encoding import Malformed, decode_base64, encode_base64
from layani.rules.record.note import ED25519, SigningKey

OTHERS = stat.S_IRWXG | stat.S_IRWXO

_PREFIX = "PRIVATE+KEY+"


class KeyFileRefused(Exception):
    """A key file cannot be used as it is; the message says why and what to do."""


def load_or_create(file: Path, name: str) -> SigningKey:
    """Return the key in ``file``, made if there is none; raises KeyFileRefused when it must not be used."""
    if not file.exists():
        _create(file, name)
    key = load(file, name)
    if not public_file(file).exists():
        show_public(file, key)
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
            f"{file} is the key of '{key.name}', but the key of '{name}' is asked for. A key keeps its name for ever: "
            "give the former name (for the record of an office: LAYANI_LOG_ORIGIN, or log_origin in office.yaml)."
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
    seed = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())  # Debian 12 has no private_bytes_raw
    data = encode_base64(bytes((ED25519,)) + seed)
    text = f"{_PREFIX}{name}+{key.verifier.id.hex()}+{data}\n"
    create_whole(file, text.encode(), 0o600)


def show_public(file: Path, key: SigningKey) -> None:
    """Put the public half beside the key, for processes that may not read the key itself."""
    public = public_file(file)
    new = own_name(public)
    write(new, f"{key.verifier.text()}\n".encode(), 0o644)
    new.chmod(0o644)  # whatever the umask is
    new.replace(public)


def public_file(file: Path) -> Path:
    """Return where the public half of the key in ``file`` lies."""
    return file.with_name(f"{file.name}.pub")
