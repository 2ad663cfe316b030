"""Locks of officers that no second person confirmed: they end, and the ledger says so."""

from datetime import timedelta

from layani.office.actions.stopping_staff import lapse_locks
from layani.office.jobs.job import Job

JOB = Job("lapse-locks", timedelta(minutes=1), lapse_locks)
