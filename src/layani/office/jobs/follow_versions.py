"""Lets open cases go over to a version that has begun, where the law makes it count for them too."""

from datetime import datetime, timedelta

from layani.office.actions.open_cases import follow
from layani.office.gateways.key_store import KeyGone
from layani.office.house import catalogue
from layani.office.jobs.clock_ahead import require_clock_not_ahead
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import Case
from layani.rules.refusal import Refused

AT_A_TIME = 500


def run(now: datetime) -> int:
    """Look at each case that is open under an earlier version; returns how many were. Raises ClockAhead before that."""
    done = 0
    for service in catalogue().services.values():
        if service.open_cases is None:
            continue
        for row in Case.objects.to_follow(service.slug, str(service.version))[:AT_A_TIME]:
            if not done:
                require_clock_not_ahead(now)
            try:
                follow(row.number, service, now=now)
                done += 1
            except Refused:
                continue  # it was decided or went over between our look and our act; the attempt is kept
            except KeyGone:
                continue  # it was erased: nothing can be written to it any more, and the others go on
    return done


JOB = Job("follow-versions", timedelta(minutes=1), run)
