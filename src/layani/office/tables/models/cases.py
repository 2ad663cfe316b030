"""The cases, and the events that are all that ever happened to them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncDate

from layani.office.tables.models.cases_decided import TO_HAND_OVER, TO_ISSUE, DecidedQuerySet
from layani.office.tables.models.people import Party, Role, User
from layani.office.tables.prepared import for_update, found, found_with
from layani.rules.cases.act import written
from layani.rules.cases.acts.objecting import SETS_ASIDE
from layani.rules.cases.urgency import IN_TURN
from layani.rules.sections import reach_of

# The channel of the office's own pages, on which citizens file for themselves.
ONLINE = "online"
# Kept of a case of another system's log that this office took over (rules/cases/acts/taking_over.py).
TAKEN_OVER = "taken_over"
# A step waits to be served: it is open, nobody holds it, and the ball is with the office.
WAITING = Q(holder=None, ball="office") & ~Q(step_role="")
# A step of ours waits for somebody outside: another system, or the public.
OUTSIDE = Q(holder=None, ball="outside")
# The clock stands still for another body's system.
PAUSED = Q(ball="outside", rest__has_key="resume_by")
# The office owes the next step: also what it passed outside, for the promise was made with that in it.
OWED = Q(ball="office") | (Q(ball="outside", imported=False) & ~Q(rest__has_key="resume_by"))
# Nothing of it is open, and nothing has ended it: it waits for another case of its bundle.
BEFORE_ITS_TURN = Q(step="", decided_at=None, closed_at=None, imported=False)


# Two questions in one, for no index serves "this or that" over two tables.
_HELD = (
    "id in (select id from tables_case where holder_id = %s union all "
    "select case_id from tables_beside where holder_id = %s) order by id limit 1"
)


class CaseQuerySet(DecidedQuerySet):
    """Questions about cases, in the office's words."""

    def locked(self, number: str) -> "Case":
        """The case with this number, locked until the transaction ends; raises Case.DoesNotExist."""
        rows = found(Case, f"number = %s{for_update()}", [number])
        if not rows:
            raise Case.DoesNotExist(f"There is no case {number}.")
        return rows[0]

    def lock_together(self, numbers: Collection[str]) -> None:
        """Lock several cases until the transaction ends, in the order of their ids: so that two never wait crosswise.

        Whoever changes more than one case in a transaction does this first.
        """
        rows = self.filter(number__in=list(numbers)).order_by("pk")
        list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))

    def numbered(self, number: str) -> "Case | None":
        """The case with this number, or None."""
        return next(iter(found(Case, "number = %s", [number])), None)

    def numbered_with_party(self, number: str) -> "Case | None":
        """As ``numbered``, with the case's party; one query."""
        return next(iter(found_with(Case, "party", "number = %s", [number])), None)

    def of_party(self, party_id: int, roles: Collection[str] | None = None) -> Self:
        """The cases of one party, the newest first; with roles, those that may come before who holds them."""
        rows = self.filter(party_id=party_id).order_by("-received_at", "-id")
        return rows if roles is None else rows.reached_by(roles)

    def filed_at_counter(self, since: datetime) -> Self:
        """Those that an officer filed at the counter from a moment on."""
        return self.filed_here().filter(channel="counter", received_at__gte=since)

    def readable_by(self, party_id: int, *, seen: bool) -> Self:
        """Those that a citizen may read in a session, the newest first; see ``Case.is_readable_by``."""
        mine = self.of_party(party_id)
        return mine if seen else mine.filed_here().filter(channel=ONLINE)

    def reached_by(self, roles: Collection[str]) -> Self:
        """Those that may come before somebody with these roles: all, but of who holds them in sections alone."""
        sections = reach_of(roles)
        return self if sections is None else self.filter(rest__section__in=sorted(sections))

    def older_than(self, case: "Case") -> Self:
        """What comes after this case in a list with the newest first."""
        return self.filter(Q(received_at__lt=case.received_at) | Q(received_at=case.received_at, id__lt=case.pk))

    def open(self) -> Self:
        """Cases that no decision and no withdrawal has ended."""
        return self.filter(decided_at=None, closed_at=None)

    def held_by(self, user_id: int) -> "Case | None":
        """The case on this officer's desk, or None."""
        return next(iter(found(Case, _HELD, [user_id, user_id])), None)

    def on_desk_of(self, username: str) -> Self:
        """Open cases of which one officer holds a step."""
        return self.open().filter(Q(holder__username=username) | Q(beside__holder__username=username)).distinct()

    def stranded(self, day: date) -> Self:
        """Open cases on the desk of somebody who lacks the step's role on ``day``, or whose account is closed."""
        roles = Role.objects.held_on(day)
        serves = roles.filter(user=models.OuterRef("holder"), office=models.OuterRef("office"))
        held = self.open().filter(holder__isnull=False, imported=False).exclude(step_role="")
        return held.filter(Q(holder__is_active=False) | ~models.Exists(serves.serving())).order_by("id")

    def to_be_surveyed(self, service: str, since: datetime) -> Self:
        """Cases of one service that were decided from ``since`` on and that no survey was offered to."""
        return self.filter(service=service, decided_at__gte=since, imported=False, survey=None).order_by("decided_at")

    def own(self) -> Self:
        """Cases that this office itself deals with; of another system's log those alone that it took over."""
        return self.filter(imported=False)

    def filed_here(self) -> Self:
        """Cases that came to this office's own doors: none of another system's log, taken over or not."""
        return self.own().exclude(rest__has_key=TAKEN_OVER)

    def from_elsewhere(self, office: str, after: int = 0) -> Self:
        """Open cases of another system's log that nobody has taken over, from a key on."""
        return self.open().filter(office=office, imported=True, pk__gt=after).order_by("id")

    def received_between(self, office: str, service: str, start: datetime, end: datetime) -> Self:
        """Cases of one service that arrived from ``start`` on and before ``end``."""
        return self.filter(office=office, service=service, received_at__gte=start, received_at__lt=end)

    def days_received(self, office: str, services: Collection[str], since: datetime) -> set[tuple[str, date]]:
        """Return (service, local day) of every day from ``since`` on at which one of these services was applied for."""
        mine = self.filter(office=office, service__in=services, received_at__gte=since)
        return set(mine.annotate(day=TruncDate("received_at")).values_list("service", "day").distinct())

    def decided_between(self, office: str, service: str, start: datetime, end: datetime) -> Self:
        """Cases of one service that were decided, or granted by law, from ``start`` on and before ``end``."""
        return self.filter(office=office, service=service, decided_at__gte=start, decided_at__lt=end)

    def endangered(self, office: str, soon: datetime) -> Self:
        """Open cases of an office whose step is late or due before ``soon``, the longest delay first."""
        waiting = self.open().filter(OWED, office=office, step_due_at__lt=soon)
        return waiting.order_by("step_due_at", "id")

    def counted(self, now: datetime) -> dict[str, int]:
        """How many of these cases there are, and how many of their steps are late."""
        return self.aggregate(count=models.Count("id"), late=models.Count("id", filter=Q(step_due_at__lt=now)))

    def after_due(self, step_due_at: datetime, case_id: int) -> Self:
        """What follows one case in the order of ``endangered``."""
        return self.filter(Q(step_due_at__gt=step_due_at) | Q(step_due_at=step_due_at, id__gt=case_id))

    def late(self, now: datetime) -> Self:
        """Open cases whose promise has passed."""
        return self.open().filter(due_at__lt=now)

    def notice_over(self, now: datetime) -> Self:
        """Cases whose public notice has hung out for its time, and that nobody holds; only open ones are outside."""
        return self.filter(OUTSIDE, rest__work__ends_at__lte=written(now)).order_by("step_due_at", "id")

    def silent(self, now: datetime) -> Self:
        """Open cases that the law grants because the office let the limit pass, the longest silence first."""
        return self.late(now).filter(OWED, silence_grants=True).order_by("due_at", "id")

    def silently_refused(self, now: datetime) -> Self:
        """Late cases whose silence the law takes for a refusal, and of which that is not noted yet."""
        refusing = self.late(now).filter(OWED, rest__has_key="silence_refuses")
        return refusing.exclude(rest__has_key="silent_at").order_by("due_at", "id")

    def unchecked(self, now: datetime) -> Self:
        """Cases not found complete in the time of checking, where silence grants, the longest wait first."""
        waits = self.open().filter(OWED, status="checking", silence_grants=True, complete_at=None, imported=False)
        return waits.filter(step_due_at__lt=now).order_by("step_due_at", "id")

    def unanswered(self) -> Self:
        """Cases that wait for their citizen, and remind or close them out in time, the longest wait first."""
        return self.open().filter(status="waiting", imported=False, rest__has_key="warn_at").order_by("rest__paused_at")

    def in_their_hands(self, office: str, roles: Collection[str]) -> Self:
        """Open cases in a step of the applicant that one of these roles will record, the least time left first."""
        theirs = self.open().filter(status="waiting", ball="citizen", holder=None, office=office, step_role__in=roles)
        return theirs.filter(imported=False, rest__work__has_key="handed_at").order_by("rest__answer_by", "id")

    def paused(self) -> Self:
        """Cases whose clock stands still for another body's system, the longest pause first."""
        return self.open().filter(PAUSED).order_by("rest__paused_at")

    def renewing(self, number: str, service: str, party_id: int) -> Self:
        """Open applications of a party by which the product of one case is renewed."""
        return self.open().filter(party_id=party_id, service=service, rest__renews=number)

    def to_follow(self, service: str, version: str) -> Self:
        """Open cases of an earlier version of a service, of which it is not noted that they cannot follow this one."""
        # Versions are days as ISO 8601 writes them, so they sort as text.
        earlier = self.open().filter(service=service, imported=False, version__lt=version)
        noted = Q(rest__has_key="kept_version") & Q(rest__kept_version__version=version)
        # By the day on which they are due: that index holds open cases alone, and by id all there ever were are read.
        return earlier.exclude(pk__in=earlier.filter(noted).values("pk")).order_by("due_at", "id")

    def not_following(self, office: str, after: int = 0) -> Self:
        """Open cases of an office that could not follow a version that a law made count for them, from a key on."""
        return self.open().filter(office=office, rest__has_key="kept_version", pk__gt=after).order_by("id")

    def following(self) -> Self:
        """Open cases of a bundle that wait for others of it, the longest wait first."""
        return self.filter(BEFORE_ITS_TURN, rest__has_key="waits_for").order_by("id")


