"""The file that shows that an application has no further act in the public record, for its owner to check elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.actions.indexing import ON_A_PAGE, NoAbsence, no_further_act
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.page import Page, Readers


@private
def absence(request: HttpRequest, number: str) -> HttpResponse:
    """Return the file to be saved, or a page that says why there is none now."""
    row = own_case(request, number)
    try:
        text = no_further_act(row.number, ON_A_PAGE)
    except NoAbsence as fault:
        shown = {"number": row.number, "why": fault.says}
        return render(request, "citizen/no_further_act.html", shown)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.number}.absence"'
    return response


PAGE = Page(
    path="case/<str:number>/no-further-act/",
    name="case-no-further-act",
    readers=Readers.CITIZEN,
    view=absence,
    methods=("GET", "HEAD"),
)
