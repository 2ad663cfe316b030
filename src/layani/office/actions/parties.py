"""The party register: what a person gave once, sealed under their own key."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from layani.office.gateways.sealing import open_sealed, seal
from layani.office.house import codes, key_store
from layani.office.tables.models.people import DECLARED, Party
from layani.rules.catalogue.kinds.nik import holds_birth_date
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text


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
        email_mac=codes().contact(person.email) if person.email else None,
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


def person_of(party: Party, key: bytes = b"") -> Person:
    """Open what the register holds of a party; raises KeyGone after an erasure.

    key: the party's, where the caller has it already
    """
    return Person(**open_sealed(key or key_store().get(party.ref), bytes(party.sealed), BOUND))


def require_same_person(party: Party, given: Person) -> None:
    """Raise Refused when name or birth date are not those that the register holds under this NIK.

    What an officer saw on a card must not be overruled by whoever types something else, and a rule with it.
    """
    known = person_of(party)
    same_name = not known.name or _plain(known.name) == _plain(given.name)
    if same_name and given.birth_date in ("", known.birth_date or given.birth_date):
        return
    raise Refused(
        Refusal(
            code="another-identity",
            reason=Text(
                id="Nama atau tanggal lahir ini bukan yang tercatat di kantor ini untuk NIK itu.",
                en="This name or date of birth is not what this office holds for that NIK.",
            ),
            remedy=Text(
                id="Periksa NIK, nama, dan tanggal lahirnya. Bila datanya berubah, bawa KTP ke loket.",
                en="Check NIK, name and date of birth. If they have changed, bring the identity card to the counter.",
            ),
        )
    )


def require_fitting_nik(given: Person) -> None:
    """Raise Refused when a newcomer's birth date is not the one in the NIK; a card that differs is for the counter."""
    if not (given.nik and given.birth_date) or holds_birth_date(given.nik, given.birth_date):
        return
    raise Refused(
        Refusal(
            code="another-birth-date",
            reason=Text(
                id="Tanggal lahir ini tidak sama dengan yang ada di dalam NIK.",
                en="This date of birth is not the one that the NIK holds.",
            ),
            remedy=Text(
                id="Periksa keduanya. Bila KTP memang berbeda, datang ke loket dengan KTP itu.",
                en="Check both. If the card itself differs, come to the counter with it.",
            ),
        )
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
