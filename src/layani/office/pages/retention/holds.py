"""Applications that must not be erased: entered here, confirmed and lifted by somebody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.holding import Asked, hold, rule_on
from layani.office.actions.retention_facts import today_at
from layani.office.pages.auditor.auditor import key_before, key_in
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm, posted_by
from layani.office.pages.parts.errors import bad_request
from layani.office.pages.parts.forms import FieldPart, field_part
from layani.office.tables.models import Hold
from layani.rules.catalogue.model import Field
from layani.rules.refusal import Refusal, Refused
from layani.rules.retention.holding import REASONS
from layani.rules.text import Text

ROWS = 25
FORM = OwnForm(
    (
        Field("number", "text", Text("Nomor permohonan", "Number of the application"), limits={"longest": 24}),
        Field("reason", "choice", Text("Mengapa ditahan", "Why it is held"), options=tuple(REASONS.items())),
        Field("letter", "text", Text("Nomor surat yang memintanya", "Number of the letter that asks for it"),
              Text("Tanpa nama orang.", "Without anybody’s name."), limits={"longest": 80}),
        Field("until", "date", Text("Sampai tanggal", "Until"), Text("Paling lama setahun.", "A year at most.")),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One hold, its reason in words, its last day, and how it stands: "waits", "holds" or "over"."""

    row: Hold
    reason: Text
    last: date
    state: str
    own: bool


def holds(request: HttpRequest) -> HttpResponse:
    """Show the holds, the newest first; keep a new one, or rule on one."""
    if request.method != "POST":
        return _shown(request, _parts({}))
    if request.POST.get("doing"):
        return _rule(request)
    posted = posted_by(request)
    values, problems = FORM.read(posted)
    if problems:
        return _shown(request, _parts(posted, problems), status=422)
    asked = Asked(values["number"].upper(), values["reason"], values["letter"], date.fromisoformat(values["until"]))
    try:
        hold(asked, actor=request.actor, now=timezone.now())
    except Refused as refused:
        return _shown(request, _parts(posted), refused.refusals, status=409)
    return redirect("holds")


def _rule(request: HttpRequest) -> HttpResponse:
    kinds = {"confirm": "confirmed", "lift": "lifted"}
    kind, pk = kinds.get(str(request.POST["doing"])), key_in(str(request.POST.get("hold", "")))
    if kind is None or pk is None:
        return bad_request(request)
    try:
        rule_on(pk, kind, actor=request.actor, now=timezone.now())
    except Hold.DoesNotExist:
        return bad_request(request)
    except Refused as refused:
        return _shown(request, _parts({}), refused.refusals, status=409)
    return redirect("holds")


def _parts(posted: Mapping[str, list[str]], problems: Mapping[str, Text] | None = None) -> list[FieldPart]:
    return [field_part(one, problem=(problems or {}).get(one.name), posted=posted) for one in FORM.fields]


def _shown(
    request: HttpRequest, fields: Sequence[FieldPart], refusals: Sequence[Refusal] = (), status: int = 200
) -> HttpResponse:
    before, today = key_before(request), today_at(timezone.now())
    rows = list(Hold.objects.newest_first(before)[: ROWS + 1])
    shown: dict[str, Any] = {
        "fields": fields,
        "problems": [part for part in fields if part.problem],
        "refusals": refusals,
        "lines": [_line(row, today, request.actor.user) for row in rows[:ROWS]],
        "older": f"?before={rows[ROWS - 1].pk}" if len(rows) > ROWS else None,
        "newer": request.path if before else None,
    }
    return render(request, "retention/holds.html", shown, status=status)


def _line(row: Hold, today: date, user: int | None) -> Line:
    last = row.last_day(today_at(row.lifted_at) if row.lifted_at else None)
    state = "over" if last < today or row.lifted_at else "holds" if row.confirmed_at else "waits"
    return Line(row, REASONS[row.reason], last, state, row.entered_by_id == user)


PAGE = Page(path="retention/holds/", name="holds", readers=Readers.RETENTION, view=holds)
