"""The counter: who is standing here?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.following import case_of_receipt
from layani.office.actions.parties import find_party
from layani.office.actions.vouching import require_another
from layani.office.house import catalogue
from layani.office.pages.citizen.follow import CODE, NUMBER, TYPED
from layani.office.pages.counter.newcomer import show_newcomer
from layani.office.pages.counter.paper_here import lay_down, open_paper, paper_here
from layani.office.pages.counter.person_here import someone_here, welcome
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm, posted_by
from layani.office.pages.parts.forms import Box, FieldPart, field_part
from layani.office.tables.models import Party
from layani.rules.catalogue.model import Field
from layani.rules.record.look_words import BY_NIK, BY_RECEIPT
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

NIK = Field("nik", "nik", Text("NIK", "NIK"), Text("16 angka pada KTP.", "The 16 digits on the identity card."))
FORM = OwnForm((NIK,))
LONGEST_ADDRESS = 200  # characters: a scanner types the whole address that the QR code holds
FORM_CODE = Text("Kode formulir kertas", "Code of the paper form")
FORM_HINT = Text("Pindai kotak QR-nya, atau ketik kode di bawahnya.", "Scan its QR square, or type the code below it.")


@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Find the person by NIK, or by the number and code of a receipt they hold."""
    if request.method != "POST":
        return _page(request)
    by = request.POST.get("by")
    try:
        if by == "form":
            return _by_form(request)
        return _by_receipt(request) if by == "receipt" else _by_nik(request)
    except Refused as refused:
        return _page(request, refusals=refused.refusals, status=409)


def _by_nik(request: HttpRequest) -> HttpResponse:
    posted = posted_by(request)
    values, problems = FORM.read(posted)
    if problems:
        return _page(request, posted, problems, status=422)
    party = find_party(values["nik"])
    if party is None:
        return show_newcomer(request, {"nik": [values["nik"]]})
    _serve(request, party, BY_NIK)
    return open_paper(request) or redirect("counter-person")


def _by_receipt(request: HttpRequest) -> HttpResponse:
    number, code = request.POST.get("number", ""), request.POST.get("code", "")
    address = f"counter/{request.actor.user}"
    row = case_of_receipt(number, code, address=address, now=timezone.now())
    _serve(request, row.party, BY_RECEIPT)
    return redirect("counter-case", row.number)


def _by_form(request: HttpRequest) -> HttpResponse:
    """Note which paper form lies here; its form opens at once if the person is known already."""
    problem = lay_down(request, request.POST.get("form", "")[:LONGEST_ADDRESS])
    if problem:
        return _page(request, problems={"form": problem}, status=422)
    return (open_paper(request) if someone_here(request) else None) or redirect("counter")


def _serve(request: HttpRequest, party: Party, how: str) -> None:
    require_another(party, request.actor)
    welcome(request, party, how)


def _page(
    request: HttpRequest,
    posted: dict[str, list[str]] | None = None,
    problems: dict[str, Text] | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    problems = problems or {}
    field = field_part(NIK, problem=problems.get("nik"), posted=posted)
    paper = _paper_box(request.POST.get("form", ""), problems.get("form"))
    receipt = (
        _box("number", NUMBER, request.POST.get("number", "")),
        _box("code", CODE, request.POST.get("code", "")),
    )
    shown: dict[str, Any] = {
        "field": field,
        "fields": [field, paper],
        "paper": paper,
        "by_form": "form" in problems,
        "blanks": bool(catalogue().office.blanks),
        "lies_here": paper_here(request),
        "problems": problems,
        "receipt": receipt,
        "by_receipt": request.POST.get("by") == "receipt",
        "refusals": refusals,
        "somebody": someone_here(request) is not None,
    }
    return render(request, "counter/start.html", shown, status=status)


def _paper_box(typed: str, problem: Text | None) -> FieldPart:
    boxes = (Box("form", {**TYPED, "maxlength": str(LONGEST_ADDRESS)}, value=typed[:LONGEST_ADDRESS], width="w-16"),)
    return FieldPart("form", "box", FORM_CODE, FORM_HINT, problem, True, boxes=boxes)


def _box(name: str, label: Text, value: str) -> FieldPart:
    return FieldPart(name, "box", label, None, None, True, boxes=(Box(name, TYPED, value=value[:40], width="w-16"),))


PAGE = Page(path="counter/", name="counter", view=start, readers=Readers.COUNTER)
