"""The file of the draw by which an officer got a case, to be checked by anybody to whom its applicant gives it."""

from django.http import Http404, HttpRequest, HttpResponse

from layani.office.actions.draw_files import draw_file
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Event


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


PAGE = Page(
    path="case/<str:number>/draw/<int:seq>/",
    name="case-draw",
    readers=Readers.CITIZEN,
    view=draw,
    methods=("GET", "HEAD"),
)
