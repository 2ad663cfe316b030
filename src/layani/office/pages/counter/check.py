"""Read back to the person before it is filed: the answers, what they lead to, the fee and the day."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.acting import Done
from layani.office.actions.bundling import file_bundle_draft
from layani.office.actions.door import from_ticket, note_filed
from layani.office.actions.drafting import OpenDraft, file_draft, filed_before
from layani.office.actions.filing import AnswersRejected
from layani.office.house import calendar, facts_on
from layani.office.pages.counter.form_here import FormHere, counter_form
from layani.office.pages.counter.person_here import card_in_hand, for_the_person, typist
from layani.office.pages.counter.stands_here import who_may_stand, with_who_stands
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.bundle import left_out, products
from layani.office.pages.parts.lists import SummaryRow
from layani.office.pages.parts.promised import expected
from layani.office.pages.parts.reckoned import reckoned
from layani.office.pages.parts.same_files import same_files
from layani.office.pages.parts.say import language
from layani.office.tables.models import Party
from layani.rules.catalogue import evaluate_rules
from layani.rules.catalogue.bundles.model import Bundle, Offered
from layani.rules.catalogue.fields import show
from layani.rules.refusal import Refusal, Refused


@for_the_person
def check(request: HttpRequest, party: Party, slug: str) -> HttpResponse:
    """Show it, or file it and print the receipt."""
    form = FormHere.of(counter_form(slug), party, typist(request), card=card_in_hand(request, party))
    if request.method == "POST":
        return _file(request, form)
    if form.draft is None or not form.may_be_filed:
        return redirect("counter-apply", slug)
    return _show(request, form, form.draft)


def _file(request: HttpRequest, form: FormHere) -> HttpResponse:
    """File once, however often the button is pressed."""
    ref = _ref(request.POST.get("once", ""))
    if form.draft is None or form.draft.ref != ref:
        earlier = filed_before(ref, request.actor) if ref else None
        return redirect("counter-receipt", earlier.number) if earlier else redirect("counter-apply", form.service.slug)
    if form.outdated:
        return redirect("counter-apply", form.service.slug)
    whole = replace(form.draft, answers=form.answers)
    by: dict[str, Any] = {"actor": request.actor, "language": form.place.party.language, "now": timezone.now()}
    by["brought"] = from_ticket(request.actor, by["now"])
    try:
        if isinstance(form.service, Bundle):
            filed: Sequence[Done] = file_bundle_draft(whole, form.place, form.service, **by)
        else:
            place = with_who_stands(request, form.place, form.service.slug)
            filed = [file_draft(whole, place, form.service, **by)]
    except AnswersRejected:
        return redirect("counter-apply", form.service.slug)
    except Refused as refused:
        return _show(request, form, form.draft, refused.refusals)
    note_filed([done.row.number for done in filed], actor=request.actor, now=timezone.now())
    return redirect("counter-receipt", filed[0].row.number)


def _ref(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _show(request: HttpRequest, form: FormHere, draft: OpenDraft, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    shown = {
        "service": form.service,
        "party": form.place.party,
        "rows": [
            SummaryRow(one.label, show(one, form.answers.get(one.name), language()))
            for _, fields in form.pages
            for one in fields
            if one.kind != "declaration"
        ],
        "declared": [
            one.label
            for _, fields in form.pages
            for one in fields
            if one.kind == "declaration" and form.answers.get(one.name)
        ],
        **_told(form.service, form.answers, timezone.now()),
        "same_files": same_files(form.service, form.answers),
        "once": draft.ref,
        "may_stand": () if isinstance(form.service, Bundle) else who_may_stand(form.place.party, form.service.slug),
        "stands": request.POST.get("stands", ""),
        "why_not": request.POST.get("why_not", ""),
        "refusals": refusals,
    }
    return render(request, "counter/check.html", shown, status=409 if refusals else 200)


def _told(service: Offered, answers: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return what these answers lead to: fee, day and the rules that are not met; of a bundle, for each product."""
    if isinstance(service, Bundle):
        return {"products": products(service, answers, now), "left_out": left_out(service, answers)}
    facts = facts_on(calendar().local(now).date())
    failed = {r.rule for r in evaluate_rules(service, answers, facts) if r.outcome == "failed"}
    return {
        "reckoned": reckoned(service, answers, facts),
        "expected": expected(service, now),
        "failed": [rule for rule in service.rules if rule.id in failed],
    }


PAGE = Page(path="counter/apply/<slug:slug>/check/", name="counter-check", view=check, readers=Readers.COUNTER)
