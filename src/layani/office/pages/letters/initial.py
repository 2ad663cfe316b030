"""One letter before its signature: its chain of initials, what was said, and what the reader can do with it now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from layani.office.actions import initialling
from layani.office.actions.viewing import opened_events
from layani.office.house import role_title
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.letters.chain import chain_links
from layani.office.pages.letters.initials import row_of
from layani.office.pages.officer.acting_here import Sending
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.errors import bad_request
from layani.office.pages.parts.looks import note_look
from layani.office.tables.models import Case
from layani.office.tables.models.signatures import Signature
from layani.office.tables.projection import event_of, state_of
from layani.rules.authority.initials import ON_ONE_DESK
from layani.rules.cases.act import written
from layani.rules.cases.acts.initialling_letter import WHY_PASSED, WORDS_AT_LEAST, round_of
from layani.rules.controls.control import INITIALS
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote about the letter: the post, None for the signer; when; and the words."""

    post: Text | None
    at: datetime
    words: str


def _initial(sending: Sending) -> None:
    initialling.give_initial(sending.row.number, sending.text("words"), **_by(sending))


def _object(sending: Sending) -> None:
    initialling.give_initial(sending.row.number, sending.text("words"), objects=True, **_by(sending))


def _send_back(sending: Sending) -> None:
    initialling.send_back(sending.row.number, sending.text("words"), **_by(sending))


def _answer(sending: Sending) -> None:
    initialling.answer_back(sending.row.number, sending.text("words"), **_by(sending))


def _pass(sending: Sending) -> None:
    initialling.pass_over(sending.row.number, sending.text("words"), **_by(sending))


def _by(sending: Sending) -> dict[str, Any]:
    return {"actor": sending.actor, "now": sending.now, "once": sending.once}


DEEDS: Final[Mapping[str, Callable[[Sending], None]]] = {
    "initial": _initial,
    "object": _object,
    "send_back": _send_back,
    "answer": _answer,
    "pass": _pass,
}
BY_SIGNER = frozenset({"answer", "pass"})


@private
def initial(request: HttpRequest, number: str) -> HttpResponse:
    """Show the letter to whose turn it is and to its signer, or do what was sent."""
    case = Case.objects.numbered_with_party(number)
    if case is None:
        raise Http404("There is no such case.")
    row = Signature.objects.waiting(case.number)
    signs = row is not None and row.signer_id == request.actor.user
    if row is None or not row.desk or not (signs or initialling.may_initial(row, request.actor)):
        raise PermissionDenied("This page is for whose initial the letter waits, and for who signs it.")
    if request.method != "POST":
        return _shown(request, row)
    kind = request.POST.get("act", "")
    if kind not in DEEDS:
        return bad_request(request)
    try:
        DEEDS[kind](Sending(request, case, request.actor, timezone.now()))
    except Refused as refused:
        row = Signature.objects.waiting(case.number)
        if row is None or not row.desk:
            return HttpResponseRedirect(reverse("letter-initials"))
        return _shown(request, row, refused.refusals)
    back = reverse("signing" if signs else "letter-initials")
    return HttpResponseRedirect(f"{back}?{urlencode({'done': 'initial' if kind == 'object' else kind})}")


def _shown(request: HttpRequest, row: Signature, refusals: Sequence[Refusal] = ()) -> HttpResponse:
    """Show it: one query for the events, and one of the roles for its signer."""
    now, signs = timezone.now(), row.signer_id == request.actor.user
    case = state_of(row.case)
    known = round_of(case, written(row.since) or "")
    note_look(request, row.case.party, row.case)
    shown = {
        "number": row.case.number,
        "service_name": service_name(row.case.service),
        "one": row_of(row, now),
        "links": chain_links(row),
        "said": _said(row),
        "signs": signs,
        "back": known.get("back"),
        "sent_back_before": request.actor.user in known.get("sent_back", ()),
        "passable": WHY_PASSED.get(initialling.why_passable(row, now)) if signs else None,
        "on_one_desk": ON_ONE_DESK.words(),
        "at_least": WORDS_AT_LEAST,
        "typed": request.POST.get("words", "")[:2000] if refusals else "",
        "refusals": refusals,
        "once": uuid4(),
    }
    return render(request, "letters/initial.html", shown, status=409 if refusals else 200)


def _said(row: Signature) -> list[Said]:
    """Return what was written in this round, in its order."""
    since, found = written(row.since), []
    for one, personal in opened_events(row.case):
        if one.act in INITIALS and personal.get("words"):
            event = event_of(one)
            if event.data.get("since") == since:
                by_signer = one.act in initialling.BY_SIGNER
                post = None if by_signer else role_title(str(event.data.get("role", "")))
                found.append(Said(post, event.occurred_at, str(personal["words"])))
    return found


PAGE = Page(path="letters/initials/<str:number>/", name="letter-initial", view=initial, readers=Readers.OFFICER)
