"""The tiles of the record, as files for programs."""

from django.http import HttpRequest, HttpResponse

from layani.office.pages.page import Page, Readers
from layani.office.pages.public.record_files import tile_file


def tile(request: HttpRequest, rest: str) -> HttpResponse:
    """Send one."""
    return tile_file(f"tile/{rest}")


PAGE = Page(
    path="record/tile/<path:rest>", name="record-tile", readers=Readers.EVERYONE, view=tile, methods=("GET", "HEAD")
)
