"""Hold the cosignatures of the database against those that stand under checkpoints outside it.

Who deletes cosignatures takes away what bounds the times of acts, and the tables alone do not show that there were
more. What was published with them does: the public checkpoint, and each that somebody's mirror has kept.
"""

from collections.abc import Collection, Iterable, Iterator

from django.conf import settings

from layani.office.gateways.log_keys import log_key, next_log_key, retired_log_keys
from layani.office.gateways.published_log import CHECKPOINT
from layani.office.gateways.witness_policy import witness_policy
from layani.office.tables.models import Cosignature, Restoration
from layani.rules.record.checkpoint import OpenedCheckpoint, open_checkpoint
from layani.rules.record.encoding import Malformed
from layani.rules.record.note import BadSignature, Unsigned, VerifierKey, parse_note


def lost_cosignatures() -> Iterator[tuple[str, str]]:
    """Yield which cosignature under the public checkpoint is not in the database."""
    file = settings.LOG_FOLDER / CHECKPOINT
    coming = next_log_key()
    logs = [log_key().verifier, *(key for key, _ in retired_log_keys()), *([coming.verifier] if coming else [])]
    notes = [file.read_bytes()] if file.exists() else []
    yield from cosignatures_without_a_row(notes, logs, witness_policy().cosigners, "the public checkpoint")


def unknown_cosigners() -> list[str]:
    """Return the names under the public checkpoint whose keys the office's file of witnesses does not have.

    What they signed cannot be verified, and so is held against nothing: whoever takes a witness off the list, or looks
    without the office's setting of it, reads that here.
    """
    file = settings.LOG_FOLDER / CHECKPOINT
    try:
        note = parse_note(file.read_bytes()) if file.exists() else None
    except Malformed:
        return []
    known = {(key.name, key.id) for key in witness_policy().cosigners}
    lines = [line for line in note.signatures if line.name != log_key().name] if note else []
    return sorted({line.name for line in lines if (line.name, line.key_id) not in known})


def cosignatures_without_a_row(
    notes: Iterable[bytes], logs: Collection[VerifierKey], cosigners: Collection[VerifierKey], name: str
) -> Iterator[tuple[str, str]]:
    """Yield the (cosignature, what) under these checkpoints that the database has not; each is verified first.

    name: what the checkpoints are called in what is yielded. What a restore from an older backup lost is not among it.
    """
    restored = list(Restoration.objects.values_list("first", "end"))
    for data in notes:
        try:
            opened = open_checkpoint(data, logs, cosigners)
        except (Malformed, BadSignature, Unsigned):  # the record is compared elsewhere; this one says nothing of times
            continue
        size = opened.checkpoint.size
        if any(first < size <= end for first, end in restored):
            continue
        held = set(Cosignature.objects.of_size(size).values_list("vkey", flat=True))
        for key in _cosigned(opened, cosigners):
            if key.text() not in held:
                yield f"cosignature of {key.name} on {size}", f"stands under {name}, and is not in the database"


def _cosigned(opened: OpenedCheckpoint, cosigners: Collection[VerifierKey]) -> list[VerifierKey]:
    return [key for key, _ in opened.note.verified if key in cosigners]
