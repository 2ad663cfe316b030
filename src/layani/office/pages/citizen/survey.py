"""The satisfaction survey of one case: nine questions with four answers each, and room for a word; answered once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.surveying import LONGEST_COMMENT, answer, require_no_officer, standing
from layani.office.pages.citizen.access import private, seen_by_anyone
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm, posted_by
from layani.office.pages.parts.forms import FieldPart, field_part
from layani.office.tables.models import Case
from layani.rules.catalogue.model import Field
from layani.rules.refusal import Refused
from layani.rules.text import Text
from layani.rules.voice.small_numbers import LEAST
from layani.rules.voice.survey import KEYS, SKM, Element

COMMENT = Field(
    "comment",
    "long text",
    Text("Ada yang ingin Anda sampaikan?", "Is there anything you want to tell us?"),
    Text("Jangan tulis nama atau NIK.", "Please write no names and no NIK."),
    required=False,
    limits={"longest": LONGEST_COMMENT},
)


def _question(element: Element) -> Field:
    options = tuple((str(score), words) for score, words in enumerate(element.options, start=1))
    return Field(element.key, "choice", element.question, options=options)


FORM = OwnForm((*map(_question, SKM.elements), COMMENT))


@private
def survey(request: HttpRequest, number: str) -> HttpResponse:
    """Ask, keep the answer, and thank; who may see the case may answer for it, unless they serve in the office."""
    row = seen_by_anyone(request, number).row
    try:
        require_no_officer(row, actor=request.actor, now=timezone.now())
    except Refused as refused:
        return render(request, "citizen/survey_closed.html", {"refusals": refused.refusals}, status=403)
    if standing(row) != "open":
        return _shown(request, row)
    if request.method != "POST":
        return _shown(request, row, _parts())
    posted = posted_by(request)
    values, problems = FORM.read(posted)
    if problems:
        return _shown(request, row, _parts(posted, problems), status=422)
    try:
        scores = {key: int(values[key]) for key in KEYS}
        answer(row.number, scores, values.get("comment", ""), actor=request.actor, now=timezone.now())
    except Refused:  # answered a moment ago in another window, or the case was opened again: the page says so
        pass
    return redirect("survey", row.number)


def _parts(
    posted: Mapping[str, list[str]] | None = None, problems: Mapping[str, Text] | None = None
) -> Sequence[FieldPart]:
    return [field_part(one, problem=(problems or {}).get(one.name), posted=posted) for one in FORM.fields]


def _shown(request: HttpRequest, row: Case, fields: Sequence[FieldPart] = (), status: int = 200) -> HttpResponse:
    shown: dict[str, Any] = {
        "number": row.number,
        "service": row.service,
        "service_name": service_name(row.service),
        "standing": standing(row),
        "fields": fields,
        "problems": [part for part in fields if part.problem],
        "least": LEAST,
    }
    return render(request, "citizen/survey.html", shown, status=status)


PAGE = Page(path="survey/<str:number>/", name="survey", readers=Readers.EVERYONE, view=survey)
