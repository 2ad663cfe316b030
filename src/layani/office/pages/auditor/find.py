"""From a typed case number to the inspectorate's page of that case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from layani.office.actions.numbering import read_number
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.forms import Box, FieldPart
from layani.office.tables.models import Case
from layani.rules.text import Text

LONGEST = 40  # characters of a number, with whatever people type between the letters
LABEL = Text("Nomor permohonan", "Application number")
UNKNOWN = Text(
    "Tidak ada permohonan dengan nomor ini. Periksa huruf dan angkanya; contoh: SKM-2026-7KQ4-M2XD.",
    "There is no application with this number. Check its letters and digits; for example: SKM-2026-7KQ4-M2XD.",
)


@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Lead on to the case, or ask for the number again; one query."""
    typed = request.GET.get("number", "")[:LONGEST].strip()
    # A case that came from another system keeps the number that it had there.
    number = next((n for n in (read_number(typed), typed) if n and "\0" not in n and Case.objects.numbered(n)), None)
    if number:
        return redirect("auditor-case", number)
    problem = UNKNOWN if typed else None
    shown = {"fields": (number_field(typed, problem),), "problems": {"number": problem} if problem else {}}
    return render(request, "auditor/find.html", shown, status=404 if problem else 200)


def number_field(value: str = "", problem: Text | None = None) -> FieldPart:
    """Return the box for the number."""
    attributes = {"type": "text", "autocomplete": "off", "spellcheck": "false", "maxlength": str(LONGEST)}
    box = Box("number", attributes, value=value, width="w-16")
    return FieldPart("number", "box", LABEL, None, problem, required=True, boxes=(box,))


PAGE = Page(path="auditor/find/", name="auditor-find", readers=Readers.AUDITOR, view=find, methods=("GET", "HEAD"))
