"""The register of letters of one year, the newest first, and whether a number is missing; also as CSV."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.house import calendar, catalogue
from layani.office.pages.auditor.auditor import key_before, key_in
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.letters.chain import Link, links_given
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.letter_says import is_set_aside, outcome_in
from layani.office.tables.models import Letter
from layani.office.tables.projection import state_of
from layani.rules.cases.validity import standing
from layani.rules.text import Text

ROWS = 25
UNSIGNED: Final = "unsigned"
CORRECTED: Final = "corrected"
STANDINGS: Final = {
    CORRECTED: (Text("Diperbaiki, tidak berlaku", "Corrected, not valid"), "warning"),
    UNSIGNED: (Text("Menunggu tanda tangan", "Waits for its signature"), "info"),
    "": (Text("Tidak berlaku sebagai izin", "Grants nothing"), "neutral"),
    "valid": (Text("Berlaku", "Valid"), "success"),
    "expired": (Text("Berakhir", "Ended"), "neutral"),
    "superseded": (Text("Digantikan", "Superseded"), "warning"),
    "revoked": (Text("Dicabut", "Revoked"), "danger"),
}
SET_ASIDE: Final = (Text("Keputusannya dibatalkan", "Its decision was set aside"), "warning")
COLUMNS = ("number", "date", "case", "service", "outcome", "standing", "since", "by", "delivered", "initials")


@dataclass(frozen=True, slots=True)
class Line:
    """One letter in the register; nothing of it says to whom it was written.

    outcome: the status of the case that the letter tells of
    set_aside: the decision of which it tells was set aside by an objection

    links: who initialled it before it was signed, or was passed over
    since, by: of one that does not hold any more, since when and by which case
    """

    letter: Letter
    outcome: str
    set_aside: bool
    service: Text
    state: str
    words: Text
    colour: str
    since: datetime | None
    by: str
    links: tuple[Link, ...]


def register(request: HttpRequest) -> HttpResponse:
    """Show one page of a year, or the whole year as CSV. Three queries."""
    office, now = catalogue().office.slug, timezone.now()
    year = _year(request, calendar().local(now).year)
    if request.GET.get("form") == "csv":
        return _csv(office, year, now)
    before = key_before(request)
    rows = list(Letter.objects.register(office, year, before)[: ROWS + 1])
    shown = {
        "year": year,
        "years": Letter.objects.years(office),
        "lines": [_line(row, now) for row in rows[:ROWS]],
        "numbers": Letter.objects.numbers(office, year),
        "older": f"?year={year}&before={rows[ROWS - 1].serial}" if len(rows) > ROWS else None,
        "newer": f"{request.path}?year={year}" if before else None,
    }
    return render(request, "letters/register.html", shown)


def _year(request: HttpRequest, this: int) -> int:
    asked = key_in(request.GET.get("year", ""))
    return asked if asked is not None and 1900 < asked <= this else this  # noqa: PLR2004  a year that a register can have


def _line(row: Letter, now: datetime) -> Line:
    case = state_of(row.case)
    stands = standing(case, now)
    state = _state(row, stands.standing if stands else "")
    aside = is_set_aside(row, case) and bool(row.superseded_at)
    words, colour = SET_ASIDE if aside else STANDINGS[state]
    since, by = (stands.since, stands.by) if stands and state != CORRECTED else (row.superseded_at, "")
    return Line(
        row,
        outcome_in(row, case),
        aside,
        service_name(row.case.service),
        state,
        words,
        colour,
        since,
        by if by != row.case.number else "",
        links_given(case, row.edition),
    )


def _state(row: Letter, standing: str) -> str:
    """Return how one letter stands; one that was corrected does not, whatever became of the case."""
    if row.superseded_at:
        return CORRECTED
    return standing if row.case.issued_at and row.in_force else UNSIGNED


def _csv(office: str, year: int, now: datetime) -> HttpResponse:
    """Return the year from its first number on."""
    answer = HttpResponse(_lines(office, year, now), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="letters-{office}-{year}.csv"'
    return answer


def _lines(office: str, year: int, now: datetime) -> Iterator[str]:
    yield ",".join(COLUMNS) + "\r\n"
    for row in Letter.objects.register(office, year, None).order_by("serial").iterator(chunk_size=500):
        line, out = _line(row, now), io.StringIO()
        case = row.case
        day, delivered = calendar().local(row.issued_at).date(), case.delivered_at
        csv.writer(out).writerow(
            (
                row.number, day.isoformat(), case.number, case.service, line.outcome,
                "set-aside" if line.set_aside else line.state,
                line.since.isoformat() if line.since else "", line.by,
                delivered.isoformat() if delivered else "", "; ".join(_link(one) for one in line.links),
            )
        )  # fmt: skip
        yield out.getvalue()


def _link(link: Link) -> str:
    return f"{link.post.en}: {link.says.en} {link.at.isoformat() if link.at else ''}"


PAGE = Page(path="letters/register/", name="letter-register", view=register, readers=Readers.REGISTER,
            methods=("GET", "HEAD"))  # fmt: skip
