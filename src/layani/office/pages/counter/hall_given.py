"""The binding list that was just given, as the paper that its person takes home."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.door import binds, with_code
from layani.office.house import catalogue
from layani.office.pages.door.slip import slip_of
from layani.office.pages.door.ticket import listed
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.own_language import render_in


@never_cache
def hall_given(request: HttpRequest, code: str) -> HttpResponse:
    """Show the list to print, in the language of whoever took the ticket; only a ticket that ended with one has it."""
    row = with_code(code)
    if row is None or row.end != "list":
        raise Http404("There is no list with this code.")
    now = timezone.now()
    shown = {
        **slip_of(row, now),
        "listed": listed(row),
        "binds": binds(row, now),
        "list_service": catalogue().services.get(row.service),
        "contacts": catalogue().office.contacts,
    }
    return render_in(row.rest.get("language", "id"), request, "counter/hall_given.html", shown)


PAGE = Page(
    path="counter/hall/list/<str:code>/",
    name="counter-hall-given",
    view=hall_given,
    readers=Readers.COUNTER,
    methods=("GET", "HEAD"),
)
