"""The poster for the gate: a QR code by which everybody takes a number on their own phone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from layani.office.actions.letters.typesetting import qr_svg
from layani.office.pages.page import Page, Readers


def poster(request: HttpRequest) -> HttpResponse:
    """Show it, to be printed."""
    address = f"{settings.SITE_ADDRESS.rstrip('/')}{reverse('door-here')}"
    # Drawn by our own code from our own address.
    return render(request, "door/poster.html", {"address": address, "qr": mark_safe(qr_svg(address))})  # noqa: S308


PAGE = Page(path="door/poster/", name="door-poster", view=poster, readers=Readers.EVERYONE, methods=("GET", "HEAD"))
