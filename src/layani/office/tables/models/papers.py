"""What citizens hand in and what the office hands out: drafts, documents, letters, messages, survey answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import UUID, uuid4

from django.db import connection, models
from django.db.models import Count, F, Max

from layani.office.tables.models.cases import Case
from layani.office.tables.models.people import Party, User
from layani.office.tables.prepared import found, rows_of

# Drafts of answers to a notice stand in the same table, under the number of their case.
ANSWER_TO = "answer/"
FOR_ANOTHER = "for/"
"""What the holder of a mandate fills in for a person begins so; the person has no page of it, and is not reminded."""


class DraftQuerySet(models.QuerySet["Draft"]):
    """Questions about drafts."""

    def at(self, party: int, of: str, typed_by: int | None) -> "Draft | None":
        """The draft of a party for a service by one typist, or None. Plain SQL, for every page of a form asks it."""
        typist, values = ("typed_by_id is null", []) if typed_by is None else ("typed_by_id = %s", [typed_by])
        return next(iter(found(Draft, f"party_id = %s and service = %s and {typist}", [party, of, *values])), None)

    def to_remind(self, before: datetime) -> Self:
        """Those of citizens that nobody touched since ``before``, and whose owner was not told since the last touch."""
        old = self.filter(typed_by=None, updated_at__lt=before).exclude(service__startswith=ANSWER_TO)
        old = old.exclude(service__startswith=FOR_ANOTHER)
        return old.filter(models.Q(reminded_at=None) | models.Q(reminded_at__lt=F("updated_at"))).order_by("updated_at")


class Draft(models.Model):
    """An application that is being filled in: kept, so that a session that ends loses nothing.

    sealed: the answers so far, under the party's key. One draft for a party and a service.
    reminded_at: when its owner was told that it will be forgotten; void once it was touched after that
    """

    ref = models.UUIDField(default=uuid4, unique=True)
    party = models.ForeignKey(Party, on_delete=models.CASCADE)
    service = models.CharField(max_length=100)
    version = models.CharField(max_length=20)
    typed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT)
    sealed = models.BinaryField()
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField(db_index=True)
    reminded_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        """One draft for a party, a service and a typist."""

        constraints = [
            models.UniqueConstraint("party", "service", "typed_by", name="draft_one_each", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return str(self.ref)


class DocumentQuerySet(models.QuerySet["Document"]):
    """Questions about documents."""

    def bind(self, uploads: Mapping[bytes, UUID], party_id: int, case_id: int) -> int:
        """Make these uploads of a party the case's; returns how many were the party's own, free and as described.

        uploads: the file's ref by the code of the answer that names it. Plain SQL, for every filing with documents
        does it.
        """
        native = connection.features.has_native_uuid_field
        marks = ", ".join(["%s"] * len(uploads))
        statement = (
            "update tables_document set case_id = %s where party_id = %s and case_id is null "  # noqa: S608  only marks
            f"and ref in ({marks}) and answer_mac in ({marks}) returning id"
        )
        refs = (ref if native else ref.hex for ref in uploads.values())
        return len(rows_of(statement, [case_id, party_id, *refs, *uploads]))


class Document(models.Model):
    """A file, encrypted in the file store; its key stands in the sealed answers that name it.

    ref:         name of the file in the store. Rows without a case are uploads of drafts and are swept when old
    answer_mac:  office-keyed code of the whole answer that names the file (id, name, type, bytes, sha256): the name of
                 a file may be personal and is kept sealed alone, yet an answer that says something else is found out
    """

    ref = models.UUIDField(default=uuid4, unique=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="documents")
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    answer_mac = models.BinaryField(max_length=16, null=True)
    scanned = models.CharField(max_length=20)
    uploaded_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.ref)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a year's letters: how many there are, and the last one."""

    count: int
    last: int

    @property
    def missing(self) -> int:
        """How many numbers up to the last one have no letter; each is given once, and the first one is 1."""
        return self.last - self.count


