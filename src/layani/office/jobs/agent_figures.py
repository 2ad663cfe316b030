"""Writes, once for each calendar quarter that is over, what may be published of agents; nothing of it changes later."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from layani.office.house import calendar, catalogue
from layani.office.jobs.job import Job
from layani.office.tables.models import AgentOrganisation, AgentQuarter, Case, ProxyFiling
from layani.office.tables.models.agent_organisations import filings_of
from layani.rules.mandates.published import band, next_quarter, quarter_of, quarters_before
from layani.rules.voice.small_numbers import LEAST, shown

SETTLED = timedelta(minutes=10)
"""An act is written a moment before others can see it; a quarter is counted so long after its end."""
# Of a case: service, status, received, decided, due, person, and the id of its filing by somebody else.
COLUMNS = ("service", "status", "received_at", "decided_at", "due_at", "party_id", "proxy_filing__id")


@dataclass(slots=True)
class Decided:
    """Cases of one quarter that were decided: how many, how many by their day, for whom, and the minutes they took."""

    cases: int = 0
    in_time: int = 0
    persons: set[int] = field(default_factory=set)
    minutes: list[int] = field(default_factory=list)

    def add(self, status: str, received: datetime, decided: datetime, due: datetime | None, person: int) -> None:
        """Count one case; what the law granted was late by definition, as in the other figures."""
        self.cases += 1
        self.in_time += status != "deemed_granted" and (due is None or decided <= due)
        self.persons.add(person)
        self.minutes.append(int((decided - received).total_seconds() // 60))

    def told(self) -> dict[str, int] | None:
        """Return the share in time as it may be published."""
        found = band(self.cases, self.in_time, len(self.persons))
        return {"about": found.about, "low": found.low, "high": found.high} if found else None

    def median(self) -> int | None:
        """Return the middle of the minutes; None of fewer than five."""
        ordered = sorted(self.minutes)
        low = (len(ordered) - 1) // 2
        return (ordered[low] + ordered[-low - 1]) // 2 if len(ordered) >= LEAST else None


def run(now: datetime) -> int:
    """Write the quarters that are over and were not written; returns how many."""
    office = catalogue().office.slug
    running = quarter_of(calendar().local(now - SETTLED).date())
    wanted = list(quarters_before(running))
    there = set(AgentQuarter.objects.filter(office=office, first__in=wanted).values_list("first", flat=True))
    return sum(_write(office, first, now) for first in reversed(wanted) if first not in there)


def _write(office: str, first: date, now: datetime) -> bool:
    try:
        with transaction.atomic():
            AgentQuarter.objects.create(office=office, first=first, body=published(office, first), made_at=now)
    except IntegrityError:
        return False  # another worker has just written it
    return True


def published(office: str, first: date) -> Mapping[str, Any]:
    """Return what may be published of a quarter: counts, shares and medians; what is hidden is not in it."""
    start, stop = calendar().at(first, time()), calendar().at(next_quarter(first), time())
    rows = Case.objects.own().filter(office=office, decided_at__gte=start, decided_at__lt=stop)
    decided = list(rows.values_list(*COLUMNS))
    filings = ProxyFiling.objects.filter(at__gte=start, at__lt=stop)
    agents = filings.filter(holder__agent__registered_at__lt=stop).values("holder_id").distinct().count()
    return {
        "agents": shown(agents),
        "disowned": shown(filings.filter(case__rest__has_key="disowned_at").count()),
        "without": _counted(row for row in decided if row[6] is None).told(),
        "organisations": _organisations(decided),
        "services": _services(decided),
    }


def _organisations(decided: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Return each organisation with its share in time, None where that is hidden; by its name."""
    by_filing = {row[6]: row for row in decided if row[6] is not None}
    found = []
    for one in AgentOrganisation.objects.order_by("name", "pk"):
        own = filings_of(one.pk).filter(pk__in=list(by_filing)).values_list("pk", flat=True).distinct()
        share = _counted(by_filing[pk] for pk in set(own)).told()
        found.append({"name": one.name, "registration": one.registration, "share": share})
    return found


def _services(decided: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Return each service of which somebody else filed: either number small hides both, for their sum is public."""
    by: dict[str, dict[bool, list[tuple[Any, ...]]]] = defaultdict(lambda: {True: [], False: []})
    for row in decided:
        by[row[0]][row[6] is not None].append(row)
    found = []
    for service, parts in sorted(by.items()):
        others, own = _counted(parts[True]), _counted(parts[False])
        if not others.cases:
            continue
        told = shown(others.cases) if shown(own.cases) is not None else None
        found.append(
            {
                "service": service,
                "others": told,
                "share": None if told is None else others.cases * 100 // (others.cases + own.cases),
                "with_agent": None if told is None else others.median(),
                "without": None if told is None else own.median(),
            }
        )
    return found


def _counted(rows: Iterable[tuple[Any, ...]]) -> Decided:
    found = Decided()
    for _, status, received, decided, due, person, _ in rows:
        found.add(status, received, decided, due, person)
    return found


JOB = Job("agent-figures", timedelta(hours=1), run)
