"""Answers 503 instead of 500 when the database is busy or the disk is full.

Every act is one transaction, so whoever gets this answer may safely send again.
"""

import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from layani.office.pages.parts import errors
from layani.office.trouble import note, trouble_of


class Busy:
    """Answers for a page whose database is busy; the API has the same in its own words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Answer 503 when the view met a busy database; every other error goes on."""
        trouble = trouble_of(fault)
        if trouble is None:
            return None
        note(trouble)
        return errors.not_now(request, full=trouble.full, seconds=trouble.seconds)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what failed outside of a view, such as writing the session: 503 when busy, else the page for 500."""
    trouble = trouble_of(sys.exc_info()[1])
    if trouble is None:
        return errors.server_error(request)
    note(trouble)
    return errors.not_now(request, full=trouble.full, seconds=trouble.seconds)
