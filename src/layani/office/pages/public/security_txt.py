"""Where to report a weakness of security, as a file for programs (RFC 9116)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers

# RFC 9116 recommends less than a year, so that an address nobody reads any more is noticed.
VALID_FOR = timedelta(days=180)


def security_txt(request: HttpRequest) -> HttpResponse:
    """Send it; no query."""
    return HttpResponse(text(timezone.now()), content_type="text/plain; charset=utf-8")


def text(now: datetime) -> str:
    """Return the file; it expires half a year after the first of this month, so that it changes once a month."""
    expires = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0) + VALID_FOR
    site = settings.SITE_ADDRESS.rstrip("/")
    return (
        f"Contact: mailto:{catalogue().office.contacts.email}\n"
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}\n"
        "Preferred-Languages: id, en\n"
        f"Canonical: {site}/.well-known/security.txt\n"
    )


PAGE = Page(
    path=".well-known/security.txt",
    name="security-txt",
    readers=Readers.EVERYONE,
    view=security_txt,
    methods=("GET", "HEAD"),
)
