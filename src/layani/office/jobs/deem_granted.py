"""Grants by law what the office let lie beyond the legal limit, where the law of the service says that silence grants.

A case in which a rule that the law makes mandatory has failed is not granted by silence either; it stays late, on the
list of the head of the office, until somebody refuses it with a reason.
"""

import logging
from datetime import datetime, timedelta

from layani.office.actions.deciding import deem_granted
from layani.office.jobs.clock_ahead import require_clock_not_ahead
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import Case
from layani.office.tables.projection import state_of
from layani.rules.cases.silence import granted_by_silence
from layani.rules.refusal import Refused

log = logging.getLogger(__name__)


def grant_silent(now: datetime) -> int:
    """Grant every case whose limit has passed in silence; returns how many were granted.

    Raises ClockAhead before the first one. A case that fails is named in the program's log.
    """
    done, failed = 0, list[Exception]()
    for row in Case.objects.silent(now).iterator():
        if not done:
            require_clock_not_ahead(now)
        try:
            case = state_of(row)
            # The rules would refuse these at every sweep, and every refusal is kept. Between the office's own promise
            # and the law's term a case is late, and nothing more.
            if not granted_by_silence(case, now):
                continue
            deem_granted(row.number, now=now)
            done += 1
        except Refused:
            continue  # an officer decided between our look and our act; the attempt is kept
        except Exception as fault:  # one case that cannot be opened must not keep the others from their right
            log.exception("Case %s could not be granted by law.", row.number)
            failed.append(fault)
    if failed:
        raise ExceptionGroup(f"{len(failed)} cases could not be granted by law; {done} were.", failed)
    return done


JOB = Job("deem granted", timedelta(seconds=30), grant_silent)
