"""The register of letters: in order, without a gap, without a name, and the same as CSV."""

import csv
import io
from datetime import timedelta

import pytest

from layani.office.actions import issuing
from layani.office.actor import SYSTEM
from layani.office.tables.models import Letter, LetterPaper
from tests.office.conftest import CARLA, MONDAY
from tests.office.officer.conftest import browser_of, words_of  # noqa: F401  a fixture
from tests.office.officer.walks import another, granted, refused

PAGE = "/letters/register/"


@pytest.fixture
def citra(browser_of):  # noqa: F811
    return browser_of("citra", "supervisor")


def issued(number):
    return issuing.issue(number, actor=SYSTEM, now=MONDAY + timedelta(minutes=10))


@pytest.fixture
def two_letters(ana, ben):
    issued(granted(ana, ben))
    issued(refused(ana, ben, another(1), at=MONDAY + timedelta(minutes=5)))


@pytest.mark.usefixtures("two_letters")
def test_it_shows_every_letter_with_its_number_and_no_name(citra):
    words = citra.text(PAGE + "?year=2026")
    assert words.index("0002/SKM/XI/2026") < words.index("0001/SKM/XI/2026")
    assert "Tanpa nomor yang hilang 1 sampai 2" in words and "belum diserahkan" in words
    assert CARLA.name not in words and CARLA.nik not in words


@pytest.mark.usefixtures("two_letters")
def test_a_number_that_is_missing_is_cried_out(citra):
    LetterPaper.objects.filter(letter__serial=1).delete()
    Letter.objects.get(serial=1).delete()
    assert "Ada nomor yang hilang" in citra.text(PAGE + "?year=2026")


@pytest.mark.usefixtures("two_letters")
def test_the_csv_has_the_year_in_order(citra):
    answer = citra.get(PAGE + "?year=2026&form=csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["number"], row["outcome"], row["standing"]) for row in rows] == [
        ("0001/SKM/XI/2026", "granted", "valid"),
        ("0002/SKM/XI/2026", "refused", ""),
    ]
    assert CARLA.name not in answer.content.decode()


def test_an_empty_year_and_nonsense_are_states_of_the_page(citra):
    for asked in ("", "?year=1850", "?year=x", "?before=-1", "?year=99999999999999"):
        assert "Belum ada surat tahun ini" in citra.text(PAGE + asked)


def test_the_page_goes_on_by_key_with_as_many_queries(citra, ana, ben, django_assert_max_num_queries):
    first = Letter.objects.get(case=issued(granted(ana, ben)).row)
    made = [granted(ana, ben, another(n), at=MONDAY + timedelta(minutes=10 * n)) for n in range(1, 27)]
    for number in made:
        issuing.issue(number, actor=SYSTEM, now=MONDAY + timedelta(hours=8))
    with django_assert_max_num_queries(9):
        page = citra.get(PAGE + "?year=2026").content.decode()
    assert first.number not in page and "before=3" in page
    assert first.number in citra.text(PAGE + "?year=2026&before=3")
