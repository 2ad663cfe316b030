"""Decide: grant, or refuse with ground, fact and remedy; and grant by law what the office left lying."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from layani.office.actions.acting import Deed, Done, act_on
from layani.office.actions.authorising import signed
from layani.office.actor import SYSTEM, Actor
from layani.office.house import service
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.projection import state_of


def grant(number: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Grant; refused while a rule that the law makes mandatory has failed."""
    return act_on(number, signed(Deed("decide_grant", once=once), actor=actor, now=now), actor=actor, now=now)


@dataclass(frozen=True, slots=True)
class Why:
    """Why a case is refused.

    ground: id in the service's list, which carries the law and the remedy
    fact:   what was found and in which document, in words to the citizen (sealed)
    language: in which the fact is written, "id" or "en" (sealed with it); empty when nobody said
    seen_otherwise: the officer saw evidence against a rule that the answers meet; it stands in the event
    """

    ground: str
    fact: str
    seen_otherwise: bool = False
    language: str = ""

    def data(self, row: CaseRow) -> dict[str, Any]:
        """Return the act's values that are not personal."""
        grounds = {one.id: one for one in service(row.service, row.version).grounds}
        rule = grounds[self.ground].rule if self.ground in grounds else ""
        found: dict[str, Any] = {
            "ground": self.ground,
            "grounds": list(grounds),
            "fact_length": len(self.fact.strip()),
        }
        if rule and state_of(row).rules.get(rule) == "passed":
            found |= {"rule_met": rule, "seen_otherwise": self.seen_otherwise}
        return found


def refuse(number: str, why: Why, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Refuse on one of the service's grounds, with the fact."""
    data = why.data(CaseRow.objects.get(number=number))
    said = {"fact": why.fact.strip()} | ({"language": why.language} if why.language else {})
    deed = Deed("decide_refuse", data, personal=said, once=once)
    return act_on(number, signed(deed, actor=actor, now=now), actor=actor, now=now)


def deem_granted(number: str, *, now: datetime) -> Done:
    """Grant by law, because the limit has passed in silence; the system does it, no officer can stop it."""
    return act_on(number, Deed("deem_granted", role="system"), actor=SYSTEM, now=now)


def note_silence(number: str, *, now: datetime) -> Done:
    """Note that the limit has passed in silence, which the law takes for a refusal; the office still has to decide."""
    return act_on(number, Deed("silence", role="system"), actor=SYSTEM, now=now)


def withdraw(number: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Take the application back."""
    return act_on(number, Deed("withdraw", once=once), actor=actor, now=now)
