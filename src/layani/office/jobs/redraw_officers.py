"""Draws a step anew whose officer serves no longer, is away, or has left it lying past its time."""

from datetime import timedelta

from layani.office.actions.drawing import redraw_officers
from layani.office.jobs.job import Job

JOB = Job("redraw-officers", timedelta(minutes=10), redraw_officers)
