"""The proof of a letter as a file, for its owner and for whoever holds the letter."""

from django.http import HttpResponse

from layani.office.actions.receipts import FinalReceipt, Witnessing
from layani.office.pages.parts.say import language
from layani.rules.text import Text

NOT_YET = Text("belum-disaksikan", "not-yet-witnessed")


def proof_file(found: FinalReceipt, name: str) -> HttpResponse:
    """Return it under the name of the letter's file; that says what is missing, for the format has no words for it."""
    not_yet = f".{NOT_YET.in_(language())}" if found.witnessing is Witnessing.NOT_YET else ""
    response = HttpResponse(found.text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}{not_yet}.tlog-proof"'
    return response
