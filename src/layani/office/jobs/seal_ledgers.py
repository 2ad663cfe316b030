"""Commits to the new lines of the ledgers that have no leaves of their own, so that none can be changed unseen.

Not on a clock that seems to go far ahead: the leaf states a time that cannot be taken back.
"""

from datetime import datetime, timedelta

from layani.office.actions.sealing_ledgers import seal_ledgers
from layani.office.jobs.clock_ahead import require_clock_not_ahead
from layani.office.jobs.job import Job


def run(now: datetime) -> int:
    """Seal what is new; returns how many lines. Raises ClockAhead before that, LeftBehind after it."""
    require_clock_not_ahead(now)
    return seal_ledgers(now=now)


JOB = Job("seal-ledgers", timedelta(minutes=1), run)
