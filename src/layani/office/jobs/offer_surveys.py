"""Offers the satisfaction survey to every case that was decided."""

from datetime import datetime, timedelta

from layani.office.actions.surveying import offer
from layani.office.house import catalogue
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import Case

# The sweep looks this far back, so that a worker that stood still for a few days forgets nobody.
LOOK_BACK = timedelta(days=7)
AT_A_TIME = 200


def run(now: datetime) -> int:
    """Offer it where it has not been offered; returns to how many."""
    asked = [slug for slug, service in catalogue().services.items() if service.survey]
    rows = [row for slug in asked for row in Case.objects.to_be_surveyed(slug, now - LOOK_BACK)[:AT_A_TIME]]
    return sum(offer(row, now=now) is not None for row in rows)


JOB = Job("offer-surveys", timedelta(seconds=15), run)
