"""The rankings of the office: which periods are over, which lists wait to be made or signed, which count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.ranking_periods import rank_step
from layani.office.house import calendar, catalogue
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Case, Ranking
from layani.rules.catalogue import Service
from layani.rules.catalogue.amounts.model import Quota
from layani.rules.catalogue.amounts.ranking import days_of, period
from layani.rules.text import Text

PERIODS = 3  # of each service: the one that is on and two before

_STATES = {
    "nobody": Text("tidak ada pemohon", "nobody applied"),
    "open": Text("masih dibuka", "still open"),
    "to make": Text("menunggu disusun", "to be made"),
    "to sign": Text("menunggu tanda tangan", "to be signed"),
    "objections": Text("masa keberatan", "open to objections"),
    "counts": Text("berlaku", "counts"),
}


@dataclass(frozen=True, slots=True)
class PeriodPart:
    """One period of one service, and how its list stands."""

    service: Service
    name: str
    closes: date
    state: str

    @property
    def words(self) -> Text:
        """The state in words."""
        return _STATES[self.state]


@never_cache
def rankings(request: HttpRequest) -> HttpResponse:
    """Show them; two queries for all services."""
    today = calendar().local(timezone.now()).date()
    standing = {(one.service, one.period): one for one in Ranking.objects.filter(annulled_at=None)}
    spans = [
        (service, *span)
        for service in catalogue().services.values()
        if (ranks := rank_step(service))
        for span in periods(service, ranks[2], today)
    ]
    applied = _applied(spans)
    found = [
        PeriodPart(service, name, closes, state_of_list(standing.get((service.slug, name)), closes, today, some))
        for service, name, opens, closes in spans
        for some in [any(opens <= day <= closes for day in applied.get(service.slug, ()))]
    ]
    return render(request, "officer/rankings.html", {"periods": found})


def _applied(spans: Sequence[tuple[Service, str, date, date]]) -> Mapping[str, set[date]]:
    """Return the days of these periods on which each service was applied for; one query."""
    if not spans:
        return {}
    since = calendar().at(min(opens for _, _, opens, _ in spans), time())
    found: dict[str, set[date]] = {}
    slugs = {service.slug for service, *_ in spans}
    for slug, day in Case.objects.days_received(catalogue().office.slug, slugs, since):
        found.setdefault(slug, set()).add(day)
    return found


def periods(service: Service, quota: Quota, today: date) -> Iterator[tuple[str, date, date]]:
    """Yield the name, the first and the last day of the latest periods that have begun, the latest first."""
    windows, day = service.amounts.intake, today
    if quota.per == "window":
        begun = [one for one in reversed(windows) if one.opens <= today]
        yield from ((one.opens.isoformat(), one.opens, one.closes) for one in begun[:PERIODS])
        return
    for _ in range(PERIODS):
        if (days := days_of(quota, windows, day)) is None:
            return
        yield period(quota, windows, day), *days
        day = days[0] - timedelta(days=1)


def state_of_list(ranking: Ranking | None, closes: date, today: date, applied: bool) -> str:
    """Return how a period stands: open, nobody, to make, to sign, objections, counts; ``applied``: somebody has."""
    if ranking is None:
        return "open" if today <= closes else "to make" if applied else "nobody"
    if ranking.signed_at is None:
        return "to sign"
    return "counts" if ranking.final_at else "objections"


PAGE = Page(
    path="officer/rankings/", name="officer-rankings", view=rankings, readers=Readers.OFFICER, methods=("GET", "HEAD")
)
