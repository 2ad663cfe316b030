"""The open cases that could not follow a version which a law made count for them, and why: somebody looks at each."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from layani.office.house import catalogue
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.open_cases import kept_words
from layani.office.tables.models import Case
from layani.rules.text import Text

ROWS = 25


@dataclass(frozen=True, slots=True)
class Row:
    """One case: its number and service, its own version and the one it could not follow, and what keeps it."""

    number: str
    service: Text
    own: str
    version: str
    why: list[Text]


@never_cache
def kept_versions(request: HttpRequest) -> HttpResponse:
    """Show one page of the list, the oldest application first; one query."""
    key = request.GET.get("after", "")
    after = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0
    rows = list(Case.objects.not_following(catalogue().office.slug, after).reached_by(request.actor.roles)[: ROWS + 1])
    shown = {
        "rows": [_row(row) for row in rows[:ROWS]],
        "older": f"?after={rows[ROWS - 1].pk}" if len(rows) > ROWS else None,
        "newer": request.path if after else None,
    }
    return render(request, "officer/kept_versions.html", shown)


def _row(row: Case) -> Row:
    kept = row.rest["kept_version"]
    return Row(
        row.number,
        service_name(row.service),
        row.version,
        kept["version"],
        [kept_words(why) for why in kept["why"]],
    )


PAGE = Page(
    path="officer/kept-versions/",
    name="kept-versions",
    view=kept_versions,
    readers=Readers.OFFICER,
    methods=("GET", "HEAD"),
)
