"""Writes the register of what is in force again where a publication died between the database and the file.

Files of a version that somebody changed are written again, too, and the operator finds in the log which they were.
"""

import logging
from datetime import datetime, timedelta

from layani.office.actions.publishing import write_versions
from layani.office.jobs.job import Job

log = logging.getLogger(__name__)


def run(now: datetime) -> int:
    """Write what is missing; the number is 0, for no row is finished."""
    for version in write_versions():
        log.warning("The files of %s had been changed. They were written again from the database.", version)
    return 0


JOB = Job("write-versions", timedelta(minutes=10), run)
