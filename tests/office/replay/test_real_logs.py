"""The real logs of real municipalities: every case, at least nine rows in ten a typed act, nothing lost."""

from collections import Counter

import pytest
from django.utils import timezone

from layani.lake.log_rows import read_rows
from layani.lake.scan import ReadOptions, scanned
from layani.office.actions.imported import replayed_figures
from layani.office.actions.importing import import_log
from layani.office.actions.rebuilding import differences
from layani.office.house import service
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models import Attempt, Case, Event, Outbox
from layani.rules.importing.plan import plan
from layani.rules.importing.reading_map import read_map
from tests.office.replay.small_logs import MAPS, REAL

pytestmark = pytest.mark.skipif(not REAL.exists(), reason=f"the real logs are not on this machine ({REAL.name}/)")


def planned(log, map_name):
    found, source = read_map(MAPS / map_name)
    return plan(read_rows(REAL / log, found, source), found)


@pytest.mark.parametrize(
    ("log", "rows", "cases"), [("BPIC15_1.xes.gz", 52_217, 1_199), ("BPIC15_2.xes.gz", 44_354, 832)]
)
def test_every_permit_case_is_planned_and_nine_rows_in_ten_are_typed_acts(log, rows, cases):
    found = planned(log, "bpic15.yaml")
    assert (found.rows, found.log.rows_read) == (rows, rows)
    assert found.by_act["file"] == cases == len({act.case for act in found.acts})
    assert found.typed / found.rows >= 0.9
    # A phase that is said to be reached is no work of anybody: what people did is most of it even without.
    assert (found.typed - found.by_act["reach"]) / found.rows >= 0.8
    assert sum(one.count for one in found.unmapped) == found.by_act["note"] == rows - found.typed
    assert all(one.why.id and one.why.en for one in found.unmapped)
    assert Counter(act.row for act in found.acts if act.row).most_common(1)[0][1] == 1


@pytest.mark.slow
@pytest.mark.django_db
def test_the_whole_reception_log_runs_through_the_offices_own_actions(settings, tmp_path):
    settings.KEY_FOLDER, settings.LOG_FOLDER = tmp_path / "keys", tmp_path / "log"
    found = planned("receipt.csv.gz", "receipt.yaml")
    assert (found.rows, found.typed / found.rows) == (8_577, 1.0)
    done = import_log(found, service("residence-letter"), now=timezone.now())
    assert done.filed == len(done.cases) == Case.objects.filter(imported=True).count() == 1_434
    assert [one for one in differences() if not isinstance(one, int)] == []

    shown = replayed_figures(
        done.cases.values(), kept_by=found.map.promise.kept_by, end_of_log=found.log.first_and_last[1]
    )
    with scanned(REAL / "receipt.csv.gz", ReadOptions(timezone="Europe/Amsterdam")) as scan:
        # Read from the acts, the promise comes out as the columns alone say it, but for cases that end before they
        # begin: a scan takes their end for granted, a case cannot.
        assert shown.kept["log"].in_time + found.odd_ends == scan.promise.in_time
        assert shown.kept["log"].with_deadline == scan.promise.with_deadline
    stopped = {one.code: one.attempts for one in shown.stopped}
    assert stopped["four-eyes"] > 1_000 and stopped["head-of-queue"] > 1_000
    assert sum(stopped.values()) == done.refused == Attempt.objects.count()

    size = 0
    while (step := integrate(now=timezone.now())).added:
        size = step.size
    assert size == Event.objects.count() + Attempt.objects.count() == Outbox.objects.count()
