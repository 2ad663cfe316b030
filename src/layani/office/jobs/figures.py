"""Counts how each service kept its promise, month by month, so that the public page reads one row for a month.

Only months in which something happened since the last count are counted again, each from all its cases.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db import transaction

from layani.office.house import calendar, catalogue
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import ONLINE, Case, CaseQuerySet, Event
from layani.office.tables.models.channel_figures import ChannelFigures
from layani.office.tables.models.papers import Figures
from layani.office.tables.turns import those_before, turns_of
from layani.rules.cases.clock import working_time
from layani.rules.cases.turns import Turn, passed_over
from layani.rules.cases.urgency import AHEAD, FIRST, IN_TURN

# Acts that change a month: the one in which a case arrived, and the one in which it was decided.
COUNTED = frozenset({"file", "decide_grant", "decide_refuse", "deem_granted"})
# An act is written a moment before others can see it; the last count is taken to be that much older.
MARGIN = timedelta(minutes=2)
EVENTS_AT_ONCE = 1000
COUNTER, OTHER = "counter", "other"
PLACES = {"first": FIRST, "ahead": AHEAD, "in_turn": IN_TURN}
MEDIAN, NINETY = Fraction(1, 2), Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class Month:
    """One month of one service, by the office's local calendar."""

    office: str
    service: str
    first: date

    def span(self) -> tuple[datetime, datetime]:
        """Return its first moment, and the first one after it."""
        return calendar().at(self.first, time()), calendar().at(following(self.first), time())


@dataclass(frozen=True, slots=True)
class Decided:
    """What is counted of one decided case. promise: amount and unit of the time it was promised at its filing.

    part_ground: of a grant in part, the ground on which the rest was refused
    asked:       how often something missing was asked for; paper: what its filing says of a receipt on paper
    """

    status: str
    complete_at: datetime
    decided_at: datetime
    due_at: datetime | None
    promise: list[Any] | None
    part_ground: str | None
    channel: str
    received_at: datetime
    asked: int | None
    paper: Any

    @property
    def on_time(self) -> bool:
        """Decided by the due time. Without one nothing was due; what the law granted was late by definition."""
        return self.status != "deemed_granted" and (self.due_at is None or self.decided_at <= self.due_at)

    def minutes(self) -> int:
        """Return the whole working minutes from completeness to the decision."""
        return working_time(calendar(), self.complete_at, self.decided_at) // timedelta(minutes=1)

    def minutes_in_all(self) -> int:
        """Return the whole working minutes from receipt to the decision, the applicant's own time included."""
        return working_time(calendar(), self.received_at, self.decided_at) // timedelta(minutes=1)


def run(now: datetime) -> int:
    """Count the months that changed; returns how many."""
    counted = [count(month, now) for month in sorted(changed_months(), key=lambda month: month.first)]
    rows = [row for row, _ in counted if row.received or row.decided]
    if not counted:
        return 0
    # All at once: if a few were written and the rest were lost, the next run would not know of the rest.
    with transaction.atomic():
        Figures.objects.put(rows)
        ChannelFigures.objects.put([row for _, channels in counted for row in channels])
    return len(rows)


def changed_months() -> set[Month]:
    """Return the months that an act has changed since the last count; at the first count, all there are."""
    last = Figures.objects.last_computed()
    if last is None:
        return set(all_months())
    return {
        Month(office, service, local_month(at))
        for office, service, at in counted_since(last - MARGIN)
        if service in catalogue().services
    }


def all_months() -> Iterator[Month]:
    """Yield every month from the first case on, for every service that the office offers."""
    first = Case.objects.order_by("received_at").values_list("received_at", flat=True).first()
    last = Case.objects.order_by("-received_at").values_list("received_at", flat=True).first()
    decided = Case.objects.filter(decided_at__isnull=False).order_by("-decided_at")
    last = max(filter(None, [last, decided.values_list("decided_at", flat=True).first()]), default=None)
    if first is None or last is None:
        return
    month = local_month(first)
    while month <= local_month(last):
        yield from (Month(catalogue().office.slug, service, month) for service in catalogue().services)
        month = following(month)


def counted_since(since: datetime) -> Iterator[tuple[str, str, datetime]]:
    """Yield (office, service, when it happened) of every counted act that was recorded from ``since`` on.

    Goes backwards through the events by their id, for ids follow the time of recording but for moments.
    """
    before: int | None = None
    while True:
        rows = list(
            Event.objects.newest_first(before).values_list(
                "pk", "recorded_at", "act", "case__office", "case__service", "occurred_at"
            )[:EVENTS_AT_ONCE]
        )
        fresh = [row for row in rows if row[1] >= since]
        yield from (row[3:] for row in fresh if row[2] in COUNTED)
        if not fresh or len(rows) < EVENTS_AT_ONCE:
            return
        before = rows[-1][0]