class LetterQuerySet(models.QuerySet["Letter"]):
    """Questions about the register of letters."""

    def next_serial(self, office: str, year: int) -> int:
        """The office's next number of the year; until the transaction ends nobody else is given one.

        A transaction that is rolled back gives its number back, so the register has no gaps. On SQLite the
        transaction itself began IMMEDIATE and keeps every other writer out.
        """
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_xact_lock(hashtext(%s), %s)", [f"letters/{office}", year])
        last = self.filter(office=office, year=year).aggregate(last=Max("serial"))["last"]
        return (last or 0) + 1

    def register(self, office: str, year: int, before: int | None) -> Self:
        """The letters of a year with their cases, the newest first; those with a number below ``before``."""
        rows = self.filter(office=office, year=year).select_related("case").order_by("-serial")
        return rows if before is None else rows.filter(serial__lt=before)

    def years(self, office: str) -> "list[int]":
        """The years that have letters, the latest first."""
        return list(self.filter(office=office).order_by("-year").values_list("year", flat=True).distinct())

    def numbers(self, office: str, year: int) -> "Numbers":
        """How many letters a year has, and its last number."""
        found = self.filter(office=office, year=year).aggregate(count=Count("id"), last=Max("serial"))
        return Numbers(found["count"], found["last"] or 0)

    def in_force(self, case_id: int) -> "Letter | None":
        """The one letter of a case that counts; None before its first one has a number."""
        return self.filter(case_id=case_id, in_force=True).first()

    def last_of(self, case_id: int) -> "Letter | None":
        """The letter of a case that was numbered last, whether it counts yet or not."""
        return self.filter(case_id=case_id).order_by("-edition").first()

    def of_decision(self, case: Case) -> "Letter | None":
        """The letter of a case's present decision that was numbered last; those of a decision set aside are older."""
        rows = self.filter(case_id=case.pk, issued_at__gte=case.decided_at) if case.decided_at else self.none()
        return rows.order_by("-edition").first()

    def first_edition_of(self, case: Case) -> int:
        """Which edition a present decision's first letter is: after those of one that was set aside."""
        before = self.filter(case_id=case.pk, issued_at__lt=case.decided_at).aggregate(last=Max("edition"))["last"]
        return 0 if before is None else int(before) + 1

    def edition_of(self, case_id: int, edition: int) -> "Letter | None":
        """One edition of a case's letter, 0 being the first."""
        return self.filter(case_id=case_id, edition=edition).first()

    def with_code(self, code: str) -> "Letter | None":
        """The letter that carries this code, with its case, or None."""
        return self.filter(code=code).select_related("case").first()


class Letter(models.Model):
    """A letter that was issued; its text is sealed under the case's key.

    edition: 0 of the first letter of a case, 1 of the one that corrects it, and so on
    in_force: this edition is the one that counts; a correction does not before it is signed
    superseded_at: since when a later edition counts
    number: from the register, without gaps within a year and an office
    code:   printed as QR; whoever holds the paper can ask whether it is genuine and still valid
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    edition = models.PositiveSmallIntegerField(default=0, db_default=0)
    in_force = models.BooleanField(default=True, db_default=True)
    superseded_at = models.DateTimeField(null=True)
    office = models.CharField(max_length=60)
    year = models.PositiveIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=60, unique=True)
    code = models.CharField(max_length=24, unique=True)
    sealed = models.BinaryField()
    issued_at = models.DateTimeField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        """A serial number is given once, and of the letters of a case one counts."""

        constraints = [
            models.UniqueConstraint("office", "year", "serial", name="letter_serial_once"),
            models.UniqueConstraint("case", "edition", name="letter_edition_once"),
            models.UniqueConstraint("case", name="letter_in_force_once", condition=models.Q(in_force=True)),
            models.CheckConstraint(
                name="letter_superseded_counts_no_more",
                condition=models.Q(superseded_at=None) | models.Q(in_force=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class MessageQuerySet(models.QuerySet["Message"]):
    """Questions about messages."""

    def to_send(self) -> Self:
        """Messages that are neither sent nor given up."""
        return self.filter(sent_at=None, gave_up_at=None)

    def due(self, now: datetime) -> Self:
        """Messages to be sent by now, the one that is due longest first."""
        return self.to_send().filter(due_at__lte=now).order_by("due_at", "id")

    def locked_for_sending(self) -> Self:
        """Locked, passing over what another worker is just claiming (on SQLite there is one writer)."""
        skip = connection.features.has_select_for_update_skip_locked
        return self.select_for_update(of=("self",) if skip else (), skip_locked=skip)

    def given_up(self) -> Self:
        """Messages that could not be delivered, the last one first."""
        return self.filter(gave_up_at__isnull=False).order_by("-gave_up_at", "-id")


class Message(models.Model):
    """A message to a party. The row holds no personal data: name and address are opened when it is sent.

    params: values for its words beside number and link; "taken" lists the channels that have it already, and "why"
            says why it was given up
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, db_index=False)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, db_index=False)
    kind = models.CharField(max_length=30)
    params = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        """Only what is still to be sent is looked for."""

        indexes = [models.Index(F("due_at"), name="message_due", condition=models.Q(sent_at=None, gave_up_at=None))]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class DemoMessageQuerySet(models.QuerySet["DemoMessage"]):
    """Questions about the demo's messages."""

    def newest_first(self, before: int | None = None) -> Self:
        """All messages backwards; those kept before the one with the id ``before``."""
        return (self if before is None else self.filter(pk__lt=before)).order_by("-pk")

    def chat_with(self, phone: str, subject: str) -> Self:
        """The replies to one phone, the newest first."""
        return self.filter(to=phone, subject=subject).order_by("-pk")


