"""Citizens add a passkey, sign in with it, and take it away; they are told of each change at all their contacts.

A passkey stands for the sign-in by which it was added, and for no more: it never raises how sure the office is of a
person. Once a card is seen, those from before are over, as every sign-in is. The code goes on beside it.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NoReturn

from django.db import IntegrityError, transaction

from layani.office.actions.letters.content import masked
from layani.office.actions.parties import person_of
from layani.office.actions.trying import Limit, count_try, give_back
from layani.office.gateways.key_store import KeyGone
from layani.office.gateways.party_passkeys import (
    Asked,
    NotTrue,
    ask_for_new,
    made_by,
    named_in,
    require_signed,
)
from layani.office.tables.models import Message, Party, PartyPasskey
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

log = logging.getLogger(__name__)

MOST = 5
LONGEST_NAME = 60
# There is nothing to guess; this stops programs. Whoever gets in is taken out of it: a village has one address.
PER_ADDRESS = Limit("passkey-from-address", most=60, span=timedelta(hours=1))
ADDED, REMOVED = "passkey-added", "passkey-removed"


def ask_to_add(party: Party, *, origin: str) -> Asked:
    """Return what a device is asked for, to add a passkey of a party; it shows initials and no name."""
    held = [bytes(one.data) for one in PartyPasskey.objects.of_party(party.pk)]
    return ask_for_new(origin, party.ref.bytes, masked(person_of(party).name), held)


def add(party: Party, state: Mapping[str, Any], answer: Any, name: str, *, origin: str, now: datetime) -> PartyPasskey:
    """Add the passkey that a device has made, or raise Refused; the person is told."""
    try:
        made = made_by(origin, state, answer)
    except NotTrue as fault:
        log.warning("A citizen's new passkey was not taken: %s", fault)
        _refuse_untrue()
    with transaction.atomic():
        Party.objects.select_for_update().get(pk=party.pk)  # of two tabs, the second counts the first's
        PartyPasskey.objects.filter(party=party).exclude(vouched=party.vouched).delete()
        if PartyPasskey.objects.filter(party=party).count() >= MOST:
            _refuse(
                "too-many-passkeys",
                f"Sudah ada {MOST} kunci sandi.",
                f"There are {MOST} passkeys already.",
            )
        try:
            with transaction.atomic():
                row = PartyPasskey.objects.create(
                    party=party,
                    credential=made.credential,
                    data=made.data,
                    counter=made.counter,
                    name=name.strip()[:LONGEST_NAME],
                    vouched=party.vouched,
                    added_at=now,
                )
        except IntegrityError:  # it says that it is one which somebody has already
            _refuse_untrue()
        Message.objects.create(party=party, kind=ADDED, due_at=now)
    return row


def enter(state: Mapping[str, Any], answer: Any, *, origin: str, address: str, now: datetime) -> Party:
    """Return the party whose passkey answered, or raise Refused; every reason is told in the same words.

    address: the network address of the asker, for counting only
    """
    count_try(PER_ADDRESS, address, now)
    try:
        signed = named_in(answer)
        row = PartyPasskey.objects.in_force().filter(credential=signed.credential).first()
        if row is None or signed.user != row.party.ref.bytes:
            raise NotTrue("It is no passkey of anybody here.")
        require_signed(origin, state, bytes(row.data), answer)
        person_of(row.party)
    except (NotTrue, KeyGone) as fault:
        log.warning("A citizen's passkey was not taken: %s", fault)
        _refuse_untrue()
    # One statement, so that of a device and its copy one alone counts on.
    fresh = PartyPasskey.objects.filter(pk=row.pk)
    if signed.counter or row.counter:
        fresh = fresh.filter(counter__lt=signed.counter)
    if not fresh.update(counter=signed.counter, used_at=now):
        log.error("The passkey %s of a citizen has counted back; there may be a copy. It was not taken.", row.pk)
        _refuse_untrue()
    give_back(PER_ADDRESS, address, now)
    return row.party


def remove(party_id: int, number: int, *, now: datetime) -> bool:
    """Take a passkey of a party away and tell the person; False if it is not theirs, or gone already."""
    with transaction.atomic():
        gone = PartyPasskey.objects.filter(party_id=party_id, pk=number).delete()[0]
        if gone:
            Message.objects.create(party_id=party_id, kind=REMOVED, due_at=now)
    return bool(gone)


def _refuse_untrue() -> NoReturn:
    _refuse("no-such-passkey", "Kunci sandi itu tidak diterima.", "That passkey was not taken.")


def _refuse(code: str, id_: str, en: str) -> NoReturn:
    remedy = Text(
        "Coba lagi, atau masuk dengan kode ke telepon atau surel.",
        "Try again, or sign in with a code to your phone or e-mail.",
    )
    raise Refused(Refusal(code, Text(id_, en), remedy))
