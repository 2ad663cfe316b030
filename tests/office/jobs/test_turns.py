"""Who was served first and how long everybody waited for it, in the figures of a month."""

from datetime import date, timedelta

import pytest

from layani.office.jobs.figures import Month, count, run
from layani.office.tables.models import Case, Event, Figures, Outbox
from layani.rules.cases.urgency import AHEAD, FIRST
from tests.office.conftest import MONDAY
from tests.office.jobs.test_figures import EARLIER, SLUG, add, at, open_minutes

__all__ = ["add"]
pytestmark = pytest.mark.django_db
MORNING = at(10, 7)


@pytest.fixture
def served(add):  # noqa: F811
    """Write a case that arrived and was taken so many minutes into the morning, and was decided then."""

    def served(arrived, taken, *, reasons=(), later=None):
        came, took = MORNING + timedelta(minutes=arrived), MORNING + timedelta(minutes=taken)
        case = add(came, took, taken=took)
        urgency = FIRST if {"declared", "recorded"} & set(reasons) else AHEAD if reasons else 2
        Case.objects.filter(pk=case.pk).update(rest={"put_first": list(reasons)}, urgency=urgency)
        if later:
            act, minute = later
            Event.objects.create(
                case=case, seq=9, act=act, role="", occurred_at=MORNING + timedelta(minutes=minute),
                recorded_at=EARLIER, body="{}", outbox=Outbox.objects.create(leaf=f"{case.pk}/9"),
            )  # fmt: skip
        return case

    return served


def turns():
    run(MONDAY)
    return Figures.objects.get().turns


def test_each_class_has_its_count_and_the_median_of_its_waiting_time(served):
    served(0, 30)
    served(10, 50)
    served(20, 25, reasons=["declared"])
    served(0, 10, reasons=["expedited"], later=("expedite_granted", 5))
    found = turns()
    assert found["first"] == [1, 5]
    assert found["ahead"] == [1, 10]
    assert found["in_turn"] == [2, 35]
    assert found["passed_over"] == [2, 35]


def test_waiting_is_counted_in_working_minutes(served):
    served(0, 24 * 60)
    assert turns()["in_turn"] == [1, open_minutes(MORNING, MORNING + timedelta(days=1))]


def test_who_came_later_than_all_those_first_by_law_was_not_passed_over(served):
    served(0, 5, reasons=["declared"])
    served(10, 40)
    assert turns()["passed_over"] == [0, None]


@pytest.mark.parametrize(("minute", "place"), [(3, "first"), (30, "in_turn")])
def test_a_class_that_was_recorded_after_somebody_was_taken_did_not_put_them_first(served, minute, place):
    served(0, 10, reasons=["recorded"], later=("put_first", minute))
    found = turns()
    assert {name: count for name, (count, _) in found.items()} == {
        **dict.fromkeys(("first", "ahead", "in_turn", "passed_over"), 0), place: 1,
    }  # fmt: skip


def test_somebody_first_by_law_who_is_not_decided_yet_passes_people_over_too(served):
    served(0, 30)
    case = served(10, 12, reasons=["declared"])
    Case.objects.filter(pk=case.pk).update(decided_at=None)
    assert turns()["passed_over"] == [1, 30]


def test_only_the_first_time_that_somebody_takes_a_case_is_its_turn(served):
    case = served(0, 10)
    Event.objects.create(
        case=case, seq=9, act="take", role="", occurred_at=MORNING + timedelta(minutes=300), recorded_at=EARLIER,
        body="{}", outbox=Outbox.objects.create(leaf="again"),
    )  # fmt: skip
    assert turns()["in_turn"] == [1, 10]


def test_a_month_costs_the_same_few_queries_however_many_cases_it_has(served, django_assert_num_queries):
    month = Month("sukamaju", SLUG, date(2026, 10, 1))
    for _ in range(2):  # the second time with twice as many
        for _ in range(3):
            served(0, 10)
            served(5, 7, reasons=["declared"])
        with django_assert_num_queries(6):
            count(month, MONDAY)
