"""Places and ties of a period are those in force when it closed: who knows the applications cannot change them."""

import shutil
from datetime import date

import pytest

from layani.office import house
from layani.office.actions import ranking_periods
from layani.office.gateways.in_force import Published, write_register
from layani.office.gateways.kept_versions import keep_versions
from layani.office.tables.models import Checkpoint
from layani.rules.catalogue.loading import load_catalogue
from tests.office.officer.building import run_office
from tests.office.ranking.grants import CLOSED, GRANT, PERIOD, four_applied, place, service, signed

FIRST, LATER = "2026-11-01", "2026-11-20"

pytestmark = pytest.mark.django_db


def kept(folder, versions, *pieces, version):
    """Keep one version of the grant as it is after some changes; returns how the register names it."""
    shutil.copytree(GRANT, folder)
    file = folder / "school-grant" / "service.yaml"
    text = file.read_text(encoding="utf-8").replace(f"version: {FIRST}", f"version: {version}")
    for old, new in pieces:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    found = load_catalogue(folder)
    keep_versions(found, folder, versions, replace=False)
    return found.services["school-grant"].digest


@pytest.fixture
def published(settings, tmp_path, db):
    """Run the office in which the second version, with other rules for the places, begins on a day."""
    settings.VERSION_FOLDER = tmp_path / "versions"

    def begins(since, *pieces):
        first = kept(tmp_path / "first", settings.VERSION_FOLDER, version=FIRST)
        later = kept(tmp_path / "later", settings.VERSION_FOLDER, *pieces, version=LATER)
        versions = (Published(FIRST, first, date(2026, 11, 1)), Published(LATER, later, date.fromisoformat(since)))
        write_register({"school-grant": versions}, settings.VERSION_FOLDER)
        house.publication_changed()

    with run_office(settings, GRANT):
        yield begins


@pytest.mark.parametrize(
    ("since", "held"),
    [
        ("2026-11-28", "waiting"),  # the window closed on the 27th
        ("2026-11-27", "placed"),
    ],
)
def test_more_places_count_only_when_they_were_published_before_the_close(published, staff, since, held):
    published(since, ("quota: {places: 2,", "quota: {places: 3,"))
    numbers = four_applied(staff)
    Checkpoint.objects.create(size=3, text="contoh.example/education\n3\nAAAA\n\n", signed_at=CLOSED)
    signed(staff)
    assert [place(number)["place"] for number in numbers] == ["placed", "placed", held, "excluded"]


def test_a_window_that_a_later_version_no_longer_names_is_still_ranked(published, staff):
    published("2026-11-28", ("{opens: 2026-11-16, closes: 2026-11-27}", "{opens: 2027-11-16, closes: 2027-11-27}"))
    for period in (PERIOD, "2027-11-16"):
        found = ranking_periods.as_closed(service(), period, CLOSED.date())
        assert found.amounts.intake[0].opens == date.fromisoformat(period)
