"""The API's own way in: no session, no cookie, no language and no form, so none of the layers for these.

A call pays for what it uses; a page goes on to the other layers. Whatever goes wrong here is answered as a problem.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern

from layani.office.api.problems import MEDIA_TYPE, problem
from layani.office.api.router import api
from layani.office.gateways.program_log import request_number
from layani.office.trouble import note, trouble_of

log = logging.getLogger(__name__)

PREFIX = "/api/"
STARTS = frozenset({PREFIX, f"{PREFIX}v1/"})
"""Where people and programs begin that know only where the API is."""
# An answer is for the program that asked: no cache keeps it, and no browser takes it for a page.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
}
# What Django answers with 400: a host that is not ours, a form without an end, a caller who hung up while sending.
NOT_UNDERSTOOD = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError)


class ApiDoor:
    """Answers what lies below /api/ itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next layer, for pages."""
        self.get_response = get_response
        self._resolver = URLResolver(RegexPattern(f"^{PREFIX}"), api.urls[0])

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or pass on."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        asked = request.method
        if asked == "HEAD":
            request.method = "GET"  # the same answer; the server leaves its body out
        answer = self._answer(request)
        request.method = asked
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        return answer

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
            # How much will come is not known, so it cannot be refused before it is read.
            return problem("length-required")
        try:
            request.get_host()
            if request.path_info in STARTS:
                return start_page() if request.method == "GET" else _not_allowed(HttpResponseNotAllowed(["GET"]))
            found = request.resolver_match = self._resolver.resolve(request.path_info)
            answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
        except Http404:
            return problem("not-found")
        except NOT_UNDERSTOOD:
            return problem("not-understood")
        except Exception as fault:  # every one is logged and answered, so that no caller is left without a problem
            return failed(fault)
        return _not_allowed(answer) if isinstance(answer, HttpResponseNotAllowed) else answer


def start_page() -> HttpResponse:
    """Say where the API is described, for programs and for people."""
    site = settings.SITE_ADDRESS.rstrip("/")
    body = {
        "openapi": f"{site}{PREFIX}openapi.json",
        "services": f"{site}{PREFIX}v1/services/",
        "problems": f"{site}{PREFIX}v1/problems/",
        "developers": f"{site}/developers/",
    }
    return JsonResponse(body)


def failed(fault: Exception) -> HttpResponse:
    """Answer 503 when the database is busy or the disk full, else 500 with the number of the line in the log."""
    trouble = trouble_of(fault)
    if trouble:
        note(trouble)
        return problem("no-room" if trouble.full else "busy")
    incident = request_number.get()
    log.error("The call failed; the program was given incident %s", incident, exc_info=True)
    return problem("failed", incident=incident)


def _not_allowed(answer: HttpResponse) -> HttpResponse:
    if answer.headers.get("Content-Type") == MEDIA_TYPE:
        return answer
    found = problem("method-not-allowed")
    found.headers["Allow"] = ", ".join(sorted(answer.headers["Allow"].split(", ")))
    return found
