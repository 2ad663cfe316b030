"""The log's key was taken: the log ends at what witnesses had seen, and a second one with another name continues it.

Nobody can tell any more what the office signed and what the thief did. What a quorum of witnesses saw before stands,
for they sign only what continues what they saw. The second log repeats the first one's entries, as this office has
them, so that every act keeps its place and gets a new receipt; its first own entry says how far the first one stands.
"""

from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.db import transaction

from layani.durable_file import only_one, write_durably
from layani.office.actions.changing_keys import LOCK, KeysStay
from layani.office.actions.cosigning import signers
from layani.office.actions.receipts import node_of, with_lines
from layani.office.gateways.ended_logs import EndedLog, ended_logs, keep_ended, origin_after
from layani.office.gateways.log_keys import (
    fresh_log_key,
    log_key,
    log_origin,
    mend_public_half,
    next_log_key,
    put_in_fresh_key,
)
from layani.office.gateways.published_log import ended_checkpoint
from layani.office.gateways.witness_policy import witness_policy
from layani.office.tables.models.record import Checkpoint, LogState, Outbox
from layani.office.tables.models.witnessing import Cosignature, WitnessState
from layani.rules.record import checkpoint as checkpoints
from layani.rules.record.continuation import CONTINUES, ContinuationLeaf
from layani.rules.record.merkle import EMPTY_ROOT, root_at
from layani.rules.record.note import VerifierKey, parse_note


def end_log(origin: str, *, now: datetime) -> EndedLog:
    """End the log ``origin``, whose key was taken, and let the next one begin; return how far it stands.

    The integrator must run once afterwards: it signs the second log for the first time. Repeated after a crash it goes
    on where it died. Raises KeysStay when ``origin`` is not the log in use, or our own record is not what was
    witnessed.
    """
    with only_one(settings.KEY_FOLDER / LOCK), only_one(settings.LOG_FOLDER / LOCK):
        ended = ended_logs()
        if ended and ended[-1].origin == origin and _is_unfinished():
            return _finish(ended[-1])
        if ended and ended[-1].origin == origin:
            mend_public_half()
        if log_origin() != origin:
            raise KeysStay(
                f"The record in use is {log_origin()}, not {origin}. Nothing was changed; 'layani keys show' prints "
                "its keys."
            )
        coming = next_log_key()
        keys = (log_key().verifier, *((coming.verifier,) if coming else ()))
        log, last = _stands(origin, keys)
        fresh_log_key(origin_after(len(ended) + 1))
        _begin(log, now)
        if last:
            write_durably(settings.LOG_FOLDER, [(ended_checkpoint(len(ended) + 1), last.encode())])
        keep_ended(log)
        return _finish(log)


def _is_unfinished() -> bool:
    return fresh_log_key(log_origin(), make=False) is not None


def _finish(log: EndedLog) -> EndedLog:
    put_in_fresh_key(log_origin())
    return log


def _stands(origin: str, keys: tuple[VerifierKey, ...]) -> tuple[EndedLog, str]:
    """Return how far the log stands, with that checkpoint and its cosignatures; raises KeysStay."""
    state, found = LogState.objects.current(), _last_witnessed(origin)
    if found is None:
        return EndedLog(origin, 0, EMPTY_ROOT, keys), ""
    checkpoint, text = found
    if checkpoint.size > state.size or root_at(checkpoint.size, node_of(state.size)) != checkpoint.root:
        raise KeysStay(
            f"Witnesses have seen a record of {checkpoint.size} entries that the database does not continue. Bring it "
            "forward first: layani record recover SOURCE"
        )
    return EndedLog(origin, checkpoint.size, checkpoint.root, keys), text


def _last_witnessed(origin: str) -> tuple[checkpoints.Checkpoint, str] | None:
    """Return the largest checkpoint of a log, and its text, that those have cosigned who are a quorum today.

    Not the one that was a quorum last: witnesses may have changed since, and readers ask for those of today.
    """
    policy = witness_policy()
    if policy.quorum is None:
        return None
    kept = Cosignature.objects.filter(vkey__in=[key.text() for key in policy.cosigners]).order_by("-size", "id")
    for size, rows in groupby(kept.iterator(), key=attrgetter("size")):
        lines = list(rows)
        if not policy.is_quorum(signers(lines)):
            continue
        signed = Checkpoint.objects.get(size=size)
        checkpoint = checkpoints.parse_checkpoint(parse_note(signed.text.encode()).text)
        # The sizes go on from log to log, so what is below is of the logs before this one.
        return (checkpoint, with_lines(signed, lines)) if checkpoint.origin == origin else None
    return None


@transaction.atomic
def _begin(log: EndedLog, now: datetime) -> None:
    """Write the second log's first own entry, and let the witnesses be asked about it as about a new log."""
    if not Outbox.objects.waiting().filter(leaf__startswith=f"{CONTINUES}\n{log.origin}\n").exists():
        Outbox.objects.create(leaf=ContinuationLeaf(log.origin, log.size, log.root, now).text())
    WitnessState.objects.update(
        size=0, line="", line_size=0, cosigned_at=None, kept_at=None, asked_size=0, failures=0, fault="", told=None,
        due_at=now,
    )  # fmt: skip
