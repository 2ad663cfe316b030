"""The pages that say what went wrong and what to do now; the last one needs neither database nor session."""

import logging
import secrets

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static

from layani.office.gateways.program_log import request_number

log = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: the request could not be understood; or 413 when it was only too large."""
    if isinstance(exception, RequestDataTooBig):
        files = request.content_type == "multipart/form-data"
        return too_large(request, settings.MAX_UPLOAD if files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return render(request, "parts/error_400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403: the reader is known and has no right to this page."""
    return render(request, "parts/error_403.html", status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form without a valid token: usually one that stood open too long, or without cookies."""
    return render(request, "parts/error_form_expired.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: nothing lives at this address."""
    return render(request, "parts/error_404.html", status=404)


def too_large(request: HttpRequest, limit_bytes: int) -> HttpResponse:
    """Answer 413: what was sent is larger than ``limit_bytes``."""
    return render(request, "parts/error_413.html", {"megabytes": limit_bytes // 1_000_000}, status=413)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer 429: too many tries from one place; allauth's limits ask for this page."""
    return render(request, "parts/error_429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 in both languages, with a number by which the office finds the line in its program log."""
    incident = request_number.get() or secrets.token_hex(4)
    log.error("The page failed; the reader was given incident %s", incident, exc_info=True)
    html = get_template("parts/error_500.html").render(_bare_context(incident))
    return HttpResponse(html, status=500, content_type="text/html; charset=utf-8")


def not_now(request: HttpRequest, *, full: bool, seconds: int) -> HttpResponse:
    """Answer 503 in both languages: the office's database is busy, or its disk is full; nothing was changed.

    seconds: after which it makes sense to try again
    """
    context = _bare_context(request_number.get())
    context["full"] = full
    html = get_template("parts/error_503.html").render(context)
    headers = {"Retry-After": str(seconds)}
    return HttpResponse(html, status=503, content_type="text/html; charset=utf-8", headers=headers)


def _bare_context(incident: str) -> dict[str, object]:
    try:
        style = static("css/layani.css")
    except ValueError:  # the manifest of static files is missing or broken: the page must come all the same
        style = ""
    return {"incident": incident, "style": style}
