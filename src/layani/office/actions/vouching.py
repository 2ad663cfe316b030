"""The counter, or an identity provider, sees the original identity card, and what stands on it
goes into the party register.

Whoever signed in before, or has a code on the way, did so on somebody's bare word: with the card seen, that is over,
and with it every mandate that was given online on that word.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from layani.office.actions.mandating import end_unproved
from layani.office.actions.parties import BOUND, Person, person_of, register
from layani.office.actor import SYSTEM, Actor
from layani.office.gateways.sealing import open_sealed, seal
from layani.office.house import calendar, codes, key_store
from layani.office.tables.models import Message, Party
from layani.office.tables.models.people import DECLARED, SEEN
from layani.rules.controls import own_case
from layani.rules.controls.control import Attempt
from layani.rules.refusal import Refused

REPLACED = "contact-replaced"
"""The message to a contact in whose place an officer has put another."""
_OLD = "contacts before"
CARD_SEEN = "counter, card seen,"
BY_ACCOUNT = "identity account,"
"""How the register's words on where it has a person from begin."""


def require_another(party: Party, actor: Actor) -> None:
    """Raise Refused when the officer is the person: nobody vouches for themselves."""
    own = bool(actor.nik_mac) and party.nik_mac is not None and bytes(party.nik_mac) == actor.nik_mac
    if refusal := own_case.check(Attempt(act="file", officer=actor.user, own_case=own)):
        raise Refused(refusal)


def enter(person: Person, *, seen: bool, language: str, actor: Actor, now: datetime) -> Party:
    """Enter a person who came to the counter, or return the party that the register knows already.

    seen: the officer had the original card in their hands, which then stands in the place of what somebody declared;
          otherwise the data stand as declared, and what the register knows stays
    Raises Refused for oneself where the register knows the person.
    """
    entered = replace(person, source=_source(seen, actor, now))
    party = register(entered, now=now, assurance=SEEN if seen else DECLARED, language=language)
    return vouch(party, person, actor=actor, now=now) if seen and party.assurance != SEEN else party


def vouch(party: Party, card: Person, *, actor: Actor, now: datetime) -> Party:
    """Put the person with the card into the register, in place of what stood there, and end every earlier sign-in.

    card: what stands on it, and the phone and e-mail that its holder says. Empty is empty: an address that somebody
          else declared must not stay beside a card that was seen. The NIK is the party's, whatever it says.
    Raises Refused for oneself, and KeyGone after an erasure.
    """
    require_another(party, actor)
    return put_in_place(party, card, source=_source(True, actor, now), actor=actor, now=now)


def put_in_place(party: Party, card: Person, *, source: str, now: datetime, actor: Actor = SYSTEM) -> Party:
    """Put what somebody has seen of a person's card into the register, and end every sign-in from before it.

    source: who saw it, and when; actor: the officer, or the system for an identity provider
    Where an officer saw it, a contact that gives way is told so, and the new one opens no lost receipt for some days:
    an officer can be talked into typing another's phone, or be paid for it.
    """
    with transaction.atomic():
        row = Party.objects.select_for_update().get(pk=party.pk)
        if row.assurance == DECLARED:
            end_unproved(row, actor=actor, now=now)
        known = person_of(row)
        person = replace(card, nik=known.nik, source=source)
        row.sealed = seal(key_store().get(row.ref), vars(person), BOUND)
        row.phone_mac = codes().phone(person.phone) if person.phone else None
        row.email_mac = codes().contact(person.email) if person.email else None
        if actor.is_officer and (old := _given_way(known, person)):
            row.contact_since = now
            sealed = seal(key_store().get(row.ref), old, _OLD).hex()
            Message.objects.create(party=row, kind=REPLACED, params={"old": sealed}, due_at=now)
        row.assurance = SEEN
        row.vouched += 1
        row.save(update_fields=["sealed", "phone_mac", "email_mac", "contact_since", "assurance", "vouched"])
    return row


def addresses_before(message: Message) -> Mapping[str, str]:
    """Return {channel: address} of the contacts that gave way, for the message that tells them; raises KeyGone."""
    sealed = bytes.fromhex(message.params["old"])
    return dict(open_sealed(key_store().get(message.party.ref), sealed, _OLD))


def _given_way(known: Person, new: Person) -> dict[str, str]:
    """Return {channel: address} of what stood there and stands there no more."""
    old = (("phone", known.phone, new.phone), ("email", known.email, new.email))
    return {channel: before for channel, before, after in old if before and codes().contact(before) != _mac(after)}


def _mac(address: str) -> bytes:
    return codes().contact(address) if address else b""


def says_declared(person: Person) -> bool:
    """Whether the register's own words on a person, which are sealed, say that they are known by their word alone."""
    return person.source.startswith(("counter, declared,", "declared at sign-in,"))


def _source(seen: bool, actor: Actor, now: datetime) -> str:
    day = calendar().local(now).date().isoformat()
    return f"{CARD_SEEN if seen else 'counter, declared,'} officer {actor.user}, {day}"
