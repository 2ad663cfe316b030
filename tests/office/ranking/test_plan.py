"""The plan of payments: what is due, what waits for a condition, and nothing that looks paid."""

from datetime import timedelta

import pytest

from layani.office.actions import conditions, deciding, issuing, serving
from layani.office.actor import SYSTEM
from layani.office.jobs.give_places import give_places
from layani.office.tables.models import Case, Event, Letter
from layani.office.tables.projection import event_of, state_of
from layani.rules.cases.decider import replay
from layani.rules.refusal import Refused
from tests.office.citizen.conftest import signed_in
from tests.office.officer.asked_why import say_why
from tests.office.officer.conftest import browser_of, words_of
from tests.office.ranking.grants import COUNTS, signed

__all__ = ["browser_of"]
pytestmark = pytest.mark.django_db
SEEN = "Laporan nilai semester pertama asli, kelas 3B."


@pytest.fixture
def granted(staff, numbers):
    """The first family's case, granted."""
    signed(staff)
    give_places(COUNTS)
    row = serving.take_next(actor=staff["wakil"], now=COUNTS).row
    assert row.number == numbers[0]
    deciding.grant(row.number, actor=staff["wakil"], now=COUNTS)
    return row.number


def page_of(number):
    return words_of(signed_in(Case.objects.get(number=number).party).get(f"/case/{number}/"))


def test_before_the_decision_nothing_is_due(staff, numbers, at):
    at(COUNTS)
    page = page_of(numbers[0])
    assert page.count("500.000") == 2
    assert page.count("setelah keputusan") == 2
    assert "sudah menjadi hak" not in page


def test_the_second_part_waits_until_its_role_has_recorded_the_condition(staff, granted, at):
    at(COUNTS)
    page = page_of(granted)
    assert (page.count("sudah menjadi hak"), page.count("menunggu syarat")) == (1, 1)
    conditions.meet(granted, "pays:2", SEEN, actor=staff["seksi"], now=COUNTS + timedelta(days=1))
    page = page_of(granted)
    assert (page.count("sudah menjadi hak"), page.count("menunggu syarat")) == (2, 0)
    assert SEEN in page
    assert "dibayar" not in page
    event = Event.objects.get(act="condition_met")
    assert event_of(event).data == {"part": "pays:2", "words_length": len(SEEN)}
    assert SEEN not in event.body
    row = Case.objects.get(number=granted)
    assert replay(event_of(one) for one in Event.objects.of_case(row.pk)) == state_of(row)


@pytest.mark.parametrize(
    ("who", "part", "words", "said"),
    [
        ("kadis", "pays:2", SEEN, "role"),
        ("seksi", "pays:1", SEEN, "no condition"),
        ("seksi", "pays:2", "ok", "not clear"),
    ],
)
def test_a_condition_is_recorded_by_its_role_in_words(staff, granted, who, part, words, said):
    with pytest.raises(Refused, match=said):
        conditions.meet(granted, part, words, actor=staff[who], now=COUNTS)


def test_a_condition_is_recorded_once_and_after_the_grant(staff, granted, numbers):
    conditions.meet(granted, "pays:2", SEEN, actor=staff["seksi"], now=COUNTS)
    with pytest.raises(Refused, match="already"):
        conditions.meet(granted, "pays:2", SEEN, actor=staff["seksi"], now=COUNTS)
    with pytest.raises(Refused, match="does not fit"):
        conditions.meet(numbers[1], "pays:2", SEEN, actor=staff["seksi"], now=COUNTS)


def test_the_letter_prints_the_plan(staff, granted):
    letter = issuing.issue(granted, actor=SYSTEM, now=COUNTS)
    assert letter.case.issued_at
    row = Case.objects.get(number=granted)
    said = str(issuing.opened_letter(Letter.objects.get(case=row), row))
    assert "500.000" in said
    assert "Laporan nilai semester pertama sudah dilihat" in said


def test_an_officer_of_the_role_records_it_on_the_cases_page(staff, granted, at, browser_of):  # noqa: F811
    at(COUNTS + timedelta(days=1))
    eva = say_why(browser_of("eva", "section-head", "supervisor"), f"/officer/case/{granted}/")
    assert 'value="condition_met"' in eva.get(f"/officer/case/{granted}/").content.decode()
    bad = eva.post(f"/officer/case/{granted}/", {"act": "condition_met", "part": "pays:2", "words": "ok"})
    assert bad.status_code == 409
    good = eva.post(f"/officer/case/{granted}/", {"act": "condition_met", "part": "pays:2", "words": SEEN})
    assert good.status_code == 302
    assert state_of(Case.objects.get(number=granted)).met == ("pays:2",)
    budi = say_why(browser_of("budi", "head", "supervisor"), f"/officer/case/{granted}/")
    assert 'value="condition_met"' not in budi.get(f"/officer/case/{granted}/").content.decode()
