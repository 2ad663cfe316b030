"""The officer's desk: one button that gives the next person to serve, and how things stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.acting import Done
from layani.office.actions.numbering import read_number
from layani.office.actions.objecting import SUPERVISOR
from layani.office.actions.ranking_periods import rank_step
from layani.office.actions.serving import on_desk, take_next, take_up
from layani.office.actor import Actor
from layani.office.house import calendar, catalogue, role_title, section_name
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.officer.deeds import ACTS, SERVE_NOBODY, TO_BE_SIGNED, TOLD
from layani.office.pages.page import Page, Readers
from layani.office.pages.public.service import step_name
from layani.office.tables.desk import done_since, outside_for, queues_for, scores_of_those_served, waiting_beside
from layani.office.tables.models import Case
from layani.office.tables.projection import state_of
from layani.office.tables.queues import Server
from layani.office.tables.served_now import only_to_refuse, server_for, why_it_rests
from layani.rules.cases.clock import Term, due
from layani.rules.cases.side_by_side import at_desk
from layani.rules.refusal import Refusal, Refused
from layani.rules.sections import plain, section_of
from layani.rules.text import Text
from layani.rules.voice.small_numbers import shown

# Less than what a careful officer needs for one case is a warning; a whole day would mark nearly everything.
AT_RISK_WITHIN = Term(2, "working hours")
SHOWN_OF_TODAY = 8
THANKED_OVER = timedelta(days=30)  # of work; a calendar month would begin with nobody
# Scores go from 1 to 4; from 3 on a person says "satisfied".
SATISFIED = 3


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue of the officer's: what waits in it, since when, and how much of it is in danger."""

    service: Text
    step: Text
    role: Text
    count: int
    oldest: datetime
    late: int
    at_risk: int
    section: Text | None = None


IN_THEIR_HANDS_AT_ONCE = 50
"""On the desk; those with the least time left come first."""


@dataclass(frozen=True, slots=True)
class Outside:
    """A case that waits for somebody outside the office; ``due`` is the time of its step."""

    number: str
    service: Text
    step: Text
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that the officer did today; ``serves``: somebody was served by it."""

    number: str
    words: Text
    at: datetime
    serves: bool = True


@dataclass(frozen=True, slots=True)
class Thanks:
    """How many surveys of those served are answered, one for each case, and how many of them say "satisfied"."""

    answered: int
    satisfied: int


@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """Show the desk; posting puts the next case on it."""
    if request.method != "POST":
        return _show(request)
    number = read_number(request.POST.get("case", ""))
    try:
        done = _taken(request.actor, number)
    except Refused as refused:
        return _show(request, refused.refusals)
    if done is None:
        return HttpResponseRedirect(f"{reverse('officer')}?nothing")
    return redirect("officer-case", done.row.number)


def _taken(actor: Actor, number: str | None) -> Done | None:
    """Put a case on the desk: the next one, or the named one that waits for somebody outside."""
    if number is None:
        return take_next(actor=actor, now=timezone.now())
    try:
        return take_up(number, actor=actor, now=timezone.now())
    except Case.DoesNotExist as fault:
        raise Http404("There is no such case.") from fault


def _show(request: HttpRequest, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    held = on_desk(actor)
    server = server_for(actor, now)
    queues = queues_of(server, now)
    today = done_today(actor, now)
    posts = set(map(plain, actor.roles))  # a role in one section leads to the same lists, which show that section's
    shown_here: dict[str, Any] = {
        "refusals": refusals,
        "held": held,
        "held_due": at_desk(state_of(held), actor.user).step_due_at if held else None,
        "held_service": service_name(held.service) if held else None,
        "queues": queues,
        "resting": why_it_rests(server, now),
        "only_to_refuse": only_to_refuse(server, now),
        "beside": waiting_beside(actor.office, actor.roles),
        "outside": outside_of(server),
        "theirs": in_their_hands(actor),
        "waiting": sum(queue.count for queue in queues),
        "today": today[:SHOWN_OF_TODAY],
        "today_more": len(today[SHOWN_OF_TODAY:]),
        "served_count": len({deed.number for deed in today if deed.serves}),
        "thanks": thanks_to(actor, now),
        "thanked_days": THANKED_OVER.days,
        "nothing": "nothing" in request.GET,
        "told": _told(request),
        "now": now,
        "supervises": Readers.SUPERVISOR.admit(actor, in_section=True),
        "ranks": bool(actor.roles & _roles_that_rank()),
        "answers_objections": bool(posts & _roles_that_answer()),
        "revokes": bool(posts & _roles_that_revoke()),
        "corrects": bool(posts & roles_that_decide()),
        "checks_afterwards": bool(actor.roles & {one.checked_by for one in catalogue().office.exempt_steps}),
        "records_duties": bool(posts & _roles_of_duties()),
    }
    return render(request, "officer/desk.html", shown_here, status=409 if refusals else 200)


def _roles_that_rank() -> set[str]:
    """Return who makes or signs a ranking in some service of this office."""
    found = [ranks for one in catalogue().services.values() if (ranks := rank_step(one))]
    return {role for step, rank, _ in found for role in (step.role, rank.signed_by)}


def _roles_that_answer() -> set[str]:
    """Return the roles that answer objections: the supervisor's, and those that decide in some service."""
    steps = (step for service in catalogue().services.values() for step in service.steps)
    return {SUPERVISOR, *(step.role for step in steps if step.kind == "decide")}


