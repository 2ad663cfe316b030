"""Propose what a service's folder says: with the reason for the public, and the time that it has to comment."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.publishing import MOST_DAYS, Wanted, drafts, propose
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm, posted_by
from layani.office.pages.parts.forms import FieldPart, field_part
from layani.rules.catalogue.model import Field
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

FORM = OwnForm(
    (
        Field(
            "why_id",
            "long text",
            Text("Mengapa diubah? (Indonesia)", "Why is it changed? (in Indonesian)"),
            Text("Publik membacanya. Tulis seperti berbicara di loket.", "The public reads it. Write as one speaks."),
            limits={"longest": 1000},
        ),
        Field("why_en", "long text", Text("Mengapa diubah? (Inggris)", "Why is it changed? (in English)"),
              limits={"longest": 1000}),
        Field(
            "days",
            "number",
            Text("Berapa hari publik dapat menanggapi?", "For how many days can the public comment?"),
            Text("Tulis 0 untuk tanpa masa tanggapan; alasannya harus ditulis.", "Write 0 for none; give the reason."),
            limits={"min": 0, "max": MOST_DAYS},
        ),
        Field(
            "waived",
            "long text",
            Text("Mengapa tanpa masa tanggapan?", "Why is there no time for comments?"),
            Text("Hanya bila Anda menulis 0.", "Only if you wrote 0."),
            required=False,
            limits={"longest": 1000},
        ),
    )
)  # fmt: skip


def propose_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, check the files in a process of their own, and keep the proposal; only an analyst proposes."""
    if slug not in drafts():
        raise Http404("The folder of this service says what is in force, or is not there.")
    if request.method != "POST":
        return _shown(request, slug, _parts({"days": ["14"]}))
    posted = posted_by(request)
    values, problems = FORM.read(posted)
    if problems:
        return _shown(request, slug, _parts(posted, problems), status=422)
    why = Text(values["why_id"], values["why_en"])
    try:
        made = propose(
            slug, Wanted(why, int(values["days"]), values.get("waived") or ""), actor=request.actor, now=timezone.now()
        )
    except Refused as refused:
        return _shown(request, slug, _parts(posted), refused.refusals, status=409)
    return redirect("proposal", made.pk)


def _parts(posted: Mapping[str, list[str]], problems: Mapping[str, Text] | None = None) -> Sequence[FieldPart]:
    return [field_part(one, problem=(problems or {}).get(one.name), posted=posted) for one in FORM.fields]


def _shown(
    request: HttpRequest, slug: str, fields: Sequence[FieldPart], refusals: Sequence[Refusal] = (), status: int = 200
) -> HttpResponse:
    shown: dict[str, Any] = {
        "slug": slug,
        "fields": fields,
        "problems": [part for part in fields if part.problem],
        "refusals": refusals,
    }
    return render(request, "publishing/propose.html", shown, status=status)


PAGE = Page(path="publishing/propose/<slug:slug>/", name="propose", readers=Readers.ANALYST, view=propose_page)
