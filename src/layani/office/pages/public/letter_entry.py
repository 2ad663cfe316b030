"""Where a code is typed by someone who holds a letter and has no camera."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from layani.office.actions.issuing import read_code
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.forms import field_part
from layani.rules.catalogue.model import Field
from layani.rules.text import Text

CODE = Field(
    "code",
    "text",
    Text("Kode pada surat", "The code on the letter"),
    Text(
        "Enam belas huruf dan angka di samping kode QR, misalnya K7Q4-9TBM-X2HD-5P3W.",
        "Sixteen letters and figures beside the QR code, such as K7Q4-9TBM-X2HD-5P3W.",
    ),
    limits={"longest": 40},
)
WRONG = Text(
    "Ini belum kode yang lengkap. Salin keenam belas huruf dan angkanya dari surat.",
    "This is not a whole code. Copy all sixteen letters and figures from the letter.",
)


def letter_entry(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and go to the letter's page when it can be one."""
    typed = request.GET.get("code", "")
    if code := read_code(typed):
        return HttpResponseRedirect(reverse("letter", args=[code]))
    problem = WRONG if typed.strip() else None
    field = field_part(CODE, problem=problem, posted={"code": [typed]})
    shown = {"field": field, "fields": [field], "problems": [field] if problem else []}
    return render(request, "public/letter_entry.html", shown)


PAGE = Page(path="letter/", name="letters", view=letter_entry, readers=Readers.EVERYONE, methods=("GET", "HEAD"))
