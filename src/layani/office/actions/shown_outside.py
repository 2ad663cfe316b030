"""What witnesses hold of our record, asked before a process signs anything: they remember what a restore forgot."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

from layani.office.gateways.log_keys import retired_log_keys
from layani.office.gateways.witness_client import shown_side_by_side
from layani.office.gateways.witness_policy import witness_policy
from layani.rules.record.checkpoint import Checkpoint, open_checkpoint
from layani.rules.record.encoding import Malformed
from layani.rules.record.note import BadSignature, SigningKey, Unsigned

PATIENCE: Final = 3.0  # seconds for all witnesses together; who cannot be reached by then does not stop the office

# {which record, with which witnesses: its size when it last continued what they hold}, of this process
_passed: dict[tuple[Path, str], int] = {}


def must_ask(size: int) -> bool:
    """Whether the witnesses are to be asked before a record of ``size`` is signed: at first, and when it shrank."""
    return bool(witness_policy().addresses) and size < _passed.get(_which(), size + 1)


def passed(size: int) -> None:
    """Note that a record of ``size`` continues everything that is known to have been signed."""
    _passed[_which()] = size


def shown_by_witnesses(key: SigningKey) -> Iterator[tuple[str, Checkpoint]]:
    """Yield what each witness that can be reached holds of our record, if ``key`` or one before it did sign it.

    A witness that shows something else says nothing about us: only our own signature does.
    """
    own = (key.verifier, *(former for former, _ in retired_log_keys()))
    for name, data in shown_side_by_side(witness_policy().addresses, key.name, deadline=PATIENCE).items():
        try:
            held = open_checkpoint(data, own).checkpoint
        except (Malformed, BadSignature, Unsigned):
            continue
        yield f"The witness {name}", held


def _which() -> tuple[Path, str]:
    return Path(settings.KEY_FOLDER), settings.WITNESSES
