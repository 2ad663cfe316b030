"""One thing that a person calls wrong: what stands there, what they say and by what proof; the answer; who is told."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.differing import open_with
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.rectifying import PERSON_FIELDS, Answer, answer, said_in, tell
from layani.office.actions.rectifying_facts import Given, definition_for, given_to, label_of, present, standing_of
from layani.office.actions.viewing import answers_of
from layani.office.pages.auditor.words import role_words
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm, posted_by, read_some
from layani.office.pages.parts.errors import bad_request
from layani.office.pages.parts.forms import FieldPart, field_part
from layani.office.pages.parts.looks import note_look
from layani.office.pages.parts.say import language
from layani.office.tables.models import Rectification
from layani.rules.catalogue.fields import show
from layani.rules.catalogue.model import Field
from layani.rules.rectifying.deciding import (
    CORRECTED,
    ENTERED,
    OUTCOMES,
    ROADS,
    WORDS_AT_LEAST,
    Standing,
    against_reading,
    needs_card,
)
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

LONGEST = 1000


@private
def rectification(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show it, or keep the answer, or that somebody was told."""
    one = Rectification.objects.with_ref(ref)
    if one is None:
        raise Http404("There is no such request.")
    standing = standing_of(one, request.actor, timezone.now())
    if refusal := against_reading(standing, request.actor.roles):
        raise PermissionDenied(refusal.reason.en)
    if request.method != "POST":
        return _show(request, one, standing)
    if request.POST.get("act") == "tell" and hasattr(one, "answer"):
        return _tell(request, one, standing)
    return _answer(request, one, standing) if request.POST.get("act") == "answer" else bad_request(request)


def _answer(request: HttpRequest, one: Rectification, standing: Standing) -> HttpResponse:
    outcome = request.POST.get("outcome", "")
    value, problems = _value(request, one) if outcome == CORRECTED else (None, {})
    if problems:
        return _show(request, one, standing, problems)
    said = Answer(
        outcome, _text(request, "why"), request.POST.get("road", ""), request.POST.get("card") == "yes", value
    )
    try:
        answer(one, said, actor=request.actor, now=timezone.now())
    except AnswersRejected as rejected:
        return _show(request, one, standing, {found.field: found.text for found in rejected.problems})
    except Refused as refused:
        return _show(request, one, standing, refusals=refused.refusals)
    return redirect("rectification", one.ref)


def _tell(request: HttpRequest, one: Rectification, standing: Standing) -> HttpResponse:
    try:
        recipient = request.POST.get("recipient", "")
        tell(one.answer, recipient, _text(request, "how"), actor=request.actor, now=timezone.now())
    except Refused as refused:
        return _show(request, one, standing, refusals=refused.refusals)
    return redirect("rectification", one.ref)


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\r\n", "\n").strip()[:LONGEST]


def _value(request: HttpRequest, one: Rectification) -> tuple[Any, Mapping[str, Text]]:
    """Return the right value as it was posted, and what is wrong with it by question."""
    posted = posted_by(request)
    if one.case is None:
        values, problems = OwnForm((PERSON_FIELDS[one.item],)).read(posted)
        return values.get(one.item), problems
    definition = definition_for(one.case)
    if definition is None or one.item not in definition.fields:
        return None, {}
    result = read_some(definition, (one.item,), posted, answers_of(one.case))
    return result.answers.get(one.item), {found.field: found.text for found in result.problems}


def _field(one: Rectification) -> Field | None:
    if one.case is None:
        return PERSON_FIELDS[one.item]
    definition = definition_for(one.case)
    return definition.fields.get(one.item) if definition else None


def _show(
    request: HttpRequest,
    one: Rectification,
    standing: Standing,
    problems: Mapping[str, Text] | None = None,
    refusals: tuple[Refusal, ...] = (),
) -> HttpResponse:
    problems, asked = problems or {}, _field(one)
    posted = posted_by(request) if request.method == "POST" else None
    answered = one.answer if hasattr(one, "answer") else None
    now_there = present(one)
    note_look(request, one.party, one.case)
    parts = [_part(asked, now_there, problems, posted)] if asked else []
    given = given_to(one) if answered is None else Given()
    shown = {
        "one": one,
        "what": label_of(one),
        "now_there": show(asked, now_there, language()) if asked and now_there not in (None, "") else "–",
        "said": said_in(one, answered),
        "answered": answered,
        "outcome": OUTCOMES[answered.outcome] if answered else None,
        "road": ROADS.get(answered.road) if answered else None,
        "role": role_words(answered.role) if answered and answered.role else None,
        "told": list(answered.told.select_related("officer").order_by("pk")) if answered else [],
        "untold": answered.still_to_tell if answered else [],
        "given": given,
        "applications": [] if one.case else _applications(one),
        "decided": standing.decided,
        "barred": request.actor.user in standing.entered and answered is None,
        "entered": ENTERED,
        "roads": [(name, ROADS[name]) for name in standing.roads],
        "card": standing.about_person and needs_card(one.item, card_on_file=standing.card_on_file),
        "fields": parts,
        "problems": [part for part in parts if part.problem],
        "refusals": refusals,
        "posted": request.POST,
        "at_least": WORDS_AT_LEAST,
        "late": (answered.at if answered else timezone.now()) > one.due_at,
    }
    status = 422 if problems else 409 if refusals else 200
    return render(request, "officer/rectification.html", shown, status=status)


def _applications(one: Rectification) -> list[tuple[str, Text, bool]]:
    """Return the person's open applications that answer the item: number, service, whether they say it otherwise."""
    return [(row.number, service_name(row.service), differs) for row, differs in open_with(one.party, one.item)]


def _part(asked: Field, value: Any, problems: Mapping[str, Text], posted: Mapping[str, list[str]] | None) -> FieldPart:
    return field_part(asked, value or None, problems.get(asked.name), posted=posted, ask_identity=True)


PAGE = Page(path="officer/data/<uuid:ref>/", name="rectification", view=rectification, readers=Readers.OFFICER)
