"""The proof of a letter, for whoever holds it and so knows its code."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from layani.office.actions.issuing import read_code
from layani.office.actions.letter_proofs import letter_proof
from layani.office.gateways.key_store import KeyGone
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.proof_file import proof_file
from layani.office.tables.models import Letter


@never_cache
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """Return the proof of the letter with this code, or 404 while there is none."""
    written = read_code(code)
    letter = Letter.objects.with_code(written) if written else None
    try:
        found = letter_proof(letter) if letter else None
    except KeyGone:
        found = None
    if letter is None or found is None:
        raise Http404("There is no such letter, or no proof of it.")
    response = proof_file(found, letter.number.replace("/", "-"))  # a case's number is not on its letter's page
    response["X-Robots-Tag"] = "noindex"
    return response


PAGE = Page(
    path="letter/<str:code>/proof/", name="letter-proof", view=proof, readers=Readers.EVERYONE, methods=("GET", "HEAD")
)
