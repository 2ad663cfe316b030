"""Ask what became of a receipt on paper, by its number and code, and tell the office where it was never typed in."""

from datetime import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.paper.asking import Answer, ask, tell
from layani.office.actions.paper.blocks import standings
from layani.office.actions.paper.numbers import read_paper_number
from layani.office.house import calendar, catalogue
from layani.office.network import network_address
from layani.office.pages.door.needs import VISITOR
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.forms import Box, FieldPart
from layani.office.pages.parts.say import language
from layani.office.pages.public.promise_figures import running_month
from layani.office.tables.models import PaperBlock, PaperNote
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

LONGEST = 40  # characters of a number or a code, with whatever people type between the letters
TYPED = {"type": "text", "autocomplete": "off", "spellcheck": "false", "maxlength": str(LONGEST)}
NUMBER = Text("Nomor di kertas", "Number on the paper")
CODE = Text("Kode di kertas", "Code on the paper")
CODE_HINT = Text("Sepuluh huruf dan angka di bawah nomornya.", "Ten letters and digits below the number.")
MISTYPED = Text(
    "Nomor ini tidak lengkap atau salah ketik. Contoh: K12-07-8.",
    "This number is incomplete or mistyped. Example: K12-07-8.",
)
NO_CODE = Text("Isi kode dari kertas Anda.", "Fill in the code on your paper.")
SAID = Text("tanda terima kertas saya belum diketik.", "my receipt on paper was not typed in.")
KINDS = ("used", "spoiled", "lost")
MIDNIGHT = time()
BLOCKS_COUNTED = 1000


@never_cache
def asked(request: HttpRequest) -> HttpResponse:
    """Ask for number and code, say what became of it, or take that the office owes it."""
    if request.method != "POST":
        return _page(request)
    number, code = (request.POST.get(name, "")[:LONGEST].strip() for name in ("number", "code"))
    problems = ({} if read_paper_number(number) else {"number": MISTYPED}) | ({} if code else {"code": NO_CODE})
    if problems:
        return _page(request, problems=problems, status=422)
    now = timezone.now()
    try:
        paper, answer = ask(number, code, address=network_address(request), now=now)
        if request.POST.get("act") == "tell" and answer.state != "used":
            ticket = tell(paper, SAID.in_(language()), actor=VISITOR, language=language(), now=now)
            return redirect("door-ticket", ticket.code)
    except Refused as refused:
        (refusal,) = refused.refusals
        return _page(request, refusals=refused.refusals, status=429 if refusal.code == "too-many-tries" else 404)
    return _page(request, answer=answer)


def _page(
    request: HttpRequest,
    answer: Answer | None = None,
    problems: dict[str, Text] | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    problems = problems or {}
    typed = {name: request.POST.get(name, "")[:LONGEST] for name in ("number", "code")}
    shown: dict[str, Any] = {
        "fields": (
            _field("number", NUMBER, None, typed["number"], problems.get("number")),
            _field("code", CODE, CODE_HINT, typed["code"], problems.get("code")),
        ),
        "typed": typed,
        "answer": answer,
        "problems": problems,
        "refusals": refusals,
        "counts": _counts() if request.method != "POST" else [],
        "contacts": catalogue().office.contacts,
    }
    return render(request, "paper/asked.html", shown, status=status)


def _counts() -> list[int]:
    """Return how many receipts were typed in, spoiled, lost, and not accounted for, before the running month.

    Three queries. Of people nothing can be read from it: what is spoiled, lost or missing is a fault of the office's.
    """
    month = calendar().at(running_month(timezone.localdate()), MIDNIGHT)
    office = catalogue().office.slug
    found = PaperNote.objects.counted(office, month)
    blocks = list(PaperBlock.objects.newest_first(office).filter(at__lt=month)[:BLOCKS_COUNTED])
    missing = sum(len(one.missing) for one in standings(blocks).values())
    return [*(found.get(kind, 0) for kind in KINDS), missing] if blocks else []


def _field(name: str, label: Text, hint: Text | None, value: str, problem: Text | None) -> FieldPart:
    box = Box(name, TYPED, value=value, width="w-16")
    return FieldPart(name, "box", label, hint, problem, required=True, boxes=(box,))


PAGE = Page(path="paper/", name="paper-asked", readers=Readers.EVERYONE, view=asked)
