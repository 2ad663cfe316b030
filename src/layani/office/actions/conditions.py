"""Record that the condition of a part of an amount is met, so that it is due."""

from datetime import datetime

from layani.office.actions.acting import Deed, Done, act_on, not_your_role
from layani.office.actor import Actor
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.projection import state_of
from layani.rules.refusal import Refused


def meet(number: str, part: str, words: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Record it, by the role that the service names.

    part: its name in the plan (``rules.catalogue.amounts.plan``); words: what was seen, to the applicant (sealed)
    """
    role = state_of(CaseRow.objects.get(number=number)).conditions.get(part, "")
    if role and role not in actor.roles:
        raise Refused(not_your_role(role))
    words = words.strip()
    data = {"part": part, "words_length": len(words)}
    deed = Deed("condition_met", data, personal={"words": words}, once=once, role=role)
    return act_on(number, deed, actor=actor, now=now)
