"""Whether the office answers: a word for a load balancer, and nothing that a stranger could use."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from layani.office.pages.page import Page, Readers
from layani.office.tables.vital_signs import database_answers


def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 and "ok", or 503 when the database does not answer; one query."""
    well = database_answers()
    answer = JsonResponse({"status": "ok" if well else "down"}, status=200 if well else 503)
    answer["Cache-Control"] = "no-store"
    return answer


PAGE = Page(path="health/", name="health", readers=Readers.EVERYONE, view=health, methods=("GET", "HEAD"))
