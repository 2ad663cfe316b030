"""What lets a tablet install the pages for typing in papers, so that they open without a browser's address bar."""

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse

from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.say import language
from layani.rules.text import Text

NAME = Text("Tanda terima kertas", "Receipts on paper")
COLOUR = "#0f4c5c"


def manifest(request: HttpRequest) -> JsonResponse:
    """Send it. Source: W3C Web Application Manifest."""
    said, start = language(), reverse("paper-typing")
    content = {
        "name": f"{NAME.in_(said)}, {catalogue().office.name.in_(said)}",
        "short_name": NAME.in_(said),
        "lang": said,
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "theme_color": COLOUR,
        "background_color": "#fbf7ef",
        "icons": [{"src": static("favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(content, content_type="application/manifest+json")


PAGE = Page(
    path="counter/paper/app.webmanifest",
    name="paper-manifest",
    view=manifest,
    readers=Readers.EVERYONE,
    methods=("GET", "HEAD"),
)
