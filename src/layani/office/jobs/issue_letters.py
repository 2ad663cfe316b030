"""Issues the letters that a decision left unwritten: of grants, refusals and grants by law.

A page issues the letter right after the decision, so that the citizen has it in seconds. What was decided while the
page's process died, by the API or by the law itself, waits here as a row and is found.
"""

import logging
import time
from datetime import datetime, timedelta

from layani.office.actions.signing import how_signed, issue_or_wait
from layani.office.gateways.key_store import KeyGone
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import Case

log = logging.getLogger(__name__)

# The other jobs wait while this one writes; what is left goes with the next sweep.
LONGEST_SWEEP = 5.0  # seconds


def issue_due(now: datetime, *, longest: float = LONGEST_SWEEP) -> int:
    """Issue every letter that is due, or put it into its signer's queue; returns how many were issued.

    The case whose letter fails is named in the program's log.
    """
    done, until = 0, time.monotonic() + longest
    failed: list[Exception] = []
    for number in Case.objects.to_issue(signed=bool(how_signed())).values_list("number", flat=True).iterator():
        try:
            done += issue_or_wait(number, now=now) is not None
        except KeyGone:
            continue  # the person's data were erased: there is nothing left to write, and nobody to write to
        except Exception as fault:  # one letter that cannot be written must not keep the others from their people
            log.exception("The letter of case %s could not be issued.", number)
            failed.append(fault)
        if time.monotonic() > until:
            break
    if failed:
        raise ExceptionGroup(f"{len(failed)} letters could not be issued; {done} were.", failed)
    return done


JOB = Job("issue letters", timedelta(seconds=5), issue_due)
