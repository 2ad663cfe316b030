"""Lets the clock of a case run on when the longest pause for another body's system has passed."""

from datetime import datetime, timedelta

from layani.office.actions.pausing import resume_at_limit
from layani.office.jobs.clock_ahead import require_clock_not_ahead
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import Case
from layani.office.tables.projection import state_of
from layani.rules.refusal import Refused

AT_A_TIME = 500


def run(now: datetime) -> int:
    """End what is over; returns how many pauses were. Raises ClockAhead before the first one."""
    done = 0
    for row in Case.objects.paused()[:AT_A_TIME]:
        over = state_of(row).resume_by
        if over is None or now <= over:
            continue  # the rules would refuse it, and every refusal is kept
        if not done:
            require_clock_not_ahead(now)
        try:
            resume_at_limit(row.number, now=now)
            done += 1
        except Refused:
            continue  # an officer ended it between our look and our act; the attempt is kept
    return done


JOB = Job("end-pauses", timedelta(minutes=1), run)
