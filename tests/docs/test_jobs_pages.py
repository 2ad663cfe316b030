"""The pages on jobs and on watching the office name what there is, and nothing else."""

import re
from datetime import timedelta
from pathlib import Path

from prometheus_client import generate_latest

from layani.office.actions.quorum import Standing
from layani.office.jobs.send_messages import PAUSES
from layani.office.jobs.worker import all_jobs
from layani.office.pages.parts.watched import Watched
from layani.office.pages.public.health_metrics import registry
from layani.office.tables.models.papers import Pulse
from layani.office.tables.vital_signs import Messages, Record, Signs
from tests.office.conftest import MONDAY

DOCS = Path(__file__).parents[2] / "docs"
JOBS = (DOCS / "explanation" / "jobs-and-messages.md").read_text(encoding="utf-8")
WATCH = (DOCS / "how-to" / "watch-the-office.md").read_text(encoding="utf-8")
UNITS = {"s": 1, "min": 60, "h": 3600, "day": 86400}


def test_the_page_lists_every_job_with_its_interval():
    rows = re.findall(r"^\| `([^`]+)` \| (\d+) (\w+) \|", JOBS, re.MULTILINE)
    told = {name: timedelta(seconds=int(amount) * UNITS[unit]) for name, amount, unit in rows}
    assert told == {job.name: job.every for job in all_jobs()}


def test_the_page_tells_the_true_pauses():
    told = re.search(r"the pauses are (.+?);", JOBS.replace("\n", " "))[1]
    found = re.findall(r"(\d+) (min|h)", told)
    assert tuple(timedelta(seconds=int(amount) * UNITS[unit]) for amount, unit in found) == PAUSES


def test_every_metric_that_the_page_names_is_there():
    job = Pulse(job="figures", ran_at=MONDAY)
    found = Signs((job,), None, Messages(0, None, {}), Record(1, 0, MONDAY), "sqlite")
    outside = Watched((), "", Standing(asked=True), may_release=True)
    shown = generate_latest(registry(found, 1, outside, MONDAY)).decode()
    named = set(re.findall(r"layani_[a-z_]+", WATCH))
    assert named
    assert {name for name in named if f"\n{name}" not in shown} == set()
