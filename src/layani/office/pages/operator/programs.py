"""Which programs of other systems may call the API: what each may, when its tokens end, and when it last called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.house import calendar, catalogue
from layani.office.pages.auditor.auditor import key_before
from layani.office.pages.page import Page, Readers
from layani.office.tables.models.programs import Program, ProgramToken
from layani.rules.systems.scopes import SCOPES, SOON_DAYS
from layani.rules.text import Text

ROWS = 20
STATES: Final = {
    "in force": (Text("Berlaku", "In force"), "success"),
    "soon": (Text("Segera berakhir", "Ends soon"), "warning"),
    "over": (Text("Token sudah berakhir", "Its token is over"), "danger"),
    "revoked": (Text("Dicabut", "Revoked"), "neutral"),
}
NO_SYSTEM: Final = Text("Sistemnya belum dicatat", "Its system was not entered")


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One token that is in force; ``until`` is its last day."""

    issued_at: datetime
    until: date
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One program as the page shows it."""

    program: Program
    system: Text
    scopes: list[Text]
    tokens: list[TokenLine]
    state: Text
    colour: str


def programs(request: HttpRequest) -> HttpResponse:
    """List the programs, the newest first; two queries."""
    now, before = timezone.now(), key_before(request)
    rows = list(Program.objects.newest_first(before)[: ROWS + 1])
    shown = {
        "lines": lines_of(rows[:ROWS], now),
        "older": f"?before={rows[ROWS - 1].pk}" if len(rows) > ROWS else None,
        "newer": request.path if before else None,
        "now": now,
    }
    return render(request, "operator/programs.html", shown)


def lines_of(rows: Sequence[Program], now: datetime) -> list[Line]:
    """Return programs with their tokens; one query."""
    tokens: dict[int, list[TokenLine]] = {one.pk: [] for one in rows}
    for one in ProgramToken.objects.alive(now).of(rows):
        until = calendar().local(one.ends_at - timedelta(seconds=1)).date()
        tokens[one.program_id].append(TokenLine(one.issued_at, until, one.used_at))
    return [_line(one, tokens[one.pk], calendar().local(now).date()) for one in rows]


def _line(program: Program, tokens: list[TokenLine], today: date) -> Line:
    system = catalogue().office.systems.get(program.system)
    words, colour = STATES[_state(program, tokens, today)]
    unknown = Text(program.system, program.system) if program.system else NO_SYSTEM
    scopes = [SCOPES.get(one, Text(one, one)) for one in program.scopes.split()]
    return Line(program, system.name if system else unknown, scopes, tokens, words, colour)


def _state(program: Program, tokens: list[TokenLine], today: date) -> str:
    if program.revoked_at:
        return "revoked"
    if not tokens:
        return "over"
    return "soon" if max(one.until for one in tokens) - today <= timedelta(days=SOON_DAYS) else "in force"


PAGE = Page(
    path="operator/programs/", name="programs", readers=Readers.OPERATOR, view=programs, methods=("GET", "HEAD")
)
