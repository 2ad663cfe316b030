"""The export: whole, without names, and only when something is new."""

from datetime import timedelta

import duckdb
import pytest

from layani.lake.export import findings_in, read_manifest
from layani.office.actions import checking, deciding, filing, serving
from layani.office.jobs.export_lake import run
from layani.office.tables.models import Case, Event
from tests.office.actions.applications import CITIZEN, application

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def lake(settings, tmp_path):
    settings.LAKE_FOLDER, settings.KEY_FOLDER = tmp_path / "lake", tmp_path / "keys"
    return settings.LAKE_FOLDER


@pytest.fixture
def decided(ana, ben, now):
    number = filing.file(application(), actor=CITIZEN, now=now).row.number
    serving.take_next(actor=ana, now=now + MINUTE)
    checking.check_complete(number, actor=ana, now=now + 2 * MINUTE)
    serving.take_next(actor=ben, now=now + 3 * MINUTE)
    deciding.grant(number, actor=ben, now=now + 4 * MINUTE)
    return Case.objects.get(number=number)


def read(lake, what):
    manifest = read_manifest(lake)
    files = [str(lake / manifest.snapshot / month.file) for month in manifest.months]
    with duckdb.connect() as connection:
        return connection.execute(
            f"select {what} from read_parquet(?, hive_partitioning = false) order by sequence",
            [files],  # noqa: S608
        ).fetchall()


def test_every_event_is_exported_with_the_step_in_which_it_happened(lake, decided, now):
    assert run(now) == Event.objects.count() == 5
    assert read(lake, "act, step, outcome") == [
        ("file", "check", None),
        ("take", "check", None),
        ("check_complete", "check", None),
        ("take", "decide", None),
        ("decide_grant", "decide", "granted"),
    ]


def test_no_name_and_no_number_leaves_the_office(lake, decided, ana, now):
    run(now)
    written = b"".join(file.read_bytes() for file in lake.rglob("*.parquet"))
    for secret in (decided.number.encode(), b"Carla", b"3174015501900002"):
        assert secret not in written
    actors = {actor for (actor,) in read(lake, "actor")}
    assert len(actors - {None}) == 2
    assert str(ana.user) not in actors


def test_nothing_new_is_not_exported_again(lake, decided, now):
    run(now)
    snapshot = read_manifest(lake).snapshot
    assert run(now) == 0
    assert read_manifest(lake).snapshot == snapshot


def test_a_new_event_is_in_the_next_export_under_the_same_pseudonyms(lake, decided, now):
    run(now)
    before = read(lake, '"case"')[0]
    filing.file(application(), actor=CITIZEN, now=now + 5 * MINUTE)
    assert run(now) == 1
    assert before in set(read(lake, '"case"'))
    assert read_manifest(lake).rows == 6


def test_the_indicators_can_be_asked_of_it(lake, decided, now):
    run(now)
    assert findings_in(lake)


def test_an_office_without_events_exports_nothing(lake, db, now):
    assert run(now) == 0
    assert not lake.exists()
