"""One block of receipts on paper: what became of each number, and what is missing."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.paper.blocks import REASONS, count_block, ledgers, note
from layani.office.actions.paper.numbers import paper_number
from layani.office.actions.paper.standing_in import note_gone, stand_in
from layani.office.house import catalogue
from layani.office.pages.citizen.access import private
from layani.office.pages.page import Page, Readers
from layani.office.pages.paper.blocks import lines_of, number_in, people
from layani.office.tables.models import PaperBlock, PaperNote, PaperOffer
from layani.rules.paper.block import ALLOWED_REASONS, CLOSED, CLOSED_REASONS, LOST_REASONS, SPOILED_REASONS
from layani.rules.paper.handing_on import STEAD_REASONS
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

STATES = {
    "used": (Text("diketik", "typed in"), "success"),
    "spoiled": (Text("rusak", "spoiled"), "neutral"),
    "lost": (Text("hilang", "lost"), "danger"),
    "closed": (Text("ditutup", "closed"), "neutral"),
    "missing": (Text("belum jelas", "unaccounted for"), "danger"),
    "blank": (Text("belum dipakai", "blank"), "neutral"),
}
KINDS = {
    "allowed": Text("boleh diketik terlambat", "may be typed in late"),
    "double": Text("diketik sekali lagi, ditolak", "typed again, refused"),
    "asked": Text("orangnya bertanya", "its person asked"),
}
WHY_ENDED = {**SPOILED_REASONS, **CLOSED_REASONS, **LOST_REASONS}


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One number: how it stands, the line by which it ended and why, and what else was noted of it."""

    number: str
    state: Text
    colour: str
    end: PaperNote | None
    why: Text | None
    notes: tuple[tuple[Text, PaperNote], ...]
    unordered: bool


@private
def block_page(request: HttpRequest, block: int) -> HttpResponse:
    """Show it, or note something of one of its numbers."""
    row = PaperBlock.objects.numbered(catalogue().office.slug, block)
    if row is None:
        raise Http404("There is no such block.")
    if request.method != "POST":
        return _show(request, row)
    try:
        _note(request, row)
    except Refused as refused:
        return _show(request, row, refused.refusals)
    return redirect("paper-block", row.number)


def _note(request: HttpRequest, row: PaperBlock) -> None:
    sent, now = request.POST, timezone.now()
    kind, seq, reason = sent.get("kind", ""), number_in(sent.get("seq", "")), sent.get("reason", "")
    if kind in ("in-stead", "closing"):
        to, close = number_in(sent.get("to", "")), kind == "closing"
        stand_in(row, to, seq, reason, close=close, actor=request.actor, now=now)
    elif kind == "gone":
        note_gone(row, actor=request.actor, now=now)
    elif kind == "counted":
        count_block(row, seq, actor=request.actor, now=now)
    elif kind in REASONS:
        note(row, seq, kind, reason, actor=request.actor, now=now)


def _show(request: HttpRequest, row: PaperBlock, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    stands, ledger = ledgers([row])[row.pk]
    line, offers = lines_of([row])[0], list(PaperOffer.objects.of_blocks([row.pk]))
    why = PaperNote.objects.why_offered(offers)
    shown: dict[str, Any] = {
        "block": row,
        "stands": stands,
        "over": line.over,
        "lines": [_line(row, seq, ledger, stands.missing, stands.unordered) for seq in range(1, row.size + 1)],
        "holder": line.holder,
        "serves": line.serves,
        "offers": [(one, why.get(one.pk), one == offers[-1]) for one in offers],
        "people": [(pk, name) for pk, name in people() if pk not in (request.actor.user, line.holder.pk)],
        "mine": line.holder.pk == request.actor.user,
        "stead_reasons": STEAD_REASONS,
        "missing": [paper_number(row.number, seq) for seq in stands.missing],
        "doubles": [(paper_number(row.number, one.seq), one) for one in ledger if one.kind == "double"],
        "unordered": [paper_number(row.number, seq) for seq in stands.unordered],
        "spoiled_reasons": SPOILED_REASONS.items(),
        "lost_reasons": LOST_REASONS.items(),
        "allowed_reasons": ALLOWED_REASONS.items(),
        "next_blank": stands.first_blank,
        "refusals": refusals,
    }
    return render(request, "paper/block.html", shown, status=422 if refusals else 200)


def _line(
    row: PaperBlock, seq: int, ledger: list[PaperNote], missing: tuple[int, ...], unordered: tuple[int, ...]
) -> NumberLine:
    mine = [one for one in ledger if one.seq == seq and one.kind not in OF_THE_BLOCK]
    end = max((one for one in mine if one.kind in REASONS_OF_END), key=lambda one: one.kind == "used", default=None)
    ended = (CLOSED if end.reason == CLOSED else end.kind) if end else ""
    state, colour = STATES[ended or ("missing" if seq in missing else "blank")]
    notes = tuple((KINDS[one.kind], one) for one in mine if one.kind in KINDS)
    why = WHY_ENDED.get(end.reason) if end and end.reason else None
    return NumberLine(paper_number(row.number, seq), state, colour, end, why, notes, seq in unordered)


OF_THE_BLOCK = frozenset({"counted", "in-stead", "closing"})
REASONS_OF_END = frozenset({"used", "spoiled", "lost"})
PAGE = Page(path="officer/paper/<int:block>/", name="paper-block", view=block_page, readers=Readers.SUPERVISOR)
