"""The receipt of one act, to be downloaded: final once the record holds it, provisional until then."""

from django.http import Http404, HttpRequest, HttpResponse

from layani.office.actions.receipts import final_receipt, provisional_receipt
from layani.office.pages.citizen.access import private, seen_case
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Event


@private
def receipt(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """Return the best receipt that there is now."""
    row = seen_case(request, number).row
    event = Event.objects.of_case(row.pk).filter(seq=seq).select_related("case", "outbox").first()
    if event is None:
        raise Http404("The case has no such act.")
    final = final_receipt(event)
    name = f"{row.number}-{seq + 1}.tlog-proof" if final else f"{row.number}-{seq + 1}.txt"
    response = HttpResponse(final or provisional_receipt(event), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


PAGE = Page(
    path="case/<str:number>/receipt/<int:seq>/",
    name="case-receipt",
    readers=Readers.EVERYONE,
    view=receipt,
    methods=("GET", "HEAD"),
)
