"""Tells people that what they filled in and did not send will be forgotten, some days before."""

from datetime import datetime, timedelta

from layani.office.actions.draft_reminders import remind_owners
from layani.office.jobs.clock_ahead import require_clock_not_ahead
from layani.office.jobs.job import Job


def run(now: datetime) -> int:
    """Leave the messages; returns how many. Raises ClockAhead before the first one."""
    require_clock_not_ahead(now)  # a message that went out cannot be called back
    return remind_owners(now)


JOB = Job("remind-drafts", timedelta(hours=1), run)
