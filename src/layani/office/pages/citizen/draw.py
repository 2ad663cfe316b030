"""The file of the draw by which an officer got a case, to be checked by anybody to whom its applicant gives it."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from layani.office.actions.draw_files import draw_file
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Event
from layani.rules.cases.acts.drawing import AS_BEFORE, FIRST, REASONS
from layani.rules.text import Text


@private
def draw(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """Return the file, which names nobody: officers stand in it by pseudonym, and the case by its leaf."""
    row = own_case(request, number)
    event = Event.objects.of_case(row.pk).filter(seq=seq, act="drawn").first()
    found = draw_file(event) if event else None
    if found is None:
        raise Http404("Nothing was drawn by this act, or the record does not hold it yet.")
    response = HttpResponse(found, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="draw-{row.number}-{seq + 1}.json"'
    return response


def drawn_words(data: Mapping[str, Any]) -> Text:
    """Return who got the step and how; the officer stays unnamed."""
    if data["to"] is None:
        return Text(
            "Petugas tidak diundi: kurang dari empat yang dapat terpilih",
            "No officer was drawn: fewer than four could be",
        )
    if data["reason"] == AS_BEFORE:
        return Text(
            "Diberikan kepada petugas yang menangani permohonan Anda sebelumnya",
            "Given to the officer who had your earlier application",
        )
    local = data.get("beacon") == "local"
    how = (
        Text(" (angka acak dibuat kantor sendiri)", " (the office made the random number itself)")
        if local
        else Text("", "")
    )
    if data["reason"] == FIRST:
        return Text(f"Petugasnya dipilih dengan undian{how.id}", f"The officer was drawn by lot{how.en}")
    why = REASONS[data["reason"]]
    return Text(f"Petugas diundi ulang, {why.id}{how.id}", f"Another officer was drawn by lot, {why.en}{how.en}")


PAGE = Page(
    path="case/<str:number>/draw/<int:seq>/",
    name="case-draw",
    readers=Readers.CITIZEN,
    view=draw,
    methods=("GET", "HEAD"),
)
