"""An application that the holder of a mandate fills in for its person: the whole form on one page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.drafting import fill
from layani.office.pages.citizen.uploads import take_files
from layani.office.pages.counter.apply import WHOLE
from layani.office.pages.counter.form_here import FormHere
from layani.office.pages.mandates.form_for import for_another, form_for, known_rows
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import posted_by, read_some
from layani.office.pages.parts.forms import field_part
from layani.office.tables.models import Mandate
from layani.rules.catalogue import FormResult
from layani.rules.text import Text


@for_another
def for_apply(request: HttpRequest, mandate: Mandate, slug: str) -> HttpResponse:
    """Show the form, or keep what was typed and go on to the last look."""
    form = form_for(mandate, slug)
    return _take(request, mandate, form) if request.method == "POST" else _show(request, mandate, form)


def _take(request: HttpRequest, mandate: Mandate, form: FormHere) -> HttpResponse:
    posted, now = posted_by(request), timezone.now()
    asked = [one for one in form.service.fields.values() if one.name not in form.identity]
    taken = take_files(form.place.party, asked, request.FILES, now)
    names = {one.name for one in asked}

    def filled(before: Mapping[str, Any]) -> FormResult:
        return read_some(form.service, names, posted, {**before, **form.identity}, files=taken.files)

    result = fill(form.place, WHOLE, filled, now=now)
    taken.settle(result.answers)
    after = form_for(mandate, form.service.slug)
    shown_before = set(request.POST.get("shown", "").split())
    problems = {p.field: p.text for p in result.problems} | {n: t for n, t in taken.refused.items() if n in names}
    if "more_rows" in request.POST:
        return _show(request, mandate, after, posted=posted)
    if problems and not problems.keys() & shown_before:
        return HttpResponseRedirect(f"{request.path}?more#f-{next(iter(problems))}")
    if problems:
        return _show(request, mandate, after, problems, posted)
    return redirect("for-check", mandate.ref, form.service.slug)


def _show(
    request: HttpRequest,
    mandate: Mandate,
    form: FormHere,
    problems: Mapping[str, Text] | None = None,
    posted: Mapping[str, list[str]] | None = None,
) -> HttpResponse:
    problems = problems or {}

    def parts(fields: Any) -> list[Any]:
        return [
            field_part(one, form.answers.get(one.name), problems.get(one.name), posted=posted, ask_identity=True)
            for one in fields
            if one.name not in form.identity
        ]

    pages = [(page.title, found) for page, fields in form.pages if (found := parts(fields))]
    fields = [part for _, found in pages for part in found]
    shown = {
        "row": mandate,
        "service": form.service,
        "known": known_rows(form),
        "pages": pages,
        "fields": fields,
        "with_file": any(part.shape == "file" for part in fields),
        "problems": problems,
        "more": "more" in request.GET,
        "renewed": bool(form.draft and form.draft.renewed),
    }
    return render(request, "mandates/for_apply.html", shown, status=422 if problems else 200)


PAGE = Page(path="for/<uuid:ref>/<slug:slug>/", name="for-apply", readers=Readers.CITIZEN, view=for_apply)
