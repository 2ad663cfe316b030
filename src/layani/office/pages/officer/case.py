"""One case on one page: who asks for what, the rules with their law, the time, the history, and what can be done."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from layani.office.actions import issuing
from layani.office.actions.acting import Deed, keep_refused, would_refuse
from layani.office.actions.parties import Person, person_of
from layani.office.actions.releasing import MAY_RELEASE
from layani.office.actions.subjects import earlier_about_the_same
from layani.office.actions.taking_over import may_take_over
from layani.office.actions.viewing import findings_in, opened_with_officers
from layani.office.actor import Actor
from layani.office.house import calendar, key_store, role_title
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name, service_of_case
from layani.office.pages.citizen.taken_over import counted_words
from layani.office.pages.officer import reading
from layani.office.pages.officer.acting_here import DEEDS, NotFilledIn, Sending, part_of, why_of
from layani.office.pages.officer.deeds import status_tag
from layani.office.pages.officer.desks_beside import desks_of
from layani.office.pages.officer.objected import set_aside
from layani.office.pages.officer.opening import has_to_say_why, note_opening, opening_of, role_above
from layani.office.pages.officer.partly import granted_part, part_form
from layani.office.pages.officer.told import told_lists
from layani.office.pages.officer.work import reports, said_in, work_on
from layani.office.pages.officer.working_here import STAYS, WORK_DEEDS
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.ahead import ahead_of_others
from layani.office.pages.parts.asked_why import OPEN, ask_why, take_why
from layani.office.pages.parts.asking import posted_by
from layani.office.pages.parts.ball_times import times_of
from layani.office.pages.parts.differing import differing_shown
from layani.office.pages.parts.errors import bad_request
from layani.office.pages.parts.evidence import evidence_parts
from layani.office.pages.parts.found_again import Made, found_again
from layani.office.pages.parts.instructions import instructed
from layani.office.pages.parts.on_paper import on_paper
from layani.office.pages.parts.open_cases import kept_words
from layani.office.pages.parts.plan import plan_parts
from layani.office.pages.parts.say import language
from layani.office.pages.parts.their_turn import their_turn
from layani.office.pages.public.service import step_name, step_words
from layani.office.tables.models import Case, Event, User
from layani.office.tables.projection import event_of, state_of
from layani.rules.authority.deciding import NOBODY, OUTSIDE
from layani.rules.cases.acts.deciding import FACT_AT_LEAST
from layani.rules.cases.acts.extending import EXTENSION_REASONS
from layani.rules.cases.acts.releasing import RELEASE_REASONS
from layani.rules.cases.acts.serving import reasons_now
from layani.rules.cases.clock import Term
from layani.rules.cases.explaining import explained
from layani.rules.cases.parts import OUTAGE
from layani.rules.cases.side_by_side import at_desk
from layani.rules.cases.state import Case as State
from layani.rules.cases.state import Event as CaseEvent
from layani.rules.catalogue import Ground, Law, Service
from layani.rules.catalogue.kinds.date import show_date
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

PREVIEW, PREVIEW_GRANT, PREVIEW_PART = "preview_refusal", "preview_grant", "preview_partly"
FRAME = frozenset({"act", "once", "csrfmiddlewaretoken"})
"""What a form posts of itself, and not of what was written into it."""
POWER = frozenset({OUTSIDE, NOBODY})
"""Codes of what the authority register refuses."""
NOT_BY_THEM = POWER | {"answered-it", "did-before", "four-eyes"}
"""Codes that say that somebody else has to refuse, whatever is written."""
ALL_DEEDS = {**DEEDS, **WORK_DEEDS}


@dataclass(frozen=True)
class Answered:
    """What the page says about a form that was just posted: why it was refused, what it lacks, what to look at.

    posted: its boxes; sent: the same with every value of a box that holds several
    """

    refusals: tuple[Refusal, ...] = ()
    problems: Mapping[str, Text] = field(default_factory=dict)
    preview: Any = None
    posted: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    sent: Mapping[str, list[str]] = field(default_factory=dict)


@private
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show the case to those who may read it, once they said why where they have no part; take what its holder does."""
    row = reading.case_with(number, _reader(request))
    if row is None:
        raise Http404("There is no such case.")
    return _take(request, row) if request.method == "POST" else _show(request, row, Answered())


