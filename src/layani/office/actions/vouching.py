"""The counter sees the original identity card, and what stands on it goes into the party register."""

from dataclasses import replace
from datetime import datetime

from layani.office.actions.parties import BOUND, Person, person_of, register
from layani.office.actor import Actor
from layani.office.gateways.sealing import seal
from layani.office.house import calendar, codes, key_store
from layani.office.tables.models import Party
from layani.rules.controls import own_case
from layani.rules.controls.control import Attempt
from layani.rules.refusal import Refused

SEEN = "seen"


def require_another(party: Party, actor: Actor) -> None:
    """Raise Refused when the officer is the person: nobody vouches for themselves."""
    own = bool(actor.nik_mac) and party.nik_mac is not None and bytes(party.nik_mac) == actor.nik_mac
    if refusal := own_case.check(Attempt(act="file", officer=actor.user, own_case=own)):
        raise Refused(refusal)


def enter(person: Person, *, seen: bool, language: str, actor: Actor, now: datetime) -> Party:
    """Enter a person who came to the counter, or return the party that the register knows already.

    seen: the officer had the original card in their hands; otherwise the data stand as declared
    """
    entered = replace(person, source=_source(seen, actor, now))
    return register(entered, now=now, assurance=SEEN if seen else "declared", language=language)


def vouch(party: Party, card: Person, *, actor: Actor, now: datetime) -> Party:
    """Put what stands on the card into the register, in place of what was declared; raises Refused for oneself.

    card: its NIK must be the party's; empty values leave what is known
    """
    require_another(party, actor)
    known = person_of(party)
    given = {name: value for name, value in vars(card).items() if value and name not in ("nik", "source")}
    person = replace(known, **given, source=_source(True, actor, now))
    party.sealed = seal(key_store().get(party.ref), vars(person), BOUND)
    party.phone_mac = codes().phone(person.phone) if person.phone else None
    party.assurance = SEEN
    party.save(update_fields=["sealed", "phone_mac", "assurance"])
    return party


def _source(seen: bool, actor: Actor, now: datetime) -> str:
    day = calendar().local(now).date().isoformat()
    return f"counter, {'card seen' if seen else 'declared'}, officer {actor.user}, {day}"
