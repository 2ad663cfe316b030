"""What this office shares with SP4N-LAPOR!: take complaints, answer them by one clock, hand the answers back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache

from layani.office.actions.complaints import give_number, handed_back, number_of, receive, receive_all
from layani.office.gateways.key_store import KeyGone
from layani.office.house import calendar, catalogue
from layani.office.pages.mandates.organisation import number_in
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Complaint, Ticket
from layani.rules.door.sp4n import IN, SYSTEM, Row, classes, read_rows
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

ROWS = 50
LARGEST = 1024 * 1024  # bytes of a file


@dataclass(frozen=True, slots=True)
class Line:
    """One complaint in a list; number: SP4N's, "–" where the ticket was erased."""

    complaint: Complaint
    number: str
    says: Text | None
    late: bool


@never_cache
def sp4n(request: HttpRequest) -> HttpResponse:
    """Show the lists, or do one thing."""
    if request.method != "POST":
        return _show(request)
    now, what = timezone.now(), request.POST.get("do", "")
    try:
        if what == "receive":
            receive(_typed(request), actor=request.actor, now=now, typed=True)
        elif what == "file":
            return _take_file(request, now)
        elif what == "number":
            ticket = number_in(request.POST.get("ticket", ""))
            if not _made_here(ticket):
                return _show(request, (NO_SUCH,))
            give_number(ticket, request.POST.get("number", "").strip(), actor=request.actor, now=now)
        elif what == "handed":
            handed_back(request.POST.getlist("ref"), actor=request.actor, now=now)
    except Refused as refused:
        return _show(request, refused.refusals)
    return redirect("officer-sp4n")


NO_SUCH = Refusal(
    "no-such-ticket",
    Text("Tidak ada laporan dengan nomor itu di sini.", "There is no such report here."),
    Text("Pilih dari daftar.", "Choose from the list."),
)


def _typed(request: HttpRequest) -> Row:
    said = request.POST
    try:
        at = parse_datetime(said.get("received_at", ""))
    except ValueError:
        at = None
    if at is None or said.get("class", "") not in classes() or not said.get("words", "").strip():
        raise Refused(
            Refusal(
                "incomplete",
                Text("Waktu terima, golongan, atau isinya belum ada.", "Receipt, class or words are missing."),
                Text("Isi semuanya seperti di SP4N-LAPOR!.", "Fill in all of it as SP4N-LAPOR! has it."),
            )
        )
    local = calendar().at(at.date(), at.time()) if at.tzinfo is None else at
    return Row(0, said.get("number", "").strip(), local, said["class"], said["words"])


def _take_file(request: HttpRequest, now: datetime) -> HttpResponse:
    sent = request.FILES.get("file")
    try:
        text = sent.read().decode("utf-8-sig") if sent and (sent.size or 0) <= LARGEST else ""
    except UnicodeDecodeError:
        text = ""
    rows, problems = read_rows(text)
    if problems:
        return _show(request, problems=problems)
    taken, before = receive_all(rows, actor=request.actor, now=now)
    return _show(request, done=Text(f"Masuk {taken}, sudah ada {before}.", f"Taken: {taken}; there already: {before}."))


def _made_here(ticket: int) -> bool:
    return Ticket.objects.filter(pk=ticket, office=catalogue().office.slug, sent_away=True).exists()


def _show(
    request: HttpRequest,
    refusals: tuple[Refusal, ...] = (),
    problems: list[Text] | None = None,
    done: Text | None = None,
) -> HttpResponse:
    now, all_ = timezone.now(), Complaint.objects.select_related("ticket")
    here = Ticket.objects.filter(office=catalogue().office.slug, sent_away=True, complaint=None).order_by("-pk")
    system = catalogue().office.systems.get(SYSTEM)
    shown: dict[str, Any] = {
        "open": [_line(one, now) for one in all_.to_answer()[:ROWS]],
        "answered": [_line(one, now) for one in all_.to_hand_back()[:ROWS]],
        "here": list(here[:ROWS]),
        "classes": classes().values(),
        "heading": ",".join(IN),
        "example": system.number.example if system and system.number else "",
        "typed": request.POST if refusals else {},
        "refusals": refusals,
        "problems": problems or [],
        "done": done,
    }
    return render(request, "officer/sp4n.html", shown, status=409 if refusals else 422 if problems else 200)


def _line(row: Complaint, now: datetime) -> Line:
    try:
        number = number_of(row)
    except KeyGone:
        number = "–"
    found: Mapping[str, Any] = classes()
    by = row.ticket.answer_by
    return Line(row, number, found[row.klass].says if row.klass in found else None, bool(by and by < now))


PAGE = Page(path="officer/sp4n/", name="officer-sp4n", readers=Readers.SUPERVISOR, view=sp4n)
