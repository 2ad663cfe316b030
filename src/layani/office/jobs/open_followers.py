"""Opens the cases of a bundle whose turn has come: the case that they waited for has ended.

One look asks for all cases that wait, in pages, and for those of the awaited ones that have ended: two queries a page.
"""

from datetime import datetime, timedelta

from layani.office.actions.turns import follow
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import Case
from layani.rules.refusal import Refused

AT_A_TIME = 500


def run(now: datetime) -> int:
    """Note what has ended; returns how many times."""
    done, last = 0, 0
    while rows := list(Case.objects.following().filter(pk__gt=last)[:AT_A_TIME]):
        awaited = {number for row in rows for number in row.rest["waits_for"].values()}
        ended = {other.number: other for other in Case.objects.ended(awaited)}
        for row in rows:
            done += sum(_opened(row, ended[n], now) for n in row.rest["waits_for"].values() if n in ended)
        last = rows[-1].pk
    return done


def _opened(row: Case, other: Case, now: datetime) -> bool:
    try:
        follow(row, other, now=now)
    except Refused:
        return False  # withdrawn, or opened by another sweep, between our look and our act; the attempt is kept
    return True


JOB = Job("open-followers", timedelta(seconds=5), run)
