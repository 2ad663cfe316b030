"""The office's keys of the record in one file, for whoever verifies a receipt."""

from django.http import HttpRequest, HttpResponse

from layani.office.gateways.log_keys import trust_policy
from layani.office.pages.page import Page, Readers
from layani.office.pages.public.record_files import TEXT, for_everyone


def policy(request: HttpRequest) -> HttpResponse:
    """Send it."""
    answer = HttpResponse(trust_policy(), content_type=TEXT)
    answer["Cache-Control"] = "public, max-age=300"
    return for_everyone(answer)


PAGE = Page(path="record/policy", name="record-policy", readers=Readers.EVERYONE, view=policy, methods=("GET", "HEAD"))
