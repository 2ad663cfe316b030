"""The newest signed checkpoint of the record, as a file for programs."""

from django.http import HttpRequest, HttpResponse

from layani.office.pages.page import Page, Readers
from layani.office.pages.public.record_files import checkpoint_file


def checkpoint(request: HttpRequest) -> HttpResponse:
    """Send it."""
    return checkpoint_file()


PAGE = Page(
    path="record/checkpoint",
    name="record-checkpoint",
    readers=Readers.EVERYONE,
    view=checkpoint,
    methods=("GET", "HEAD"),
)
