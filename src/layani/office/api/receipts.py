"""Receipts by API: the office's signed word at once, and the proof as soon as the record holds the act."""

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from layani.office.actions.receipts import best_final, provisional_receipt
from layani.office.api.callers import needs, require_front_desk
from layani.office.api.cases import case_of
from layani.office.api.looks import note_program_look
from layani.office.tables.models.cases import Event

ROUTER = Router()
LAST_SEQ = 10**6  # no case has as many acts
_AS_FILE = {
    "responses": {
        "200": {"description": "The receipt", "content": {"text/plain": {"schema": {"type": "string"}}}},
    }
}


class NotYet(Exception):
    """The record does not hold the act yet."""


@ROUTER.get(
    "/{number}/{int:seq}/provisional",
    auth=needs("receipts:read"),
    summary="Download a provisional receipt",
    openapi_extra=_AS_FILE,
)
def provisional(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """Download the office's signed word that it received an act (0 is the filing); for the front desk.

    Whoever holds a receipt can find all acts of the case in the public record, so it belongs to the applicant.
    """
    event = _event(request, number, seq)
    return _file(provisional_receipt(event), f"{event.case.number}-{seq + 1}.txt")


@ROUTER.get(
    "/{number}/{int:seq}/final",
    auth=needs("receipts:read"),
    summary="Download a final receipt",
    openapi_extra=_AS_FILE,
)
def final(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """Download the proof that the public record holds an act (.tlog-proof); 404 "not-yet" until it does.

    The header Layani-Witnessing says "quorum", "not-yet" (fetch it again later) or "nobody-asked".
    """
    event = _event(request, number, seq)
    receipt = best_final(event)
    if receipt is None:
        raise NotYet
    answer = _file(receipt.text, f"{event.case.number}-{seq + 1}.tlog-proof")
    answer["Layani-Witnessing"] = receipt.witnessing.value
    return answer


def _event(request: HttpRequest, number: str, seq: int) -> Event:
    require_front_desk(request.auth)
    row = case_of(request, number)
    acts = Event.objects.of_case(row.pk).filter(seq=seq).select_related("case", "outbox") if seq < LAST_SEQ else None
    event = acts.first() if acts is not None else None
    if event is None:
        raise Http404(f"Case '{row.number}' has no act {seq}.")
    note_program_look(row, "program-receipt", request.auth)
    return event


def _file(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)
