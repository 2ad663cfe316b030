"""What one granted case still owes: for the roles that record it; they see no more of the case than that."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.actions import duties
from layani.office.actions.viewing import opened_events
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name, service_of
from layani.office.pages.officer import reading
from layani.office.pages.officer.acting_here import Sending
from layani.office.pages.officer.side_page import SidePage, shown_or_done
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.duties import WORDS_OF_DUTIES, duty_parts
from layani.office.pages.parts.looks import note_look
from layani.office.tables.models import Case
from layani.office.tables.projection import event_of, state_of
from layani.rules.refusal import Refusal


def _record(sending: Sending) -> None:
    duties.record(sending.row.number, sending.text("duty"), sending.text("words"), **_by(sending))


def _give_back(sending: Sending) -> None:
    duties.give_back(sending.row.number, sending.text("duty"), sending.text("words"), **_by(sending))


def _by(sending: Sending) -> dict[str, Any]:
    return {"actor": sending.actor, "now": sending.now, "once": sending.once}


DEEDS: Final[Mapping[str, Callable[[Sending], None]]] = {"duty_met": _record, "duty_again": _give_back}


@private
def duty(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is owed and what was said of it, or record it."""
    return shown_or_done(request, number, SidePage("officer-duty", _require_reader, _show, DEEDS))


def _require_reader(request: HttpRequest, row: Case) -> None:
    """Let in whose role records one of its duties, and who supervises; nobody to their own."""
    roles = {str(one.get("role", "")) for one in state_of(row).duties.values()}
    allowed = bool(request.actor.roles & roles) or reading.supervises(row, request.actor)
    if not allowed or reading.is_own(row, request.actor):
        raise PermissionDenied("This page is for those who record what is owed after the grant, and not for their own.")


def _show(request: HttpRequest, row: Case, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    case, service = state_of(row), service_of(row.service, row.version)
    opened = [(event_of(one), said if one.act in WORDS_OF_DUTIES else {}) for one, said in opened_events(row)]
    note_look(request, row.party, row)
    revokes = {str(case.revocable.get(part, "")) for part in ("warns", "decides")}
    shown = {
        "case": case,
        "service_name": service_name(row.service),
        "duties": duty_parts(case, service, opened),
        "roles": request.actor.roles,
        "revoked": case.revoked_at,
        "may_revoke": bool(request.actor.roles & revokes),
        "posted": request.POST if refusals else {},
        "refusals": refusals,
        "once": uuid4(),
    }
    return render(request, "officer/duty.html", shown, status=409 if refusals else 200)


PAGE = Page(path="officer/case/<str:number>/owed/", name="officer-duty", view=duty, readers=Readers.OFFICER)
