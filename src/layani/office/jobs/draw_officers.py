"""Gives drawn steps their officers: the day's pools, what waits for its draw, and what can be drawn now."""

from datetime import timedelta

from layani.office.actions.drawing import draw_officers
from layani.office.jobs.job import Job

JOB = Job("draw-officers", timedelta(seconds=10), draw_officers)
