"""The slip that the kiosk gives: number, code, and what puts one first; after a while the needs are shown again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.door import Deed, act_on
from layani.office.pages.door.kiosk import IS_KIOSK, LAST
from layani.office.pages.door.needs import VISITOR
from layani.office.pages.door.slip import slip_of
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Ticket
from layani.rules.door.priorities import priorities
from layani.rules.refusal import Refusal, Refused

SHOWN_FOR = 40  # seconds


@never_cache
def kiosk_slip(request: HttpRequest) -> HttpResponse:
    """Show the slip that was taken last on this kiosk, or put it first for a published reason."""
    if not request.session.get(IS_KIOSK):
        return redirect("door-here")
    row = Ticket.objects.numbered(request.session.get(LAST))
    if row is None:
        return redirect("door-kiosk")
    refusals: tuple[Refusal, ...] = ()
    if request.method == "POST":
        try:
            row = act_on(
                row.pk,
                Deed("prioritise", {"first": request.POST.get("first", "")}),
                actor=VISITOR,
                now=timezone.now(),
            )
        except Refused as refused:
            refusals = refused.refusals
    shown = {**slip_of(row, timezone.now()), "classes": priorities().values(), "refusals": refusals}
    answer = render(request, "door/kiosk_slip.html", shown, status=409 if refusals else 200)
    # Without JavaScript, and without an element that a checker of accessibility must warn of: see decision 0040.
    answer["Refresh"] = f"{SHOWN_FOR}; url=../"
    return answer


PAGE = Page(path="door/kiosk/slip/", name="door-kiosk-slip", view=kiosk_slip, readers=Readers.EVERYONE)
