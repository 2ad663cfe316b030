"""Signed out here; and the way to sign out at the identity provider as well, for a phone that others use."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.gateways.openid import leave_address
from layani.office.pages.citizen.account import require_provider
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.context import site_address


def signed_out(request: HttpRequest) -> HttpResponse:
    """Show the link that ends the session there."""
    at = require_provider()
    shown = {"name": at.name, "leave": leave_address(at, back=site_address("/"))}
    return render(request, "citizen/signed_out.html", shown)


PAGE = Page(
    path="sign-out/account/", name="signed-out", readers=Readers.EVERYONE, view=signed_out, methods=("GET", "HEAD")
)
