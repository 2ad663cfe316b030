"""Lets the pages for typing in papers on a tablet without network run their script and fetch the office's own pages."""

from functools import cache

from csp.constants import HEADER, SELF
from csp.utils import build_policy
from django.http import HttpResponse

ALLOWED = {name: [SELF] for name in ("script-src", "connect-src", "worker-src", "manifest-src")}


@cache
def _policy() -> str:
    return str(build_policy(replace=ALLOWED))


def with_script(answer: HttpResponse) -> HttpResponse:
    """Let a page run the office's own script file; none that stands in the page, and none of anybody else's."""
    answer.headers[HEADER] = _policy()
    return answer
