"""Whom to ask for a cosignature now, and what their answers change: rows, and the public checkpoint."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from layani.office.gateways.log_keys import log_key, retired_log_keys
from layani.office.gateways.published_log import CHECKPOINT, keep_shown, read_checkpoint, write_cosigned
from layani.office.gateways.witness_client import Outcome, Prover
from layani.office.gateways.witness_policy import witness_policy
from layani.office.tables.models.record import Checkpoint
from layani.office.tables.models.witnessing import Cosignature, Witnessed, WitnessState
from layani.rules.record import checkpoint as checkpoints
from layani.rules.record.cosigning import Fault, WrongTime, require_possible_time
from layani.rules.record.encoding import Malformed
from layani.rules.record.merkle import consistency_proof, root_at
from layani.rules.record.note import BadSignature, SignatureLine, Unsigned, VerifierKey
from layani.rules.record.tiles import node_reader
from layani.watchers.mirror import read_copy

LEAST_PAUSE = timedelta(seconds=0.5)
"""Between two questions to one witness, however fast the record grows: less than between two checkpoints, for an act
that must wait for the next question but one would be witnessed late."""
FIRST_PAUSE = timedelta(seconds=2)
"""Before a witness that did not cosign is asked again; twice as long after each time more."""
LONGEST_PAUSE = timedelta(minutes=5)
"""Between two questions to a witness that does not cosign."""
FRESH = timedelta(minutes=10)
"""After this long a witness is asked again although nothing was added: that it still sees us is news, too."""


@dataclass(frozen=True, slots=True)
class Question:
    """One witness to be asked about one checkpoint.

    address:     where it listens; None = it is asked by file
    old:         the size that it cosigned last, as far as we know
    checkpoint:  the signed note, verbatim, with the log's signature alone
    """

    name: str
    key: VerifierKey
    address: str | None
    old: int
    size: int
    checkpoint: str


def questions(now: datetime) -> list[Question]:
    """Return whom to ask now, on the network; two queries, none when no witness is configured.

    Nobody is asked before the public folder has all that the newest checkpoint implies.
    """
    policy = witness_policy()
    if not policy.witnesses:
        return []
    rows = WitnessState.objects.of(policy.witnesses, now)
    newest = Checkpoint.objects.latest_signed()
    if newest is None or _public_size() < newest.size:
        return []
    asked = zip(policy.witnesses, rows, strict=True)
    due = [name for name, row in asked if name in policy.addresses and row.wants(newest.size, now, FRESH)]
    return [question(name, newest, now) for name in due]


def question(name: str, newest: Checkpoint, now: datetime, old: int | None = None) -> Question:
    """Return what to ask a witness about a checkpoint, and note that it is being asked; raises KeyError.

    old:  the size it says it cosigned last, where the one that is kept is wrong
    """
    policy = witness_policy()
    key = policy.witnesses[name]
    row = WitnessState.objects.of({name: key}, now)[0]
    WitnessState.objects.filter(pk=row.pk).update(asked_at=now, asked_size=newest.size)
    known = row.size if old is None else old
    return Question(name, key, policy.addresses.get(name), known, newest.size, newest.text)


def prover(size: int) -> Prover:
    """Return what proves, from the public tiles alone, that the record of ``size`` entries continues a smaller one."""
    folder = Path(settings.LOG_FOLDER)

    def prove(old: int) -> tuple[bytes, ...]:
        return tuple(consistency_proof(old, size, node_reader(size, read_copy(folder))))

    return prove


def settle(asked: Question, outcome: Outcome, *, now: datetime, asked_now: bool = True) -> bool:
    """Keep what came of a question; returns whether it was a cosignature.

    asked_now:  False for an answer that was carried here and may be days old
    """
    fault = outcome.fault
    if outcome.line is not None:
        try:
            require_possible_time(outcome.line, now, asked_now=asked_now)
        except WrongTime:
            fault = Fault.WRONG_TIME
        else:
            _keep(asked, outcome.line, now)
            return True
    _note(asked, fault or Fault.BAD_ANSWER, outcome, now)
    return False


@transaction.atomic
def _keep(asked: Question, line: SignatureLine, now: datetime) -> None:
    Cosignature.objects.keep(asked.size, asked.key, line, now)
    WitnessState.objects.filter(pk=asked.key.text(), line_size__lte=asked.size).update(
        size=asked.size,
        line=line.text(),
        line_size=asked.size,
        cosigned_at=line.cosigned_at,
        kept_at=now,
        due_at=now + LEAST_PAUSE,
        failures=0,
        fault="",
        told=None,
    )
    policy = witness_policy()
    if policy.quorum is None or not policy.is_quorum(signers(Cosignature.objects.of_size(asked.size))):
        return
    Witnessed.objects.get_or_create(size=asked.size, defaults={"at": now})


def signers(lines: Iterable[Cosignature]) -> frozenset[VerifierKey]:
    """Return those of the configured witnesses' keys under which these cosignatures stand."""
    vkeys = {line.vkey for line in lines}
    return frozenset(key for key in witness_policy().cosigners if key.text() in vkeys)


def _note(asked: Question, fault: Fault, outcome: Outcome, now: datetime) -> None:
    """Write down why there is no cosignature, and keep the evidence where it is our own record that is in question."""
    if fault is Fault.AHEAD and outcome.told is not None and _is_signed_by_now(outcome.told):
        fault = Fault.CONFLICT  # somebody else has asked it meanwhile about what we signed meanwhile
    if fault.alarms and outcome.shown is not None:
        _keep_evidence(outcome.shown, asked.size)
    row = WitnessState.objects.get(pk=asked.key.text())
    pause = min(FIRST_PAUSE * 2 ** min(row.failures, 10), LONGEST_PAUSE)
    WitnessState.objects.filter(pk=row.pk).update(
        fault=fault.value, told=outcome.told, failures=row.failures + 1, due_at=now + pause
    )


def _is_signed_by_now(size: int) -> bool:
    newest = Checkpoint.objects.latest_signed()
    return newest is not None and newest.size >= size


def _keep_evidence(shown: bytes, size: int) -> None:
    """Keep a checkpoint of ours that a witness holds and that our record does not continue.

    What we did not sign is no evidence, whoever shows it; it stops nobody.
    """
    key = log_key().verifier
    try:
        held = checkpoints.open_checkpoint(shown, [key]).checkpoint
    except (Malformed, BadSignature, Unsigned):
        return
    if held.size > size or root_at(held.size, node_reader(size, read_copy(settings.LOG_FOLDER))) != held.root:
        keep_shown(settings.KEY_FOLDER, shown, key, *(former for former, _ in retired_log_keys()))


def publish_cosigned() -> bool:
    """Write the public checkpoint again with the freshest cosignatures over it; returns whether anything changed."""
    policy = witness_policy()
    newest = Checkpoint.objects.latest_signed() if policy.witnesses else None
    if newest is None:
        return False
    rows = WitnessState.objects.known(policy.witnesses.values())
    found = [rows[key.text()] for key in policy.witnesses.values() if key.text() in rows]
    lines = [row.line for row in found if row.line and row.line_size == newest.size]
    if not lines:
        return False
    text = newest.text + "".join(lines)
    return write_cosigned(settings.LOG_FOLDER, text, newest.size, log_key().verifier)


def _public_size() -> int:
    public = read_checkpoint(settings.LOG_FOLDER / CHECKPOINT, log_key().verifier)
    return public.size if public else 0
