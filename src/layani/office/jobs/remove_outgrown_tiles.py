"""Removes partial tiles of the public record that a full tile has replaced; readers then take the full one."""

from datetime import datetime, timedelta

from layani.office.jobs.integrate_record import remove_outgrown_tiles
from layani.office.jobs.job import Job


def run(now: datetime) -> int:
    """Remove those that have been replaced for a day; returns how many."""
    return remove_outgrown_tiles(now=now)


JOB = Job("remove-outgrown-tiles", timedelta(days=1), run)
