"""Objections that nobody answered in time: they count as upheld, and the decision is made anew."""

from datetime import datetime, timedelta

from layani.office.actions.objecting import count_as_upheld
from layani.office.jobs.clock_ahead import require_clock_not_ahead
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import Case
from layani.rules.refusal import Refused

AT_A_TIME = 500


def run(now: datetime) -> int:
    """Set aside what was objected to; returns how many cases. Raises ClockAhead before the first one."""
    done = 0
    for row in Case.objects.objections_over(now)[:AT_A_TIME]:
        if not done:
            require_clock_not_ahead(now)
        try:
            count_as_upheld(row.number, now=now)
            done += 1
        except Refused:
            continue  # somebody answered between our look and our act; the attempt is kept
    return done


JOB = Job("uphold-unanswered", timedelta(minutes=1), run)