class DemoMessage(models.Model):
    """What the fake mail and SMS gateway of a demo would have sent; anyone may read it there."""

    to = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    sent_at = models.DateTimeField(db_index=True)

    objects = DemoMessageQuerySet.as_manager()

    def __str__(self) -> str:
        return self.subject


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Questions about the survey."""

    def offered_since(self, service: str, since: datetime) -> Self:
        """Surveys of one service that were offered from ``since`` on, answered or not."""
        return self.filter(service=service, offered_at__gte=since)

    def answered(self) -> Self:
        """Those that somebody answered."""
        return self.filter(answered_at__isnull=False)


class Survey(models.Model):
    """One answer to the satisfaction survey: scores 1 to 4 by element, without the name of who gave it.

    offered_at: the survey was offered to this case; answered_at is empty while nobody answered.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT)
    office = models.CharField(max_length=60)
    service = models.CharField(max_length=60)
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    scores = models.JSONField(default=dict)
    sealed_comment = models.BinaryField(null=True)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        """Counted by service and time."""

        indexes = [models.Index("service", "answered_at", name="survey_by_service")]

    def __str__(self) -> str:
        return f"{self.service} {self.pk}"


class FiguresQuerySet(models.QuerySet["Figures"]):
    """Questions about the monthly figures."""

    def last_computed(self) -> datetime | None:
        """When the figures were last computed; None when there are none."""
        found: datetime | None = self.aggregate(last=Max("computed_at"))["last"]
        return found

    def put(self, rows: Iterable["Figures"]) -> None:
        """Write each row, in place of the month's earlier one."""
        key = ["office", "service", "month"]
        values = [f.name for f in Figures._meta.concrete_fields if f.name not in (*key, "id")]
        # The stubs lose the model of a query set that is made a manager.
        self.bulk_create(rows, update_conflicts=True, unique_fields=key, update_fields=values)  # type: ignore[arg-type]

    def between(self, first: date, running: date) -> Self:
        """The months of all services from ``first`` on that were over when ``running`` began, the oldest first."""
        return self.filter(month__gte=first, month__lt=running).order_by("month")

    def months_of(self, service: str, first: date, running: date) -> Self:
        """The same of one service."""
        return self.between(first, running).filter(service=service)


class Figures(models.Model):
    """How one service kept its promise in one month, computed by a sweep so that the public page reads one row each.

    month: first day; the percentiles are of working minutes from completeness to decision
    partly: of the decided, how many were granted in part; those are not among the refused
    promised: the promises that the decided cases were filed under, as [[amount, unit], …]
    turns:    of the decided, by whose turn it was ("first", "ahead", "in_turn", and "passed_over" of the last two), how
              many, and the median of working minutes from arrival until an officer took it, as {name: [count, minutes]}
    """

    office = models.CharField(max_length=60)
    service = models.CharField(max_length=60)
    month = models.DateField()
    received = models.PositiveIntegerField()
    decided = models.PositiveIntegerField()
    on_time = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    deemed = models.PositiveIntegerField()
    partly = models.PositiveIntegerField(default=0, db_default=0)
    median_minutes = models.PositiveIntegerField(null=True)
    p90_minutes = models.PositiveIntegerField(null=True)
    promised = models.JSONField(default=list)
    turns = models.JSONField(default=dict)
    computed_at = models.DateTimeField()

    objects = FiguresQuerySet.as_manager()

    class Meta:
        """One row for a month."""

        constraints = [models.UniqueConstraint("office", "service", "month", name="figures_once_a_month")]

    def __str__(self) -> str:
        return f"{self.service} {self.month}"


class Pulse(models.Model):
    """When each job last ran, for the operator's health page."""

    job = models.CharField(max_length=60, unique=True)
    ran_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.job