def _roles_that_revoke() -> set[str]:
    """Return who warns a holder, or revokes, in some service of this office."""
    found = [one.revocation for one in catalogue().services.values() if one.revocation]
    return {role for revocation in found for role in (revocation.warns, revocation.decides)}


def roles_that_decide() -> set[str]:
    """Return who decides in some service of this office, and so corrects its letters."""
    return {step.role for one in catalogue().services.values() for step in one.steps if step.kind == "decide"}


def _roles_of_duties() -> set[str]:
    """Return who records what is owed after a grant in some service of this office."""
    return {duty.by for one in catalogue().services.values() for duty in one.owes}


def outside_of(server: Server) -> list[Outside]:
    """Return the cases of the officer's roles that wait for somebody outside, the most urgent first; one query."""
    return [
        Outside(one.number, service_name(one.service), step_words(one.service, one.step), one.due)
        for one in outside_for(server)
    ]


def in_their_hands(actor: Actor) -> list[Outside]:
    """Return the cases in which an applicant acts and a role of the officer records it; one query, where there is one.

    ``due`` is the applicant's last day.
    """
    theirs = {step.role for one in catalogue().services.values() for step in one.steps if step.turn}
    roles = {role for role in actor.roles if plain(role) in theirs}
    if not roles:
        return []
    rows = Case.objects.in_their_hands(actor.office, roles)[:IN_THEIR_HANDS_AT_ONCE]
    return [
        Outside(one.number, service_name(one.service), step_words(one.service, one.step), state_of(one).answer_by)
        for one in rows
    ]


def queues_of(server: Server, now: datetime) -> list[Queue]:
    """Return the officer's queues, the most urgent first; one query. Cases that they may not handle do not count."""
    return [
        Queue(
            service_name(one.service),
            step_words(one.service, one.step),
            role_title(one.role),
            one.count,
            one.oldest,
            one.late,
            one.at_risk,
            section_name(section) if (section := section_of(one.role)) else None,
        )
        for one in queues_for(server, now, due(calendar(), now, AT_RISK_WITHIN))
    ]


def step_words(service: str, step: str) -> Text:
    """Return what is done in a step, by its kind in the service; a step of another system by its name."""
    return step_name(service, step, step)


def done_today(actor: Actor, now: datetime) -> list[Deed]:
    """Return what the officer did since midnight at the office, the latest first; one query."""
    midnight = calendar().local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    done = done_since(actor.user or 0, ACTS, midnight)
    return [Deed(number, ACTS[act], at, act not in SERVE_NOBODY) for number, act, at in done]


def thanks_to(actor: Actor, now: datetime) -> Thanks | None:
    """Return how satisfied those were whom this officer served; None while so few answered that one could tell who."""
    answered = scores_of_those_served(actor.user or 0, now - THANKED_OVER)
    means = [sum(scores.values()) / len(scores) for scores in answered if scores]
    return Thanks(len(means), _satisfied(means)) if shown(len(means)) else None


def _satisfied(means: Sequence[float]) -> int:
    return sum(mean >= SATISFIED for mean in means)


def _told(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the page before has just done: the words are ours, and the number is one that can be."""
    done = request.GET.get("done", "")
    words = TO_BE_SIGNED.get(done) if settings.SIGNING != "none" else None
    words = words or TOLD.get(done)
    number = read_number(request.GET.get("case", ""))
    return {"words": words, "number": number} if words and number else None


PAGE = Page(path="officer/", name="officer", view=desk, readers=Readers.OFFICER)
