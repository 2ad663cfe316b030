"""Asks the pool for what nobody of a unit may do, or uses an exemption where that fails; and ends what is over."""

from datetime import datetime, timedelta

from layani.office.actions.asking_for_help import end_exemptions, find_hands
from layani.office.jobs.job import Job

AT_A_TIME = 200


def run(now: datetime) -> int:
    """Do both, the ends first; returns for how many steps."""
    return end_exemptions(now, AT_A_TIME) + find_hands(now, AT_A_TIME)


JOB = Job("ask-pool", timedelta(minutes=1), run)
