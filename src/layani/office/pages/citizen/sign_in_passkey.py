"""A citizen signs in with a passkey, in place of the NIK and a code."""

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.party_passkeys import enter
from layani.office.actor import let_in
from layani.office.gateways.party_passkeys import ask_for_any
from layani.office.network import network_address
from layani.office.pages.citizen.passkeys import LONGEST_ANSWER
from layani.office.pages.citizen.sign_in import safe_next
from layani.office.pages.citizen.sign_in_code import renew
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.passkeys import asks_for_passkey, options_text, origin_of
from layani.rules.refusal import Refusal, Refused

ASKED_KEY = "passkey"


@asks_for_passkey
@never_cache
def sign_in_passkey(request: HttpRequest) -> HttpResponse:
    """Ask the device; the right answer starts a new session in which its party acts, as sure as the party is."""
    wanted = safe_next(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.actor.is_citizen:
        return HttpResponseRedirect(wanted)
    if request.method != "POST":
        return _page(request, wanted)
    # Asked once, answered once: a second answer finds no question.
    state = request.session.pop(ASKED_KEY, {})
    try:
        answer = json.loads(request.POST.get("credential", "")[:LONGEST_ANSWER] or "null")
    except ValueError:
        answer = None
    try:
        party = enter(state, answer, origin=origin_of(request), address=network_address(request), now=timezone.now())
    except Refused as refused:
        many = refused.refusals[0].code == "too-many-tries"
        return _page(request, wanted, refused.refusals, status=429 if many else 422)
    renew(request)
    let_in(request.session, party)
    return HttpResponseRedirect(wanted)


def _page(request: HttpRequest, wanted: str, refusals: tuple[Refusal, ...] = (), status: int = 200) -> HttpResponse:
    options, request.session[ASKED_KEY] = ask_for_any(origin_of(request))
    shown = {"next": wanted, "options": options_text(options), "refusals": refusals}
    return render(request, "citizen/sign_in_passkey.html", shown, status=status)


PAGE = Page(path="sign-in/passkey/", name="citizen-sign-in-passkey", readers=Readers.EVERYONE, view=sign_in_passkey)
