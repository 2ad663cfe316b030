"""One proposed or published version, for the public: what changes and why, and room for comments without a name."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.publishing import changes_of, comment
from layani.office.actions.trying import Limit, count_try
from layani.office.house import catalogue
from layani.office.network import network_address
from layani.office.pages.auditor.auditor import key_before
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm, posted_by
from layani.office.pages.parts.changes import changes_shown
from layani.office.pages.parts.forms import field_part
from layani.office.pages.parts.open_cases import open_cases_shown
from layani.office.pages.publishing.publishing import COLOURS, KINDS, kind_of
from layani.office.tables.models import Comment, Proposal
from layani.office.tables.models.publications import LONGEST_COMMENT
from layani.rules.catalogue.model import Field
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

ROWS = 25
COMMENTS = Limit("comment", 20, timedelta(hours=1))
FORM = OwnForm(
    (
        Field(
            "text",
            "long text",
            Text("Apa pendapat Anda?", "What do you think?"),
            Text("Semua orang dapat membacanya. Jangan tulis nama atau NIK.", "Everybody can read it. Write no names."),
            limits={"longest": LONGEST_COMMENT},
        ),
    )
)


def consultation(request: HttpRequest, number: int) -> HttpResponse:
    """Show it; take a comment while there is time for that."""
    row = Proposal.objects.with_people().filter(pk=number).first()
    if row is None:
        raise Http404("There is no such version.")
    if request.method != "POST":
        return _shown(request, row)
    posted, now = posted_by(request), timezone.now()
    values, problems = FORM.read(posted)
    if problems:
        return _shown(request, row, posted=posted, problems=problems, status=422)
    try:
        count_try(COMMENTS, network_address(request), now)
        comment(number, values["text"], now=now)
    except Refused as refused:
        return _shown(request, row, posted=posted, refusals=refused.refusals, status=409)
    return redirect("consultation", number)


def _shown(
    request: HttpRequest,
    row: Proposal,
    *,
    posted: Mapping[str, list[str]] | None = None,
    problems: Mapping[str, Text] | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    before, kind = key_before(request), kind_of(row)
    comments = list(Comment.objects.of(row.pk, before)[: ROWS + 1])
    service = catalogue().services.get(row.service)
    fields = [field_part(one, problem=(problems or {}).get(one.name), posted=posted) for one in FORM.fields]
    shown: dict[str, Any] = {
        "row": row,
        "service": service,
        "name": service.name if service else Text(row.service, row.service),
        "why": Text(row.why_id, row.why_en),
        "kind": KINDS[kind],
        "colour": COLOURS[kind],
        "published": kind == "published",
        "ended": row.ruling if kind in ("declined", "withdrawn") else None,
        "changes": changes_shown(changes_of(row)),
        "open_cases": open_cases_shown(row),
        "open": not kind and row.takes_comments(timezone.now()),
        "fields": fields,
        "problems": [part for part in fields if part.problem],
        "refusals": refusals,
        "count": Comment.objects.of(row.pk).count(),
        "comments": comments[:ROWS],
        "older": f"?before={comments[ROWS - 1].pk}" if len(comments) > ROWS else None,
        "newer": request.path if before else None,
    }
    return render(request, "public/consultation.html", shown, status=status)


PAGE = Page(path="consultation/<int:number>/", name="consultation", readers=Readers.EVERYONE, view=consultation)
