"""The blocks of receipts on paper: made here, printed, and accounted for."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.leaving import serving
from layani.office.actions.paper.blocks import issue, outstanding, standings
from layani.office.actions.paper.handing_on import holders
from layani.office.house import calendar, catalogue
from layani.office.pages.citizen.access import private
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import PaperBlock, PaperWindow, Role, User
from layani.rules.paper.block import SIZE_AT_MOST, Standing
from layani.rules.refusal import Refusal, Refused

ROWS, MOST_PEOPLE, WINDOWS = 25, 300, 20
USUAL_SIZE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One block, who holds it now, and how it stands.

    serves: whether who holds it serves here today; over: hours on paper that ended since anybody counted it
    """

    block: PaperBlock
    holder: User
    serves: bool
    stands: Standing
    over: PaperWindow | None

    @property
    def left_behind(self) -> bool:
        """Whether it still has to be accounted for, and who holds it serves no longer."""
        return not self.serves and bool(self.stands.blank or self.stands.missing)


@private
def blocks(request: HttpRequest) -> HttpResponse:
    """Show the blocks, or make one and go on to print it."""
    if request.method != "POST":
        return _show(request)
    holder, size = request.POST.get("holder", ""), request.POST.get("size", "")
    try:
        made = issue(number_in(holder), number_in(size), actor=request.actor, now=timezone.now())
    except Refused as refused:
        return _show(request, refused.refusals)
    return redirect("paper-print", made.number)


def number_in(text: str) -> int:
    """Return a whole number that somebody typed, 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def people() -> list[tuple[int, str]]:
    """Return (id, name) of the officers with a role here today; one query."""
    today = calendar().local(timezone.now()).date()
    return Role.objects.people_on(catalogue().office.slug, today, MOST_PEOPLE)


def lines_of(rows: list[PaperBlock]) -> list[Line]:
    """Return blocks as a list shows them; six queries."""
    now = timezone.now()
    windows = list(PaperWindow.objects.newest_first(catalogue().office.slug)[:WINDOWS])
    stands, over = standings(rows), outstanding(rows, windows, now)
    held, here = holders(rows, now), serving(now)
    who = User.objects.in_bulk(set(held.values()))
    return [Line(row, who[held[row.pk]], held[row.pk] in here, stands[row.pk], over.get(row.pk)) for row in rows]


def _show(request: HttpRequest, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    """Show one page of them; eight queries."""
    before = number_in(request.GET.get("before", "")) or None
    rows = list(PaperBlock.objects.newest_first(catalogue().office.slug, before)[: ROWS + 1])
    shown: dict[str, Any] = {
        "lines": lines_of(rows[:ROWS]),
        "people": people(),
        "posted": request.POST,
        "size": request.POST.get("size", USUAL_SIZE),
        "most": SIZE_AT_MOST,
        "refusals": refusals,
        "older": f"?before={rows[ROWS - 1].number}" if len(rows) > ROWS else None,
        "newer": request.path if before else None,
    }
    return render(request, "paper/blocks.html", shown, status=422 if refusals else 200)


PAGE = Page(path="officer/paper/", name="paper-blocks", view=blocks, readers=Readers.SUPERVISOR)
