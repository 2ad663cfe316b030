"""The lists by which places were given out: who made and who signed each, and its lines."""

from collections.abc import Sequence
from typing import Self

from django.db import models
from django.db.models import Q

from layani.office.tables.models.cases import Case
from layani.office.tables.models.people import User

MOST_TOLD = 20
"""Lists taken back that a page tells of."""


class RankingQuerySet(models.QuerySet["Ranking"]):
    """Questions about rankings."""

    def standing(self, service: str, period: str) -> "Ranking | None":
        """The ranking of a period that was not taken back, signed or not."""
        return self.filter(service=service, period=period, annulled_at=None).select_related("made_by").first()

    def of_service(self, service: str) -> Self:
        """The signed rankings of one service that stand, the latest period first."""
        return self.filter(service=service, annulled_at=None, signed_at__isnull=False).order_by("-period")

    def taken_back(self, service: str, period: str) -> list["Ranking"]:
        """The lists of a period that were signed and taken back, the latest first."""
        gone = self.filter(service=service, period=period, annulled_at__isnull=False)
        return list(gone.order_by("-annulled_at")[:MOST_TOLD])

    def running(self) -> Self:
        """The signed rankings in which something may still happen: objections, moving up, the end of the waiting."""
        return self.filter(annulled_at=None, signed_at__isnull=False, closed_at=None).order_by("id")


class Ranking(models.Model):
    """One list of one period.

    period:   its name, as ``rules.catalogue.amounts.ranking.period`` gives it
    seed:     what its draw began with; empty where nothing is drawn
    digest:   SHA-256 (hex) of its content; each case's event carries it, and so the record does
    final_at: when it began to count; closed_at: when nothing can happen in it any more
    """

    office = models.CharField(max_length=60)
    service = models.CharField(max_length=60)
    period = models.CharField(max_length=10)
    places = models.PositiveIntegerField()
    seed = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    final_at = models.DateTimeField(null=True)
    annulled_at = models.DateTimeField(null=True)
    annulled_why = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = RankingQuerySet.as_manager()

    class Meta:
        """One list of a period stands."""

        constraints = [
            models.UniqueConstraint(
                "service", "period", name="ranking_one_stands", condition=Q(annulled_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}/{self.period}"

    @property
    def name(self) -> str:
        """How events name it."""
        return f"{self.service}/{self.period}/{self.pk}"


class RankingLineQuerySet(models.QuerySet["RankingLine"]):
    """Questions about the lines of a ranking."""

    def after(self, seat: int, most: int) -> "Sequence[RankingLine]":
        """At most so many lines after a seat, with their cases; one query."""
        return list(self.filter(seat__gt=seat).select_related("case").order_by("seat")[:most])

    def waiting(self) -> Self:
        """The lines whose case waits for a place, the first first."""
        return self.filter(case__decided_at=None, case__closed_at=None, case__rest__place__place="waiting").order_by(
            "seat"
        )

    def with_open_objection(self) -> Self:
        """The lines to which an objection waits for its answer."""
        return self.filter(case__decided_at=None, case__closed_at=None, case__rest__place__objection="open")

    def placed(self) -> Self:
        """The lines that hold a place: those of refused, withdrawn and lapsed cases have given it back."""
        held = self.filter(case__rest__place__place="placed")
        return held.exclude(case__status__in=("refused", "withdrawn", "lapsed"))


class RankingLine(models.Model):
    """One case on a list. ``seat`` counts all lines from 1; ``rank`` is 0 for who can have no place.

    place: what the list gave when it was made; what the case has now stands in its own row
    """

    ranking = models.ForeignKey(Ranking, on_delete=models.CASCADE, related_name="lines", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    seat = models.PositiveIntegerField()
    rank = models.PositiveIntegerField()
    code = models.CharField(max_length=12)
    score = models.IntegerField(null=True)
    points = models.JSONField(default=dict)
    place = models.CharField(max_length=10)

    objects = RankingLineQuerySet.as_manager()

    class Meta:
        """Read in its order."""

        constraints = [models.UniqueConstraint("ranking", "seat", name="ranking_line_once")]

    def __str__(self) -> str:
        return f"{self.ranking_id}/{self.seat}"
