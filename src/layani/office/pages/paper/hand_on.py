"""The blocks of receipts that the reader holds or is offered: offer one to another officer, or count it and take it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.paper.handing_on import holders, offer, open_offers, take_over
from layani.office.house import catalogue
from layani.office.pages.citizen.access import private
from layani.office.pages.page import Page, Readers
from layani.office.pages.paper.blocks import number_in, people
from layani.office.pages.parts.errors import bad_request
from layani.office.tables.models import PaperBlock, PaperNote, PaperOffer
from layani.rules.paper.handing_on import STEAD_REASONS
from layani.rules.refusal import Refusal, Refused

MOST = 20


@private
def hand_on(request: HttpRequest) -> HttpResponse:
    """Show them, or do what was sent."""
    if request.method != "POST":
        return _show(request)
    deed = {"offer": _offer, "take": _take}.get(request.POST.get("act", ""))
    if deed is None:
        return bad_request(request)
    try:
        deed(request)
    except (PaperBlock.DoesNotExist, PaperOffer.DoesNotExist):
        return bad_request(request)
    except Refused as refused:
        return _show(request, refused.refusals)
    return redirect("paper-hand-on")


def _offer(request: HttpRequest) -> None:
    sent = request.POST
    block = PaperBlock.objects.get(office=catalogue().office.slug, number=number_in(sent.get("block", "")))
    to, blank = number_in(sent.get("to", "")), number_in(sent.get("blank", ""))
    offer(block, to, blank, actor=request.actor, now=timezone.now())


def _take(request: HttpRequest) -> None:
    row = PaperOffer.objects.get(pk=number_in(request.POST.get("offer", "")), to=request.actor.user)
    take_over(row, number_in(request.POST.get("counted", "")), actor=request.actor, now=timezone.now())


def _show(request: HttpRequest, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    me, now = request.actor.user or 0, timezone.now()
    touched = list(PaperBlock.objects.touching(catalogue().office.slug, me)[:MOST])
    held = holders(touched, now)
    mine = [block for block in touched if held[block.pk] == me]
    offered = open_offers(mine, now)
    waiting = list(PaperOffer.objects.waiting_for(me)[:MOST])
    why = PaperNote.objects.why_offered(waiting)
    shown: dict[str, Any] = {
        "mine": [(block, offered.get(block.pk)) for block in mine],
        "waiting": [(one, why.get(one.pk)) for one in waiting],
        "stead_reasons": STEAD_REASONS,
        "people": [(pk, name) for pk, name in people() if pk != me],
        "refusals": refusals,
    }
    return render(request, "paper/hand_on.html", shown, status=409 if refusals else 200)


PAGE = Page(path="officer/paper/hand-on/", name="paper-hand-on", view=hand_on, readers=Readers.OFFICER)
