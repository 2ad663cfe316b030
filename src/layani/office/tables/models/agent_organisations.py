"""Organisations whose people act for others (biro jasa, hospitals, banks), who works there, and published quarters."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from layani.office.tables.models.mandates import ProxyAct, ProxyFiling
from layani.office.tables.models.people import Party, User


class AgentOrganisation(models.Model):
    """An organisation, as a supervisor entered it. registration: its number in the register of businesses (NIB)."""

    ref = models.UUIDField(unique=True)
    name = models.CharField(max_length=120)
    registration = models.CharField(max_length=60, unique=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class AgentMemberQuerySet(models.QuerySet["AgentMember"]):
    """Questions about who works where."""

    def now_of(self, party: int | None) -> "AgentMember | None":
        """Where somebody works today by their own word, or None."""
        rows = self.filter(party_id=party, ended_at=None, confirmed_at__isnull=False)
        return rows.select_related("organisation").first()

    def asked_of(self, party: int | None) -> "AgentMember | None":
        """Where somebody is said to work and has not said so themselves yet, or None."""
        return self.filter(party_id=party, ended_at=None, confirmed_at=None).select_related("organisation").first()

    def standing(self, organisation: int) -> Self:
        """Those who work somewhere today or are asked whether they do."""
        return self.filter(organisation_id=organisation, ended_at=None).select_related("party").order_by("pk")


class AgentMember(models.Model):
    """That somebody works for an organisation: from when they said so themselves, until one of the sides ends it.

    leads: they read the organisation's page, and ask others in; ended_by: "member", "lead" or "officer"
    """

    organisation = models.ForeignKey(AgentOrganisation, on_delete=models.PROTECT, related_name="members")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="agent_memberships")
    leads = models.BooleanField(default=False)
    entered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=10, blank=True)

    objects = AgentMemberQuerySet.as_manager()

    class Meta:
        """Nobody works in two of them at once."""

        constraints = [models.UniqueConstraint("party", name="agent_member_once", condition=models.Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.party_id} of {self.organisation_id}"


def _while_working_there(organisation: int) -> Q:
    """What somebody did while they worked for an organisation: not before, nor after."""
    there = "holder__agent_memberships__"
    return Q(
        Q(**{f"{there}ended_at": None}) | Q(at__lt=F(f"{there}ended_at")),
        **{f"{there}organisation_id": organisation, "at__gte": F(f"{there}confirmed_at")},
    )


def filings_of(organisation: int) -> models.QuerySet[ProxyFiling]:
    """Return what the people of an organisation filed for others while they worked there, the newest first."""
    return ProxyFiling.objects.filter(_while_working_there(organisation)).order_by("-pk")


def acts_of(organisation: int, since: datetime) -> models.QuerySet[ProxyAct]:
    """Return what the people of an organisation did on cases after filing them, from a moment on."""
    return ProxyAct.objects.filter(_while_working_there(organisation), at__gte=since)


class AgentQuarter(models.Model):
    """What was published of agents for one calendar quarter: written once when it was over, and never counted again.

    body: only what may be read by everybody (jobs/agent_figures.py); hidden numbers are not in it
    """

    office = models.CharField(max_length=60)
    first = models.DateField()
    body = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        """One for a quarter."""

        constraints = [models.UniqueConstraint("office", "first", name="agent_quarter_once")]

    def __str__(self) -> str:
        return f"{self.office} {self.first}"
