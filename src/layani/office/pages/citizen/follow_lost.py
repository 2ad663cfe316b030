"""Whoever lost number and code asks for them at the contact given at filing; all contacts are answered alike."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.recovering import ask_recovery
from layani.office.network import network_address
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm
from layani.office.pages.parts.forms import Box, FieldPart
from layani.office.pages.parts.say import language
from layani.rules.catalogue.model import Field
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

# What the session remembers between the pages: the code's reference, and then whose applications are open until when.
ASKED_KEY = "recovery"
OPEN_KEY = "recovered"
LONGEST = 254
LABEL = Text("Nomor telepon atau surel", "Phone number or e-mail")
HINT = Text("Yang Anda berikan saat mengajukan permohonan.", "The one that you gave when you applied.")
KINDS = {kind: OwnForm((Field("contact", kind, LABEL, HINT),)) for kind in ("phone", "email")}
TYPED = {
    "type": "text",
    "autocomplete": "off",
    "autocapitalize": "none",
    "spellcheck": "false",
    "maxlength": str(LONGEST),
}


@never_cache
def lost(request: HttpRequest) -> HttpResponse:
    """Ask for the contact and send a code to it, if it is one of the register's; both look alike."""
    if request.method != "POST":
        return _page(request)
    typed = request.POST.get("contact", "")[:LONGEST].strip()
    values, problems = KINDS["email" if "@" in typed else "phone"].read({"contact": [typed]})
    if problems:
        return _page(request, typed, problems, status=422)
    try:
        ref = ask_recovery(values["contact"], address=network_address(request), language=language(), now=timezone.now())
    except Refused as refused:
        return _page(request, typed, refusals=refused.refusals, status=429)
    request.session[ASKED_KEY] = str(ref)
    return redirect("follow-lost-code")


def _page(
    request: HttpRequest,
    typed: str = "",
    problems: dict[str, Text] | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    problems = problems or {}
    box = Box("contact", TYPED, value=typed, width="w-16")
    field = FieldPart("contact", "box", LABEL, HINT, problems.get("contact"), required=True, boxes=(box,))
    shown = {"field": field, "fields": (field,), "problems": problems, "refusals": refusals}
    return render(request, "citizen/follow_lost.html", shown, status=status)


PAGE = Page(path="follow/lost/", name="follow-lost", readers=Readers.EVERYONE, view=lost)
