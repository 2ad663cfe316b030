"""File for somebody else under a mandate; the person is told at once, and can stop it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from layani.office.actions.acting import Deed, Done, act_on
from layani.office.actions.assuring import PERSON_NOT_SEEN
from layani.office.actions.mandating import agent_of, close, contacts_of, locked, serves_here, told_directly
from layani.office.actions.parties import person_of
from layani.office.actor import Actor
from layani.office.house import calendar, codes
from layani.office.tables.models import AgentLook, Case, Mandate, Message, Party, ProxyAct, ProxyFiling
from layani.office.tables.models.papers import FOR_ANOTHER
from layani.office.tables.projection import state_of
from layani.rules.assurance import DECLARED
from layani.rules.cases.state import Case as State
from layani.rules.catalogue import FieldProblem, Service
from layani.rules.catalogue.answers import identity_fields
from layani.rules.controls.control import Attempt
from layani.rules.mandates.giving import WORDS_AT_LEAST, no_contact_reason
from layani.rules.mandates.giving import serves_here as office_serves_here
from layani.rules.mandates.model import AGENT_DAYS, GUARDIAN
from layani.rules.mandates.using import (
    Filed,
    agents_contact,
    is_agent,
    may_receive,
    may_see,
    not_covered,
    own_act,
)
from layani.rules.refusal import Refused

FOR = FOR_ANOTHER
"""Drafts of what somebody fills in for another stand under the person, as a draft of ``FOR`` mandate, service."""
ANSWERED_BY_PROXY = "answered-by-proxy"
"""Message to the person: somebody who acts for them has answered what was missing, with the link that stops it."""
STOPPED = "proxy-stopped"
"""Message to the agent: the person has stopped a case."""


@dataclass(frozen=True, slots=True)
class ByProxy:
    """That an application is brought by the holder of a mandate.

    why_not: why the person cannot be told directly, in the officer's words; sealed
    """

    mandate: Mandate
    why_not: str = ""

    def data(self) -> dict[str, Any]:
        """Return what the filing's event says of it: the basis, and the office-keyed code of who brought it."""
        nik = self.mandate.holder.nik_mac
        return {"proxy": {"basis": self.mandate.basis, "agent": bytes(nik).hex() if nik else ""}}

    def personal(self) -> dict[str, Any]:
        """Return what is sealed with it."""
        return {"proxy": {"mandate": str(self.mandate.ref), "why_not": self.why_not.strip()}}


def draft_for(mandate: Mandate, service: str) -> str:
    """Return what a draft for another is a draft of."""
    return f"{FOR}{mandate.pk}/{service}"


def require_covered(proxy: ByProxy, applicant: Party, service: Service, *, actor: Actor, now: datetime) -> None:
    """Raise Refused unless the mandate is in force for this person and service, and is the actor's own or at a counter.

    The mandate is read anew: a page that lay open does not outlive its end. Where the service asks that the person's
    card was seen, the holder's own does not stand for it.
    """
    row = Mandate.objects.select_related("giver", "holder").get(pk=proxy.mandate.pk)
    fits = row.giver_id == applicant.pk and row.mandate().covers(service.slug, _day(now))
    mine = actor.is_officer or (actor.is_citizen and actor.party == row.holder_id)
    if not (fits and mine):
        raise Refused(not_covered(service.name))
    if service.renews is not None:
        raise Refused(own_act("renew"))
    if actor.is_citizen and service.assurance != DECLARED and row.giver.assurance == DECLARED:
        raise Refused(PERSON_NOT_SEEN)
    told = told_directly(person_of(applicant), person_of(row.holder))
    if actor.is_officer and not told and len(proxy.why_not.strip()) < WORDS_AT_LEAST:
        raise Refused(no_contact_reason())


def with_agent(attempt: Attempt, proxy: ByProxy, actor: Actor, now: datetime) -> Attempt:
    """Return the attempt with who brings the application: an officer of this office, or the very one who takes it."""
    holder = proxy.mandate.holder
    own = bool(actor.nik_mac) and holder.nik_mac is not None and bytes(holder.nik_mac) == actor.nik_mac
    serves = proxy.mandate.basis != GUARDIAN and serves_here(holder, now)
    return replace(attempt, own_case=attempt.own_case or own, agent_serves_here=serves)


def contact_problems(proxy: ByProxy, service: Service, answers: Mapping[str, Any]) -> tuple[FieldProblem, ...]:
    """Return the contacts on the form that are the agent's own: the person's are never replaced by them.

    What the register holds of the person stands, also where a family shares one phone; ``told_directly`` knows that.
    """
    known = person_of(proxy.mandate.giver)
    own = contacts_of(person_of(proxy.mandate.holder)) - contacts_of(known)
    names = {one.name for one in identity_fields(service)} & {"phone", "email"}
    return tuple(
        FieldProblem(name, agents_contact())
        for name in sorted(names)
        if answers.get(name) and codes().contact(str(answers[name])) in own
    )


def note_filing(row: Case, proxy: ByProxy, *, actor: Actor, now: datetime) -> None:
    """Keep under which mandate a case was filed, and enter in the register whoever acts for many by now.

    The caller holds the filing's transaction. Raises Refused where the mandate was ended a moment ago: whoever ends it
    finds every case that was filed under it, or it is not filed.
    """
    mandate = proxy.mandate
    if not locked(mandate.ref).mandate().covers(row.service, _day(now)):
        raise Refused(not_covered())
    no_contact = not told_directly(person_of(row.party), person_of(mandate.holder))
    ProxyFiling.objects.create(
        case=row, mandate=mandate, holder_id=mandate.holder_id, officer_id=actor.user, no_contact=no_contact, at=now
    )
    agent = agent_of(mandate.holder)
    since = now - timedelta(days=AGENT_DAYS)
    if agent.registered_at is None and is_agent(ProxyFiling.objects.persons_since(mandate.holder_id, since)):
        agent.registered_at = now
        agent.save(update_fields=["registered_at"])


