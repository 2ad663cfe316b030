"""The office's events as Parquet: whole or not at all, without personal data, and the flags that they raise."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyarrow.parquet as pq
import pytest

from layani.lake.export import (
    BadExport,
    EventRow,
    findings_in,
    pseudonym,
    read_manifest,
    run_indicators,
    write_parquet,
)

KEY = b"office key for tests, 32 bytes.."
START = datetime(2026, 1, 5, 2, tzinfo=UTC)
OFFICERS = ("ana", "ben", "eka", "fitri", "gita", "hadi")


def event(case, sequence, act, when, actor=None, **more):
    row = EventRow(
        office="kelurahan-sukamaju",
        service="letter",
        lane="letter / counter",
        case=pseudonym(KEY, case),
        sequence=sequence,
        act=act,
        step=None,
        actor=actor and pseudonym(KEY, actor),
        role=actor and "officer",
        channel="counter",
        occurred_at=when,
        recorded_at=when,
    )
    return replace(row, **more)


def office(hurried=None):
    """300 cases, one an hour, decided after 40 hours give or take; those of ``hurried`` after five."""
    for i in range(300):
        officer, opened = OFFICERS[i % 6], START + timedelta(hours=i)
        decided = opened + timedelta(hours=5 if officer == hurried else 40 + (i * 7) % 11 - 5, minutes=1)
        due = START + timedelta(hours=i + 72)
        yield event(f"PLG-2026-{i:06}", 1, "file", opened, due_at=due)
        yield event(f"PLG-2026-{i:06}", 2, "take", opened + timedelta(hours=1), officer, due_at=due)
        yield event(f"PLG-2026-{i:06}", 3, "decide_grant", decided, officer, due_at=due, outcome="granted")


def test_what_is_written_is_read_back_month_by_month(tmp_path):
    rows = [*office(), event("PLG-2026-000999", 1, "file", datetime(2026, 3, 1, tzinfo=UTC))]
    manifest = write_parquet(rows, tmp_path)
    assert manifest == read_manifest(tmp_path)
    assert [(month.month, month.rows) for month in manifest.months] == [("2026-01", 900), ("2026-03", 1)]
    assert manifest.rows == 901
    file = tmp_path / manifest.snapshot / manifest.months[0].file
    assert pq.ParquetFile(file).metadata.row_group(0).column(0).compression == "ZSTD"
    back = pq.read_table(file, partitioning=None).to_pylist()
    assert [EventRow(**row) for row in back] == rows[:900]


def test_a_case_number_or_an_officers_name_is_not_let_through(tmp_path):
    for bad in ({"case": "PLG-2026-000123"}, {"actor": "Ana Lestari"}):
        with pytest.raises(BadExport, match=r"pseudonym\(\)"):
            write_parquet([replace(next(office()), **bad)], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_time_without_a_zone_is_refused(tmp_path):
    with pytest.raises(BadExport, match="aware"):
        write_parquet([replace(next(office()), occurred_at=START.replace(tzinfo=None))], tmp_path)


def test_a_short_key_is_refused():
    with pytest.raises(BadExport, match="32 or more"):
        pseudonym(b"short", "PLG-2026-000123")


def test_an_export_that_fails_half_way_leaves_the_old_one(tmp_path):
    before = write_parquet(office(), tmp_path)

    def breaks():
        yield from office()
        raise ConnectionError("the database went away")

    with pytest.raises(ConnectionError):
        write_parquet(breaks(), tmp_path)
    assert read_manifest(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} == {"manifest.json", before.snapshot}
    assert len(findings_in(tmp_path)) >= 3


def test_a_new_export_takes_the_place_of_the_old(tmp_path):
    first = write_parquet(office(), tmp_path)
    second = write_parquet(list(office())[:30], tmp_path)
    assert second.snapshot != first.snapshot
    assert read_manifest(tmp_path).rows == 30
    assert {path.name for path in tmp_path.iterdir()} == {"manifest.json", second.snapshot}


def test_a_file_that_was_changed_is_noticed(tmp_path):
    manifest = write_parquet(office(), tmp_path)
    file = tmp_path / manifest.snapshot / manifest.months[0].file
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(BadExport, match="differs"):
        run_indicators(tmp_path)


def test_a_folder_without_an_export_says_so(tmp_path):
    with pytest.raises(BadExport, match="Export the events again"):
        run_indicators(tmp_path)


def test_an_office_that_serves_in_order_raises_no_flag(tmp_path):
    write_parquet(office(), tmp_path)
    assert run_indicators(tmp_path) == ()


def test_the_officer_who_lets_people_jump_the_queue_is_asked_why(tmp_path):
    write_parquet(office(hurried="ana"), tmp_path)
    flags = run_indicators(tmp_path)
    assert {(flag.rule, flag.unit, flag.side) for flag in flags} >= {("C01", pseudonym(KEY, "ana"), "high")}
    assert {flag.unit for flag in flags} == {pseudonym(KEY, "ana")}
    queue_jump = next(flag for flag in flags if flag.rule == "C01")
    assert queue_jump.n >= 30
    assert set(queue_jump.cases) <= {pseudonym(KEY, f"PLG-2026-{i:06}") for i in range(0, 300, 6)}


def test_an_empty_office_can_be_exported_and_asked(tmp_path):
    assert write_parquet([], tmp_path).rows == 0
    assert run_indicators(tmp_path) == ()