def _take(request: HttpRequest, row: Case) -> HttpResponse:
    """Do what was posted and go back to the desk, or show why not."""
    kind = request.POST.get("act", "")
    if kind == OPEN and reading.may_read(row, request.actor):
        return take_why(request, row, audit=False, role=role_above(row, request.actor))
    if kind not in ALL_DEEDS and kind not in PREVIEWS:
        return bad_request(request)
    sending = Sending(request, row, request.actor, timezone.now())
    if has_to_say_why(request, row, sending.now):
        return ask_why(request, row, audit=False, status=409)
    if kind in PREVIEWS:
        return _show(request, row, PREVIEWS[kind](sending))
    try:
        ALL_DEEDS[kind](sending)
    except Refused as refused:
        row.refresh_from_db()
        return _show(request, row, Answered(refusals=refused.refusals, posted=_posted(request), status=409))
    except NotFilledIn as lacking:
        sent = posted_by(request)
        return _show(request, row, Answered(problems=lacking.problems, posted=_posted(request), status=422, sent=sent))
    if kind in STAYS:
        return redirect("officer-case", row.number)
    return HttpResponseRedirect(f"{reverse('officer')}?{urlencode({'done': kind, 'case': row.number})}")


def _refusal_to_preview(sending: Sending) -> Answered:
    """Return what the citizen would read, before anything is decided."""
    posted, why = _posted(sending.request), why_of(sending)
    data = why.data(sending.row)
    if refusals := would_refuse(sending.row, "decide_refuse", actor=sending.actor, now=sending.now, **data):
        _count(sending, "decide_refuse", refusals)
        return Answered(refusals=refusals, posted=posted, status=409)
    said = issuing.drafted_refusal(sending.row, why=why, actor=sending.actor, now=sending.now)
    return Answered(preview=said, posted=posted)


def _count(sending: Sending, kind: str, refusals: tuple[Refusal, ...]) -> None:
    """Keep it as an attempt where somebody writes a letter that is not in their power; their page offers no such form.

    What a form still lacks is no attempt: looking at the letter first is how one finds out.
    """
    if outside := [one for one in refusals if one.code in POWER]:
        keep_refused(sending.row, Deed(kind), Refused(*outside), actor=sending.actor, now=sending.now)


def _grant_to_preview(sending: Sending) -> Answered:
    posted = _posted(sending.request)
    if refusals := would_refuse(sending.row, "decide_grant", actor=sending.actor, now=sending.now):
        _count(sending, "decide_grant", refusals)
        return Answered(refusals=refusals, posted=posted, status=409)
    return Answered(preview=issuing.drafted_grant(sending.row, actor=sending.actor, now=sending.now), posted=posted)


def _part_to_preview(sending: Sending) -> Answered:
    posted = _posted(sending.request)
    try:
        part = part_of(sending)
    except NotFilledIn as lacking:
        return Answered(problems=lacking.problems, posted=posted, status=422, sent=posted_by(sending.request))
    data = part.data(sending.row)
    if refusals := would_refuse(sending.row, "decide_grant", actor=sending.actor, now=sending.now, **data):
        return Answered(refusals=refusals, posted=posted, status=409)
    said = issuing.drafted_part(sending.row, part=part, actor=sending.actor, now=sending.now)
    return Answered(preview=said, posted=posted, sent=posted_by(sending.request))


PREVIEWS: Mapping[str, Callable[[Sending], Answered]] = {
    PREVIEW: _refusal_to_preview,
    PREVIEW_GRANT: _grant_to_preview,
    PREVIEW_PART: _part_to_preview,
}


def _posted(request: HttpRequest) -> dict[str, str]:
    return {name: value for name, value in request.POST.items() if isinstance(value, str)}


def _show(request: HttpRequest, row: Case, answered: Answered) -> HttpResponse:
    """Show the page; whoever may not read the case learns only why, and nothing that is personal.

    The look is kept before anything is shown. Whoever has no part in the case is asked for a reason first.
    """
    actor = request.actor
    if not reading.may_read(row, actor):
        shown = {"number": row.number, "own": reading.is_own(row, actor), "refusals": answered.refusals}
        return render(request, "officer/case_elsewhere.html", shown, status=409 if answered.refusals else 403)
    now, status = timezone.now(), answered.status
    keys = key_store().get_many((row.ref, row.party.ref))
    opened = opened_with_officers(row, [_reader(request)], keys[row.ref])
    opening = opening_of(request, row, [event for event, _ in opened], now)
    if opening is None:
        return ask_why(request, row, audit=False)
    note_opening(request, row, opening, now)
    seen = _everything(row, actor, now, answered, person_of(row.party, keys[row.party.ref]), opened)
    return render(request, "officer/case.html", seen, status=status)


