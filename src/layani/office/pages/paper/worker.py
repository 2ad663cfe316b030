"""The tablet's service worker: served from here, because it may only look after the pages below its own address."""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse

from layani.office.pages import parts
from layani.office.pages.page import Page, Readers
from layani.office.pages.paper.policy import with_script

FILE = Path(parts.__file__).parent / "static" / "js" / "paper-worker.js"


@cache
def _text() -> str:
    return FILE.read_text(encoding="utf-8")


def worker(request: HttpRequest) -> HttpResponse:
    """Send it; the browser looks for a new one at each visit."""
    answer = HttpResponse(_text(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return with_script(answer)


PAGE = Page(
    path="counter/paper/worker.js", name="paper-worker", view=worker, readers=Readers.EVERYONE, methods=("GET", "HEAD")
)
