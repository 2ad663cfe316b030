"""The logs of real municipalities, which lie beside the project on its builders' machines and are not part of it."""

import time
from pathlib import Path

import pytest

from layani.lake.report.page import page
from layani.lake.scan import scanned
from tests.lake.logs import REAL, columns_of, notes_of

pytestmark = pytest.mark.skipif(
    not REAL.is_dir(), reason=f"the real event logs are not at {REAL.parent.name}/{REAL.name} beside the project"
)

COUNTS = {"receipt.csv.gz": (8577, 1434), "BPIC15_1.xes.gz": (52217, 1199), "BPIC15_2.xes.gz": (44354, 832)}
SECONDS = 30
"""Of the processor; generous: it takes three or four."""


@pytest.fixture(scope="module", params=COUNTS)
def real(request):
    start = time.process_time()
    with scanned(REAL / request.param) as scan:
        yield request.param, scan, time.process_time() - start


def test_every_event_and_case_is_counted(real):
    name, scan, _ = real
    assert (scan.overview.events, scan.overview.cases) == COUNTS[name]
    assert scan.log.raw.rows == scan.overview.events
    assert not {"bad-time", "no-time", "no-case", "broken-rows"} & set(notes_of(scan.log))


def test_it_takes_seconds(real):
    assert real[2] < SECONDS


def test_officers_lanes_and_the_case_s_own_times_are_recognised(real):
    name, scan, _ = real
    found = columns_of(scan.log)
    assert {"case", "activity", "time", "resource", "responsible", "case_start", "case_end"} <= set(found)
    assert found["responsible"].lower().startswith("case:responsible")
    assert ("channel" if name.startswith("receipt") else "service") in found


def test_the_promise_is_measured_where_the_log_has_deadlines(real):
    name, scan, _ = real
    due = scan.promise.due
    if name == "receipt.csv.gz":
        assert scan.promise.with_deadline == 1434
        assert 0.70 < scan.promise.in_time / due < 0.73
    elif name == "BPIC15_1.xes.gz":
        assert scan.promise.with_deadline == 137
    else:
        assert due == 0


def test_no_officer_of_an_honest_town_is_flagged_and_the_base_rates_are_those_known(real):
    _, scan, _ = real
    assert [flag for finding in scan.findings for flag in finding.flags] == []
    queue_jump = next(finding for finding in scan.findings if finding.indicator.id == "C01")
    assert 0.02 < queue_jump.extreme < 0.09  # measured before on the same logs: 2.2 to 8.2 %


def test_one_person_cases_are_as_common_as_known_in_small_offices(real):
    name, scan, _ = real
    share = scan.hands.one_person / scan.hands.cases
    assert (0.55 < share < 0.65) if name.startswith("receipt") else (0.0 < share < 0.2)


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_report_stays_small(real, language):
    _, scan, _ = real
    assert len(page(scan, language, "layani scan")) < 300_000


def test_the_base_rates_in_the_documentation_are_those_of_the_logs(real):
    name, scan, _ = real
    row = {"receipt.csv.gz": "| reception of permits |", "BPIC15_1.xes.gz": "town 1 |", "BPIC15_2.xes.gz": "town 2 |"}
    text = (Path(__file__).parents[2] / "docs/explanation/indicators.md").read_text(encoding="utf-8")
    told = next(line for line in text.splitlines() if row[name] in line)
    for finding in scan.findings:
        if finding.indicator.id == "C01":
            assert f"| {finding.base:.1%} | {finding.extreme:.1%} |" in told
        elif finding.indicator.id == "C05" and finding.not_asked is None:
            assert f"| {finding.base:.1%} |" in told
