"""The messages that the demo's fake gateway would have sent, for everyone to read; in the demo alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.pages.page import Page, Readers
from layani.office.tables.models.papers import DemoMessage

ON_A_PAGE = 20
LONGEST_KEY = 18  # digits


def messages(request: HttpRequest) -> HttpResponse:
    """Show them, the newest first; ?before=ID goes on. One query."""
    before = request.GET.get("before", "")
    key = int(before) if before.isascii() and before.isdigit() and len(before) <= LONGEST_KEY else None
    rows = list(DemoMessage.objects.newest_first(key)[: ON_A_PAGE + 1])
    shown = {
        "messages": rows[:ON_A_PAGE],
        "older": f"?before={rows[ON_A_PAGE - 1].pk}" if len(rows) > ON_A_PAGE else None,
        "newest": None if key is None else request.path,
    }
    return render(request, "public/messages.html", shown)


PAGE = Page(
    path="demo/messages/",
    name="demo-messages",
    readers=Readers.EVERYONE,
    view=messages,
    methods=("GET", "HEAD"),
    only_for_trying=True,
)
