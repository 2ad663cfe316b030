"""One objection: what was decided and why, what the person says, and the answer; for the roles that answer."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions import objecting
from layani.office.actions.acting import would_refuse
from layani.office.actions.viewing import opened_events
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name, service_of
from layani.office.pages.citizen.objecting import objection_said
from layani.office.pages.officer import reading
from layani.office.pages.officer.acting_here import Sending
from layani.office.pages.officer.side_page import SidePage, shown_or_done
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.looks import note_look
from layani.office.pages.public.service import step_words
from layani.office.tables.models import Case
from layani.office.tables.projection import event_of, state_of
from layani.rules.cases.acts.deciding import FACT_AT_LEAST
from layani.rules.cases.acts.objecting import steps_to_redo
from layani.rules.refusal import Refusal

_READ = frozenset({"decide_refuse", "decide_grant", "objection_filed", "objection_upheld", "objection_rejected"})


def _uphold(sending: Sending) -> None:
    objecting.uphold(sending.row.number, sending.text("fact"), sending.text("back_to"), **_by(sending))


def _reject(sending: Sending) -> None:
    objecting.reject(sending.row.number, sending.text("fact"), **_by(sending))


def _by(sending: Sending) -> dict[str, Any]:
    return {"actor": sending.actor, "now": sending.now, "once": sending.once}


DEEDS: Final[Mapping[str, Callable[[Sending], None]]] = {"objection_upheld": _uphold, "objection_rejected": _reject}


@private
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is objected to, or answer."""
    return shown_or_done(request, number, SidePage("officer-objection", _require_reader, _show, DEEDS))


def _require_reader(request: HttpRequest, row: Case) -> None:
    """Let in who holds a role that answers, as long as there was an objection; nobody to their own case."""
    answers = bool(objecting.role_that_answers(state_of(row), request.actor))
    if not answers or reading.is_own(row, request.actor):
        raise PermissionDenied("This page is for those who answer an objection, and not for their own.")


def _show(request: HttpRequest, row: Case, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    case, service = state_of(row), service_of(row.service, row.version)
    opened = [(event_of(event), personal if event.act in _READ else {}) for event, personal in opened_events(row)]
    note_look(request, row.party, row)
    decided = [(event, said) for event, said in opened if event.act in ("decide_refuse", "decide_grant")]
    ground = decided[-1][0].data.get("ground") or decided[-1][0].data.get("part_ground") if decided else ""
    barred = would_refuse(row, "objection_rejected", actor=request.actor, now=timezone.now(), fact_length=FACT_AT_LEAST)
    shown = {
        "case": case,
        "service_name": service_name(row.service),
        "said": objection_said(case, opened),
        "reads_files": True,
        "ground": next((one for one in service.grounds if one.id == ground), None) if service else None,
        "laws": service.law if service else {},
        "fact": decided[-1][1].get("fact", "") if decided else "",
        "decided_at": decided[-1][0].occurred_at if decided else None,
        "steps": [(step.id, step_words(row.service, step.id)) for step in reversed(steps_to_redo(case))],
        "barred": [one for one in barred if one.code in ("four-eyes", "recused", "own-case")],
        "fact_at_least": FACT_AT_LEAST,
        "posted": request.POST if refusals else {},
        "refusals": refusals,
        "once": uuid4(),
    }
    return render(request, "officer/objection.html", shown, status=409 if refusals else 200)


PAGE = Page(
    path="officer/case/<str:number>/objection/", name="officer-objection", view=objection, readers=Readers.OFFICER
)
