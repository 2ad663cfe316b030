"""Tickets at the front door, and the events that are all that ever happened to them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Self
from uuid import uuid4

from django.db import connection, models
from django.db.models import Max, Q

from layani.office.tables.models.cases import Case
from layani.office.tables.models.people import User
from layani.office.tables.models.record import Outbox
from layani.rules.door.ticket import FROM_SP4N, HELD, OPEN

WAITING = Q(status="waiting")
AT_A_COUNTER = Q(status__in=sorted(HELD), officer__isnull=False)
IN_THE_HALL = "hall"


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Questions about tickets."""

    def next_number(self, office: str, day: date) -> int:
        """The office's next number of the day; until the transaction ends nobody else is given one.

        On SQLite the transaction itself began IMMEDIATE and keeps every other writer out.
        """
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_xact_lock(hashtext(%s), %s)", [f"door/{office}", day.toordinal()])
        last = self.filter(office=office, day=day).aggregate(last=Max("number"))["last"]
        return (last or 0) + 1

    def numbered(self, key: int | None) -> "Ticket | None":
        """The ticket of this key, or None without one."""
        return self.filter(pk=key).first() if key else None

    def with_code(self, code: str) -> "Ticket | None":
        """The ticket that carries this code, or None."""
        return self.filter(code=code).first()

    def locked(self, pk: int) -> "Ticket":
        """The ticket, locked until the transaction ends; raises Ticket.DoesNotExist."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def held_by(self, user: int) -> "Ticket | None":
        """The ticket at this officer's counter, or None."""
        return self.filter(AT_A_COUNTER, officer_id=user).first()

    def in_line(self, office: str, place: str, day: date) -> Self:
        """The waiting tickets of a place in the order in which they are called; of the hall only those of ``day``."""
        line = self.filter(WAITING, office=office, place=place)
        line = line.filter(day=day) if place == IN_THE_HALL else line
        return line.order_by("urgency", "waits_since", "id")

    def for_counter(self, counter: str) -> Self:
        """Those of a line that this counter may call: what was handed on to another one waits for that."""
        return self.filter(only_at__in=["", counter]).of_the_counter()

    def of_the_counter(self) -> Self:
        """Those that a counter answers; reports of being sent away and what SP4N passes on are a supervisor's."""
        return self.filter(sent_away=False).exclude(channel=FROM_SP4N)

    def first_free(self) -> "Ticket | None":
        """The first of a line, locked, passing over what another officer is just calling."""
        skip = connection.features.has_select_for_update_skip_locked
        return self.select_for_update(of=("self",) if skip else (), skip_locked=skip).first()

    def before(self, ticket: "Ticket") -> Self:
        """Those of a line that are called before one that waits in it."""
        same = Q(urgency=ticket.urgency)
        earlier = Q(waits_since__lt=ticket.waits_since) | Q(waits_since=ticket.waits_since, id__lt=ticket.pk)
        return self.filter(Q(urgency__lt=ticket.urgency) | (same & earlier))

    def of_day(self, office: str, day: date) -> Self:
        """Every ticket of one day, in the order of its numbers."""
        return self.filter(office=office, day=day).order_by("number")

    def since(self, office: str, day: date) -> Self:
        """Every ticket from a day on, in no order."""
        return self.filter(office=office, day__gte=day).order_by()

    def called_lately(self, office: str, day: date, since: datetime) -> list[datetime]:
        """When tickets of the hall were first called since a moment of the day."""
        called = self.filter(office=office, day=day, place=IN_THE_HALL, called_first_at__gte=since)
        return [at for at in called.values_list("called_first_at", flat=True) if at]

    def at_counters(self, office: str, day: date) -> Self:
        """The tickets of the hall that are called or served, the latest call first."""
        held = self.filter(AT_A_COUNTER, office=office, day=day, place=IN_THE_HALL)
        return held.order_by("-called_at")

    def away(self, office: str, day: date, now: datetime) -> Self:
        """Tickets of the hall that were called in vain and may still come back, in the order of their numbers."""
        gone = self.filter(office=office, day=day, place=IN_THE_HALL, status="away", back_by__gte=now)
        return gone.order_by("number")

    def to_close(self, office: str, until: date) -> Self:
        """Open tickets of the hall, of this day or an earlier one, whose person is not being served."""
        return self.filter(
            office=office, day__lte=until, place=IN_THE_HALL, status__in=sorted(OPEN - {"serving"})
        ).order_by("id")

    def unended_before(self, office: str, day: date) -> Self:
        """Tickets of earlier days that nothing has ended, the oldest first."""
        return self.filter(office=office, day__lt=day).exclude(status="ended").order_by("day", "number")

    def open_of(self, contact_mac: bytes, channel: str) -> "Ticket | None":
        """The latest open ticket of a telephone number on one channel, by its office-keyed code, or None."""
        mine = self.filter(contact_mac=contact_mac, channel=channel)
        return mine.exclude(status="ended").order_by("-id").first()

    def to_text(self, office: str, day: date) -> Self:
        """Those who wait in the hall and want a text message that was not left yet."""
        return self.in_line(office, IN_THE_HALL, day).filter(texts=True, texted=False)

    def with_contact_before(self, day: date) -> Self:
        """Ended tickets of earlier days that still hold a telephone number."""
        return self.filter(status="ended", day__lt=day, sealed_contact__isnull=False)

    def of_case(self, numbers: Collection[str]) -> Self:
        """The tickets from which these cases were filed."""
        return self.filter(filed__case__number__in=numbers)