def count(month: Month, now: datetime) -> tuple[Figures, list[ChannelFigures]]:
    """Return the figures of one month, exactly, from its cases; what was imported is no promise that this office kept.

    The made-up past of the demo is imported; its pages and the description of its data say that it is a demo.
    """
    cases = Case.objects.all() if settings.LAYANI_DEMO else Case.objects.own()
    span = (month.office, month.service, *month.span())
    columns = ("status", "complete_at", "decided_at", "due_at", "rest__promise", "rest__part_ground", "channel",
               "received_at", "rest__asked", "rest__paper")  # fmt: skip
    decided = [Decided(*row) for row in cases.decided_between(*span).values_list(*columns)]
    minutes = sorted(one.minutes() for one in decided)
    figures = Figures(
        office=month.office,
        service=month.service,
        month=month.first,
        received=cases.received_between(*span).count(),
        decided=len(decided),
        on_time=sum(one.on_time for one in decided),
        refused=_having(decided, "refused"),
        deemed=_having(decided, "deemed_granted"),
        partly=sum(bool(one.part_ground) for one in decided),
        median_minutes=percentile(minutes, MEDIAN),
        p90_minutes=percentile(minutes, NINETY),
        promised=sorted({tuple(one.promise) for one in decided if one.promise}),
        turns=turns(month, cases.decided_between(*span)),
        computed_at=now,
    )
    return figures, by_channel(month, decided, now)


def by_channel(month: Month, decided: Sequence[Decided], now: datetime) -> list[ChannelFigures]:
    """Return a row for each channel on which something was decided."""
    groups: dict[str, list[Decided]] = defaultdict(list)
    for one in decided:
        groups[one.channel if one.channel in (ONLINE, COUNTER) else OTHER].append(one)
    return [
        ChannelFigures(
            office=month.office,
            service=month.service,
            channel=channel,
            month=month.first,
            decided=len(ones),
            on_time=sum(one.on_time for one in ones),
            refused=_having(ones, "refused"),
            asked=sum(bool(one.asked) for one in ones),
            paper=sum(bool(one.paper) for one in ones),
            median_minutes=percentile(sorted(one.minutes_in_all() for one in ones), MEDIAN),
            computed_at=now,
        )
        for channel, ones in groups.items()
    ]


def turns(month: Month, decided: CaseQuerySet) -> dict[str, list[int | None]]:
    """Return how many of the decided had their turn by law, by leave and by arrival, and how long they waited for it.

    Who was passed over is among those in turn, or among those let ahead where the law put somebody before them.
    """
    found = turns_of(decided)
    if not found:
        return {}
    until = max(one.taken for one in found) + timedelta(microseconds=1)
    before = those_before(month.office, month.service, min(one.arrived for one in found), until)
    groups = {name: [one for one in found if one.urgency == urgency] for name, urgency in PLACES.items()}
    return {name: _waited(ones) for name, ones in {**groups, "passed_over": passed_over(found, before)}.items()}


def _waited(ones: Sequence[Turn]) -> list[int | None]:
    minutes = sorted(working_time(calendar(), one.arrived, one.taken) // timedelta(minutes=1) for one in ones)
    return [len(ones), percentile(minutes, MEDIAN)]


def _having(decided: Iterable[Decided], status: str) -> int:
    return sum(one.status == status for one in decided)


def percentile(values: Sequence[int], share: Fraction) -> int | None:
    """Return the value below which ``share`` of the sorted values lie, between two of them by their distance.

    The same as SQL's ``percentile_cont``, rounded half up; None when there are no values.

    >>> percentile([10, 20, 40], Fraction(1, 2)), percentile([10, 20], Fraction(9, 10)), percentile([], MEDIAN)
    (20, 19, None)
    """
    if not values:
        return None
    place = share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    exact = values[low] + (values[high] - values[low]) * (place - low)
    return int(exact + Fraction(1, 2))


def local_month(moment: datetime) -> date:
    """Return the first day of the month in which a moment lies, at the office."""
    return calendar().local(moment).date().replace(day=1)


def following(month: date) -> date:
    """Return the first day of the month after.

    >>> following(date(2026, 12, 1))
    datetime.date(2027, 1, 1)
    """
    return (month + timedelta(days=31)).replace(day=1)


JOB = Job("figures", timedelta(minutes=1), run)
