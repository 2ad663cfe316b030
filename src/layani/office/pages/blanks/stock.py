"""The stock of numbered blanks: what came in, who holds how many, what is wrong, and who counted when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.blanks import left_behind, stock
from layani.office.actions.blanks.ledger import kinds, ledgers
from layani.office.actions.hands import BlanksLeft, blanks_left
from layani.office.actor import Actor
from layani.office.house import catalogue
from layani.office.pages.citizen.access import private
from layani.office.pages.page import Page, Readers
from layani.office.pages.paper.blocks import number_in, people
from layani.office.pages.parts.errors import bad_request
from layani.office.tables.models import BlankLine, BlankSeries
from layani.rules.blanks.ledger import SIZE_AT_MOST, SPOILED_REASONS, Standing, spans
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

ROWS, LATEST = 10, 20
STORE = Text("Gudang", "The store")


@dataclass(frozen=True, slots=True)
class Held:
    """What one holder has of a series: how many, and which numbers; who None for the store."""

    who: str | None
    count: int
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its kind, what of it is left with whom, what became of the rest, and what is wrong."""

    row: BlankSeries
    kind: Text
    held: tuple[Held, ...]
    used: int
    spoiled: int
    missing: tuple[str, ...]
    gaps: tuple[str, ...]
    doubles: tuple[tuple[str, BlankLine], ...]
    latest: tuple[BlankLine, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """What somebody has who serves no longer: which numbers, and whether two people counted just these."""

    what: BlanksLeft
    kind: Text
    numbers: tuple[str, ...]
    counted: bool


def _receive(sent: QueryDict, by: Mapping[str, Any]) -> None:
    stock.receive(
        stock.Box(sent.get("blank", ""), _text(sent, "note"), _text(sent, "first"), _text(sent, "last")), **by
    )


def _hand_out(sent: QueryDict, by: Mapping[str, Any]) -> None:
    stock.hand_out(_text(sent, "first"), _text(sent, "last"), number_in(sent.get("holder", "")), **by)


def _take_back(sent: QueryDict, by: Mapping[str, Any]) -> None:
    stock.take_back(_text(sent, "first"), _text(sent, "last"), number_in(sent.get("holder", "")), **by)


def _miss(sent: QueryDict, by: Mapping[str, Any]) -> None:
    stock.miss(_text(sent, "number"), **by)


def _spoil(sent: QueryDict, by: Mapping[str, Any]) -> None:
    stock.spoil(_text(sent, "number"), sent.get("reason", ""), **by)


def _count(sent: QueryDict, by: Mapping[str, Any]) -> None:
    stock.count(sent.get("blank", ""), None, counted_in(sent), **by)


def _see(sent: QueryDict, by: Mapping[str, Any]) -> None:
    stock.see(number_in(sent.get("line", "")), **by)


def _count_left(sent: QueryDict, by: Mapping[str, Any]) -> None:
    stock.count(sent.get("blank", ""), number_in(sent.get("holder", "")), counted_in(sent), **by)


def _take_over(sent: QueryDict, by: Mapping[str, Any]) -> None:
    left_behind.take_over(sent.get("blank", ""), number_in(sent.get("holder", "")), **by)


def _gone(sent: QueryDict, by: Mapping[str, Any]) -> None:
    left_behind.note_gone(sent.get("blank", ""), number_in(sent.get("holder", "")), **by)


def counted_in(sent: QueryDict) -> int | None:
    """Return how many somebody counted, None where nothing was typed."""
    typed = sent.get("counted", "").strip()
    return number_in(typed) if typed.isascii() and typed.isdigit() else None


def _text(sent: QueryDict, name: str) -> str:
    return sent.get(name, "")[:80]


Deed = Callable[[QueryDict, Mapping[str, Any]], Any]
"""Does what a form sent; the mapping says who acts, and when."""

DEEDS: Final[Mapping[str, Deed]] = {
    "receive": _receive,
    "hand_out": _hand_out,
    "take_back": _take_back,
    "missing": _miss,
    "spoil": _spoil,
    "count": _count,
    "see": _see,
    "count_left": _count_left,
    "take_over": _take_over,
    "gone": _gone,
}


@private
def stock_page(request: HttpRequest) -> HttpResponse:
    """Show the stock, or do what was sent."""
    return page_of_blanks(request, DEEDS, _show, "blanks")


def page_of_blanks(
    request: HttpRequest, deeds: Mapping[str, Deed], show: Callable[..., HttpResponse], page: str
) -> HttpResponse:
    """Show a page of blanks, or do the deed that was sent and come back to it.

    show: takes the request, and what was refused; page: its name in addresses
    """
    if request.method != "POST":
        return show(request)
    doing = deeds.get(request.POST.get("act", ""))
    if doing is None:
        return bad_request(request)
    try:
        doing(request.POST, {"actor": request.actor, "now": timezone.now()})
    except Refused as refused:
        return show(request, refused.refusals)
    return redirect(page)


def _show(request: HttpRequest, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    """Show one page of the series; nine queries."""
    office, before = catalogue().office.slug, number_in(request.GET.get("before", "")) or None
    rows = list(BlankSeries.objects.newest_first(office, before)[: ROWS + 1])
    shown = {
        "kinds": kinds(),
        "lines": lines_of(rows[:ROWS]),
        "people": people(),
        "left": _left(blanks_left(timezone.now())),
        "unseen": unseen(office, request.actor),
        "counts": list(BlankLine.objects.counts(office)[:LATEST]),
        "store": STORE,
        "reasons": SPOILED_REASONS,
        "most": SIZE_AT_MOST,
        "posted": request.POST if refusals else {},
        "refusals": refusals,
        "older": f"?before={rows[ROWS - 1].pk}" if len(rows) > ROWS else None,
        "newer": request.path if before else None,
    }
    return render(request, "blanks/stock.html", shown, status=409 if refusals else 200)


def _left(found: list[BlanksLeft]) -> list[Left]:
    known = left_behind.counted({(one.kind, one.holder.pk): one.count for one in found}) if found else frozenset()
    return [
        Left(
            one,
            kinds().get(one.kind, Text(one.kind, one.kind)),
            tuple(number for row, held in one.series for number in printed(row, held)),
            (one.kind, one.holder.pk) in known,
        )
        for one in found
    ]


def unseen(office: str, actor: Actor) -> list[tuple[BlankLine, bool]]:
    """Return what waits for a second person, and whether the reader may be that person; one query."""
    rows = BlankLine.objects.unseen(office)[:LATEST]
    return [(one, actor.user not in (one.by_id, one.holder_id)) for one in rows]


def lines_of(rows: list[BlankSeries]) -> list[Line]:
    """Return series as the list shows them; one query."""
    found = ledgers(rows)
    return [_line(row, *found[row.pk]) for row in rows]


def _line(row: BlankSeries, stands: Standing, ledger: list[BlankLine]) -> Line:
    names = {one.holder_id: str(one.holder) for one in ledger if one.holder_id is not None}
    balance = stands.balance()
    return Line(
        row,
        kinds().get(row.kind, Text(row.kind, row.kind)),
        tuple(
            Held(names.get(holder) if holder is not None else None, len(numbers), printed(row, numbers))
            for holder, numbers in sorted(balance.items(), key=lambda one: one[0] or 0)
        ),
        sum(how == "used" for how in stands.ended.values()),
        sum(how == "spoiled" for how in stands.ended.values()),
        printed(row, stands.missing),
        printed(row, stands.gaps),
        tuple((row.number(one.first), one) for one in ledger if one.kind == "double"),
        tuple(reversed(ledger))[:LATEST],
    )


def printed(row: BlankSeries, numbers: tuple[int, ...]) -> tuple[str, ...]:
    """Return numbers as they are printed, spans together."""
    return tuple(
        row.number(first) if first == last else f"{row.number(first)}–{row.number(last)}"
        for first, last in spans(numbers)
    )


PAGE = Page(path="officer/blanks/", name="blanks", view=stock_page, readers=Readers.SUPERVISOR)
