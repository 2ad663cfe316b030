"""Secrets that live in files which only the office's own user can read."""

import secrets
from pathlib import Path

from layani.durable_file import create_whole
from layani.office.environment import SettingError

BYTES_OF_CHANCE = 48
LEAST_CHARACTERS = 32  # what is shorter was cut off, or written by hand


class SecretRefused(SettingError):
    """A secret's file cannot be used as it is; the message says why and what to do."""


def secret_from_file(file: Path) -> str:
    """Return the secret in ``file``, made at the first start; other users of the machine cannot read it.

    Raises SecretRefused when the file is empty or too short: whatever is sealed under such a secret is open to anyone.
    """
    if not file.exists():
        create_whole(file, secrets.token_urlsafe(BYTES_OF_CHANCE).encode("ascii"), 0o600)
    words = file.read_bytes().strip()
    if len(words) < LEAST_CHARACTERS or not words.isascii():
        raise SecretRefused(
            f"{file} does not hold a secret: it has {len(words)} characters, and at least {LEAST_CHARACTERS} plain "
            "ones are needed. Restore it from its backup. If the office has never run with it, for example because "
            "the disk was full at the first start, remove the file and start again: a new secret is made."
        )
    return words.decode("ascii")
