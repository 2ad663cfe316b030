"""Answer a notice for the person under a mandate; what is the person's own stays theirs, and they are told at once."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from layani.office.actions import checking
from layani.office.actions.acting import Done
from layani.office.actions.proxying import ByProxy, mandates_between, sight_of
from layani.office.actor import Actor
from layani.office.house import calendar, facts_on, service
from layani.office.tables.models import Case, Mandate
from layani.rules.catalogue import Service
from layani.rules.catalogue.answers import identity_fields
from layani.rules.mandates.using import not_covered, own_act
from layani.rules.refusal import Refused


def answer_for(
    number: str, corrected: Mapping[str, Any], *, actor: Actor, now: datetime, once: str | None = None
) -> Done:
    """Send the answer of whoever filed a case for its person; the clock runs on as by the person's own answer.

    corrected: the fields of the notice; none that says who the person is, or where they are told
    Raises Refused for everybody else, for what stays the person's own, and where no mandate holds any more; raises
    AnswersRejected as ``checking.answer`` does.
    """
    mandate = covering(number, actor=actor, now=now)
    if mandate is None:
        raise Refused(not_covered())
    if persons_own(_definition(number), corrected):
        raise Refused(own_act("identity"))
    return checking.answer(number, corrected, actor=actor, now=now, once=once, proxy=ByProxy(mandate))


def covering(number: str, *, actor: Actor, now: datetime) -> Mandate | None:
    """Return the mandate in force by which its holder sees and answers a case that they filed; None for others."""
    seen, day = sight_of(number, actor=actor, now=now), calendar().local(now).date()
    if seen is None:
        return None
    held = mandates_between(seen.filing, day)
    return next((one for one in held if one.mandate().covers(seen.filing.case.service, day)), None)


def persons_own(definition: Service, names: Collection[str]) -> frozenset[str]:
    """Return those of some fields that say who the person is or where they are told: the person's alone."""
    return frozenset(names) & {one.name for one in identity_fields(definition)}


def _definition(number: str) -> Service:
    row = Case.objects.get(number=number)
    return service(row.service, row.version).on(facts_on(calendar().local(row.received_at).date()))
