"""How officers were drawn: how often, over whom and why anew, what was void, and how often the number was our own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Drawn
from layani.rules.cases.acts.drawing import REASONS
from layani.rules.text import Text

DAYS = 90
MOST = 50
"""Lines of redraws; an office that has more has them all in the record."""


@dataclass(frozen=True, slots=True)
class Over:
    """How often a step was taken from an officer by a redraw, for one reason."""

    name: str
    why: Text
    count: int


@never_cache
def draws(request: HttpRequest) -> HttpResponse:
    """Show the figures of the last 90 days; two queries."""
    since = timezone.now() - timedelta(days=DAYS)
    counted = Drawn.objects.counted(since)
    shown = {
        "days": DAYS,
        "counted": counted,
        "share": round(100 * counted["local"] / counted["draws"]) if counted["draws"] else 0,
        "local": settings.BEACON == "local",
        "over": _over(Drawn.objects.redrawn(since)[:MOST]),
    }
    return render(request, "officer/draws.html", shown)


def _over(rows: Sequence[tuple[str, str, str, int]]) -> list[Over]:
    return [Over(full or name, REASONS.get(why, Text(why, why)), count) for name, full, why, count in rows]


PAGE = Page(path="officer/draws/", name="draws", readers=Readers.OVERSIGHT, view=draws, methods=("GET", "HEAD"))
