"""The code from the phone opens the door."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.signing_in import use_code
from layani.office.actor import let_in
from layani.office.network import network_address
from layani.office.pages.citizen.sign_in import ASKED_KEY, safe_next
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.context import address_of
from layani.office.pages.parts.forms import Box, FieldPart
from layani.rules.refusal import Refused
from layani.rules.text import Text

LABEL = Text("Kode 6 angka", "The code of 6 digits")
HINT = Text("Dari pesan yang baru Anda terima.", "From the message that you just got.")
BOX = Box(
    "code", {"type": "text", "inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "12"}, width="w-10"
)


@never_cache
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code; the right one starts a new session in which this party acts, sent once or twice."""
    signed_in = request.actor.is_citizen  # before the session is read: one that is over is emptied by it
    asked = request.session.get(ASKED_KEY)
    if signed_in:
        return HttpResponseRedirect(safe_next(request, asked["next"] if asked else ""))
    if not asked:
        return redirect("citizen-sign-in")
    if request.method != "POST":
        return _page(request)
    try:
        party = use_code(
            UUID(asked["ref"]),
            request.POST.get("code", "")[:50],
            address=network_address(request),
            now=timezone.now(),
        )
    except Refused as refused:
        (refusal,) = refused.refusals
        if refusal.code != "wrong-code":
            del request.session[ASKED_KEY]
            return render(request, "citizen/sign_in_over.html", {"refusals": refused.refusals}, status=410)
        text = Text(f"{refusal.reason.id} {refusal.remedy.id}", f"{refusal.reason.en} {refusal.remedy.en}")
        return _page(request, text)
    renew(request)
    let_in(request.session, party)
    return HttpResponseRedirect(safe_next(request, asked["next"]))


def renew(request: HttpRequest) -> None:
    """Go on under a new session key, so that nobody who knew the old one is let in along.

    The old session stays as it was, signed in to nothing. A second click comes with its key, and the browser may never
    read the answer to the first; without it, the page would find no code asked for, and take the new key away.
    """
    if request.actor.is_officer:
        request.session.cycle_key()  # an officer's session must not live on under a key that signing out forgets
    else:
        request.session.create()


def _page(request: HttpRequest, problem: Text | None = None) -> HttpResponse:
    field = FieldPart("code", "box", LABEL, HINT, problem, required=True, boxes=(BOX,))
    shown = {
        "field": field,
        "fields": (field,),
        "problems": problem and {"code": problem},
        "messages_page": address_of("demo-messages"),
    }
    return render(request, "citizen/sign_in_code.html", shown, status=422 if problem else 200)


PAGE = Page(path="sign-in/code/", name="citizen-sign-in-code", readers=Readers.EVERYONE, view=sign_in_code)
