"""The party register: what a person gave once, sealed under their own key."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from layani.office.gateways.sealing import open_sealed, seal
from layani.office.house import codes, key_store
from layani.office.tables.models.people import DECLARED, Party


@dataclass(frozen=True)
class Person:
    """What the office knows of a person. birth_date is ISO 8601; source says who gave it and when."""

    nik: str
    name: str
    birth_date: str = ""
    phone: str = ""
    email: str = ""
    source: str = ""


BOUND = "party"


def find_party(nik: str) -> Party | None:
    """Return the party with this NIK, or None."""
    return Party.objects.with_nik(codes().nik(nik)).first()


def party_row(
    person: Person, *, ref: UUID, key: bytes, now: datetime, assurance: str = DECLARED, language: str = "id"
) -> Party:
    """Return the unsaved row of a person under a key that is durable already."""
    return Party(
        ref=ref,
        nik_mac=codes().nik(person.nik) if person.nik else None,
        phone_mac=codes().phone(person.phone) if person.phone else None,
        sealed=seal(key, vars(person), BOUND),
        assurance=assurance,
        language=language,
        created_at=now,
    )


def register(person: Person, *, now: datetime, assurance: str = DECLARED, language: str = "id") -> Party:
    """Return the party of this NIK, entered if the register did not know it; what it knows is not overwritten."""
    if known := find_party(person.nik):
        return known
    ref = uuid4()
    key = key_store().new([ref], now)[ref]
    party = party_row(person, ref=ref, key=key, now=now, assurance=assurance, language=language)
    try:
        with transaction.atomic():
            party.save()
    except IntegrityError:
        # The same person was entered by another request a moment ago.
        if known := find_party(person.nik):
            return known
        raise
    return party


def person_of(party: Party) -> Person:
    """Open what the register holds of a party; raises KeyGone after an erasure."""
    return Person(**open_sealed(key_store().get(party.ref), bytes(party.sealed), BOUND))
