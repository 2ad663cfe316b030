"""Follow an application by the number and the code on its receipt, without signing in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from layani.office.actions.following import case_of_receipt
from layani.office.actions.numbering import read_number
from layani.office.network import network_address
from layani.office.pages.citizen.access import follow as let_follow
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.forms import Box, FieldPart
from layani.office.tables.models import Case
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

LONGEST = 40  # characters of a number or a code, with whatever people type between the letters
TYPED = {"type": "text", "autocomplete": "off", "spellcheck": "false", "maxlength": str(LONGEST)}
NUMBER = Text("Nomor permohonan", "Application number")
CODE = Text("Kode tanda terima", "Receipt code")
CODE_HINT = Text("Sepuluh huruf dan angka, di bawah nomornya.", "Ten letters and digits, below the number.")


@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; one's own case opens without the code."""
    posted = request.method == "POST"
    number = (request.POST if posted else request.GET).get("number", "")[:LONGEST].strip()
    if not posted:
        typed, actor = read_number(number), request.actor
        if typed and actor.is_citizen and Case.objects.readable_by(actor.party, seen=actor.seen).filter(number=typed):
            return redirect("case", typed)
        return _page(request, number)
    code = request.POST.get("code", "")[:LONGEST]
    if problems := _missing(number, code):
        return _page(request, number, code, problems=problems, status=422)
    try:
        found = case_of_receipt(number, code, address=network_address(request), now=timezone.now())
    except Refused as refused:
        (refusal,) = refused.refusals
        return _page(request, number, refusals=refused.refusals, status=429 if _too_many(refusal) else 404)
    if not request.actor.is_citizen:
        request.session.cycle_key()
    let_follow(request, found, timezone.now())
    return redirect("case", found.number)


def _missing(number: str, code: str) -> dict[str, Text]:
    problems = {}
    if not read_number(number):
        problems["number"] = Text(
            "Nomor ini tidak lengkap atau salah ketik. Contoh: SKM-2026-7KQ4-M2XD.",
            "This number is incomplete or mistyped. For example: SKM-2026-7KQ4-M2XD.",
        )
    if not code.strip():
        problems["code"] = Text("Isi kode dari tanda terima Anda.", "Fill in the code on your receipt.")
    return problems


def _too_many(refusal: Refusal) -> bool:
    return refusal.code == "too-many-tries"


def _page(
    request: HttpRequest,
    number: str,
    code: str = "",
    problems: dict[str, Text] | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    problems = problems or {}
    fields = (
        _field("number", NUMBER, None, number, problems.get("number")),
        _field("code", CODE, CODE_HINT, code, problems.get("code")),
    )
    wanted = read_number(number)
    after = urlencode({"next": reverse("case", args=[wanted]) if wanted else reverse("my-cases")})
    shown: dict[str, Any] = {
        "fields": fields,
        "problems": problems,
        "refusals": refusals,
        "sign_in_page": f"{reverse('citizen-sign-in')}?{after}",
    }
    return render(request, "citizen/follow.html", shown, status=status)


def _field(name: str, label: Text, hint: Text | None, value: str, problem: Text | None) -> FieldPart:
    box = Box(name, TYPED, value=value, width="w-16")
    return FieldPart(name, "box", label, hint, problem, required=True, boxes=(box,))


PAGE = Page(path="follow/", name="follow", readers=Readers.EVERYONE, view=follow)
