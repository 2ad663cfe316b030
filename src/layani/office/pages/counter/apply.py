"""An application that an officer types for the person: the whole form on one page, known values filled in."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.drafting import fill
from layani.office.actions.prefilling import call_wrong
from layani.office.pages.citizen.uploads import take_files
from layani.office.pages.counter.form_here import FormHere, counter_form
from layani.office.pages.counter.paper_here import paper_of_another_version
from layani.office.pages.counter.person_here import card_in_hand, for_the_person, note_card, typist
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import posted_by, read_some
from layani.office.pages.parts.forms import FieldPart, field_part
from layani.office.pages.parts.lists import SummaryRow
from layani.office.pages.parts.registers import with_register
from layani.office.pages.parts.say import language
from layani.office.tables.models import Party
from layani.office.tables.models.people import SEEN
from layani.rules.catalogue import FormResult
from layani.rules.catalogue.bundles.model import Bundle
from layani.rules.catalogue.fields import show
from layani.rules.catalogue.model import Field
from layani.rules.text import Text

WHOLE = "whole"
REGISTER_CALLS = {"register_wrong": True, "register_right": False}
CALLS = {"card", *REGISTER_CALLS}


@for_the_person
def apply(request: HttpRequest, party: Party, slug: str) -> HttpResponse:
    """Show the form, or take it and go on to read it back to the person."""
    form = FormHere.of(counter_form(slug), party, typist(request), card=card_in_hand(request, party))
    if request.method != "POST":
        return _show(request, form.looked_ahead(typist(request)))
    return _call(request, form) if CALLS & request.POST.keys() else _take(request, form)


def _call(request: HttpRequest, form: FormHere) -> HttpResponse:
    """Take that the officer holds the card, or what the person says of what a register holds of them."""
    party = form.place.party
    if "card" in request.POST and party.assurance == SEEN:
        note_card(request, party)
    for call, wrong in REGISTER_CALLS.items():
        if (name := request.POST.get(call, "")) in form.service.fields:
            call_wrong(form.place, form.service, name, wrong=wrong, now=timezone.now())
    return redirect("counter-apply", form.service.slug)


def _take(request: HttpRequest, form: FormHere) -> HttpResponse:
    """Keep what was typed; questions that the answers have made necessary are shown before anything is wrong."""
    posted, now = posted_by(request), timezone.now()
    asked = [one for one in form.service.fields.values() if one.name not in form.identity]
    taken = take_files(form.place.party, asked, request.FILES, now)
    names = {one.name for one in asked}

    def filled(before: Mapping[str, Any]) -> FormResult:
        return read_some(form.service, names, posted, {**before, **form.identity}, files=taken.files)

    result = fill(form.place, WHOLE, filled, now=now)
    taken.settle(result.answers)
    after = FormHere.of(form.service, form.place.party, typist(request), card=form.card)
    if "more_rows" in request.POST:
        return _show(request, after, posted=posted)
    shown_before = set(request.POST.get("shown", "").split())
    problems = {p.field: p.text for p in result.problems} | {n: t for n, t in taken.refused.items() if n in names}
    # What nobody has been asked yet is no mistake of theirs: it stands open below, and is not among the errors.
    known = {name: text for name, text in problems.items() if name in shown_before}
    if problems and not known:
        return HttpResponseRedirect(f"{request.path}?more#f-{next(iter(problems))}")
    if known:
        return _show(request, after, known, posted, more=problems.keys() != known.keys())
    return redirect("counter-check", form.service.slug)


def _show(
    request: HttpRequest,
    form: FormHere,
    problems: Mapping[str, Text] | None = None,
    posted: Mapping[str, list[str]] | None = None,
    *,
    more: bool = False,
) -> HttpResponse:
    problems = problems or {}

    def part(one: Field) -> FieldPart:
        given, known = form.answers.get(one.name), one.name in form.filled
        asked = field_part(
            one,
            given,
            problems.get(one.name),
            posted=None if known else posted,
            ask_identity=not known,
            known_already=known,
        )
        return with_register(asked, one, form.draft.lookups if form.draft else None, established=form.card)

    held = form.identity.keys() - form.filled.keys()
    asked = [(page.title, [part(one) for one in fields if one.name not in held]) for page, fields in form.pages]
    pages = [(title, parts) for title, parts in asked if parts]
    fields = [part for _, parts in pages for part in parts]
    shown = {
        "service": form.service,
        "party": form.place.party,
        "known": [
            SummaryRow(one.label, show(one, form.identity[one.name], language()))
            for _, fields_here in form.pages
            for one in fields_here
            if one.name in held
        ],
        "pages": pages,
        "fields": fields,
        "with_file": any(part.shape == "file" for part in fields),
        "with_register": any(part.register for part in fields),
        "could_look": form.could_look,
        "card_seen": form.place.party.assurance == SEEN,
        "problems": problems,
        "more": more or "more" in request.GET,
        "paper": None if isinstance(form.service, Bundle) else paper_of_another_version(request.GET, form.service),
        "renewed": bool(form.draft and form.draft.renewed),
    }
    return render(request, "counter/apply.html", shown, status=422 if problems else 200)


PAGE = Page(path="counter/apply/<slug:slug>/", name="counter-apply", view=apply, readers=Readers.COUNTER)
