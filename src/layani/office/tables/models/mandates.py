"""Mandates, what was filed under them, who acts for others, and what they were shown."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Count, Q

from layani.office.tables.models.cases import Case
from layani.office.tables.models.papers import Document
from layani.office.tables.models.people import Party, User
from layani.office.tables.models.record import Outbox
from layani.rules.mandates.model import BASES
from layani.rules.mandates.model import Mandate as RulesMandate

HAPPENED = (
    "given", "recorded", "confirmed", "ended-by-person", "ended-by-holder", "ended-by-death", "ended-by-card",
    "disowned",
)  # fmt: skip


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Questions about mandates."""

    def of_giver(self, party_id: int) -> Self:
        """Those that a person gave, the newest first, with who holds each."""
        return self.filter(giver_id=party_id).select_related("holder").order_by("-pk")

    def of_holder(self, party_id: int) -> Self:
        """Those that somebody holds, the newest first, with the person of each."""
        return self.filter(holder_id=party_id).select_related("giver").order_by("-pk")

    def before(self, pk: int | None) -> Self:
        """What comes after one in a list with the newest first."""
        return self if pk is None else self.filter(pk__lt=pk)

    def on(self, day: date) -> Self:
        """Those in force on a day; the same that ``rules.mandates.model.Mandate.in_force`` says."""
        holds = self.filter(ended="", since__lte=day, until__gte=day)
        return holds.exclude(basis="word", confirmed_at=None)

    def over(self, moment: datetime, day: date, today: date) -> Self:
        """Those to forget: they ended before a moment, or their last day was before a day, or nobody of them is left.

        today: whatever can be used today, or later, is never among them
        """
        ended = Q(ended_at__lt=moment) | Q(until__lt=day)
        nobody_left = Q(giver__erasure__isnull=False, holder__erasure__isnull=False)
        return self.filter(ended | nobody_left, erasure=None).exclude(ended="", until__gte=today)

    def still_needed(self) -> Self:
        """Those by which an application was filed or answered that is not erased."""
        kept = [kind.objects.filter(case__erasure=None).values("mandate_id") for kind in (ProxyFiling, ProxyAct)]
        return self.filter(Q(pk__in=kept[0]) | Q(pk__in=kept[1]))

    def between(self, giver: int, holder: int, day: date) -> Self:
        """Those in force on a day between a person and who acts for them."""
        return self.on(day).filter(giver_id=giver, holder_id=holder)


class Mandate(models.Model):
    """One mandate: the projection of its events.

    ref:     names its key in the key store, and it in addresses
    sealed:  what was seen of it, and why the person cannot be told, in words; under its own key; emptied when erased
    scan:    the paper, where one was scanned; recorded_by: the officer who recorded it, None where the person gave it
    once:    the key of the form by which it came
    organisation: for which the holder works, where the person was told so before they gave it: its lead then reads
             their name
    """

    ref = models.UUIDField(unique=True)
    giver = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="mandates_given")
    holder = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="mandates_held")
    services = models.JSONField()
    basis = models.CharField(max_length=10, choices=[(one, one) for one in BASES])
    receives = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=10, blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    no_contact = models.BooleanField(default=False)
    scan = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="mandates")
    sealed = models.BinaryField()
    once = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "AgentOrganisation", null=True, on_delete=models.PROTECT, related_name="+", db_index=True
    )

    objects = MandateQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.ref)

    def mandate(self) -> RulesMandate:
        """Return it as rules read it."""
        return RulesMandate(
            id=str(self.ref),
            giver=self.giver_id,
            holder=self.holder_id,
            services=frozenset(self.services),
            basis=self.basis,
            since=self.since,
            until=self.until,
            receives=self.receives,
            confirmed=self.confirmed_at is not None,
            ended=self.ended,
        )


