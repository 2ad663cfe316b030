"""Whether a person qualifies, before they apply: only what the mandatory rules read is asked, and nothing is kept."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.house import calendar, facts_on
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import posted_by, read_some
from layani.office.pages.parts.forms import FieldPart, field_part
from layani.office.pages.parts.minute import body
from layani.office.pages.parts.promised import expected
from layani.office.pages.parts.reckoned import reckoned
from layani.office.pages.public.eligibility_form import rules_of_lists, short_form
from layani.office.pages.public.service import service_or_404
from layani.rules.catalogue import Law, Rule, Service, evaluate_rules
from layani.rules.catalogue.admission import not_open
from layani.rules.catalogue.answers import asked_fields
from layani.rules.catalogue.model import Field
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one rule came out: "passed", "failed" or "unknown"; with its law."""

    rule: Rule
    outcome: str
    law: Law


@never_cache
def eligibility(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, or tell rule by rule; the answers come by POST, are kept nowhere, and stand in no address."""
    service = short_form(service_or_404(slug)).on(facts_on(timezone.localdate()))
    fields = tuple(service.fields.values())
    posted = posted_by(request) if request.method == "POST" else None
    if posted is None:
        empty = body("public/eligibility_fields.html", slug, lambda: {"fields": _parts(service, fields, {}, {}, None)})
        shown = {"service": service, "empty": empty if fields else ""}
        return render(request, "public/eligibility.html", shown)
    if "again" in posted:
        result = read_some(service, {one.name for one in fields}, posted, {})
        return _ask(request, service, fields, result.answers, {}, posted)
    names = {one.name for one in fields}
    result = read_some(service, names, posted, {})
    wrong = {problem.field: problem.text for problem in result.problems if problem.field in names}
    if wrong:
        seen = _seen(service, posted)
        scolded = {name: problem for name, problem in wrong.items() if name in seen}
        return _ask(request, service, fields, result.answers, scolded, posted, more=scolded.keys() != wrong.keys())
    return _tell(request, service, result.answers, fields)


def _seen(service: Service, posted: dict[str, list[str]]) -> set[str]:
    """Return the questions that the person had before them; a form that does not say so had those it begins with."""
    shown = set(posted.get("shown", [""])[0].split())
    return shown or set(asked_fields(service, {}))


def _ask(
    request: HttpRequest,
    service: Service,
    fields: tuple[Field, ...],
    answers: dict[str, Any],
    wrong: dict[str, Text],
    posted: dict[str, list[str]] | None,
    *,
    more: bool = False,
) -> HttpResponse:
    parts = _parts(service, fields, answers, wrong, posted)
    shown = {"service": service, "fields": parts, "problems": wrong, "more": more}
    return render(request, "public/eligibility.html", shown, status=422 if wrong else 200)


def _parts(
    service: Service,
    fields: tuple[Field, ...],
    answers: dict[str, Any],
    wrong: dict[str, Text],
    posted: dict[str, list[str]] | None,
) -> list[FieldPart]:
    asked = asked_fields(service, answers)
    return [
        field_part(one, answers.get(one.name), wrong.get(one.name), posted=posted, ask_identity=True)
        for one in fields
        if one.name in asked
    ]


def _tell(request: HttpRequest, service: Service, answers: dict[str, Any], fields: tuple[Field, ...]) -> HttpResponse:
    now = timezone.now()
    facts = facts_on(calendar().local(now).date())
    rules = {rule.id: rule for rule in service.rules}
    listed = rules_of_lists(service_or_404(service.slug))
    verdicts = [
        Verdict(rules[result.rule], result.outcome, service.law[rules[result.rule].law])
        for result in evaluate_rules(service, answers, facts)
        if result.mandatory and result.rule not in {one.id for one in listed}
    ]
    asked = asked_fields(service, answers)
    shown = {
        "service": service,
        "verdicts": verdicts,
        "listed": listed,
        "failed": [one for one in verdicts if one.outcome == "failed"],
        "unknown": [one for one in verdicts if one.outcome == "unknown"],
        "expected": expected(service, now),
        "reckoned": reckoned(service, answers, facts),
        "again": [
            box
            for one in fields
            if one.name in asked
            for box in _boxes_again(field_part(one, answers.get(one.name), ask_identity=True))
        ],
        "online": "online" in service.channels and not not_open(service, calendar().local(now).date()),
    }
    return render(request, "public/eligibility_result.html", shown)


def _boxes_again(part: Any) -> list[tuple[str, str]]:
    """Return what was posted for one question, to be carried along when the answers are changed."""
    if part.boxes:
        return [(box.name, box.value) for box in part.boxes]
    return [(part.name, option.value) for option in part.options if option.chosen]


PAGE = Page(path="service/<slug:slug>/check/", name="eligibility", readers=Readers.EVERYONE, view=eligibility)
