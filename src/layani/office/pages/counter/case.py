"""A case of the person at the counter: how it stands, its letter to hand over, its notice to answer."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions import issuing, objecting, putting_first
from layani.office.actions.blanks.ledger import blank_of, kinds
from layani.office.actions.renewable import opens_at
from layani.office.actions.renewing import renewals_of
from layani.office.actions.viewing import findings_in, opened_events
from layani.office.house import catalogue
from layani.office.pages.citizen.case_words import ball_words, due_of, service_name, service_of
from layani.office.pages.citizen.objecting import against_decision, objection_said
from layani.office.pages.citizen.progress import steps_of
from layani.office.pages.counter.person_here import for_the_person
from layani.office.pages.officer.acting_here import Sending, record_evidence
from layani.office.pages.officer.deeds import status_tag
from layani.office.pages.officer.reading import answers_in
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.ahead import ahead_of_others
from layani.office.pages.parts.evidence import evidence_parts
from layani.office.pages.parts.handed import handed_in
from layani.office.pages.parts.say import language
from layani.office.pages.parts.their_turn import their_turn
from layani.office.tables.models import Case, Party
from layani.office.tables.projection import event_of, state_of
from layani.rules.cases.act import moment
from layani.rules.cases.acts.issuing import PROXY, PROXY_PAPERS
from layani.rules.cases.validity import standing
from layani.rules.refusal import Refusal, Refused


def _put_first(sending: Sending) -> None:
    by: dict[str, Any] = {"actor": sending.actor, "now": sending.now, "once": sending.once}
    putting_first.put_first(sending.row.number, sending.text("class"), sending.text("words"), **by)


def _ask_to_expedite(sending: Sending) -> None:
    by: dict[str, Any] = {"actor": sending.actor, "now": sending.now, "once": sending.once}
    putting_first.ask_to_expedite(sending.row.number, sending.text("class"), sending.text("words"), **by)


def _object(sending: Sending) -> None:
    objecting.object_to(
        sending.row.number, sending.text("words"), actor=sending.actor, now=sending.now, once=sending.once
    )


DEEDS: Final[Mapping[str, Callable[[Sending], object]]] = {
    "evidence_noted": record_evidence,
    "put_first": _put_first,
    "expedite_asked": _ask_to_expedite,
    "objection_filed": _object,
}
"""What is recorded here for the person at the counter, besides handing over the letter."""


@for_the_person
def case(request: HttpRequest, party: Party, row: Case) -> HttpResponse:
    """Show how it stands; posting records what the person brought, or hands the letter over."""
    if request.method != "POST":
        return _show(request, row, party)
    once = Sending(request, row, request.actor, timezone.now()).once
    try:
        if (act := request.POST.get("act", "")) in DEEDS:
            DEEDS[act](Sending(request, row, request.actor, timezone.now()))
            return redirect("counter-case", row.number)
        _hand_over(request, row, once)
    except Refused as refused:
        return _show(request, row, party, refused.refusals)
    return redirect("counter-case", row.number)


def _hand_over(request: HttpRequest, row: Case, once: str | None) -> None:
    """Record what became of the letter: handed over here, sent by post, or known to have arrived."""
    sent = request.POST
    blank = sent.get("blank", "")[:40]
    by: dict[str, Any] = {"actor": request.actor, "now": timezone.now(), "once": once}
    if sent.get("doing") == "post":
        issuing.post_letter(row.number, sent.get("tracking", "")[:60], blank=blank, **by)
        return
    if sent.get("doing") == "arrived":
        issuing.deliver(row.number, how="post", **by)
        return
    other = sent.get("to") == PROXY
    taker = issuing.Taker(sent.get("taker", "")[:200], sent.get("paper", "")) if other else None
    issuing.deliver(row.number, how="counter", taker=taker, blank=blank, **by)


def _show(request: HttpRequest, row: Case, party: Party, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    now, state = timezone.now(), state_of(row)
    opened, service = opened_events(row), service_of(row.service, row.version)
    asked = next((moment(event_of(e).data.get("answer_by")) for e, _ in opened if e.act == "ask_missing"), None)
    answer_by = (state.answer_by or asked) if asked else None  # discretion may have given more time since
    told = [(event_of(event), said) for event, said in opened]
    status, status_colour = status_tag(state, now)
    shown = {
        "case": state,
        "party": party,
        "service_name": service_name(row.service),
        "status": status,
        "status_colour": status_colour,
        "ball": ball_words(state),
        "due": due_of(state, now, answer_by),
        "steps": steps_of(state, [event_of(event) for event, _ in opened], now),
        "letter_waits": bool(row.issued_at and not row.delivered_at and not state.revoked_at),
        "blank": kinds().get(blank_of(row)),
        "proxy_papers": PROXY_PAPERS,
        "posted": request.POST if refusals else {},
        "handed": handed_in(told),
        "evidence": evidence_parts(state, service, [(event_of(e), "", {}) for e, _ in opened], language()),
        "theirs": their_turn(state, service, answers_in(opened)[0], findings_in(opened), told),
        "ahead": ahead_of_others(state, service, answers_in(opened)[0], told),
        "objection": against_decision(state),
        "objected": objection_said(state, told) if state.objection else None,
        "office": catalogue().office,
        "words": request.POST.get("words", "") if refusals else "",
        "once": uuid4(),
        "now": now,
        "refusals": refusals,
        "stands": standing(state, now),
        "renewals": [
            one
            for one in renewals_of(row.service)
            if "counter" in one.channels and (at := opens_at(state, one)) and at <= now
        ],
    }
    return render(request, "counter/case.html", shown, status=409 if refusals else 200)


PAGE = Page(path="counter/case/<str:number>/", name="counter-case", view=case, readers=Readers.COUNTER)
