"""Revoke what was given: warn its holder, hear them, and then revoke it or let it be."""

from datetime import datetime

from layani.office.actions.acting import Deed, Done, act_on
from layani.office.actions.authorising import signed
from layani.office.actor import Actor
from layani.office.tables.models import Case
from layani.office.tables.models.signatures import Signature
from layani.office.tables.projection import state_of
from layani.rules.cases.state import Case as State

WARNS, DECIDES = "warns", "decides"


def warn_revocation(
    number: str, ground: str, fact: str, *, actor: Actor, now: datetime, once: str | None = None
) -> Done:
    """Warn the holder that the product may be revoked; they are told, and have the service's time to answer.

    ground: one of the service's grounds for a revocation
    fact:   what was found (sealed)

    Raises Refused and changes nothing: another role, no such ground, a fact that says too little, warned already.
    """
    data = {"ground": ground, "fact_length": len(fact.strip())}
    return _act(number, WARNS, Deed("warn_revocation", data, personal={"fact": fact.strip()}, once=once), actor, now)


def answer_revocation(number: str, words: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Say why the product should stay; by its holder, or by an officer who writes down what the holder said."""
    data = {"words_length": len(words.strip())}
    deed = Deed("answer_revocation", data, personal={"words": words.strip()}, once=once)
    return _act(number, WARNS, deed, actor, now)


def revoke(number: str, fact: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """End the product from now on, on the ground of the warning; ``fact`` says why the answer does not save it."""
    data = {"fact_length": len(fact.strip())}
    return _act(number, DECIDES, Deed("revoke", data, personal={"fact": fact.strip()}, once=once), actor, now)


def drop_revocation(number: str, fact: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Let the product be, with the reason, which its holder reads."""
    data = {"fact_length": len(fact.strip())}
    return _act(number, DECIDES, Deed("drop_revocation", data, personal={"fact": fact.strip()}, once=once), actor, now)


def _unsigned_falls(row: Case, case: State) -> None:
    """Let a corrected letter that waits to be signed be signed no more: it would say what no longer holds."""
    Signature.objects.drop_unsigned(row.pk)


def role_for(row: Case, part: str, actor: Actor) -> str:
    """Return the role in which an officer does their ``part`` ("warns", "decides"); "" when they do not hold it.

    The other of the two roles will do to write down what the holder said.
    """
    role = str(state_of(row).revocable.get(part, ""))
    return role if role in actor.roles else ""


def _act(number: str, part: str, deed: Deed, actor: Actor, now: datetime) -> Done:
    row = Case.objects.get(number=number)
    role = role_for(row, part, actor)
    if deed.kind == "answer_revocation":
        role = role or role_for(row, DECIDES, actor)
    deed = Deed(deed.kind, deed.data, personal=deed.personal, once=deed.once, role=role or "none")
    if deed.kind == "revoke":
        deed = signed(deed, actor=actor, now=now)
    return act_on(number, deed, actor=actor, now=now, also=_unsigned_falls if deed.kind == "revoke" else None)
