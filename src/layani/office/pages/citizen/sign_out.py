"""Whoever is signed in leaves; nothing of them stays in the browser's session."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from layani.office.gateways.openid import provider
from layani.office.pages.citizen.account_back import CAME_KEY
from layani.office.pages.page import Page, Readers


def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, a citizen's or an officer's; the address alone, without the button, ends nothing."""
    elsewhere = False
    if request.method == "POST":
        elsewhere = bool(request.session.get(CAME_KEY)) and provider() is not None
        logout(request)
    return redirect("signed-out" if elsewhere else "home")


PAGE = Page(path="sign-out/", name="sign-out", readers=Readers.EVERYONE, view=sign_out)
