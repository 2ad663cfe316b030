"""Changing the record's key as planned: the old one announces the new, both sign for a while, then the old is retired.

Private keys lie in files alone, and only who runs the integrator reads them. What stands in the record, in the database
and on the page of keys are public halves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from layani.durable_file import only_one
from layani.office.gateways.log_keys import (
    acknowledgement_key,
    keep_taken_acknowledgement,
    log_key,
    make_next_acknowledgement_key,
    make_next_log_key,
    mend_acknowledgement_half,
    mend_public_half,
    next_acknowledgement_key,
    next_log_key,
    retire_acknowledgement_key,
    retire_log_key,
    retired_acknowledgement_keys,
    retired_log_keys,
    taken_acknowledgement_keys,
)
from layani.office.gateways.published_log import CHECKPOINT
from layani.office.tables.models import Checkpoint, KeyChange, Outbox
from layani.rules.record.checkpoint import open_checkpoint
from layani.rules.record.encoding import Malformed, time_text
from layani.rules.record.leaf import KeyLeaf, key_statement
from layani.rules.record.note import BadSignature, SigningKey, Unsigned, VerifierKey

SHORTEST_OVERLAP = timedelta(days=30)
STILL_SIGNS = timedelta(minutes=1)
"""A page that began before the acknowledgement key was changed may sign a receipt with the old one for so long."""
LOCK = "log.lock"  # that of the integrator: no checkpoint is signed while keys change places
SIGNED_LAST = "log.signed"


class KeysStay(Exception):
    """The keys cannot be changed now; the message says why and what to do. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The record's keys. ends_at: until when the key in use signs beside the coming one at least.

    acknowledging: signs provisional receipts; acknowledged: those before it, with when the last receipt was issued
    taken: of those, the ones that somebody else has, with since when
    """

    in_use: VerifierKey
    coming: VerifierKey | None
    ends_at: datetime | None
    retired: tuple[tuple[VerifierKey, int], ...]
    acknowledging: VerifierKey
    acknowledged: tuple[tuple[VerifierKey, datetime], ...]
    taken: Mapping[VerifierKey, datetime]


def keys() -> Keys:
    """Return the keys as they are."""
    coming = next_log_key()
    change = KeyChange.objects.filter(new=coming.verifier.text()).first() if coming else None
    return Keys(
        log_key().verifier,
        coming.verifier if coming else None,
        change.ends_at if change else None,
        retired_log_keys(),
        acknowledgement_key().verifier,
        retired_acknowledgement_keys(),
        taken_acknowledgement_keys(),
    )


def announce_key(*, overlap: timedelta, now: datetime) -> Keys:
    """Make the coming key and let the old one announce it in the record; both sign from now on.

    Repeated after a crash it goes on with the key that was made. Raises KeysStay.
    """
    if overlap < SHORTEST_OVERLAP:
        raise KeysStay(
            f"Both keys must sign for {SHORTEST_OVERLAP.days} days at least, so that witnesses and readers get the new "
            f"one in time; {overlap.days} are too few. If the key was stolen, this is not the way: stop the worker."
        )
    with only_one(settings.KEY_FOLDER / LOCK):
        coming, old = make_next_log_key().verifier, log_key()
        if KeyChange.objects.filter(new=coming.text()).exists():
            raise KeysStay(f"The key {coming.text()} is announced already. Retire the old one when its time is over.")
        _announce(old, coming, now + overlap, now)
    return keys()


def _announce(old: SigningKey, coming: VerifierKey, end: datetime, now: datetime) -> KeyChange:
    """Write into the record that ``old`` hands over to ``coming``, by its own signature."""
    signature = old.private.sign(key_statement(old.verifier, coming, now, end).encode())
    leaf = KeyLeaf(old.verifier, coming, now, end, signature, now)
    with transaction.atomic():
        outbox = Outbox.objects.create(leaf=leaf.text())
        return KeyChange.objects.create(new=coming.text(), ends_at=end, outbox=outbox)


def change_acknowledgement_key(*, now: datetime) -> Keys:
    """Make a new key for provisional receipts, let the old one announce it in the record, and put it in its place.

    Nobody outside signs with it, so nothing overlaps: receipts of the old key stay valid by the page of keys, which
    names it with its end. Repeated after a crash it goes on with the key that was made.
    """
    with only_one(settings.KEY_FOLDER / LOCK):
        if next_acknowledgement_key() is None:
            mend_acknowledgement_half()
        old, coming = acknowledgement_key(), make_next_acknowledgement_key().verifier
        change = KeyChange.objects.filter(new=coming.text()).first()
        change = change or _announce(old, coming, now + STILL_SIGNS, now)
        # Announced by one that died: the old key has signed on since, and what it signed must stay valid.
        retire_acknowledgement_key(max(change.ends_at, now + STILL_SIGNS))
    return keys()


def end_taken_acknowledgement_key(vkey: str, since: datetime, *, now: datetime) -> Keys:
    """Say of a key of provisional receipts that somebody else has it since a time; one in use is changed at once.

    Its receipts of that time and later are not checkable from then on, and earlier ones stand where the record has
    their act. Safe to repeat, also with an earlier time; a later one changes nothing. Raises KeysStay.
    """
    if since > now:
        raise KeysStay(f"The key cannot have been taken at {time_text(since)}, which is still to come.")
    with only_one(settings.KEY_FOLDER / LOCK):
        known = {key.text(): key for key, _ in retired_acknowledgement_keys()}
        in_use = acknowledgement_key().verifier
        key = {**known, in_use.text(): in_use}.get(vkey)
        if key is None:
            raise KeysStay(
                f"{vkey!r} has signed no provisional receipts here. 'layani keys show' prints the keys that have; give "
                "the whole line of one. Nothing was changed."
            )
        keep_taken_acknowledgement(key, since)  # first: should the rest not be reached, the thief is still not believed
        if key != in_use:
            mend_acknowledgement_half()
    return change_acknowledgement_key(now=now) if key == in_use else keys()


def retire_key(*, now: datetime) -> Keys:
    """Retire the key in use; the coming one takes its place, and the old private key is gone. Raises KeysStay."""
    with only_one(settings.KEY_FOLDER / LOCK):
        coming = next_log_key()
        if coming is None:
            mend_public_half()
            raise KeysStay("No other key is announced. Announce one first: layani keys rotate.")
        change = KeyChange.objects.filter(new=coming.verifier.text()).select_related("outbox").first()
        if change is None:
            raise KeysStay("The coming key is not announced in the record yet. Run 'layani keys rotate' again.")
        if now < change.ends_at:
            raise KeysStay(f"Both keys sign until {time_text(change.ends_at)}, as was announced. Wait until then.")
        retire_log_key(_signed_by_both(coming.verifier, change))
    return keys()


def _signed_by_both(coming: VerifierKey, change: KeyChange) -> int:
    """Return the size of the record that was signed last, by both keys; raises KeysStay unless all places have it."""
    signed = Checkpoint.objects.latest_signed()
    try:
        texts = [
            (settings.LOG_FOLDER / CHECKPOINT).read_bytes(),
            (settings.KEY_FOLDER / SIGNED_LAST).read_bytes(),
            signed.text.encode() if signed else b"",
        ]
        sizes = {open_checkpoint(text, [coming]).checkpoint.size for text in texts}
    except (FileNotFoundError, Malformed, BadSignature, Unsigned) as fault:
        raise KeysStay(f"The coming key has not signed what is public yet ({fault}). Let the worker run.") from fault
    index = change.outbox.idx
    if len(sizes) != 1 or index is None or min(sizes) <= index:
        raise KeysStay("The announcement of the coming key is not public yet. Let the worker run, then try again.")
    return sizes.pop()
