"""The receipt of one act, to be downloaded: final once the record holds it, provisional until then."""

from django.http import Http404, HttpRequest, HttpResponse

from layani.office.actions.receipts import Witnessing, best_final, provisional_receipt
from layani.office.pages.citizen.access import private, seen_case
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.say import language
from layani.office.tables.models import Event
from layani.rules.text import Text

NOT_YET = Text("belum-disaksikan", "not-yet-witnessed")


@private
def receipt(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """Return the best receipt that there is now."""
    row = seen_case(request, number).row
    event = Event.objects.of_case(row.pk).filter(seq=seq).select_related("case", "outbox").first()
    if event is None:
        raise Http404("The case has no such act.")
    final = best_final(event)
    if final is None:
        text, ending = provisional_receipt(event), ".txt"
    else:
        # The format has no place for words, so its name says what the reader has to know of it.
        not_yet = f".{NOT_YET.in_(language())}" if final.witnessing is Witnessing.NOT_YET else ""
        text, ending = final.text, f"{not_yet}.tlog-proof"
    name = f"{row.number}-{seq + 1}{ending}"
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


PAGE = Page(
    path="case/<str:number>/receipt/<int:seq>/",
    name="case-receipt",
    readers=Readers.EVERYONE,
    view=receipt,
    methods=("GET", "HEAD"),
)
