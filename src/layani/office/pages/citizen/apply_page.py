"""One page of a service's form: one thing to answer on a phone."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from layani.office.actions.prefilling import call_wrong
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.form_flow import Flow, about, online_form
from layani.office.pages.citizen.form_length import length
from layani.office.pages.citizen.form_rows import list_on, show_rows, take_rows
from layani.office.pages.citizen.going_later import leaving
from layani.office.pages.citizen.late import shown_to, slip_for, slip_of
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import posted_by
from layani.office.pages.parts.form_script import what_arrived, whose, with_form_script
from layani.office.pages.parts.forms import FieldPart, field_part
from layani.office.pages.parts.lists import SummaryRow
from layani.office.pages.parts.registers import with_register
from layani.office.tables.models import Party
from layani.office.tables.models.people import SEEN
from layani.rules.catalogue import FieldProblem, FormPage

# These have no heading of their own in form_field.html.
WITHOUT_HEADING = frozenset({"known", "declaration"})
CALLS = {"register_wrong": True, "register_right": False}
"""Buttons beside what a register said: its value names the question."""


@private
def apply_page(request: HttpRequest, slug: str, page: str) -> HttpResponse:
    """Show one page, or take it and go on to the next one that is not done."""
    service = online_form(slug)
    slip = slip_of(request, slug) if request.method == "POST" else None
    actor = request.actor
    if actor.is_citizen and slip and slip.party != actor.party:
        # Somebody else signed in on this phone meanwhile: the answers of one person never reach another's draft.
        return redirect("apply", slug)
    party = Party.objects.by_id(actor.party) if actor.is_citizen else shown_to(slip)
    if party is None:
        return _to_sign_in(request.path, "lost" if request.method == "POST" else "")
    flow = Flow.of(service, party)
    if service.renews and not (flow.draft and flow.draft.renews):
        return redirect("apply", slug)  # a renewal begins with the earlier case
    if request.method == "POST":
        return _take(request, flow, flow.page(page))
    if flow.page(page) not in flow.pages:
        return redirect("apply", slug)
    flow = flow.looked_ahead(flow.page(page))
    if list_on(flow, flow.page(page)):
        return show_rows(request, flow, flow.page(page))
    return _show(request, flow, flow.page(page))


def _take(request: HttpRequest, flow: Flow, page: FormPage) -> HttpResponse:
    """Keep what was posted; then the next page, or this one again with what is wrong."""
    beside = next((act for name, act in BESIDE.items() if name in request.POST), None)
    if beside:
        return beside(request, flow, page)
    if list_on(flow, page):
        return take_rows(request, flow, page, _to_sign_in)
    posted = posted_by(request)
    result = flow.fill(page, posted, request.FILES, timezone.now())
    now_filled = Flow.of(flow.service, flow.place.party)
    here = reverse("apply-page", args=[flow.service.slug, page.id])
    if not request.actor.is_citizen:
        return _to_sign_in(here if result.problems else reverse("apply", args=[flow.service.slug]), "kept")
    if request.POST.get("version", flow.place.version) != flow.place.version:
        return HttpResponseRedirect(f"{here}?renewed")
    if leaving(request, [problem.field for problem in result.problems], posted):
        return redirect("my-cases")
    if result.problems and not _only_new(request, result.problems):
        return _show(request, now_filled, page, {p.field: p for p in result.problems}, posted)
    if result.problems:
        return HttpResponseRedirect(f"{here}?more#f-{result.problems[0].field}")
    following = now_filled.after(page)
    return (
        redirect("apply-page", flow.service.slug, following.id)
        if following
        else redirect("apply-check", flow.service.slug)
    )


def _call(request: HttpRequest, flow: Flow, page: FormPage) -> HttpResponse:
    """Take that a register is wrong about one question of the page, or that it is right after all."""
    here = reverse("apply-page", args=[flow.service.slug, page.id])
    if not request.actor.is_citizen:
        return _to_sign_in(here, "")
    for call, wrong in CALLS.items():
        name = request.POST.get(call, "")
        if name in {one.name for one in page.fields}:
            call_wrong(flow.place, flow.service, name, wrong=wrong, now=timezone.now())
    return HttpResponseRedirect(here)


def _remove_file(request: HttpRequest, flow: Flow, page: FormPage) -> HttpResponse:
    """Take back one uploaded file of the page; what else was answered stays as it was kept."""
    here = reverse("apply-page", args=[flow.service.slug, page.id])
    if not request.actor.is_citizen:
        return _to_sign_in(here, "")
    name = request.POST["remove_file"]
    if name in {one.name for one in page.fields}:
        flow.remove_file(name, timezone.now())
    return HttpResponseRedirect(f"{here}?removed")


def _only_new(request: HttpRequest, problems: tuple[FieldProblem, ...]) -> bool:
    """Say whether every problem is with a question that the posted page did not show yet."""
    shown = request.POST.get("shown", "").split()
    return bool(shown) and not any(problem.field in shown for problem in problems)


def _show(
    request: HttpRequest,
    flow: Flow,
    page: FormPage,
    problems: dict[str, FieldProblem] | None = None,
    posted: dict[str, list[str]] | None = None,
) -> HttpResponse:
    problems = problems or {}
    asked = flow.fields(page)
    parts = [
        field_part(
            one,
            flow.answers.get(one.name),
            problems[one.name].text if one.name in problems else None,
            posted=posted if one.name not in flow.identity else None,
            heading=len(asked) == 1,
            ask_identity=one.name not in flow.identity,
            known_already=one.name in flow.identity,
        )
        for one in asked
    ]
    parts = [_with_file(part, flow) for part in parts]
    lookups, seen = flow.draft.lookups if flow.draft else None, flow.place.party.assurance == SEEN
    parts = [with_register(part, flow.service.fields[part.name], lookups, established=seen) for part in parts]
    all_known = all(part.shape == "known" and not part.register for part in parts)
    before = flow.before(page)
    slug = flow.service.slug
    shown: dict[str, Any] = {
        "service": flow.service,
        "page": page,
        "version": flow.place.version,
        "place": next((place for place, one in enumerate(flow.pages, 1) if one.id == page.id), 1),
        "length": length(flow, page),
        "fields": parts,
        "heading": len(parts) != 1 or parts[0].shape in WITHOUT_HEADING,
        "known_rows": [SummaryRow(part.label, part.known) for part in parts] if all_known else (),
        "with_file": any(part.shape == "file" for part in parts),
        "with_register": any(part.register for part in parts),
        "problems": problems,
        "renewed": "renewed" in request.GET or bool(flow.draft and flow.draft.renewed),
        "more": "more" in request.GET,
        "removed": "removed" in request.GET,
        "whose": whose(flow.place.party),
        "arrived": what_arrived(flow.place.party, {one.name: flow.answers.get(one.name) for one in asked}),
        "slip": slip_for(flow.place.party, slug),
        "back": reverse("apply-page", args=[slug, before.id]) if before else about(flow.service),
    }
    return with_form_script(render(request, "citizen/apply_page.html", shown, status=422 if problems else 200))


def _with_file(part: FieldPart, flow: Flow) -> FieldPart:
    """Return the question with the address at which its uploaded file can be opened again."""
    given = flow.answers.get(part.name)
    if not (part.shape == "file" and part.known and isinstance(given, dict)):
        return part
    return replace(part, opens=reverse("apply-document", args=[flow.service.slug, given["id"]]))


def _to_sign_in(back_to: str, ended: str) -> HttpResponse:
    """Send them to sign in; ``ended`` says what became of what they sent (sign_in_ended.html)."""
    told = {"next": back_to} | ({"ended": ended} if ended else {})
    return HttpResponseRedirect(f"{reverse('citizen-sign-in')}?{urlencode(told)}")


# Buttons that send no answers.
BESIDE = {"remove_file": _remove_file, **dict.fromkeys(CALLS, _call)}

# Readers are EVERYONE because a page posted after the session has ended must still be kept (see late.py).
PAGE = Page(path="apply/<slug:slug>/<slug:page>/", name="apply-page", readers=Readers.EVERYONE, view=apply_page)
