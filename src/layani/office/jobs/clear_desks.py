"""Puts back into the queue what lies on the desk of somebody who serves no longer.

Their role has ended (what they still took on their last day included), or their account was closed. They can do nothing
with the case any more, and nobody else could while it lay there.
"""

from datetime import datetime, timedelta

from layani.office.actions.releasing import stranded
from layani.office.actions.serving import clear_desk_of
from layani.office.house import calendar
from layani.office.jobs.clock_ahead import require_clock_not_ahead
from layani.office.jobs.job import Job
from layani.rules.refusal import Refused

AT_A_TIME = 500


def run(now: datetime) -> int:
    """Clear them; returns how many cases went back. Raises ClockAhead before the first one."""
    done = 0
    for number, holder in stranded(calendar().local(now).date(), AT_A_TIME):
        if not done:
            require_clock_not_ahead(now)
        try:
            clear_desk_of(number, holder, now=now)
            done += 1
        except Refused:
            continue  # it left the desk between our look and our act; the attempt is kept
    return done


JOB = Job("clear-desks", timedelta(minutes=10), run)
