"""Writes the register of what is in force again where a publication died between the database and the file."""

from datetime import datetime, timedelta

from layani.office.actions.publishing import write_versions
from layani.office.jobs.job import Job


def run(now: datetime) -> int:
    """Write what is missing; the number is 0, for no row is finished."""
    write_versions()
    return 0


JOB = Job("write-versions", timedelta(minutes=10), run)
