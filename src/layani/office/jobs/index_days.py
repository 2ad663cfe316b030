"""Makes the daily index of the record for each local day that is over: which case events there were, and no others."""

from datetime import datetime, timedelta

from layani.office.actions.indexing import index_days
from layani.office.jobs.job import Job


def run(now: datetime) -> int:
    """Make those that are missing; returns how many."""
    return index_days(now=now)


JOB = Job("index-days", timedelta(minutes=10), run)
