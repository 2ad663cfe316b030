"""Mandates that the reader gave, those they hold, and what they filed for others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.mandating import agent_of, names_of
from layani.office.actions.proxying import filed_of
from layani.office.house import calendar
from layani.office.pages.auditor.auditor import key_before
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name, status_tag
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Agent, Mandate, Party, ProxyFiling
from layani.office.tables.projection import state_of
from layani.rules.mandates.model import how_it_stands
from layani.rules.mandates.using import may_see
from layani.rules.text import Text

ROWS = 20
STATES = {
    "ended": (Text("Berakhir", "Ended"), "neutral"),
    "waits": (Text("Menunggu kode", "Waits for the code"), "warning"),
    "later": (Text("Belum mulai", "Begins later"), "info"),
    "over": (Text("Sudah lewat", "Over"), "neutral"),
    "in force": (Text("Berlaku", "In force"), "success"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One mandate in a list: with whom, for what, until when, and how it stands."""

    row: Mandate
    name: str
    services: Sequence[Text]
    state: Text
    colour: str


@dataclass(frozen=True, slots=True)
class FiledLine:
    """One case that the reader filed for another; without a mandate in force only its number is left to them."""

    number: str
    at: datetime
    open: bool
    name: str = ""
    service: Text | None = None
    status: Text | None = None
    colour: str = "neutral"


@private
def mandates(request: HttpRequest) -> HttpResponse:
    """Show them; posting asks for the code by which people give the reader a mandate. Eight queries."""
    party = Party.objects.by_id(request.actor.party)
    if request.method == "POST":
        agent_of(party)
        return redirect("mandates")
    today, now = calendar().local(timezone.now()).date(), timezone.now()
    before = key_before(request)
    given = list(Mandate.objects.of_giver(party.pk)[:ROWS])
    held = list(Mandate.objects.of_holder(party.pk).before(before)[: ROWS + 1])
    filed = list(ProxyFiling.objects.of_holder(party.pk)[:ROWS])
    people = names_of({one.pk: one for one in _people(given, held, filed)}.values())
    names = {pk: person.name for pk, person in people.items()}
    shown = {
        "given": [line_of(row, names.get(row.holder_id, "–"), today) for row in given] if not before else [],
        "held": [line_of(row, names.get(row.giver_id, "–"), today) for row in held[:ROWS]],
        "filed": _filed(filed, names, today, now) if not before else [],
        "agent": Agent.objects.filter(party=party).first(),
        "older": f"?before={held[ROWS - 1].pk}" if len(held) > ROWS else None,
        "newer": request.path if before else None,
        "first": not before,
    }
    return render(request, "mandates/mandates.html", shown)


def _people(given: list[Mandate], held: list[Mandate], filed: list[ProxyFiling]) -> list[Party]:
    return [*(one.holder for one in given), *(one.giver for one in held), *(one.case.party for one in filed)]


def line_of(row: Mandate, name: str, today: date) -> Line:
    """Return a mandate as a list shows it; name: of the other one of its two people."""
    words, colour = STATES[how_it_stands(row.mandate(), today)]
    return Line(row, name, [service_name(one) for one in row.services], words, colour)


def _filed(rows: Sequence[ProxyFiling], names: dict[int, str], today: date, now: datetime) -> list[FiledLine]:
    if not rows:
        return []
    givers = {row.case.party_id for row in rows}
    held = [one.mandate() for one in Mandate.objects.on(today).filter(holder_id=rows[0].holder_id, giver_id__in=givers)]
    return [_filed_line(row, names, may_see(filed_of(row), row.holder_id, held, today), now) for row in rows]


def _filed_line(row: ProxyFiling, names: dict[int, str], seen: bool, now: datetime) -> FiledLine:  # noqa: FBT001
    if not seen:
        return FiledLine(row.case_id, row.at, open=False)
    status, colour = status_tag(state_of(row.case), now)
    name = names.get(row.case.party_id, "–")
    return FiledLine(row.case_id, row.at, True, name, service_name(row.case.service), status, colour)


PAGE = Page(path="mandates/", name="mandates", readers=Readers.CITIZEN, view=mandates)
