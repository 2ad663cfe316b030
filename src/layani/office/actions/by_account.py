"""Citizens come in by an account at an identity provider, which the office believes as far as its map of levels says.

An account that tells a NIK at the level "seen" or more stands for the card: whoever was unknown is entered as seen, and
what somebody else had declared under that NIK gives way, with every sign-in from before. Any other account opens only a
party to which its holder has linked it, after signing in by code.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from stdnum.id import nik as niks

from layani.office.actions.parties import Person, person_of, register
from layani.office.actions.trying import Limit
from layani.office.actions.vouching import BY_ACCOUNT, put_in_place
from layani.office.gateways.key_store import KeyGone
from layani.office.gateways.openid import Identity
from layani.office.house import calendar, codes
from layani.office.tables.models import IdentityLink, Party
from layani.rules.assurance import HIGH, SEEN, reaches
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

# Each coming back asks the provider three things; this stops only a program.
PER_ADDRESS = Limit("account-from-address", most=600, span=timedelta(hours=1))
INTERNATIONAL = re.compile(r"\+[0-9]{8,15}")


@dataclass(frozen=True, slots=True)
class Arrived:
    """Who came: the party, and HIGH or "" as the session's own level. Without a party the account is not linked yet."""

    party: Party | None
    level: str = ""


def arrive(identity: Identity, *, language: str, now: datetime) -> Arrived:
    """Return the party of an account; raises Refused for a NIK that cannot be, or whose data were erased."""
    if identity.nik and not niks.is_valid(identity.nik):
        raise Refused(_impossible())
    if identity.nik and reaches(identity.level, SEEN):
        return Arrived(_proved(identity, language, now), HIGH if identity.level == HIGH else "")
    return Arrived(_linked(identity))


def link(party: Party, subject: bytes, *, now: datetime) -> bool:
    """Link an account to a party that is signed in; False when it belongs to somebody else."""
    made = {"party": party, "vouched": party.vouched, "linked_at": now}
    with transaction.atomic():
        held = IdentityLink.objects.select_for_update().filter(subject_mac=subject).first()
        if held and held.party_id != party.pk and IdentityLink.objects.in_force().filter(pk=held.pk).exists():
            return False
        IdentityLink.objects.filter(subject_mac=subject).delete()
        try:
            with transaction.atomic():
                IdentityLink.objects.create(subject_mac=subject, **made)
        except IntegrityError:  # linked by another request a moment ago
            return IdentityLink.objects.filter(subject_mac=subject, party=party).exists()
    return True


def unlink(party_id: int) -> int:
    """End every link of a party and return how many there were."""
    return IdentityLink.objects.filter(party_id=party_id).delete()[0]


def subject_of(identity: Identity) -> bytes:
    """Return the code under which an account is linked; nobody reads the account from it."""
    return codes().identity(identity.issuer, identity.subject)


def _proved(identity: Identity, language: str, now: datetime) -> Party:
    day = calendar().local(now).date().isoformat()
    person = Person(
        nik=identity.nik,
        name=identity.name,
        birth_date=identity.birth_date,
        phone=identity.phone if INTERNATIONAL.fullmatch(identity.phone) else "",
        email=identity.email,
        source=f"{BY_ACCOUNT} {identity.level}, {identity.issuer}, {day}",
    )
    party = register(person, now=now, assurance=SEEN, language=language)
    try:
        if party.assurance != SEEN:  # somebody had declared this NIK
            return put_in_place(party, person, source=person.source, now=now)
        person_of(party)
    except KeyGone:
        raise Refused(_erased()) from None
    return party


def _linked(identity: Identity) -> Party | None:
    found = IdentityLink.objects.in_force().filter(subject_mac=subject_of(identity)).first()
    if found is None:
        return None
    try:
        person_of(found.party)
    except KeyGone:
        return None
    return found.party


def _impossible() -> Refusal:
    return Refusal(
        code="impossible-nik",
        reason=Text("Akun itu menyebut NIK yang tidak mungkin ada.", "That account tells a NIK that cannot be one."),
        remedy=Text(
            "Masuk dengan kode ke telepon, atau datang ke loket dengan KTP. Laporkan juga kepada penyedia akunnya.",
            "Sign in by code to your phone, or come to the counter with your card. Tell the account's provider, too.",
        ),
    )


def _erased() -> Refusal:
    return Refusal(
        code="erased",
        reason=Text("Data di bawah NIK ini sudah dihapus.", "The data under this NIK were erased."),
        remedy=Text("Datang ke loket dengan KTP Anda.", "Come to the counter with your identity card."),
    )
