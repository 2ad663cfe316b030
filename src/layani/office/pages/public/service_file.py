"""What is made from one service's file, to download."""

from django.http import Http404, HttpRequest, HttpResponse

from layani.office.pages.page import Page, Readers
from layani.office.pages.public.service import service_or_404
from layani.office.pages.public.service_files import FILES, file_of


def service_file(request: HttpRequest, slug: str, file: str) -> HttpResponse:
    """Send one of the files; no query."""
    if file not in FILES:
        raise Http404(f"There are: {', '.join(FILES)}.")
    return file_of(request, service_or_404(slug), file)


PAGE = Page(
    path="service/<slug:slug>/<str:file>",
    name="service-file",
    readers=Readers.EVERYONE,
    view=service_file,
    methods=("GET", "HEAD"),
)
