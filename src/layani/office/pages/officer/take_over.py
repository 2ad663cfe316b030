"""Take one case over that came from another system: why, by which record, and what its file says; for a supervisor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.filing import AnswersRejected
from layani.office.actions.parties import person_of
from layani.office.actions.taking_over import cannot_be_served, days_if_taken, may_take_over, take_over
from layani.office.actions.viewing import answers_of
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name, service_of_case
from layani.office.pages.officer import reading
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import posted_by, read_some
from layani.office.pages.parts.forms import field_part
from layani.office.pages.parts.looks import note_look
from layani.office.tables.models import Case
from layani.office.tables.projection import state_of
from layani.rules.cases.act import moment
from layani.rules.cases.acts.taking_over import LONGEST_LETTER, TAKE_OVER_REASONS
from layani.rules.cases.recalendaring import DUES
from layani.rules.cases.state import Case as State
from layani.rules.catalogue import Service
from layani.rules.catalogue.answers import identity_fields
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

NOT_COPIED = frozenset({"declaration", "file", "list"})
"""Kinds of question that no officer answers for another: the applicant is asked for them."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was sent and not done: refusals, and problems by question."""

    refusals: tuple[Refusal, ...] = ()
    problems: Mapping[str, Text] | None = None


@private
def officer_take_over(request: HttpRequest, number: str) -> HttpResponse:
    """Show what taking it over would mean, or do it."""
    row = Case.objects.numbered_with_party(number)
    if row is None:
        raise Http404("There is no such case.")
    case = state_of(row)
    if not reading.supervises(row, request.actor) or reading.is_own(row, request.actor):
        raise PermissionDenied("This page is for those who stand above the desks of a case, and not for their own.")
    if request.method != "POST":
        # Of one that has ended, or is ours already, nothing is taken over, and so nothing of it is shown here.
        return _show(request, row, case) if may_take_over(case, request.actor) else redirect("officer-case", number)
    service = service_of_case(row)
    answers, problems = _typed(service, posted_by(request), answers_of(row)) if service else ({}, {})
    if problems:
        return _show(request, row, case, Wrong(problems=problems))
    sent = {name: request.POST.get(name, "") for name in ("reason", "letter", "once")}
    by: dict[str, Any] = {"actor": request.actor, "now": timezone.now(), "once": sent["once"] or None}
    try:
        take_over(number, sent["reason"], sent["letter"], answers, **by)
    except AnswersRejected as rejected:
        return _show(request, row, case, Wrong(problems={one.field: one.text for one in rejected.problems}))
    except Refused as refused:
        return _show(request, row, case, Wrong(refused.refusals))
    return redirect("officer-case", number)


def _typed(
    service: Service, posted: Mapping[str, list[str]], known: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Text]]:
    """Return the answers that were typed in and differ from those known, and what is wrong; left empty is neither."""
    names = copied(service)
    filled = {key.partition("-")[0] for key, values in posted.items() if any(one.strip() for one in values)}
    result = read_some(service, [one for one in names if one in filled], dict(posted), {})
    wrong = {one.field: one.text for one in result.problems if one.field in filled}
    answers = {name: result.answers[name] for name in names if name in result.answers}
    return {name: one for name, one in answers.items() if known.get(name) != one}, wrong


def copied(service: Service) -> tuple[str, ...]:
    """Return the questions whose answers are copied from the other system's file, in the order of the form."""
    return tuple(name for name, one in service.fields.items() if one.kind not in NOT_COPIED)


def held_of(service: Service | None, row: Case) -> dict[str, str]:
    """Return what the register of people holds already of what the form asks about its person; the party is loaded."""
    person = person_of(row.party)
    about = identity_fields(service) if service else ()
    return {one.name: held for one in about if (held := getattr(person, one.name, ""))}


def days_of(case: State) -> list[tuple[str, datetime]]:
    """Return (name in DUES, moment) of the days that the case will have."""
    found = days_if_taken(case, timezone.now())
    days = [(name, moment(found.get(name)) or getattr(case, name)) for name in DUES]
    return [(name, at) for name, at in days if at]


def _show(request: HttpRequest, row: Case, case: State, wrong: Wrong | None = None) -> HttpResponse:
    wrong = wrong or Wrong()
    note_look(request, row.party, row)
    service, refused = service_of_case(row), cannot_be_served(case)
    posted, problems = posted_by(request) if request.method == "POST" else None, wrong.problems or {}
    known = {**held_of(service, row), **answers_of(row)}
    fields = [
        field_part(one, known.get(one.name), problems.get(one.name), posted=posted, ask_identity=True)
        for one in (service.fields.values() if service else ())
        if one.kind not in NOT_COPIED
    ]
    shown = {
        "case": case,
        "service_name": service_name(row.service),
        "can": may_take_over(case, request.actor) and refused is None,
        "refusals": wrong.refusals or ((refused,) if refused else ()),
        "days": days_of(case) if refused is None else [],
        "stand": days_if_taken(case, timezone.now()).get("stand", ()) if refused is None else (),
        "now": timezone.now(),
        "reasons": TAKE_OVER_REASONS.items(),
        "longest": LONGEST_LETTER,
        "fields": fields,
        "problems": [one for one in fields if one.problem],
        "posted": request.POST,
        "once": request.POST.get("once") or uuid4(),
    }
    status = 422 if problems else 409 if wrong.refusals else 200
    return render(request, "officer/take_over.html", shown, status=status)


PAGE = Page(
    path="officer/case/<str:number>/take-over/",
    name="officer-take-over",
    view=officer_take_over,
    readers=Readers.SUPERVISOR,
    in_sections=True,
)
