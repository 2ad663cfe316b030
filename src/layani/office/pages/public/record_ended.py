"""The last witnessed checkpoint of a log that was ended because its key was taken, as a file for programs."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from layani.office.gateways.ended_logs import ended_logs
from layani.office.gateways.published_log import ended_checkpoint
from layani.office.pages.page import Page, Readers
from layani.office.pages.public.record_files import TEXT, for_everyone


def ended(request: HttpRequest, number: int) -> HttpResponse:
    """Send it, with the witnesses' signatures; 404 where no log of that number was ended, or nobody had seen it."""
    file = settings.LOG_FOLDER / ended_checkpoint(number)
    if not 1 <= number <= len(ended_logs()) or not file.is_file():
        raise Http404("No log of this number was ended with witnesses.")
    return for_everyone(HttpResponse(file.read_bytes(), content_type=TEXT))


PAGE = Page(
    path="record/ended/<int:number>",
    name="record-ended",
    readers=Readers.EVERYONE,
    view=ended,
    methods=("GET", "HEAD"),
)
