"""A page beside the desk on which one case is shown and a few acts are done, for readers of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from layani.office.pages.officer.acting_here import Sending
from layani.office.pages.parts.errors import bad_request
from layani.office.tables.models import Case
from layani.rules.refusal import Refused


@dataclass(frozen=True, slots=True)
class SidePage:
    """Such a page.

    name:           of its address, which takes the case's number
    require_reader: raises PermissionDenied for whoever may not see it
    show:           the page; refusals, where there are some, are its third value
    deeds:          what can be done, by the name that the form sends
    """

    name: str
    require_reader: Callable[[HttpRequest, Case], None]
    show: Callable[..., HttpResponse]
    deeds: Mapping[str, Callable[[Sending], None]]


def shown_or_done(request: HttpRequest, number: str, page: SidePage) -> HttpResponse:
    """Show the page of a case, or do what was sent and show it anew; what is refused is told on it."""
    row = Case.objects.numbered_with_party(number)
    if row is None:
        raise Http404("There is no such case.")
    page.require_reader(request, row)
    if request.method != "POST":
        return page.show(request, row)
    kind = request.POST.get("act", "")
    if kind not in page.deeds:
        return bad_request(request)
    try:
        page.deeds[kind](Sending(request, row, request.actor, timezone.now()))
    except Refused as refused:
        row.refresh_from_db()
        return page.show(request, row, refused.refusals)
    return redirect(page.name, row.number)
