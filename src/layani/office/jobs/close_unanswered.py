"""Warns citizens who have not answered a notice, and closes their cases when the time to answer has passed.

Only where the service says so (``promise: answer:``): in all other services a case waits for its citizen for ever. So
does a case whose warning could not be sent, for want of an address or of a gateway: nobody is closed out unheard.
"""

from datetime import datetime, timedelta

from layani.office.actions.lapsing import lapse, warn, was_warned
from layani.office.jobs.clock_ahead import require_clock_not_ahead
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import Case
from layani.office.tables.projection import state_of
from layani.rules.refusal import Refused

AT_A_TIME = 500


def run(now: datetime) -> int:
    """Warn or close what is due; returns how many cases were. Raises ClockAhead before the first one."""
    done = 0
    for row in Case.objects.unanswered()[:AT_A_TIME]:
        case = state_of(row)
        if case.warned_at is None:
            act = warn if case.warn_at and now >= case.warn_at else None
        else:
            over = case.answer_by is not None and now > case.answer_by
            act = lapse if over and was_warned(row.number) else None
        if act is None:
            continue  # the rules would refuse it, and every refusal is kept
        if not done:
            require_clock_not_ahead(now)
        try:
            act(row.number, now=now)
            done += 1
        except Refused:
            continue  # the citizen answered between our look and our act; the attempt is kept
    return done


JOB = Job("close-unanswered", timedelta(minutes=10), run)
