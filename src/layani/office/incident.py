"""Gives every request a number: its log lines carry it, and a page that fails shows it."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from layani.office.gateways.program_log import request_number

BYTES = 4  # eight letters: short enough to be read out over a telephone


class Numbered:
    """The outermost layer; what comes from outside is never taken for a number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the number until the next request of this thread, so that lines logged after the answer have it too."""
        number = secrets.token_hex(BYTES)
        request_number.set(number)
        answer = self.get_response(request)
        answer.headers["X-Request-Id"] = number
        return answer
