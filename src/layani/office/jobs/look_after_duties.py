"""Reminds holders of what they owe after a grant, and notes what is late, where the service says so (``owes:``)."""

from datetime import datetime, timedelta

from layani.office.actions.duties import look_at_the_clock
from layani.office.jobs.clock_ahead import require_clock_not_ahead
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import Case
from layani.rules.refusal import Refused

AT_A_TIME = 500


def run(now: datetime) -> int:
    """Do what is due; returns how many acts it was. Raises ClockAhead before the first one."""
    done = 0
    for row in Case.objects.with_duties_due(now)[:AT_A_TIME]:
        if not done:
            require_clock_not_ahead(now)  # a message that went out cannot be called back
        try:
            done += look_at_the_clock(row, now=now)
        except Refused:
            continue  # it was recorded, or the product revoked, between our look and our act
    return done


JOB = Job("look-after-duties", timedelta(hours=1), run)
