"""Exemptions from separation of duties, and what was checked afterwards: for heads, supervisors and inspectors."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.exempting import PROPOSERS, against_ruling_by, end, propose, rule
from layani.office.house import calendar, catalogue, role_title
from layani.office.pages.auditor.auditor import key_before, key_in
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.officer.desk import step_words
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.errors import bad_request
from layani.office.tables.models import DoneAlone, Exemption
from layani.office.tables.projection import state_of
from layani.rules.cases.acts.second_officers import OUTCOMES
from layani.rules.cases.second_officer import GROUNDS, MOST_MONTHS, MOST_ONE_IN, WORDS_AT_LEAST, WORDS_AT_MOST
from layani.rules.cases.second_officer import Exemption as Proposed
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

ROWS = 25


@dataclass(frozen=True, slots=True)
class Line:
    """One exemption in words; state: "waiting", "declined", "ended", "over", "to come" or "holds".

    rules: the reader may rule on it; why_not: why they may not, while it waits
    """

    row: Exemption
    service: Text
    step: Text
    ground: Text
    checked_by: Text
    state: str
    rules: bool
    why_not: Refusal | None
    ends: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """One step that was drawn; outcome: how it was found, None while nobody has checked it.

    road: the page on which a wrong letter is mended, "" where there is none
    """

    row: DoneAlone
    service: Text
    step: Text
    outcome: Text | None
    road: str


@private
def exemptions(request: HttpRequest) -> HttpResponse:
    """Show them, or propose, rule on or end one."""
    if request.method != "POST":
        return _show(request)
    act, number = request.POST.get("act", ""), key_in(request.POST.get("exemption", "")) or 0
    why, now = request.POST.get("why", "")[:WORDS_AT_MOST], timezone.now()
    try:
        if act == "propose":
            propose(_posted(request), actor=request.actor, now=now)
        elif act in ("approved", "declined"):
            rule(number, act, why, actor=request.actor, now=now)
        elif act == "end":
            end(number, why, actor=request.actor, now=now)
        else:
            return bad_request(request)
    except Exemption.DoesNotExist as fault:
        raise Http404("There is no such exemption.") from fault
    except Refused as refused:
        return _show(request, refused.refusals)
    return redirect("exemptions-kept")


def state_in_words(row: Exemption, today: date) -> str:
    """Return how an exemption stands on a day; the row is one that was asked for with ``ruled``."""
    if row.declined_at:
        return "declined"
    if not row.approved_at:
        return "waiting"
    if row.ended_on and row.ended_on < today:
        return "ended"
    if row.until < today:
        return "over"
    return "to come" if today < row.since else "holds"


def _posted(request: HttpRequest) -> Proposed:
    sent = request.POST
    service, _, step = sent.get("step", "").partition("/")
    share = sent.get("one_in", "")
    return Proposed(
        service=service[:60],
        step=step[:60],
        ground=sent.get("ground", "")[:30],
        since=_day(sent.get("since", "")),
        until=_day(sent.get("until", "")),
        one_in=int(share) if share.isascii() and share.isdigit() and len(share) < 4 else 0,  # noqa: PLR2004  digits
        says=sent.get("says", "").strip()[: WORDS_AT_MOST + 1],
    )


def _day(typed: str) -> date:
    """Return a day as the browser sends it; what is none is one that the rules refuse."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return date.min


def _show(request: HttpRequest, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    office, before, now = catalogue().office, key_before(request), timezone.now()
    today = calendar().local(now).date()
    rows = list(Exemption.objects.of_office(office.slug).before(before)[: ROWS + 1])
    shown: dict[str, Any] = {
        "lines": [_line(row, request, today) for row in rows[:ROWS]],
        "open_checks": [_checked(row) for row in DoneAlone.objects.to_check(office.slug)[:ROWS]],
        "findings": [_checked(row) for row in DoneAlone.objects.checked(office.slug)[:ROWS]],
        "steps": [(f"{one.service}/{one.step}", _where(one.service, one.step)) for one in office.exempt_steps],
        "grounds": GROUNDS,
        "proposes": bool(request.actor.roles & PROPOSERS),
        "most_months": MOST_MONTHS,
        "most_one_in": MOST_ONE_IN,
        "at_least": WORDS_AT_LEAST,
        "at_most": WORDS_AT_MOST,
        "now": now,
        "older": f"?before={rows[ROWS - 1].pk}" if len(rows) > ROWS else None,
        "newer": request.path if before else None,
        "posted": request.POST if refusals else {},
        "refusals": refusals,
    }
    return render(request, "officer/exemptions.html", shown, status=409 if refusals else 200)


def _where(service: str, step: str) -> Text:
    name, done = service_name(service), step_words(service, step)
    return Text(f"{name.id}: {done.id}", f"{name.en}: {done.en}")


def _line(row: Exemption, request: HttpRequest, today: date) -> Line:
    state = state_in_words(row, today)
    against = against_ruling_by(row, request.actor)
    ends = state in ("holds", "to come") and bool(request.actor.roles & PROPOSERS)
    return Line(
        row,
        service_name(row.service),
        step_words(row.service, row.step),
        GROUNDS.get(row.ground, Text(row.ground, row.ground)),
        role_title(row.checked_by),
        state,
        state == "waiting" and against is None,
        against if state == "waiting" else None,
        ends,
    )


def _checked(row: DoneAlone) -> Checked:
    finding = getattr(row, "finding", None)
    wrong, case = finding is not None and finding.outcome == "wrong", state_of(row.case)
    road = ("officer-revocation" if case.revocable else "officer-correction") if wrong and case.decided_at else ""
    outcome = OUTCOMES[finding.outcome] if finding else None
    return Checked(row, service_name(row.case.service), step_words(row.case.service, row.step), outcome, road)


PAGE = Page(path="officer/exemptions/", name="exemptions-kept", view=exemptions, readers=Readers.OVERSIGHT)