class MandateEvent(models.Model):
    """What happened to a mandate. Never edited, never deleted: the database refuses both.

    by:   "person", "holder", "officer", "provider" (which proved who the person is) or "link" (the secret that was sent
          to the person's own phone or e-mail)
    body: what its leaf commits to; nothing personal stands in it
    """

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=[(one, one) for one in HAPPENED])
    by = models.CharField(max_length=10)
    officer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    body = models.TextField()
    outbox = models.OneToOneField(Outbox, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """In their order."""

        constraints = [models.UniqueConstraint("mandate", "seq", name="mandate_event_once_per_place")]

    def __str__(self) -> str:
        return f"{self.mandate_id}/{self.seq} {self.kind}"


class ProxyFilingQuerySet(models.QuerySet["ProxyFiling"]):
    """Questions about what was filed for others."""

    def of_holder(self, party_id: int) -> Self:
        """What somebody filed for others, the newest first, with the cases and their people."""
        return self.filter(holder_id=party_id).select_related("case__party", "mandate").order_by("-pk")

    def before(self, pk: int | None) -> Self:
        """What comes after one in a list with the newest first."""
        return self if pk is None else self.filter(pk__lt=pk)

    def of_case(self, number: str) -> "ProxyFiling | None":
        """How a case was filed for its person, with its mandate and who holds it; None where nobody else filed it."""
        rows = self.filter(case_id=number).select_related("mandate", "holder", "case__party")
        return rows.first()

    def of_cases(self, numbers: Iterable[str]) -> "dict[str, ProxyFiling]":
        """Which of these cases somebody else filed for their person, with who did; one query."""
        return {one.case_id: one for one in self.filter(case_id__in=list(numbers)).select_related("holder")}

    def persons_since(self, holder: int, since: datetime) -> int:
        """For how many different persons somebody filed from a moment on."""
        return self.filter(holder_id=holder, at__gte=since).values("case__party_id").distinct().count()

    def disowned(self) -> Self:
        """Those of which the person said that they did not agree, the latest first."""
        return self.filter(case__rest__has_key="disowned_at").order_by("-pk")

    def volumes(self, holders: Iterable[int], since: datetime) -> dict[int, dict[str, int]]:
        """Return {holder: {filed, persons, refused, granted, disowned}} from a moment on; one query."""
        rows = self.filter(holder_id__in=list(holders), at__gte=since).values("holder_id").order_by()
        counted = rows.annotate(
            filed=Count("pk"),
            persons=Count("case__party_id", distinct=True),
            refused=Count("pk", filter=Q(case__status="refused")),
            granted=Count("pk", filter=Q(case__status__in=("granted", "deemed_granted"))),
            disowned=Count("pk", filter=Q(case__rest__has_key="disowned_at")),
        )
        return {row.pop("holder_id"): row for row in counted}

    def handed_in(self, holders: Iterable[int], since: datetime) -> dict[int, list[tuple[str, int]]]:
        """Return {holder: (officer's name, how many they took at the counter), most first}; one query."""
        taken = self.filter(holder_id__in=list(holders), at__gte=since, officer__isnull=False).order_by()
        rows = taken.values_list("holder_id", "officer__full_name", "officer__username").annotate(n=Count("pk"))
        found: dict[int, list[tuple[str, int]]] = {}
        for holder, full, name, n in sorted(rows, key=lambda row: -row[3]):
            found.setdefault(holder, []).append((full or name, n))
        return found


class ProxyFiling(models.Model):
    """That a case was filed for its person by the holder of a mandate. Never edited, never deleted.

    officer: who took it at the counter, None where it was filed online; no_contact: the person could not be told
    """

    # By its number, which stands in every table in which a case waits, so that its queues can ask whose agent it is.
    case = models.OneToOneField(Case, to_field="number", on_delete=models.PROTECT, related_name="proxy_filing")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="filings")
    holder = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    officer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    no_contact = models.BooleanField(default=False)
    at = models.DateTimeField(db_index=True)

    objects = ProxyFilingQuerySet.as_manager()

    class Meta:
        """Counted by who files, and when."""

        indexes = [models.Index("holder", "at", name="proxy_filing_by_holder")]

    def __str__(self) -> str:
        return str(self.case_id)


class ProxyAct(models.Model):
    """That the holder of a mandate acted on a case after they had filed it. Never edited, never deleted.

    act: what they did ("answer"); no_contact: the person could not be told
    """

    case = models.ForeignKey(Case, to_field="number", on_delete=models.PROTECT, related_name="proxy_acts")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="acts", db_index=False)
    holder = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    act = models.CharField(max_length=20)
    no_contact = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        """Counted by who acts, and when."""

        indexes = [models.Index("holder", "at", name="proxy_act_by_holder")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.act}"


class Agent(models.Model):
    """Somebody who acts for others: the code by which people give them a mandate, and when they became an agent.

    registered_at: when they entered the register of agents: with the first filing beyond what a family needs, or by
                   their own word; None for whoever acts for few. organisation: where they work, as they or an officer
                   said, and registration: its number; "" for none. Both are of a trade, and no secret
    """

    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="agent")
    code = models.CharField(max_length=12, unique=True)
    registered_at = models.DateTimeField(null=True, db_index=True)
    organisation = models.CharField(max_length=120, blank=True)
    registration = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.code


class AgentLook(models.Model):
    """That somebody was shown a person's case by a mandate. Never edited, never deleted: the database refuses both."""

    agent = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="agent_looks")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.agent_id}: {self.what}"
