"""The proof of the letter that counts, as a file to be kept beside it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from layani.office.actions.letter_proofs import letter_proof
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.proof_file import proof_file
from layani.office.tables.models import Letter


@private
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """Return the proof; while there is none, send back to the case, which says so."""
    row = own_case(request, number)
    letter = Letter.objects.in_force(row.pk) if row.issued_at and not row.imported else None
    found = letter_proof(letter) if letter else None
    return proof_file(found, row.number) if found else redirect("case", row.number)


PAGE = Page(
    path="case/<str:number>/letter/proof/",
    name="case-letter-proof",
    readers=Readers.CITIZEN,
    view=proof,
    methods=("GET", "HEAD"),
)
