"""Puts the looks at personal data into the record, many by one leaf; not on a clock that seems to go ahead.

A batch that reached into the future would make every true look until then seem to have been added to it.
"""

from datetime import datetime, timedelta

from layani.office.actions.batching_looks import batch_looks
from layani.office.jobs.clock_ahead import require_clock_not_ahead
from layani.office.jobs.job import Job


def run(now: datetime) -> int:
    """Make a batch of those that are in none; returns how many looks it holds. Raises ClockAhead before that."""
    require_clock_not_ahead(now)
    return batch_looks(now)


JOB = Job("batch-looks", timedelta(minutes=5), run)
