"""Organisations whose people act for others: a supervisor enters one with its lead, and ends who works there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.agent_organisations import enter, let_go
from layani.office.actions.mandating import names_of
from layani.office.pages.mandates.organisation import number_in
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import AgentMember
from layani.rules.refusal import Refusal, Refused

ROWS = 200


@never_cache
def organisations(request: HttpRequest) -> HttpResponse:
    """Show them with who works there, enter one, or end somebody's work. Two queries."""
    if request.method != "POST":
        return _show(request)
    now, said = timezone.now(), request.POST
    try:
        if said.get("do") == "let-go":
            let_go(number_in(said.get("member", "")), actor=request.actor, now=now)
        else:
            enter(
                said.get("name", ""), said.get("registration", ""), said.get("code", ""), actor=request.actor, now=now
            )
    except Refused as refused:
        return _show(request, refused.refusals)
    return redirect("officer-agent-organisations")


def _show(request: HttpRequest, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    rows = AgentMember.objects.filter(ended_at=None).select_related("organisation", "party")
    members = list(rows.order_by("organisation__name", "organisation_id", "-leads", "pk")[:ROWS])
    names = {pk: person.name for pk, person in names_of([one.party for one in members]).items()}
    shown = {
        "members": [(one, names.get(one.party_id, "–")) for one in members],
        "typed": request.POST if refusals else {},
        "refusals": refusals,
    }
    return render(request, "officer/agent_organisations.html", shown, status=409 if refusals else 200)


PAGE = Page(
    path="officer/agents/organisations/",
    name="officer-agent-organisations",
    readers=Readers.SUPERVISOR,
    view=organisations,
)
