"""The last look of the holder of a mandate, and the sending; the person is told at once."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from layani.office.actions.bundling import file_bundle_draft
from layani.office.actions.drafting import file_draft, filed_before
from layani.office.actions.filing import AnswersRejected
from layani.office.house import facts_on
from layani.office.pages.citizen.form_flow import draft_ref, online_form
from layani.office.pages.counter.form_here import FormHere
from layani.office.pages.mandates.form_for import for_another, form_for, value_of
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.bundle import left_out, products
from layani.office.pages.parts.lists import SummaryRow
from layani.office.pages.parts.promised import expected
from layani.office.pages.parts.reckoned import reckoned
from layani.office.tables.models import Mandate
from layani.rules.catalogue.bundles.model import Bundle, Offered
from layani.rules.refusal import Refusal, Refused


@for_another
def for_check(request: HttpRequest, mandate: Mandate, slug: str) -> HttpResponse:
    """Show it, or file it once, however often it is sent."""
    form = form_for(mandate, slug)
    if request.method == "POST":
        return _file(request, mandate, form)
    if form.draft is None or not form.may_be_filed:
        return redirect("for-apply", mandate.ref, slug)
    return _show(request, mandate, form)


def _file(request: HttpRequest, mandate: Mandate, form: FormHere) -> HttpResponse:
    ref, slug = draft_ref(request.POST.get("once", "")), form.service.slug
    if form.draft is None or form.draft.ref != ref:
        earlier = filed_before(ref, request.actor) if ref else None
        return redirect("for-case", earlier.number) if earlier else redirect("for-apply", mandate.ref, slug)
    whole, place, by = replace(form.draft, answers=form.answers), form.place, request.actor
    service = online_form(slug)
    sent: dict[str, Any] = {"actor": by, "language": place.party.language, "now": timezone.now()}
    try:
        if isinstance(service, Bundle):
            done = file_bundle_draft(whole, place, service, **sent)[0]
        else:
            done = file_draft(whole, place, service, **sent)
    except AnswersRejected as rejected:
        labels = form.service.fields
        found = [Refusal("rejected", labels[one.field].label, one.text) for one in rejected.problems]
        return _show(request, mandate, form, tuple(found))
    except Refused as refused:
        return _show(request, mandate, form, refused.refusals)
    return HttpResponseRedirect(f"{reverse('for-case', args=[done.row.number])}?sent")


def _show(request: HttpRequest, mandate: Mandate, form: FormHere, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    now, service = timezone.now(), form.service
    asked = [one for _, fields in form.pages for one in fields if one.kind != "declaration"]
    shown = {
        "row": mandate,
        "service": service,
        "rows": [SummaryRow(one.label, value_of(form, one)) for one in asked],
        **_told(service, form, now),
        "once": form.draft.ref if form.draft else "",
        "refusals": refusals,
    }
    return render(request, "mandates/for_check.html", shown, status=409 if refusals else 200)


def _told(service: Offered, form: FormHere, now: datetime) -> dict[str, Any]:
    """Return the fee and the day; of a bundle, of each of its cases."""
    if isinstance(service, Bundle):
        return {"products": products(service, form.answers, now), "left_out": left_out(service, form.answers)}
    return {
        "reckoned": reckoned(service, form.answers, facts_on(timezone.localdate(now))),
        "expected": expected(service, now),
    }


PAGE = Page(path="for/<uuid:ref>/<slug:slug>/check/", name="for-check", readers=Readers.CITIZEN, view=for_check)