class Case(models.Model):
    """One application of one party for one service: the projection of its events.

    Every column but the last can be computed again from the events (``layani rebuild --check``).
    lane:      the queue in which the open step waits: office/service/step, of a drawn step with #officer (#0: not yet)
    step_role: the role that may do the open step; empty when no step is open
    barred:    ids of officers who may not do the open step, as ",1,7,"
    urgency:   who is served first in its queues (rules/cases/urgency.py)
    ball:      who has to act next: office, citizen, outside, nobody
    head:      the leaf hash of the last event, to which the next one is chained
    remind_at: when the holder of its product is to be reminded of the end; None before, after and without an end
    revocation_due: the last moment to answer the warning of a revocation that is open
    objection_due: by when an objection that is open must be answered
    duty_at:   when the clock has to look at what is owed after the grant; duty_role, duty_due: which role has to look
               at what is said to be done or late, and when that was due
    correction_due: until when a correction of its letter that is open must be decided
    receipt_edition: which code of the receipt counts; the one given at filing is 0. Kept in the log of renewals, not in
               the events: who holds a receipt is no act on the case
    rest:      the part of the projection that no list asks about (rules/cases/state.py)
    """

    number = models.CharField(max_length=24, unique=True)
    ref = models.UUIDField(default=uuid4)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="cases")
    office = models.CharField(max_length=60)
    service = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    lane = models.CharField(max_length=200)
    step = models.CharField(max_length=60, blank=True)
    step_role = models.CharField(max_length=40, blank=True)
    barred = models.TextField(default=",", blank=True)
    ball = models.CharField(max_length=10)
    holder = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False)
    urgency = models.PositiveSmallIntegerField(default=IN_TURN)
    received_at = models.DateTimeField()
    complete_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    step_due_at = models.DateTimeField(null=True)
    silence_grants = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    imported = models.BooleanField(default=False)
    seq = models.PositiveIntegerField()
    head = models.BinaryField(max_length=32)
    rest = models.JSONField()
    remind_at = models.DateTimeField(null=True)
    revocation_due = models.DateTimeField(null=True)
    objection_due = models.DateTimeField(null=True)
    duty_at = models.DateTimeField(null=True)
    duty_role = models.CharField(max_length=60, blank=True, default="")
    duty_due = models.DateTimeField(null=True)
    correction_due = models.DateTimeField(null=True)
    receipt_edition = models.PositiveIntegerField(default=0, db_default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        """Indexes: each serves one question above; those of queues hold only what waits."""

        indexes = [
            models.Index(
                "office",
                "step_role",
                "urgency",
                "step_due_at",
                "received_at",
                "id",
                name="case_waiting_by_role",
                condition=WAITING,
            ),
            models.Index("lane", "urgency", "received_at", "id", name="case_queue", condition=WAITING),
            models.Index("office", "step_role", "step_due_at", name="case_outside", condition=OUTSIDE),
            models.Index("holder", name="case_desk", condition=Q(holder__isnull=False)),
            models.Index("due_at", name="case_due", condition=Q(decided_at=None, closed_at=None)),
            models.Index("service", "decided_at", name="case_decided", condition=Q(decided_at__isnull=False)),
            models.Index("decided_at", "id", name="case_to_issue", condition=TO_ISSUE),
            models.Index("id", name="case_before_its_turn", condition=BEFORE_ITS_TURN),
            models.Index("remind_at", "id", name="case_to_remind", condition=Q(remind_at__isnull=False)),
            models.Index(
                "office", "revocation_due", "id", name="case_revocation", condition=Q(revocation_due__isnull=False)
            ),
            models.Index("objection_due", "id", name="case_objection", condition=Q(objection_due__isnull=False)),
            models.Index(
                "office", "correction_due", "id", name="case_correction", condition=Q(correction_due__isnull=False)
            ),
            models.Index("office", "issued_at", "id", name="case_to_hand_over", condition=TO_HAND_OVER),
            models.Index("duty_at", "id", name="case_duty_clock", condition=Q(duty_at__isnull=False)),
            models.Index("office", "duty_due", "id", name="case_duty_to_look_at", condition=Q(duty_due__isnull=False)),
            models.Index("office", "received_at", name="case_received"),
        ]

    def __str__(self) -> str:
        return self.number

    def is_readable_by(self, party_id: int | None, *, seen: bool) -> bool:
        """Say whether a citizen may read this case in a session: it is their party's, and the party's card was seen.

        Who only declared a NIK may read what was filed online here, for only there it can have been themselves.
        """
        filed_here = not self.imported and TAKEN_OVER not in self.rest
        return self.party_id == party_id and (seen or (self.channel == ONLINE and filed_here))


class EventQuerySet(models.QuerySet["Event"]):
    """Questions about events."""

    def set_aside(self, office: str, start: datetime, end: datetime) -> int:
        """How many decisions of an office were set aside by an objection between two moments."""
        # By the record's time, which has an index; it is never before the act's own.
        between = Q(recorded_at__gte=start, occurred_at__gte=start, occurred_at__lt=end)
        return self.filter(between, act__in=SETS_ASIDE, case__office=office).count()

    def of_case(self, case_id: int) -> Self:
        """The events of one case in their order."""
        return self.filter(case_id=case_id).order_by("seq")

    def all_of_case(self, case_id: int) -> list["Event"]:
        """Every event of one case in their order."""
        return found(Event, "case_id = %s order by seq", [case_id])

    def all_with_officers(self, case_id: int, known: Sequence[User] = ()) -> list["Event"]:
        """Every event of one case in their order, each with its officer; two queries, one if all are ``known``."""
        events, officers = self.all_of_case(case_id), {officer.pk: officer for officer in known}
        wanted = sorted({event.officer_id for event in events if event.officer_id is not None} - officers.keys())
        if wanted:
            marks = ", ".join(["%s"] * len(wanted))
            officers.update((officer.pk, officer) for officer in found(User, f"id in ({marks})", wanted))
        for event in events:
            event.officer = officers[event.officer_id] if event.officer_id is not None else None
        return events

    def by_officer(self, user_id: int, since: datetime) -> Self:
        """What one officer did from a moment on; what an importer entered later counts by when it was done."""
        # Nothing is recorded before it is done, so the index over recorded_at finds all of it.
        return self.filter(officer_id=user_id, recorded_at__gte=since, occurred_at__gte=since)

    def case_by_case(self) -> Self:
        """All events, those of one case together and in their order."""
        return self.order_by("case_id", "seq")

    def newest_first(self, before: int | None = None) -> Self:
        """All events in the order of writing, backwards; those written before the one with the id ``before``."""
        return (self if before is None else self.filter(pk__lt=before)).order_by("-pk")


class Event(models.Model):
    """One act on a case. Never edited, never deleted: the database refuses both.

    body:     the committed text (canonical JSON) with every value that the projection needs, none of them personal
    sealed:   what is personal, encrypted under the case's key; the body holds its salted digest
    outbox:   the row that takes the leaf to the record
    once:     the sender's idempotency key, hashed; a second sending finds the first event
    request:  the keyed digest of what was sent under ``once``
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    act = models.CharField(max_length=20)
    officer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False)
    role = models.CharField(max_length=40)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    body = models.TextField()
    sealed = models.BinaryField(null=True)
    outbox = models.ForeignKey("tables.Outbox", on_delete=models.PROTECT, db_index=False, related_name="+")
    once = models.BinaryField(max_length=16, null=True)
    request = models.BinaryField(max_length=16, null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        """One event for each place in a case, one for each idempotency key; an officer finds what they did today."""

        indexes = [
            models.Index("officer", "recorded_at", name="event_by_officer", condition=Q(officer__isnull=False)),
            models.Index("recorded_at", name="event_sets_aside", condition=Q(act__in=SETS_ASIDE)),
        ]

        constraints = [
            models.UniqueConstraint("case", "seq", name="event_once_per_place"),
            models.UniqueConstraint("once", name="event_once_per_key", condition=Q(once__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq} {self.act}"