def require_still_covered(proxy: ByProxy, row: Case, *, actor: Actor, now: datetime) -> None:
    """Raise Refused unless the mandate, read and locked inside the act, still covers a case that its holder filed.

    A page that lay open does not outlive the mandate, and nobody acts by one while its end is being written.
    """
    mandate = locked(proxy.mandate.ref)
    filing = ProxyFiling.objects.of_case(row.number)
    mine = actor.is_citizen and actor.party == mandate.holder_id
    if not (mine and filing and may_see(filed_of(filing), mandate.holder_id, [mandate.mandate()], _day(now))):
        raise Refused(not_covered())
    if mandate.basis != GUARDIAN and serves_here(mandate.holder, now):
        raise Refused(office_serves_here())


def note_act(row: Case, proxy: ByProxy, act: str, now: datetime) -> None:
    """Keep that the holder of a mandate acted on a case that they filed, and tell the person on their own contact.

    The caller holds the act's transaction.
    """
    holder = proxy.mandate.holder
    no_contact = not told_directly(person_of(row.party), person_of(holder))
    ProxyAct.objects.create(case=row, mandate=proxy.mandate, holder=holder, act=act, no_contact=no_contact, at=now)
    if not no_contact:
        Message.objects.create(party_id=row.party_id, case=row, kind=ANSWERED_BY_PROXY, due_at=now)


def mandates_between(filing: ProxyFiling, day: date) -> list[Mandate]:
    """Return the mandates in force between the person of a case and who filed it; one query."""
    return list(Mandate.objects.between(filing.case.party_id, filing.holder_id, day))


@dataclass(frozen=True, slots=True)
class Sight:
    """A case as its agent may see it: how it was filed, and whether the letter is theirs to see."""

    filing: ProxyFiling
    letter: bool


def sight_of(number: str, *, actor: Actor, now: datetime) -> Sight | None:
    """Return what a signed-in person may see of a case that they filed for another; None for everybody else."""
    filing = ProxyFiling.objects.of_case(number) if actor.is_citizen else None
    if filing is None or actor.party is None:
        return None
    filed, day = filed_of(filing), _day(now)
    held = [one.mandate() for one in mandates_between(filing, day)]
    if not may_see(filed, actor.party, held, day):
        return None
    return Sight(filing, may_receive(filed, actor.party, held, day))


def filed_and_gone(number: str, *, actor: Actor, now: datetime) -> ProxyFiling | None:
    """Return how a signed-in person filed a case for another which they may see no more; None for everybody else."""
    filing = ProxyFiling.objects.of_case(number) if actor.is_citizen else None
    if filing is None or filing.holder_id != actor.party or sight_of(number, actor=actor, now=now):
        return None
    return filing


def filed_of(filing: ProxyFiling) -> Filed:
    """Return a filing as rules read it; its case must be loaded."""
    return Filed(filing.holder_id, filing.case.party_id, filing.case.service)


def keep_agent_look(agent: int, party: int, case: Case | None, what: str, now: datetime) -> None:
    """Write that somebody was shown a person's case or filled in a form for them; shown only after this."""
    AgentLook.objects.create(agent_id=agent, party_id=party, case=case, what=what, at=now)


def disown(number: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Let the person say that they did not agree: an open case ends, its mandate ends, and the agent is told.

    What was filed with it in one bundle by the same hands was one press of a button, and one no ends all of it.

    What was decided already stays decided; that the person disowns it is on the case, and the supervisor decides
    whether it is revoked. Raises Refused.
    """

    def end_mandate(row: Case, case: Any) -> None:
        filing = ProxyFiling.objects.of_case(row.number)
        if filing is None:
            return
        mandate = locked(filing.mandate.ref)
        if not mandate.ended:
            close(mandate, "disowned", "disowned", "link" if not actor.seen else "person", actor, now)
        Message.objects.create(party_id=filing.holder_id, case=row, kind=STOPPED, due_at=now)

    done = act_on(number, Deed("disown", once=once), actor=actor, now=now, also=end_mandate)
    _disown_together(done.case, actor, now)
    return done


def _disown_together(case: State, actor: Actor, now: datetime) -> None:
    """End what was filed in one bundle with a case that was disowned, where it is open; () for a case alone."""
    others = [number for number in case.bundle.get("cases", {}).values() if number != case.number]
    for filing in ProxyFiling.objects.filter(case_id__in=others).select_related("case").order_by("pk"):
        other = state_of(filing.case)
        if other.is_open and other.disowned_at is None:
            act_on(filing.case_id, Deed("disown"), actor=actor, now=now)


def disown_mandate(mandate: Mandate, *, actor: Actor, now: datetime) -> Mandate:
    """Let the person say that they never gave a mandate: it ends, and what was filed under it and is open stops."""
    with transaction.atomic():
        row = locked(mandate.ref)
        if not row.ended:
            close(row, "disowned", "disowned", "link", actor, now)
    for pk in list(ProxyFiling.objects.filter(mandate=row).order_by("pk").values_list("pk", flat=True)):
        filing = ProxyFiling.objects.select_related("case").get(pk=pk)  # one no may have ended several of a bundle
        case = state_of(filing.case)
        if case.is_open and case.disowned_at is None:
            disown(filing.case_id, actor=actor, now=now)
    return row


def _day(moment: datetime) -> date:
    return calendar().local(moment).date()
