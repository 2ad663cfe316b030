"""The reader's own blanks: which numbers, what came to nothing, the count of the day, and others' to look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from layani.office.actions.blanks import stock
from layani.office.actions.blanks.ledger import kinds, ledgers
from layani.office.house import catalogue
from layani.office.pages.blanks.stock import Deed, counted_in, page_of_blanks, printed, unseen
from layani.office.pages.citizen.access import private
from layani.office.pages.page import Page, Readers
from layani.office.pages.paper.blocks import number_in
from layani.office.tables.models import BlankLine, BlankSeries
from layani.rules.blanks.ledger import SPOILED_REASONS
from layani.rules.refusal import Refusal
from layani.rules.text import Text

LATEST = 20


@dataclass(frozen=True, slots=True)
class Mine:
    """What the reader has of one kind: how many, which numbers, and those that others after them were used before."""

    slug: str
    kind: Text
    count: int
    numbers: tuple[str, ...]
    gaps: tuple[str, ...]


def _count(sent: QueryDict, who: Mapping[str, Any]) -> None:
    stock.count(sent.get("blank", ""), who["actor"].user, counted_in(sent), **who)


DEEDS: Final[Mapping[str, Deed]] = {
    "spoil": lambda sent, who: stock.spoil(sent.get("number", "")[:80], sent.get("reason", ""), **who),
    "missing": lambda sent, who: stock.miss(sent.get("number", "")[:80], **who),
    "count": _count,
    "see": lambda sent, who: stock.see(number_in(sent.get("line", "")), **who),
}


@private
def mine(request: HttpRequest) -> HttpResponse:
    """Show the reader's own blanks, or do what was sent."""
    return page_of_blanks(request, DEEDS, _show, "my-blanks")


def _show(request: HttpRequest, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    """Show it; four queries."""
    office, user = catalogue().office.slug, request.actor.user or 0
    rows = list(BlankSeries.objects.handed_to(office, user))
    found = ledgers(rows)
    shown = {
        "mine": [one for kind, name in kinds().items() if (one := _mine(kind, name, rows, found, user)) is not None],
        "unseen": [(line, may) for line, may in unseen(office, request.actor) if may],
        "latest": [
            line
            for ledger in (found[row.pk][1] for row in reversed(rows))
            for line in reversed(ledger)
            if line.holder_id == user
        ][:LATEST],
        "counts": list(BlankLine.objects.counts(office).filter(holder=user)[:LATEST]),
        "reasons": {name: words for name, words in SPOILED_REASONS.items() if name != "found"},
        "posted": request.POST if refusals else {},
        "refusals": refusals,
    }
    return render(request, "blanks/mine.html", shown, status=409 if refusals else 200)


def _mine(kind: str, name: Text, rows: list[BlankSeries], found: Mapping[int, Any], user: int) -> Mine | None:
    """Return what the reader has of a kind; None where they never had any."""
    of_kind = [row for row in rows if row.kind == kind]
    if not of_kind:
        return None
    held = [(row, found[row.pk][0].balance().get(user, ())) for row in of_kind]
    gaps = [(row, tuple(seq for seq in found[row.pk][0].gaps if seq in numbers)) for row, numbers in held]
    return Mine(
        kind,
        name,
        sum(len(numbers) for _, numbers in held),
        tuple(one for row, numbers in held for one in printed(row, numbers)),
        tuple(one for row, numbers in gaps for one in printed(row, numbers)),
    )


PAGE = Page(path="officer/blanks/mine/", name="my-blanks", view=mine, readers=Readers.OFFICER)
