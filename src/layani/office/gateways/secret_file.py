"""Secrets that live in files which only the office's own user can read."""

import os
import secrets
from pathlib import Path


def secret_from_file(file: Path, bytes_of_entropy: int = 48) -> str:
    """Return the secret in ``file``, made at the first start; other users of the machine cannot read it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(bytes_of_entropy))
        out.flush()
        os.fsync(out.fileno())
    return file.read_text(encoding="ascii").strip()
