"""Where a page asks for a passkey: the office's own script file, and what it is to ask the device for."""

import json
from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import Any

from csp.constants import HEADER, SELF
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse

ALLOWED = {name: [SELF] for name in ("script-src", "connect-src")}


@cache
def _policy() -> str:
    return str(build_policy(replace=ALLOWED))


def asks_for_passkey(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the pages of a view run the office's own script file; none inside the page, and none of anybody else's."""

    @wraps(view)
    def dressed(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        answer = view(request, *args, **values)
        # Whoever is sent on sees nothing of this page, and what is no page runs no script.
        if "Location" not in answer and answer.headers.get("Content-Type", "").startswith("text/html"):
            answer.headers[HEADER] = _policy()
        return answer

    return dressed


def origin_of(request: HttpRequest) -> str:
    """Return the origin at which this office is being asked; a passkey's answer counts from there alone."""
    return f"{request.scheme}://{request.get_host()}"


def options_text(options: Mapping[str, Any]) -> str:
    """Return what a device is asked for as JSON, bytes in base64url, as the script reads it."""
    return json.dumps(options, default=dict)
