"""Lets applications that nobody checked in time count as complete, where the law says that silence grants.

Otherwise the limit after which silence grants would never begin: it counts from completeness, and the office says when.
"""

from datetime import datetime, timedelta

from layani.office.actions.checking import deem_complete
from layani.office.jobs.clock_ahead import require_clock_not_ahead
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import Case
from layani.office.tables.projection import state_of
from layani.rules.cases.silence import complete_by_silence_at
from layani.rules.refusal import Refused

AT_A_TIME = 500


def run(now: datetime) -> int:
    """Count what is due as complete; returns how many cases were. Raises ClockAhead before the first one."""
    done = 0
    for row in Case.objects.unchecked(now)[:AT_A_TIME]:
        over = complete_by_silence_at(state_of(row))
        if over is None or now <= over:
            continue  # the rules would refuse it, and every refusal is kept
        if not done:
            require_clock_not_ahead(now)
        try:
            deem_complete(row.number, now=now)
            done += 1
        except Refused:
            continue  # an officer checked it between our look and our act; the attempt is kept
    return done


JOB = Job("deem-complete", timedelta(minutes=1), run)
