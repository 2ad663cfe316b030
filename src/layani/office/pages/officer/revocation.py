"""The revocation of one letter: warning, answer and decision; for the two roles that its service names."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions import revoking
from layani.office.actions.viewing import opened_events
from layani.office.house import role_title
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.afterwards import WORDS_OF, ground_of, said_in
from layani.office.pages.citizen.case_words import service_name, service_of
from layani.office.pages.officer import reading
from layani.office.pages.officer.acting_here import Sending
from layani.office.pages.officer.side_page import SidePage, shown_or_done
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.looks import note_look
from layani.office.tables.models import Case
from layani.office.tables.projection import event_of, state_of
from layani.rules.cases.acts.deciding import FACT_AT_LEAST
from layani.rules.cases.validity import standing
from layani.rules.refusal import Refusal


def _warn(sending: Sending) -> None:
    revoking.warn_revocation(sending.row.number, sending.text("ground"), sending.text("fact"), **_by(sending))


def _answer(sending: Sending) -> None:
    revoking.answer_revocation(sending.row.number, sending.text("words"), **_by(sending))


def _revoke(sending: Sending) -> None:
    revoking.revoke(sending.row.number, sending.text("fact"), **_by(sending))


def _drop(sending: Sending) -> None:
    revoking.drop_revocation(sending.row.number, sending.text("fact"), **_by(sending))


def _by(sending: Sending) -> dict[str, Any]:
    return {"actor": sending.actor, "now": sending.now, "once": sending.once}


DEEDS: Final[Mapping[str, Callable[[Sending], None]]] = {
    "warn_revocation": _warn,
    "answer_revocation": _answer,
    "revoke": _revoke,
    "drop_revocation": _drop,
}


@private
def revocation(request: HttpRequest, number: str) -> HttpResponse:
    """Show how the letter stands and what can be done, or do it."""
    return shown_or_done(request, number, SidePage("officer-revocation", _require_reader, _show, DEEDS))


def _require_reader(request: HttpRequest, row: Case) -> None:
    """Let in who may warn or decide for this service, and who supervises; nobody to their own letter."""
    roles = {state_of(row).revocable.get(part) for part in (revoking.WARNS, revoking.DECIDES)}
    allowed = bool(request.actor.roles & roles) or reading.supervises(row, request.actor)
    if not allowed or reading.is_own(row, request.actor):
        raise PermissionDenied(
            "This page is for those who warn of a revocation or decide on it, and not for their own."
        )


def _show(request: HttpRequest, row: Case, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    case, service, now = state_of(row), service_of(row.service, row.version), timezone.now()
    opened = [(event_of(event), personal if event.act in WORDS_OF else {}) for event, personal in opened_events(row)]
    note_look(request, row.party, row)
    ground, law = ground_of(case, service)
    stands = standing(case, now)
    revocable = case.revocable
    posted = request.POST if refusals else {}
    shown = {
        "case": case,
        "service_name": service_name(row.service),
        "stands": stands,
        "ground": ground,
        "law": law,
        "said": said_in(opened),
        "grounds": service.revocation.grounds if service and service.revocation else (),
        "laws": service.law if service else {},
        "warns": role_title(revocable["warns"]) if revocable else None,
        "decides": role_title(revocable["decides"]) if revocable else None,
        "can_warn": bool(revoking.role_for(row, revoking.WARNS, request.actor))
        and stands is not None
        and stands.standing == "valid"
        and not case.revocation_due,
        "can_write": bool(case.revocation_due)
        and bool(request.actor.roles & {revocable.get("warns"), revocable.get("decides")}),
        "can_decide": bool(case.revocation_due) and bool(revoking.role_for(row, revoking.DECIDES, request.actor)),
        "waits": bool(case.revocation_due and not case.revocation.get("heard_at") and now <= case.revocation_due),
        "fact_at_least": FACT_AT_LEAST,
        "posted": posted,
        "refusals": refusals,
        "once": uuid4(),
    }
    return render(request, "officer/revocation.html", shown, status=409 if refusals else 200)


PAGE = Page(
    path="officer/case/<str:number>/revocation/", name="officer-revocation", view=revocation, readers=Readers.OFFICER
)
