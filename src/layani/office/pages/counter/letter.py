"""The letter to print and sign out at the counter."""

from django.http import Http404, HttpRequest, HttpResponse

from layani.office.pages.counter.person_here import for_the_person
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.letter_file import letter_file
from layani.office.tables.models import Case, Party


@for_the_person
def letter(request: HttpRequest, party: Party, row: Case) -> HttpResponse:
    """Return the PDF; to print it is not yet to hand it over."""
    if row.issued_at is None or row.imported:  # what was imported has its letter elsewhere
        raise Http404("The person at the counter has no letter of this number.")
    return letter_file(request, row, back="counter-case")[0]


PAGE = Page(
    path="counter/case/<str:number>/letter/",
    name="counter-letter",
    view=letter,
    readers=Readers.COUNTER,
    methods=("GET", "HEAD"),
)
