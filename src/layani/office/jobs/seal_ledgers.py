"""Commits to the new lines of the ledgers that have no leaves of their own, so that none can be changed unseen."""

from datetime import datetime, timedelta

from layani.office.actions.sealing_ledgers import seal_ledgers
from layani.office.jobs.job import Job


def run(now: datetime) -> int:
    """Seal what is new; returns how many lines."""
    return seal_ledgers(now=now)


JOB = Job("seal-ledgers", timedelta(minutes=1), run)
