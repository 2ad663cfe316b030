"""Decide: grant, or refuse with ground, fact and remedy; and grant by law what the office left lying."""

from datetime import datetime

from layani.office.actions.acting import Deed, Done, act_on
from layani.office.actor import SYSTEM, Actor
from layani.office.house import service
from layani.office.tables.models.cases import Case as CaseRow


def grant(number: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Grant; refused while a rule that the law makes mandatory has failed."""
    return act_on(number, Deed("decide_grant", once=once), actor=actor, now=now)


def refuse(number: str, *, ground: str, fact: str, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Refuse on one of the service's grounds.

    ground: id in the service's list, which carries the law and the remedy
    fact:   what was found and in which document, in words to the citizen (sealed)
    """
    slug = CaseRow.objects.values_list("service", flat=True).get(number=number)
    grounds = [listed.id for listed in service(slug).grounds]
    data = {"ground": ground, "grounds": grounds, "fact_length": len(fact.strip())}
    return act_on(number, Deed("decide_refuse", data, personal={"fact": fact.strip()}, once=once), actor=actor, now=now)


def deem_granted(number: str, *, now: datetime) -> Done:
    """Grant by law, because the limit has passed in silence; the system does it, no officer can stop it."""
    return act_on(number, Deed("deem_granted", role="system"), actor=SYSTEM, now=now)


def withdraw(number: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Take the application back."""
    return act_on(number, Deed("withdraw", once=once), actor=actor, now=now)
