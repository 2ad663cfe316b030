"""Which data the office takes from whom and gives to whom, on what basis, until when, and how often it looked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.system_use import FIELDS, LOOKED, MINUTES
from layani.office.house import calendar, catalogue
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.minute import body
from layani.office.tables.models.system_use import SystemUse
from layani.rules.catalogue.model import Register
from layani.rules.door.sp4n import FIELDS_TYPED
from layani.rules.door.sp4n import SYSTEM as SP4N
from layani.rules.systems.registered import LINKS, OtherSystem, Standing, standing
from layani.rules.text import Text
from layani.rules.voice.small_numbers import LEAST, sum_of_shown

YEAR = timedelta(days=365)
Counts = defaultdict[tuple[str, str], dict[str, int]]
Months = defaultdict[tuple[str, date], dict[str, int]]
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
    looked: Sequence[tuple[Text, int]]


@dataclass(frozen=True, slots=True)
class TypedMonth:
    """What was typed there by hand in one month; None where fewer than five cases may stand behind it."""

    month: date
    fields: int | None
    hours: int | None


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed there by hand although it stands here, by whole months; the sums are of what is shown alone."""

    months: Sequence[TypedMonth] = ()

    @property
    def fields(self) -> int:
        """How many fields."""
        return sum_of_shown(one.fields for one in self.months)

    @property
    def hours(self) -> int:
        """Whole hours."""
        return sum_of_shown(one.hours for one in self.months)


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
    typed: Typed


def systems(request: HttpRequest) -> HttpResponse:
    """Show the register; two queries a minute."""
    today = calendar().local(timezone.now()).date()
    shown = {"body": body("public/systems_body.html", today.isoformat(), lambda: _shown(today))}
    return render(request, "public/systems.html", shown)


def _shown(today: date) -> Mapping[str, Any]:
    since = (today - YEAR).replace(day=1)
    used: Counts = defaultdict(dict)
    for system, what, name, count in SystemUse.objects.since(since, [LOOKED]).totals():
        used[system, what][name] = count
    typed: Months = defaultdict(lambda: {FIELDS: 0, MINUTES: 0})
    for month, system, what, count in SystemUse.objects.by_month(since, [FIELDS, MINUTES]):
        if month < today.replace(day=1):  # read before and after a case, the running month would tell of that case
            typed[system, month][what] = count
    office = catalogue().office
    lines = [_line(one, today, used, _typed(one.id, typed)) for one in office.systems.values()]
    return {"lines": lines, "today": today, "since": since}


def _typed(system: str, typed: Months) -> Typed:
    """Return the months of one system; a month is shown from what five of its longest cases need on."""
    least = LEAST * _of_one_case(system)
    months = sorted((month, counts) for (of, month), counts in typed.items() if of == system)
    return Typed(
        [
            TypedMonth(month, counts[FIELDS], round(counts[MINUTES] / 60))
            if counts[FIELDS] >= least
            else TypedMonth(month, None, None)
            for month, counts in months
        ]
    )


def _of_one_case(system: str) -> int:
    """Return how many fields of one case are typed into a system at most."""
    steps = (step.external for one in catalogue().services.values() for step in one.steps if step.external)
    counts = [one.types_again.fields for one in steps if one.of == system and one.types_again]
    return max([*counts, FIELDS_TYPED if system == SP4N else 1])


def _line(one: OtherSystem, today: date, used: Counts, typed: Typed) -> Line:
    office, services = catalogue().office, catalogue().services
    words, colour = STANDINGS[standing(one.agreement, today)]
    mine = [source for source in office.sources.values() if source.system == one.id]
    counts = used[one.id, LOOKED]
    return Line(
        system=one,
        link=LINKS[one.link],
        standing=words,
        colour=colour,
        roles=[office.roles[name].title for name in one.roles if name in office.roles],
        services=[services[name].name for name in one.services if name in services],
        sources=[
            Source(source, source.open_on(today), [(_label(name), counts.get(name, 0)) for name in source.gives])
            for source in mine
        ],
        typed=typed,
    )


def _label(name: str) -> Text:
    """Return an element as the forms call it; one that no form asks for by its name."""
    fields = (service.fields for service in catalogue().services.values())
    return next((of_service[name].label for of_service in fields if name in of_service), Text(name, name))


PAGE = Page(path="systems/", name="systems", readers=Readers.EVERYONE, view=systems, methods=("GET", "HEAD"))
