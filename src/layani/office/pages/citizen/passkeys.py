"""The passkeys of a citizen: which there are, since when, and adding or removing one."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.party_passkeys import LONGEST_NAME, MOST, add, ask_to_add, remove
from layani.office.pages.citizen.access import private
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.errors import bad_request
from layani.office.pages.parts.passkeys import asks_for_passkey, options_text, origin_of
from layani.office.tables.models import Party, PartyPasskey
from layani.rules.refusal import Refusal, Refused

ASKED_KEY = "passkey-new"
LONGEST_ANSWER = 20_000


@asks_for_passkey
@private
def passkeys(request: HttpRequest) -> HttpResponse:
    """List them; add one, or remove one."""
    party = Party.objects.by_id(request.actor.party)
    if request.method != "POST":
        return _page(request, party)
    act = request.POST.get("act", "")
    if act == "remove":
        number = request.POST.get("number", "")
        if not (number.isdecimal() and len(number) < 12 and remove(party.pk, int(number), now=timezone.now())):
            raise Http404("There is no such passkey of this reader.")
        return redirect("passkeys")
    if act != "add":
        return bad_request(request)
    return _added(request, party)


def _added(request: HttpRequest, party: Party) -> HttpResponse:
    # Asked once, answered once: a second answer finds no question.
    state = request.session.pop(ASKED_KEY, {})
    name = request.POST.get("name", "")[:LONGEST_NAME]
    try:
        answer = json.loads(request.POST.get("credential", "")[:LONGEST_ANSWER] or "null")
    except ValueError:
        answer = None
    try:
        add(party, state, answer, name, origin=origin_of(request), now=timezone.now())
    except Refused as refused:
        return _page(request, party, refused.refusals, status=409)
    return redirect("passkeys")


def _page(request: HttpRequest, party: Party, refusals: tuple[Refusal, ...] = (), status: int = 200) -> HttpResponse:
    held = list(PartyPasskey.objects.of_party(party.pk))
    options = ""
    if len(held) < MOST:
        wanted, request.session[ASKED_KEY] = ask_to_add(party, origin=origin_of(request))
        options = options_text(wanted)
    shown = {"held": held, "options": options, "most": MOST, "longest": LONGEST_NAME, "refusals": refusals}
    return render(request, "citizen/passkeys.html", shown, status=status)


PAGE = Page(path="passkeys/", name="passkeys", view=passkeys, readers=Readers.CITIZEN)
