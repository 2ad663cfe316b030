"""The content security policy as one ready-made header: django-csp builds it twice for every answer."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

# What django-csp's decorators leave on an answer whose policy is not the usual one.
_MARKS = ("_csp_exempt", "_csp_exempt_ro", "_csp_config", "_csp_config_ro", "_csp_update", "_csp_update_ro",
          "_csp_replace", "_csp_replace_ro")  # fmt: skip


class OnePolicy(CSPMiddleware):  # type: ignore[misc]
    """Sends the policy of the settings; an answer that a decorator of django-csp has marked gets its own.

    There are no nonces, for no page has a script or a style of its own inside.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Build the header once."""
        super().__init__(get_response)
        self._policy = build_policy()

    def process_request(self, request: HttpRequest) -> None:
        """Offer no nonce."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the header unless the answer has one."""
        if any(mark in response.__dict__ for mark in _MARKS):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self._policy)
        return response
