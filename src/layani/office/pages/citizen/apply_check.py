"""Everything once more before it is sent, and what is declared of it; then it becomes a case."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from layani.office.actions.bundling import file_bundle_draft
from layani.office.actions.door import from_list
from layani.office.actions.drafting import OpenDraft, file_draft, filed_before
from layani.office.actions.filing import AnswersRejected
from layani.office.house import calendar, facts_on
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.form_flow import Flow, closed_on, draft_ref, online_form
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import posted_by
from layani.office.pages.parts.assurance import lacking
from layani.office.pages.parts.bundle import left_out, products
from layani.office.pages.parts.form_script import with_form_script
from layani.office.pages.parts.forms import field_part
from layani.office.pages.parts.lists import SummaryRow
from layani.office.pages.parts.promised import expected
from layani.office.pages.parts.reckoned import reckoned
from layani.office.pages.parts.same_files import same_files
from layani.office.pages.parts.say import language
from layani.office.tables.models import Party
from layani.rules.catalogue import FieldProblem, Rule, Service, evaluate_rules
from layani.rules.catalogue.bundles.model import Bundle, Offered
from layani.rules.catalogue.fields import show
from layani.rules.catalogue.rows import rows_at_fault
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

BRINGS_LIST = "brings-list"
"""In the session: the code of the list from the door with which its citizen applies."""


@private
def apply_check(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all answers with what they lead to, or send them."""
    flow = Flow.of(online_form(slug), Party.objects.by_id(request.actor.party))
    if request.method == "POST":
        return _send(request, flow)
    if flow.draft is None or flow.unfinished:
        return redirect("apply", slug)
    return _show(request, flow, flow.draft)


def _send(request: HttpRequest, flow: Flow) -> HttpResponse:
    """File once, however often it is sent; what cannot be filed is shown again with the reason."""
    ref = draft_ref(request.POST.get("once", ""))
    if flow.draft is None or flow.draft.ref != ref:
        return _sent_already(request, flow, ref)
    if flow.unfinished:
        return redirect("apply", flow.service.slug)
    posted = posted_by(request)
    problems = [one for page in flow.closing for one in flow.fill(page, posted, {}, timezone.now()).problems]
    if problems:
        return _show(request, flow, flow.draft, problems=problems)
    # Opened anew, with what has just been declared.
    flow = Flow.of(flow.service, flow.place.party)
    if flow.draft is None or flow.draft.ref != ref:
        return _sent_already(request, flow, ref)
    whole = replace(flow.draft, answers=flow.answers)
    try:
        number = _file_all(request, flow, whole)
    except AnswersRejected:
        return redirect("apply", flow.service.slug)
    except Refused as refused:
        return _show(request, flow, flow.draft, refused.refusals)
    return redirect("case-filed", number)


def _file_all(request: HttpRequest, flow: Flow, whole: OpenDraft) -> str:
    """File it and return the number of the case, of a bundle that of the first."""
    now = timezone.now()
    by: dict[str, Any] = {"actor": request.actor, "language": language(), "now": now}
    by["brought"] = from_list(str(request.session.get(BRINGS_LIST, "")), now)
    if isinstance(flow.service, Bundle):
        return file_bundle_draft(whole, flow.place, flow.service, **by)[0].row.number
    return file_draft(whole, flow.place, flow.service, **by).row.number


def _sent_already(request: HttpRequest, flow: Flow, ref: UUID | None) -> HttpResponse:
    """Go to the case that this form became when it was first sent; a form that became none shows what there is."""
    earlier = filed_before(ref, request.actor) if ref else None
    return redirect("case-filed", earlier.number) if earlier else redirect("apply", flow.service.slug)


def _show(
    request: HttpRequest,
    flow: Flow,
    draft: OpenDraft,
    refusals: tuple[Refusal, ...] = (),
    problems: Sequence[FieldProblem] = (),
) -> HttpResponse:
    now = timezone.now()
    wrong = {one.field: one.text for one in problems}
    # Never ticked beforehand: an answer may have changed since.
    fields = [field_part(one, None, wrong.get(one.name)) for page in flow.closing for one in flow.fields(page)]
    shown = {
        "service": flow.service,
        "rows": [row for page in flow.pages for row in _rows(flow, page.id)],
        **_told(flow.service, flow, now),
        "same_files": same_files(flow.service, flow.answers),
        "once": draft.ref,
        "fields": fields,
        "problems": wrong,
        "declares": any(flow.service.fields[name].kind == "declaration" for name in flow.asked),
        "assurance": lacking(request, flow.service),
        "refusals": refusals or [one for one in [closed_on(flow.service, timezone.localdate(now))] if one],
        "back": reverse("apply", args=[flow.service.slug]),
    }
    return with_form_script(
        render(request, "citizen/apply_check.html", shown, status=409 if refusals else 422 if wrong else 200)
    )


def _rows(flow: Flow, page_id: str) -> list[SummaryRow]:
    change = reverse("apply-page", args=[flow.service.slug, page_id])
    return [
        SummaryRow(
            one.label,
            show(one, flow.answers.get(one.name), language()),
            None if one.name in flow.identity and one.name not in flow.filled else change,
            _file(flow, one.name) if one.kind == "file" else None,
        )
        for one in flow.fields(flow.service.page(page_id))
    ]


def _file(flow: Flow, name: str) -> str | None:
    """Return where the file of an answer can be opened before it is sent; None where none was uploaded."""
    given = flow.answers.get(name)
    return reverse("apply-document", args=[flow.service.slug, given["id"]]) if isinstance(given, dict) else None


def _told(service: Offered, flow: Flow, now: datetime) -> dict[str, Any]:
    """Return what these answers lead to: the fee, the day, and the rules that they do not meet, mandatory or not."""
    facts = facts_on(calendar().local(now).date())
    if isinstance(service, Bundle):
        return {"products": products(service, flow.answers, now), "left_out": left_out(service, flow.answers)}
    return {
        "reckoned": reckoned(service, flow.answers, facts),
        "expected": expected(service, now),
        "failed": _failed(service, flow.answers, facts),
    }


def _failed(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> list[tuple[Rule, Text | None]]:
    """Return the rules that are not met, each with the rows of a list that are why."""
    results = evaluate_rules(service, answers, facts)
    failed = {r.rule: rows_at_fault(service.fields, r.rows) for r in results if r.outcome == "failed"}
    return [(rule, failed[rule.id]) for rule in service.rules if rule.id in failed]


PAGE = Page(path="apply/<slug:slug>/check/", name="apply-check", readers=Readers.CITIZEN, view=apply_check)
