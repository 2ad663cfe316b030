"""Puts cases whose public notice is over back into their queue, so that nobody has to remember them."""

from datetime import datetime, timedelta

from layani.office.actions.performing import end_notice
from layani.office.jobs.job import Job
from layani.office.tables.models.beside import Beside
from layani.office.tables.models.cases import Case
from layani.rules.refusal import Refused


def end_notices(now: datetime) -> int:
    """End every notice whose time has passed; returns how many."""
    done = 0
    over = [(row.number, row.step) for row in Case.objects.notice_over(now).iterator()]
    beside = Beside.objects.filter(holder=None, ball="outside", notice_ends_at__lte=now).order_by(
        "notice_ends_at", "id"
    )
    for number, step in [*over, *beside.values_list("number", "step")]:
        try:
            end_notice(number, step, now=now)
            done += 1
        except Refused:
            continue  # an officer closed it between our look and our act; the attempt is kept
    return done


JOB = Job("end notices", timedelta(minutes=1), end_notices)
