"""Puts the looks at personal data into the record, many by one leaf; not on a clock that seems to go ahead.

The leaf states a time that cannot be taken back. Which looks a batch holds does not hang on the clock.
"""

from datetime import datetime, timedelta

from layani.office.actions.batching_looks import batch_looks
from layani.office.jobs.clock_ahead import require_clock_not_ahead
from layani.office.jobs.job import Job


def run(now: datetime) -> int:
    """Make batches of those that are in none; returns how many looks. Raises ClockAhead before that, or LeftBehind."""
    require_clock_not_ahead(now)
    return batch_looks(now)


JOB = Job("batch-looks", timedelta(minutes=5), run)
