"""Looks, when a worker starts and every hour, whether a key that signs was handed over already.

Keys that were put back from an older backup sign on as if nothing had been; here its operator reads it.
"""

from datetime import datetime, timedelta

from layani.office.actions.succeeded_keys import succeeded_keys
from layani.office.jobs.job import Job


class OlderKeys(Exception):
    """A key is in use that an entry of the record says was handed over; the message says which and what to do."""


def run(now: datetime) -> int:
    """Look, and change nothing; returns 0, or raises OlderKeys."""
    if found := succeeded_keys():
        raise OlderKeys(" ".join(f"{one.key.text()} {one.words()}." for one in found))
    return 0


JOB = Job("look-at-keys", timedelta(hours=1), run)
