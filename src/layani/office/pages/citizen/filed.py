"""Right after filing: the receipt, and what happens next; and the same receipt on paper, in large type."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.numbering import receipt_code
from layani.office.house import key_store
from layani.office.pages.citizen.access import private, seen_case
from layani.office.pages.citizen.case_words import ball_words, due_of, service_name
from layani.office.pages.citizen.together import together
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.form_script import with_form_script
from layani.office.pages.parts.minute import body
from layani.office.tables.projection import state_of


@private
def filed(request: HttpRequest, number: str) -> HttpResponse:
    """Show the receipt of a case."""
    seen = seen_case(request, number)
    row = seen.row
    case = state_of(row)
    shown = {
        "case": case,
        "service_name": service_name(case.service),
        "code": receipt_code(key_store().get(row.ref), row.receipt_edition),
        "due": due_of(case, timezone.now()),
        "ball": ball_words(case),
        "together": together(row) if seen.own else (),
        "proves": body("citizen/receipt_proves.html", "", dict),
    }
    return with_form_script(render(request, "citizen/filed.html", shown))


PAGE = Page(
    path="case/<str:number>/filed/", name="case-filed", readers=Readers.EVERYONE, view=filed, methods=("GET", "HEAD")
)