def _reader(request: HttpRequest) -> User:
    """Return the officer as the request holds them, already read; strangers do not come this far."""
    return cast("User", request.user)


def _everything(
    row: Case, actor: Actor, now: datetime, answered: Answered, person: Person, opened: reading.Opened
) -> dict[str, Any]:
    whole, service = state_of(row), service_of_case(row)
    state = at_desk(whole, actor.user)
    told = [(event_of(event), event, said) for event, said in opened]
    seen = [(event, str(one.officer or ""), said) for event, one, said in told]
    answers, corrected = reading.answers_in(opened)
    notice = reading.asked_words(opened)
    fields = service.fields if service else {}
    status, status_colour = status_tag(state, now)
    return {
        "case": state,
        "on_paper": on_paper(state),
        "row": row,
        "now": now,
        "service": service,
        "service_name": service_name(row.service),
        "person": person,
        "born": show_date(person.birth_date, language()) if person.birth_date else "",
        "party": row.party,
        "status": status,
        "status_colour": status_colour,
        "step": step_name(row.service, state.step, state.open_step.kind) if state.open_step else None,
        "times": times_of((event for event, *_ in told), now),
        "counted": counted_words(state) if state.is_open else None,
        "due_why": explained(calendar(), state) if state.is_open else None,
        "desk": role_title(state.step_role) if state.step_role else None,
        "holder": None if whole.beside else row.holder,
        "mine": state.holder == actor.user,
        "can_take_over": may_take_over(state, actor),
        "desks": desks_of(whole, now),
        "pages": reading.answer_pages(service, answers, corrected, person),
        "differing": differing_shown(service, answers, person) if _still_says_it(state) else (),
        "evidence": evidence_parts(state, service, seen, language()),
        "plan": plan_parts(state, service, answers, [(event, said) for event, _, said in told], findings_in(opened)),
        "ahead": ahead_of_others(whole, service, answers, [(event, said) for event, _, said in told]),
        "fee_waits": [step_words(state.service, name) for name in state.fee_waits],
        "kept_version": [kept_words(why) for why in state.kept_version.get("why", ())] if state.is_open else [],
        "roles": actor.roles,
        "verdicts": reading.verdicts(service, state, answers, findings_in(opened)),
        "told": told_lists(row, service, answers),
        "reports": reports(service, state, opened),
        "again": found_again(service, _made(told), all_of_it=True),
        "theirs": their_turn(state, service, answers, findings_in(opened), [(event, said) for event, _, said in told]),
        "notes": said_in(opened, "initial"),
        "earlier": [
            (one.number, status_tag(state_of(one), now)[0], one.received_at)
            for one in earlier_about_the_same(row, service)
        ],
        "about": [fields[name].label for name in service.once_per] if service else [],
        "objections": said_in(opened, "notice_objection"),
        "set_aside": set_aside(whole, service, [(event, said) for event, _, said in told]),
        "outages": said_in(opened, "outage"),
        "notice": [(fields[name].label if name in fields else name, words) for name, words in notice.items()],
        "fact": reading.fact_of(opened),
        "fact_language": reading.fact_language_of(opened),
        "ground": _ground(service, state.part_ground or state.ground),
        "granted_part": granted_part(service, opened),
        "history": reading.history((event, one) for event, one, _ in told),
        "instructed": instructed(row, actor),
        **_forms(row, state, service, actor, now, answers, answered),
        "refusals": answered.refusals,
        "problems": answered.problems,
        "preview": answered.preview,
        "posted": answered.posted,
        "carried": [(name, one) for name, every in answered.sent.items() if name not in FRAME for one in every],
        "once": answered.posted.get("once") if answered.preview else str(uuid.uuid4()),
    }


def _made(told: Iterable[tuple[CaseEvent, Event, Mapping[str, Any]]]) -> list[Made]:
    """Return every time that a step found something, with the officer's name: officers answer to each other."""
    return [
        Made(str(event.data.get("step", "")), one.occurred_at, event.by.role, str(one.officer or ""), said["findings"])
        for event, one, said in told
        if "findings" in said
    ]


