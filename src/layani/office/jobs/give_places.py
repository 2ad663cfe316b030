"""Lets signed rankings count when objections are over, gives free places to who waits, and ends the waiting in time."""

from datetime import datetime, timedelta

from layani.office.actions.ranking import settle
from layani.office.jobs.clock_ahead import require_clock_not_ahead
from layani.office.jobs.job import Job
from layani.office.tables.models import Ranking


def give_places(now: datetime) -> int:
    """Look at every ranking in which something can still happen; returns how many cases went on."""
    done = 0
    for number, ranking in enumerate(Ranking.objects.running()):
        if not number:
            require_clock_not_ahead(now)
        done += settle(ranking, now=now)
    return done


JOB = Job("give places", timedelta(minutes=1), give_places)
