"""Questions about cases whose decision is there: letters, what is owed, renewals, objections and revocations."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from layani.office.tables.models.cases import Case  # noqa: F401  the model is made with these questions

# The letter is out, and in nobody's hands; what was imported was handed over elsewhere.
TO_HAND_OVER = Q(issued_at__isnull=False, delivered_at=None, imported=False)
# A decision without its letter; what was imported has its letter elsewhere.
TO_ISSUE = Q(decided_at__isnull=False, issued_at=None, imported=False)


class DecidedQuerySet(models.QuerySet["Case"]):
    """What lists and sweeps ask once there is a decision."""

    def to_remind(self, now: datetime) -> Self:
        """Cases whose product's holder is to be reminded of its end, the earliest day first."""
        return self.filter(remind_at__isnull=False, remind_at__lte=now).order_by("remind_at", "id")

    def revocations(self, office: str) -> Self:
        """Cases of an office whose holder was warned of a revocation that is not decided, the earliest day first."""
        return self.filter(office=office, revocation_due__isnull=False).order_by("revocation_due", "id")

    def after_revocation(self, due: datetime, case_id: int) -> Self:
        """What follows one case in the order of ``revocations``."""
        return self.filter(Q(revocation_due__gt=due) | Q(revocation_due=due, id__gt=case_id))

    def objections(self, office: str) -> Self:
        """Cases of an office with an objection that waits for its answer, the earliest day first."""
        return self.filter(office=office, objection_due__isnull=False).order_by("objection_due", "id")

    def after_objection(self, due: datetime, case_id: int) -> Self:
        """What follows one case in the order of ``objections``."""
        return self.filter(Q(objection_due__gt=due) | Q(objection_due=due, id__gt=case_id))

    def objections_over(self, now: datetime) -> Self:
        """Cases whose objection was not answered in time and so counts as upheld, the longest wait first."""
        return self.filter(objection_due__lt=now, rest__objection__upholds=True).order_by("objection_due", "id")

    def to_hand_over(self, office: str) -> Self:
        """Cases of an office whose letter is out and in nobody's hands yet, the earliest issue first."""
        rows = self.filter(TO_HAND_OVER, office=office).exclude(rest__has_key="revoked_at")
        return rows.order_by("issued_at", "id")

    def after_issue(self, issued_at: datetime, case_id: int) -> Self:
        """What follows one case in the order of ``to_hand_over``."""
        return self.filter(Q(issued_at__gt=issued_at) | Q(issued_at=issued_at, id__gt=case_id))

    def handed_over(self, office: str, since: datetime) -> Self:
        """Cases of an office whose letter was issued from ``since`` on and is in its owner's hands."""
        return self.filter(office=office, imported=False, issued_at__gte=since, delivered_at__isnull=False)

    def corrections(self, office: str) -> Self:
        """Cases of an office with a correction that is open, the earliest day first."""
        return self.filter(office=office, correction_due__isnull=False).order_by("correction_due", "id")

    def after_correction(self, due: datetime, case_id: int) -> Self:
        """What follows one case in the order of ``corrections``."""
        return self.filter(Q(correction_due__gt=due) | Q(correction_due=due, id__gt=case_id))

    def with_duties_due(self, now: datetime) -> Self:
        """Cases of whose duties the clock has something to do, the longest due first."""
        return self.filter(duty_at__isnull=False, duty_at__lte=now).order_by("duty_at", "id")

    def duties_to_look_at(self, office: str, roles: Collection[str]) -> Self:
        """Granted cases in which one of these roles has to look at what is said to be done or late, by its day."""
        return self.filter(office=office, duty_due__isnull=False, duty_role__in=roles).order_by("duty_due", "id")

    def after_duty(self, due: datetime, case_id: int) -> Self:
        """What follows one case in the order of ``duties_to_look_at``."""
        return self.filter(Q(duty_due__gt=due) | Q(duty_due=due, id__gt=case_id))

    def ended(self, numbers: Collection[str]) -> Self:
        """Those of these cases of which it is known what came out: refused or closed, or granted with the letter."""
        over = Q(issued_at__isnull=False) | Q(closed_at__isnull=False) | Q(status="refused")
        return self.filter(over, number__in=numbers)

    def to_issue(self, *, signed: bool = False) -> Self:
        """Decided cases whose letter is still to be written, the earliest decision first.

        signed: the office signs its letters, so those that wait for their signature are left out; a letter with a
        number always is
        """
        # What belongs to a decision that was set aside on an objection is older than this one.
        rows = self.filter(TO_ISSUE).exclude(letters__issued_at__gte=F("decided_at"))
        return (rows.exclude(signatures__since__gte=F("decided_at")) if signed else rows).order_by("decided_at", "id")
