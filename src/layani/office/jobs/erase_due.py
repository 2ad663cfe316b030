"""Erases what the retention schedule no longer keeps, with the care of every job that takes something away for good.

Never on a clock that seems to go ahead, and never while the database is older than what was signed last.
"""

from datetime import datetime, timedelta

from layani.office.actions.erasing import erase_due
from layani.office.jobs.clock_ahead import require_clock_not_ahead
from layani.office.jobs.job import Job
from layani.office.jobs.sweep_orphans import require_everything_published


def run(now: datetime) -> int:
    """Erase some; returns how many. Raises ClockAhead or DatabaseBehindRecord before anything is erased."""
    require_clock_not_ahead(now)
    require_everything_published()
    return erase_due(now)


JOB = Job("erase-due", timedelta(hours=1), run)
