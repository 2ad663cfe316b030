"""All discretion of the office, the newest first, for heads and the inspectorate; a superior rules here."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.using_discretion import failed_rules, may_rule, rule
from layani.office.house import catalogue
from layani.office.pages.auditor.auditor import key_before, key_in
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.officer import reading
from layani.office.pages.officer.desk import roles_that_decide
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Discretion
from layani.office.tables.projection import state_of
from layani.rules.cases.discretion import KINDS, PURPOSES, SCOPES, against_the_rules, use_of
from layani.rules.refusal import Refusal, Refused
from layani.rules.sections import plain
from layani.rules.text import Text

ROWS = 25
LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Line:
    """One of them in words; ``rules`` where the reader may rule on it, ``opens`` where they may open its case.

    failed: the mandatory rules that have failed in it; helps: what is proposed can still have an effect
    """

    row: Discretion
    service: Text
    kind: Text
    purpose: Text
    scope: Text
    rules: bool
    state: str
    opens: bool
    failed: tuple[Text, ...]
    helps: bool
    use: str


@private
def discretions(request: HttpRequest) -> HttpResponse:
    """Show one page of the list, or rule on one of them. Two queries for the list."""
    if request.method != "POST":
        return _show(request)
    number = key_in(request.POST.get("discretion", ""))
    kind = str(request.POST.get("ruling", ""))[:10]
    try:
        rule(number or 0, kind, request.POST.get("why", "")[:LONGEST], actor=request.actor, now=timezone.now())
    except Discretion.DoesNotExist as fault:
        raise Http404("There is no such proposal.") from fault
    except Refused as refused:
        return _show(request, refused.refusals)
    return redirect("discretions")


def _show(request: HttpRequest, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    before = key_before(request)
    rows = list(Discretion.objects.ruled(catalogue().office.slug).before(before)[: ROWS + 1])
    opens = reading.readable([row.case for row in rows], request.actor)
    shown = {
        "lines": [_line(row, request, opens) for row in rows[:ROWS]],
        "older": f"?before={rows[ROWS - 1].pk}" if len(rows) > ROWS else None,
        "newer": request.path if before else None,
        "proposes": bool(set(map(plain, request.actor.roles)) & roles_that_decide()),
        "now": timezone.now(),
        "posted": request.POST if refusals else {},
        "refusals": refusals,
    }
    return render(request, "officer/discretions.html", shown, status=409 if refusals else 200)


def _line(row: Discretion, request: HttpRequest, opens: set[int]) -> Line:
    ruling = getattr(row, "ruling", None)
    kind, purpose, scope = KINDS[row.kind], PURPOSES[row.purpose], SCOPES[row.scope]
    state = ruling.kind if ruling else "waiting"
    case = state_of(row.case)
    failed = failed_rules(case)
    return Line(
        row=row,
        service=service_name(row.service),
        kind=kind,
        purpose=purpose,
        scope=scope,
        rules=may_rule(row, request.actor),
        state=state,
        opens=row.case.pk in opens,
        failed=failed,
        helps=against_the_rules(row.kind, failed) is None,
        use=use_of(row.kind, ruling.at, case) if ruling and state == "approved" else "",
    )


PAGE = Page(path="letters/discretion/", name="discretions", view=discretions, readers=Readers.REGISTER)