class Ticket(models.Model):
    """One person's contact with the office: the projection of its events (rules/door/ticket.py).

    Every column but the next four can be computed again from the events (``layani rebuild --check``).
    ref:       names its key in the key store
    code:      the secret of its page and of its list, printed on the slip
    contact_mac, sealed_contact: where its person can be reached; sealed, and emptied on the day after its end
    urgency:   who is called first (rules/door/ticket.py)
    rest:      the part of the projection that no list asks about
    """

    ref = models.UUIDField(default=uuid4, unique=True)
    code = models.CharField(max_length=20, unique=True)
    contact_mac = models.BinaryField(max_length=16, null=True)
    sealed_contact = models.BinaryField(null=True)
    office = models.CharField(max_length=60)
    day = models.DateField()
    number = models.PositiveIntegerField()
    channel = models.CharField(max_length=10)
    place = models.CharField(max_length=10)
    need = models.CharField(max_length=60, blank=True)
    first = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=10)
    urgency = models.PositiveSmallIntegerField()
    counter = models.CharField(max_length=20, blank=True)
    only_at = models.CharField(max_length=20, blank=True)
    officer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    opened_at = models.DateTimeField()
    waits_since = models.DateTimeField()
    called_first_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    back_by = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, blank=True)
    service = models.CharField(max_length=60, blank=True)
    binds_until = models.DateField(null=True)
    follows = models.UUIDField(null=True)
    first_contact = models.DateTimeField()
    sent_away = models.BooleanField(default=False)
    answer_by = models.DateTimeField(null=True)
    texts = models.BooleanField(default=False)
    texted = models.BooleanField(default=False)
    seq = models.PositiveIntegerField()
    rest = models.JSONField()

    objects = TicketQuerySet.as_manager()

    class Meta:
        """One number a day; one ticket at an officer's counter; and the line, as it is called."""

        constraints = [
            models.UniqueConstraint("office", "day", "number", name="ticket_number_once"),
            models.UniqueConstraint("officer", name="ticket_one_held", condition=AT_A_COUNTER),
        ]
        indexes = [
            models.Index("office", "place", "urgency", "waits_since", "id", name="ticket_line", condition=WAITING),
            models.Index("contact_mac", name="ticket_contact", condition=Q(contact_mac__isnull=False)),
            models.Index("office", "ended_at", name="ticket_ended", condition=Q(ended_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.number}"


class TicketEventQuerySet(models.QuerySet["TicketEvent"]):
    """Questions about the events of tickets."""

    def of_ticket(self, ticket: int) -> Self:
        """The events of one ticket, in order."""
        return self.filter(ticket_id=ticket).order_by("seq")

    def of_tickets(self, tickets: Collection[int]) -> "Sequence[TicketEvent]":
        """The events of several tickets, ticket by ticket; one query."""
        return list(self.filter(ticket_id__in=tickets).order_by("ticket_id", "seq"))

    def opening_leaf(self, ticket: int) -> str:
        """The leaf by which the record knows that the ticket was opened."""
        return self.filter(ticket_id=ticket, seq=0).values_list("outbox__leaf", flat=True).get()

    def ticket_by_ticket(self) -> Self:
        """All events with their tickets, for an export."""
        return self.select_related("ticket").order_by("ticket_id", "seq")


class TicketEvent(models.Model):
    """One act on a ticket. Never edited, never deleted: the database refuses both.

    body:    the committed text (canonical JSON), nothing in it personal
    sealed:  what is personal, under the ticket's key; the body holds its salted digest
    outbox:  the leaf of an opening or an end; what happens between is in no record
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    act = models.CharField(max_length=20)
    officer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    role = models.CharField(max_length=40)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    body = models.TextField()
    sealed = models.BinaryField(null=True)
    outbox = models.OneToOneField(Outbox, null=True, on_delete=models.PROTECT, related_name="+")

    objects = TicketEventQuerySet.as_manager()

    class Meta:
        """One event for each place in a ticket."""

        constraints = [models.UniqueConstraint("ticket", "seq", name="ticket_event_once")]

    def __str__(self) -> str:
        return f"{self.ticket_id}/{self.seq} {self.act}"


class TicketMessageQuerySet(models.QuerySet["TicketMessage"]):
    """Questions about messages to people with a ticket."""

    def due(self, now: datetime) -> Self:
        """Those to be sent by now, the one that is due longest first."""
        return self.filter(sent_at=None, gave_up_at=None, due_at__lte=now).order_by("due_at", "id")

    def locked_for_sending(self) -> Self:
        """Locked, passing over what another worker is just claiming (on SQLite there is one writer)."""
        skip = connection.features.has_select_for_update_skip_locked
        return self.select_for_update(of=("self",) if skip else (), skip_locked=skip)


class TicketMessage(models.Model):
    """A message to a ticket's person. The row holds nothing personal: the number is opened when it is sent.

    params: values for its words beside number and link; why: says why it was given up
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=20)
    params = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=20, blank=True)

    objects = TicketMessageQuerySet.as_manager()

    class Meta:
        """Only what is still to be sent is looked for."""

        indexes = [models.Index("due_at", name="ticket_message_due", condition=Q(sent_at=None, gave_up_at=None))]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class TicketCase(models.Model):
    """That a case was filed from a ticket; part of the ticket's projection."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="filed")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="ticket")

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.case_id}"
