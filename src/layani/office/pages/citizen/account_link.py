"""Link the account with which somebody came to the party as which they have now signed in by code; asked, once."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.by_account import link
from layani.office.actions.parties import person_of
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.account import problem, require_provider
from layani.office.pages.citizen.account_back import WAITING_KEY
from layani.office.pages.citizen.sign_in import safe_next
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Party
from layani.rules.refusal import Refusal
from layani.rules.text import Text

WAITS_FOR = timedelta(minutes=20)
OF_ANOTHER = Refusal(
    "account-of-another",
    Text("Akun ini sudah ditautkan ke orang lain.", "This account is linked to somebody else already."),
    Text(
        "Datang ke loket dengan KTP: setelah petugas melihatnya, tautan lama itu berakhir.",
        "Come to the counter with your card: once an officer has seen it, that earlier link is over.",
    ),
)


@private
def account_link(request: HttpRequest) -> HttpResponse:
    """Ask first: on a shared phone, the account may be of whoever was there before."""
    at = require_provider()
    wanted = safe_next(request, request.POST.get("next") or request.GET.get("next", ""))
    waiting = request.session.get(WAITING_KEY)
    if waiting is None or timezone.now().timestamp() - waiting["at"] > WAITS_FOR.total_seconds():
        request.session.pop(WAITING_KEY, None)
        return HttpResponseRedirect(wanted)
    party = Party.objects.by_id(request.actor.party)
    if request.method != "POST":
        name = person_of(party).name
        return render(request, "citizen/account_link.html", {"name": at.name, "person": name, "next": wanted})
    del request.session[WAITING_KEY]
    if request.POST.get("link") == "yes" and not link(party, bytes.fromhex(waiting["subject"]), now=timezone.now()):
        return problem(request, at, (OF_ANOTHER,), wanted, status=409)
    return HttpResponseRedirect(wanted)


PAGE = Page(path="sign-in/account/link/", name="citizen-account-link", readers=Readers.CITIZEN, view=account_link)
