"""Exports the events to Parquet for the indicators and for analysts, without personal data, when there are new ones.

Every export is a whole new snapshot, so a reader never sees half of one. It goes through all events; while it runs, the
other jobs wait (about a second for ten thousand events).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from importlib.util import find_spec
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from django.conf import settings

from layani.office.gateways.secret_file import secret_from_file
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import Event
from layani.office.tables.projection import event_of
from layani.rules.cases.decider import evolve
from layani.rules.cases.side_by_side import about
from layani.rules.cases.state import Case

if TYPE_CHECKING:
    from layani.lake.export import EventRow

KEY_FILE = "lake.key"
NEEDS = ("duckdb", "pyarrow")
EVENTS_AT_ONCE = 2_000
DECIDED = frozenset({"granted", "refused", "deemed_granted"})


def run(now: datetime) -> int:
    """Export all events if there are more than last time; returns how many are new."""
    # Only this job needs the analytics packages; they would take some 100 MB of every web process.
    from layani.lake.export import MANIFEST, BadExport, read_manifest, write_parquet  # noqa: PLC0415

    folder = settings.LAKE_FOLDER
    try:
        before = read_manifest(folder).rows if (folder / MANIFEST).exists() else 0
    except BadExport:  # of a version with other columns: it is written anew
        before = 0
    if Event.objects.count() == before:
        return 0
    return max(0, write_parquet(rows(), folder).rows - before)  # fewer after a restore


def rows() -> Iterator["EventRow"]:
    """Yield every event, case by case, as the lake keeps it."""
    from layani.lake.export import EventRow, pseudonym  # noqa: PLC0415  as above

    hidden = partial(pseudonym, secret_from_file(settings.KEY_FOLDER / KEY_FILE).encode("ascii"))
    for _, events in groupby(Event.objects.case_by_case().iterator(EVENTS_AT_ONCE), attrgetter("case_id")):
        case = Case()
        for written in events:
            event, before = event_of(written), case
            case = evolve(before, event)
            stood = about(before, event.by, event.data) if before.number else case  # before its filing it stood nowhere
            yield EventRow(
                office=case.office,
                service=case.service,
                lane=stood.lane,
                case=hidden(f"case/{case.number}"),
                sequence=event.seq + 1,
                act=event.act,
                step=stood.step or None,
                actor=None if event.by.officer is None else hidden(f"officer/{event.by.officer}"),
                role=event.by.role or None,
                channel=case.channel,
                occurred_at=event.occurred_at,
                recorded_at=written.recorded_at,
                due_at=case.due_at,
                outcome=case.status if case.status in DECIDED and before.status not in DECIDED else None,
                imported=case.imported,
                urgency=case.urgency,
                on_paper=event.act == "file" and bool(case.paper),
            )


if all(map(find_spec, NEEDS)):
    JOB = Job("export-lake", timedelta(hours=1), run)
