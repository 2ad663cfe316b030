"""The folder in which the record is public: ``checkpoint`` and ``tile/…``, as c2sp.org/tlog-tiles lays them out.

Every file appears whole or not at all, and is durable before the next step counts on it. The checkpoint is replaced
last and never by a smaller one, so whatever it implies can be read.
"""

import shutil
from pathlib import Path

from layani.rules.record.checkpoint import Checkpoint, open_checkpoint
from layani.rules.record.note import VerifierKey

CHECKPOINT = "checkpoint"


def read_checkpoint(file: Path, *keys: VerifierKey) -> Checkpoint | None:
    """Return the checkpoint in ``file``, None when there is no file.

    Raises Malformed, BadSignature or Unsigned when it is not one that a key among ``keys`` signed.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return None
    return open_checkpoint(data, keys).checkpoint


def remove_outgrown(folder: Path, before: float) -> int:
    """Remove partial tiles whose full tile has been there since ``before`` (POSIX seconds); returns how many tiles.

    Readers may then take the full tile for them (c2sp.org/tlog-tiles).
    """
    removed = 0
    for partial in sorted((folder / "tile").rglob("*.p")):
        full = partial.with_name(partial.name.removesuffix(".p"))
        if full.is_file() and full.stat().st_mtime < before:
            shutil.rmtree(partial)
            removed += 1
    return removed
