"""Reminds the holders of products that end soon, once each, where the service says so (``gives: remind:``)."""

from datetime import datetime, timedelta

from layani.office.actions.renewing import remind
from layani.office.jobs.clock_ahead import require_clock_not_ahead
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import Case
from layani.rules.refusal import Refused

AT_A_TIME = 500


def run(now: datetime) -> int:
    """Remind whose day has come; returns how many were. Raises ClockAhead before the first one."""
    done = 0
    for row in Case.objects.to_remind(now)[:AT_A_TIME]:
        if not done:
            require_clock_not_ahead(now)  # a message that went out cannot be called back
        try:
            remind(row.number, now=now)
            done += 1
        except Refused:
            continue  # another sweep reminded them, or the product was revoked, between our look and our act
    return done


JOB = Job("remind-holders", timedelta(hours=1), run)
