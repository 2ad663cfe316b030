"""The answers that SP4N-LAPOR! was not told yet, as a file to hand there."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from layani.office.actions.complaints import answers
from layani.office.pages.officer.sp4n import ROWS
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Complaint
from layani.rules.door.sp4n import written_rows


@never_cache
def sp4n_answers(request: HttpRequest) -> HttpResponse:
    """Return them as CSV; that they were handed back is noted by a press of its own."""
    rows = list(Complaint.objects.select_related("ticket").to_hand_back()[:ROWS])
    response = HttpResponse(written_rows(answers(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="sp4n-answers.csv"'
    return response


PAGE = Page(
    path="officer/sp4n/answers.csv",
    name="officer-sp4n-answers",
    readers=Readers.SUPERVISOR,
    view=sp4n_answers,
    methods=("GET", "HEAD"),
)
