"""One office's day in figures, and how much waits for somebody above the desks: counts alone, for the head's page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, Min, Q, QuerySet

from layani.office.tables.models import (
    AuthorityEntry,
    Case,
    Discretion,
    DoneAlone,
    Event,
    Exemption,
    Expedite,
    ProxyFiling,
    Rectification,
    Signature,
    StaffEntry,
    Ticket,
)
from layani.rules.door.ticket import FROM_SP4N


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of one kind wait, and the earliest moment at which one is due; None where no day is set."""

    count: int
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class CasesOfDay:
    """What happened to cases between two moments.

    received: {channel: count}
    granted, refused, otherwise: decided so, or ended by withdrawal, by law or without an answer
    in_time: of those decided, how many by the promised moment; promised: how many had one
    set_aside: decisions, of whatever day, that an objection set aside; they are counted nowhere else any more
    """

    received: dict[str, int]
    granted: int
    refused: int
    otherwise: int
    promised: int
    in_time: int
    set_aside: int


@dataclass(frozen=True, slots=True)
class DoorOfDay:
    """Tickets of one day by where they stand; from ``reports`` on they are of any day.

    reports: open reports of having been sent away; late: questions whose answer is overdue; unended: of earlier days
    complaints: shared with SP4N-LAPOR! and not answered; complaints_due: when the first must be
    """

    arrived: int
    in_hall: int
    longest_since: datetime | None
    gave_up: int
    reports: int
    late: int
    unended: int
    complaints: int
    complaints_due: datetime | None


def cases_of_day(office: str, services: Collection[str], start: datetime, end: datetime) -> CasesOfDay:
    """Return what was received and decided from ``start`` on and before ``end``; three queries."""
    # What came over from another system while it was open is worked on here, too.
    own = Case.objects.filter(office=office)
    received = own.filter(received_at__gte=start, received_at__lt=end).values_list("channel").order_by()
    decided = own.filter(service__in=services, decided_at__gte=start, decided_at__lt=end)
    promised = Q(due_at__isnull=False)
    sums = decided.aggregate(
        all=Count("id"),
        granted=Count("id", filter=Q(status="granted")),
        refused=Count("id", filter=Q(status="refused")),
        promised=Count("id", filter=promised),
        in_time=Count("id", filter=promised & Q(decided_at__lte=F("due_at"))),
    )
    return CasesOfDay(
        received=dict(received.annotate(count=Count("id"))),
        granted=sums["granted"],
        refused=sums["refused"],
        otherwise=sums["all"] - sums["granted"] - sums["refused"],
        promised=sums["promised"],
        in_time=sums["in_time"],
        set_aside=Event.objects.set_aside(office, start, end),
    )


def door_of_day(office: str, day: date, now: datetime) -> DoorOfDay:
    """Return how the door stands; two queries."""
    waits = Q(status="waiting", place="hall")
    # A complaint of SP4N is a ticket, but nobody came to the door with it.
    today = Ticket.objects.of_day(office, day).exclude(channel=FROM_SP4N).order_by()
    of_today = today.aggregate(
        arrived=Count("id"),
        in_hall=Count("id", filter=waits),
        since=Min("opened_at", filter=waits),
        gave_up=Count("id", filter=Q(end="left")),
    )
    open_ = Ticket.objects.filter(office=office, ended_at=None)
    still = open_.aggregate(
        reports=Count("id", filter=Q(sent_away=True)),
        late=Count("id", filter=Q(answer_by__lt=now) & ~Q(channel=FROM_SP4N)),
        unended=Count("id", filter=Q(day__lt=day) & ~Q(channel=FROM_SP4N)),
        complaints=Count("id", filter=Q(channel=FROM_SP4N)),
        complaints_due=Min("answer_by", filter=Q(channel=FROM_SP4N)),
    )
    return DoorOfDay(
        of_today["arrived"], of_today["in_hall"], of_today["since"], of_today["gave_up"],
        still["reports"], still["late"], still["unended"], still["complaints"], still["complaints_due"],
    )  # fmt: skip


def objections(office: str) -> Waiting:
    """Objections without an answer; one query."""
    return _waiting(Case.objects.objections(office), "objection_due")


def corrections(office: str) -> Waiting:
    """Corrections of letters that are not decided; one query."""
    return _waiting(Case.objects.corrections(office), "correction_due")


def revocations(office: str, of: Collection[str] | None = None, *, but: Collection[str] = ()) -> Waiting:
    """Revocations of which somebody was warned and that are not decided; one query.

    of: the services that count, None for all; but: those that do not
    """
    found = Case.objects.revocations(office).exclude(service__in=but)
    return _waiting(found if of is None else found.filter(service__in=of), "revocation_due")


def expedites(office: str, roles: Collection[str]) -> Waiting:
    """Requests to go ahead that nobody has answered; one query."""
    return Waiting(Expedite.objects.waiting(office, frozenset(roles)).count())


def discretions(office: str) -> Waiting:
    """Proposals of discretion on which no superior has ruled; one query."""
    return Waiting(Discretion.objects.filter(office=office, ruling=None).count())


def powers(office: str) -> Waiting:
    """Entries of the authority register that no second person has confirmed or declined; one query."""
    return Waiting(AuthorityEntry.objects.filter(office=office, rulings=None).count())


def staff_changes(office: str) -> Waiting:
    """Entries of the staff ledger that wait for a second person; one query."""
    return Waiting(StaffEntry.objects.waiting(office).count())


def disowned_since(office: str, since: datetime) -> Waiting:
    """Filings of agents, from a moment on, of which the person said that they did not agree; one query."""
    return Waiting(ProxyFiling.objects.disowned().filter(at__gte=since, case__office=office).count())


def wrong_data() -> Waiting:
    """Reports that something held about a person is wrong, without an answer; one query."""
    found = Rectification.objects.open().aggregate(count=Count("id"), due=Min("due_at"))
    return Waiting(found["count"], found["due"])


def exemptions(office: str) -> Waiting:
    """Exemptions from separation of duties that were proposed and not ruled on; one query."""
    return Waiting(Exemption.objects.filter(office=office, rulings=None).count())


def after_checks(office: str) -> Waiting:
    """What one officer did alone, was drawn, and nobody has checked; one query."""
    rows = DoneAlone.objects.to_check(office).order_by()
    found = rows.aggregate(count=Count("id"), due=Min("draw__due_at"))
    return Waiting(found["count"], found["due"])


def signatures(office: str) -> tuple[int, datetime | None]:
    """Return how many letters wait for an initial or a signature, and when the first was decided; one query."""
    found = Signature.objects.of_others(office, 0).order_by().aggregate(count=Count("id"), since=Min("since"))
    return found["count"], found["since"]


def kept_versions(office: str) -> Waiting:
    """Open cases that could not follow a version that a law made count for them; one query."""
    return Waiting(Case.objects.not_following(office).count())


def from_elsewhere(office: str) -> Waiting:
    """Open cases of another system's log that nobody has taken over; one query. The made-up past of a demo waits for
    nobody to do that.
    """
    if settings.LAYANI_DEMO:
        return Waiting(0)
    return Waiting(Case.objects.from_elsewhere(office).count())


def longest_wait(door: DoorOfDay, now: datetime) -> timedelta | None:
    """Return how long the one in the hall who came first has waited, None where nobody waits."""
    return None if door.longest_since is None else now - door.longest_since


def _waiting(rows: "QuerySet[Case]", due: str) -> Waiting:
    found = rows.order_by().aggregate(count=Count("id"), due=Min(due))
    return Waiting(found["count"], found["due"])