def _forms(
    row: Case, state: State, service: Service | None, actor: Actor, now: datetime, answers: Any, answered: Answered
) -> dict[str, Any]:
    """Return what the holder can do now; a reader who does not hold the case can do nothing."""
    if state.holder != actor.user:
        return {
            "can_release": any(one.holder for one in state.open_steps())
            and bool(MAY_RELEASE & actor.roles_in(state.section)),
            "release_reasons": RELEASE_REASONS.items(),
        }
    if state.resume_by:
        return {"can_resume": True, "put_back_reasons": reasons_now(state).items()}
    step = state.open_step
    checking, deciding = state.status == "checking", bool(step and step.kind == "decide")
    against_grant = would_refuse(row, "decide_grant", actor=actor, now=now) if deciding else ()
    # A ground and a fact are still to be written; what is asked here is whether this officer may refuse at all.
    asked_to_refuse = would_refuse(row, "decide_refuse", actor=actor, now=now) if deciding else ()
    against_refusal = tuple(one for one in asked_to_refuse if one.code in NOT_BY_THEM)
    rests = _rests(against_grant, against_refusal)
    return {
        "work": work_on(state, service, now, answered.posted, answered.problems),
        "can_check": checking,
        "can_ask": checking and not state.asked and state.complete_at is None,
        "asked_already": checking and bool(state.asked),
        "listed": bool(state.listed),
        "asked_fields": _items(service, answers, answered, state.listed) if checking and not state.asked else [],
        "can_decide": deciding,
        "lacks": [(service_name(one), _ground_words(service, state.otherwise.get(one, ""))) for one in state.without],
        **part_form(service, state, answers, answered.sent, answered.problems),
        "against_grant": against_grant,
        "against_refusal": against_refusal,
        "grounds": [(one, service.law[one.law]) for one in service.grounds] if service and deciding else [],
        # A ground against which the system's own finding speaks can be used only with evidence.
        "contradicts": deciding
        and service is not None
        and any(state.rules.get(one.rule) == "passed" for one in service.grounds),
        "fact_at_least": FACT_AT_LEAST,
        "put_back_reasons": reasons_now(state, rests=rests).items(),
        "extension": _extension(state, now),
        "outage_systems": _systems(state),
        "extension_reasons": EXTENSION_REASONS.items(),
    }


def _rests(against_grant: Sequence[Refusal], against_refusal: Sequence[Refusal]) -> bool:
    """Say whether this officer can neither grant nor refuse: the grant may also be closed to everybody."""
    closed = {one.code for one in against_grant} & {*POWER, "mandatory-rule-failed"}
    return bool(closed and POWER & {one.code for one in against_refusal})


def _still_says_it(case: State) -> bool:
    """Say whether what a case says of its person may still go out in its letter."""
    return case.is_open or bool(case.decided_at and not case.issued_at)


def _ground_words(service: Service | None, name: str) -> Text | None:
    """Return a ground in words."""
    return next((one.says for one in service.grounds if one.id == name), None) if service else None


def _extension(state: State, now: datetime) -> Text | None:
    """Return by how much the holder can extend the time now; None where it cannot be extended, or not any more."""
    if state.extension is None or state.extended or state.due_at is None or now > state.due_at:
        return None
    return Term(*state.extension).words()  # type: ignore[arg-type]


def _systems(state: State) -> tuple[str, ...]:
    """Return the systems for which the holder can stop the clock now: once, and only of what the office has."""
    paused_before = any(pause.cause == OUTAGE for pause in state.pauses)
    return state.outage[2] if state.outage and state.ball == "office" and not paused_before else ()


@dataclass(frozen=True, slots=True)
class Item:
    """One question of which something can be missing, with what the officer has written so far.

    beyond: it stands not on the list that the applicant brought; revealed: its defect is said to show in the answer
    """

    name: str
    label: Text
    ticked: bool
    words: str
    problem: Text | None
    beyond: bool = False
    revealed: bool = False


def _items(
    service: Service | None, answers: Mapping[str, Any], answered: Answered, listed: Mapping[str, Any]
) -> list[Item]:
    posted, problems = answered.posted, answered.problems
    return [
        Item(
            one.name,
            one.label,
            f"ask-{one.name}" in posted,
            posted.get(f"words-{one.name}", ""),
            problems.get(f"words-{one.name}"),
            bool(listed) and one.name not in listed["items"],
            f"revealed-{one.name}" in posted,
        )
        for one in reading.fields_to_ask(service, answers)
    ]


def _ground(service: Service | None, ground: str) -> tuple[Ground, Law] | None:
    """Return the ground of a refusal with its law, if the service still lists it."""
    found = next((one for one in service.grounds if one.id == ground), None) if service else None
    return (found, service.law[found.law]) if found and service else None


PAGE = Page(path="officer/case/<str:number>/", name="officer-case", view=case, readers=Readers.OFFICER)
