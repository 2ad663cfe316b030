"""Lets the record draw which steps that were done under an exemption are checked afterwards."""

from datetime import datetime, timedelta

from layani.office.actions.after_checking import draw
from layani.office.jobs.job import Job

AT_A_TIME = 500


def run(now: datetime) -> int:
    """Draw for all whose leaf stands under a signed checkpoint; returns for how many."""
    return draw(now, AT_A_TIME)


JOB = Job("draw-after-checks", timedelta(minutes=1), run)
