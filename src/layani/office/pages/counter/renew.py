"""Begin the renewal of what the person at the counter holds; the form then shows what was taken over."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.drafting import Place
from layani.office.actions.renewable import is_about
from layani.office.actions.renewing import begin_renewal
from layani.office.pages.counter.form_here import counter_service
from layani.office.pages.counter.person_here import for_the_person, typist
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Case, Party
from layani.rules.refusal import Refused


@for_the_person
def renew(request: HttpRequest, party: Party, row: Case, slug: str) -> HttpResponse:
    """Take over what the earlier case holds and go to the form, or say why it cannot be renewed."""
    service = counter_service(slug)
    if not is_about(service, row.service):
        raise Http404("This service does not renew what that case gave.")
    if request.method != "POST":
        return redirect("counter-case", row.number)
    place = Place(party, service.slug, str(service.version), typed_by=typist(request))
    try:
        begin_renewal(place, service, row.number, now=timezone.now())
    except Refused as refused:
        return render(request, "counter/renew_refused.html", {"case": row, "refusals": refused.refusals}, status=409)
    return redirect("counter-apply", service.slug)


PAGE = Page(
    path="counter/case/<str:number>/renew/<slug:slug>/", name="counter-renew", view=renew, readers=Readers.COUNTER
)
