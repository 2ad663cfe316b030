"""The kiosk in the hall: one tap for a need, and a number with its slip. The tablet knows no officer.

An officer opens the page on the tablet and makes it the kiosk: their own session ends there, and the new one can do
nothing but take tickets, for a day.
"""

from datetime import timedelta

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.door import open_ticket
from layani.office.pages.door.needs import CODE, VISITOR, WORDS, read, shown_form
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

IS_KIOSK, LAST = "kiosk", "kiosk-last"
LASTS = timedelta(hours=14)
"""From before the office opens until after it closes."""

FORM = OwnForm((WORDS, CODE))


@never_cache
def kiosk(request: HttpRequest) -> HttpResponse:
    """Show the needs, or open a ticket for one; on any other browser, lead to the page for one's own phone."""
    officer = Readers.COUNTER.admit(request.actor)
    if request.method == "POST" and request.POST.get("act") == "start" and officer:
        logout(request)
        request.session[IS_KIOSK] = True
        request.session.set_expiry(LASTS)
        return redirect("door-kiosk")
    if not request.session.get(IS_KIOSK):
        return render(request, "door/kiosk_start.html") if officer else redirect("door-here")
    return _take(request) if request.method == "POST" else _page(request)


def _take(request: HttpRequest) -> HttpResponse:
    opening, problems = read(FORM, request, "kiosk")
    if problems:
        return _page(request, problems, status=422)
    try:
        row = open_ticket(opening, actor=VISITOR, now=timezone.now())
    except Refused as refused:
        return _page(request, refusals=refused.refusals, status=409)
    request.session[LAST] = row.pk
    return redirect("door-kiosk-slip")


def _page(
    request: HttpRequest,
    problems: dict[str, Text] | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    shown = {**shown_form(FORM, request, problems), "refusals": refusals}
    return render(request, "door/kiosk.html", shown, status=status)


PAGE = Page(path="door/kiosk/", name="door-kiosk", view=kiosk, readers=Readers.EVERYONE)
