"""Every service of the office as linked data (CPSV-AP), for catalogues of public services in other places."""

from django.http import HttpRequest, HttpResponse

from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers
from layani.office.pages.public.service_files import LINKED_DATA, fresh, whole_catalogue


def catalogue_file(request: HttpRequest) -> HttpResponse:
    """Send it; no query."""
    digest = "-".join(one.digest[:16] for one in catalogue().services.values())
    return fresh(request, HttpResponse(whole_catalogue(digest), content_type=LINKED_DATA))


PAGE = Page(
    path="catalogue.jsonld",
    name="catalogue-file",
    readers=Readers.EVERYONE,
    view=catalogue_file,
    methods=("GET", "HEAD"),
)
