"""The proof of one act for the inspectorate: the same file that the applicant holds, to be verified without us."""

from django.http import Http404, HttpRequest, HttpResponse

from layani.office.actions.receipts import final_receipt
from layani.office.pages.citizen.access import private
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Case, Event

LAST_SEQ = 10**6  # no case has as many acts


@private
def proof(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """Return the ``.tlog-proof``; nothing personal is in it, and it opens no page of the case."""
    row = Case.objects.numbered(number)
    acts = Event.objects.of_case(row.pk).filter(seq=seq) if row and seq < LAST_SEQ else None
    event = acts.select_related("case", "outbox").first() if acts is not None else None
    text = final_receipt(event) if event else None
    if text is None:
        raise Http404("There is no such act, or the record does not hold it yet.")
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{number}-{seq + 1}.tlog-proof"'
    return response


PAGE = Page(
    path="auditor/proof/<str:number>/<int:seq>/",
    name="auditor-proof",
    readers=Readers.AUDITOR,
    view=proof,
    methods=("GET", "HEAD"),
)
