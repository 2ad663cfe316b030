"""Looks into the documents that came in while the malware scanner was away."""

from datetime import datetime, timedelta

from layani.office.actions.uploading import scan_again
from layani.office.jobs.job import Job


def run(now: datetime) -> int:
    """Scan some of them; returns how many are known now."""
    return scan_again(now)


JOB = Job("scan-uploads", timedelta(minutes=1), run)
