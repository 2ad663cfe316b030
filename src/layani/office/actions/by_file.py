"""Asking a witness that has no network: the request in one file, its answer in another."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from layani.office.actions.cosigning import Question, prover, publish_cosigned, question, settle
from layani.office.gateways.witness_client import Outcome
from layani.office.gateways.witness_policy import witness_policy
from layani.office.tables.models.record import Checkpoint
from layani.office.tables.models.witnessing import WitnessState
from layani.rules.record.cosigning import cosignature_in
from layani.rules.record.encoding import Malformed
from layani.rules.record.note import BadSignature, Unsigned, parse_note
from layani.rules.record.tiles import MissingTile
from layani.rules.record.witness import Submission

LARGEST_ANSWER: Final = 100_000  # bytes


class NotAsked(Exception):
    """The witness cannot be asked, or was not; the message says why and what to do."""


class Refused(Exception):
    """What was brought is not the witness's signature over what it was asked."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A cosignature that was kept: over how many entries, and when, by the witness's clock (UTC)."""

    size: int
    cosigned_at: datetime


def request_for(name: str, now: datetime, *, old: int | None = None) -> tuple[Question, bytes]:
    """Return what to ask a witness about the newest checkpoint, and the file that asks it.

    old:  the size that it says it cosigned last, where the one that is kept here is wrong
    Raises NotAsked.
    """
    _require_known(name)
    newest = Checkpoint.objects.latest_signed()
    if newest is None:
        raise NotAsked("The record is still empty; there is nothing to witness.")
    known = _known_size(name, now) if old is None else old
    if not 0 <= known <= newest.size:
        raise NotAsked(
            f"{name} is said to have cosigned {known} entries; the record has {newest.size}. If that is no mistake, "
            "the database is older than what was signed: sign nothing and bring it forward."
        )
    try:
        proof = prover(newest.size)(known) if known else ()
    except (MissingTile, Malformed) as fault:
        raise NotAsked(f"The public tiles do not reach to the {newest.size} entries yet: {fault}") from fault
    asked = question(name, newest, now, known)
    return asked, Submission(known, proof, newest.text.encode()).render()


def take_answer(name: str, file: Path, now: datetime) -> Taken:
    """Verify and keep a witness's answer to the last request; raises NotAsked, Refused, or OSError."""
    _require_known(name)
    policy = witness_policy()
    key = policy.witnesses[name]
    row = WitnessState.objects.known([key]).get(key.text())
    signed = Checkpoint.objects.filter(size=row.asked_size).first() if row else None
    if row is None or signed is None:
        raise NotAsked(f"{name} was not asked yet. Write a request first: layani record ask {name} FILE")
    asked = Question(name, key, policy.addresses.get(name), row.size, signed.size, signed.text)
    with file.open("rb") as opened:
        data = opened.read(LARGEST_ANSWER + 1)
    if len(data) > LARGEST_ANSWER:
        raise Refused(f"{file} has more than {LARGEST_ANSWER} bytes; no cosignature has.")
    try:
        line = cosignature_in(data, parse_note(signed.text.encode()).text, key)
    except (Malformed, BadSignature, Unsigned) as fault:
        raise Refused(
            f"{file} is not the signature of {name} over the {signed.size} entries that it was asked about last: "
            f"{fault} If a newer request was written since, carry that one there."
        ) from fault
    if not settle(asked, Outcome(line=line), now=now, asked_now=False):
        raise Refused(f"The signature in {file} says that it was made in the future. Compare the clocks.")
    publish_cosigned()
    return Taken(signed.size, line.cosigned_at)


def _known_size(name: str, now: datetime) -> int:
    return WitnessState.objects.of({name: witness_policy().witnesses[name]}, now)[0].size


def _require_known(name: str) -> None:
    names = witness_policy().witnesses
    if name not in names:
        known = ", ".join(names) if names else "none; LAYANI_WITNESSES names no file"
        raise NotAsked(f"There is no witness '{name}'. Known are: {known}.")
