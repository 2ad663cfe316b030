"""Which data the office takes from whom and gives to whom, on what basis, until when, and how often it looked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.system_use import LOOKED
from layani.office.house import calendar, catalogue
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.minute import body
from layani.office.tables.models.system_use import SystemUse
from layani.rules.catalogue.model import Register
from layani.rules.systems.registered import LINKS, OtherSystem, Standing, standing
from layani.rules.text import Text

YEAR = timedelta(days=365)
STANDINGS: Final[Mapping[Standing, tuple[Text, str]]] = {
    "in force": (Text("berlaku", "in force"), "success"),
    "ends soon": (Text("segera berakhir", "ends soon"), "warning"),
    "over": (Text("sudah berakhir", "is over"), "danger"),
    "not yet": (Text("belum berlaku", "not in force yet"), "warning"),
    "none": (Text("belum ada perjanjian", "no agreement yet"), "neutral"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A register in a system: what may be looked up there, whether it may today, and how often each element was."""

    register: Register
    open: bool
    looked: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Line:
    """One system as the page shows it."""

    system: OtherSystem
    link: Text
    standing: Text
    colour: str
    roles: Sequence[Text]
    services: Sequence[Text]
    sources: Sequence[Source]


def systems(request: HttpRequest) -> HttpResponse:
    """Show the register; one query a minute."""
    today = calendar().local(timezone.now()).date()
    shown = {"body": body("public/systems_body.html", today.isoformat(), lambda: _shown(today))}
    return render(request, "public/systems.html", shown)


def _shown(today: date) -> Mapping[str, Any]:
    since = (today - YEAR).replace(day=1)
    looked: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for system, _, element, count in SystemUse.objects.since(since, [LOOKED]).totals():
        looked[system].append((element, count))
    office = catalogue().office
    return {"lines": [_line(one, today, looked) for one in office.systems.values()], "today": today, "since": since}


def _line(one: OtherSystem, today: date, looked: Mapping[str, list[tuple[str, int]]]) -> Line:
    office, services = catalogue().office, catalogue().services
    words, colour = STANDINGS[standing(one.agreement, today)]
    mine = [source for source in office.sources.values() if source.system == one.id]
    counts = dict(looked.get(one.id, ()))
    return Line(
        system=one,
        link=LINKS[one.link],
        standing=words,
        colour=colour,
        roles=[office.roles[name].title for name in one.roles if name in office.roles],
        services=[services[name].name for name in one.services if name in services],
        sources=[
            Source(source, source.open_on(today), [(name, counts.get(name, 0)) for name in source.gives])
            for source in mine
        ],
    )


PAGE = Page(path="systems/", name="systems", readers=Readers.EVERYONE, view=systems, methods=("GET", "HEAD"))
