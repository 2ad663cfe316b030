"""Pages compressed on their way out, so that a first visit stays below 60 kB where no server in front does it."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class Packed(GZipMiddleware):
    """Compresses HTML, and nothing in which a stranger could choose words beside what only its reader may see.

    From the length of a compressed page one can guess what stands in it, if one can also write into it (BREACH). So the
    answer to a form, and that to an address with a question in it, are sent as they are to whoever is signed in.
    Form tokens are masked anew on every page, and Django adds some bytes by chance.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress a page that may be."""
        page = response.headers.get("Content-Type", "").startswith("text/html")
        alone = settings.SESSION_COOKIE_NAME not in request.COOKIES
        unasked = request.method == "GET" and not request.META.get("QUERY_STRING") and response.status_code == 200  # noqa: PLR2004
        return super().process_response(request, response) if page and (alone or unasked) else response
