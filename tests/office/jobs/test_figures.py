"""The monthly figures, against arithmetic done case by case, minute by minute."""

import random
import statistics
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.office.house import calendar
from layani.office.jobs import figures
from layani.office.jobs.figures import NINETY, percentile, run
from layani.office.tables.models import Case, Event, Figures, Outbox
from tests.office.conftest import MONDAY

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
SLUG = "residence-letter"
EARLIER, LATER = MONDAY - timedelta(hours=1), MONDAY + timedelta(hours=1)


@pytest.fixture
def add(carla):
    """Write a case with the events that the figures look at; times are local."""

    def add(received, decided=None, status="granted", complete=None, due=None, recorded=EARLIER, taken=None):
        place = Case.objects.count()
        case = Case.objects.create(
            number=f"SKM-{place}", party=carla, office="sukamaju", service=SLUG, version="1", channel="online",
            status=status if decided else "checking", lane="", ball="office", received_at=received,
            complete_at=complete or received, due_at=due, decided_at=decided, seq=1, head=b"", rest={},
        )  # fmt: skip
        acts = [("file", received), ("take", taken or received)]
        if decided:
            acts.append(
                ({"refused": "decide_refuse", "deemed_granted": "deem_granted"}.get(status, "decide_grant"), decided)
            )
        for seq, (act, at) in enumerate(acts):
            Event.objects.create(
                case=case, seq=seq, act=act, role="", occurred_at=at, recorded_at=recorded, body="{}",
                outbox=Outbox.objects.create(leaf=f"{place}/{seq}"),
            )  # fmt: skip
        return case

    return add


def at(month, day, hour=9, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=WIB)


def open_minutes(start, end):
    """Count the minutes one by one in which the office is open: slow, and hard to get wrong."""
    total, moment = 0, start
    while moment + timedelta(minutes=1) <= end:
        local = moment.astimezone(WIB)
        total += any(o <= local.time() < c for o, c in calendar().openings(local.date()))
        moment += timedelta(minutes=1)
    return total


@pytest.mark.parametrize(("demo", "counted"), [(False, 1), (True, 2)])
def test_an_imported_case_is_no_promise_that_the_office_kept_except_in_a_demo(add, settings, demo, counted):
    settings.LAYANI_DEMO = demo
    for _ in range(2):
        case = add(at(10, 1), at(10, 2))
    Case.objects.filter(pk=case.pk).update(imported=True)
    run(LATER)
    found = Figures.objects.get()
    assert (found.received, found.decided, found.on_time) == (counted, counted, counted)


def test_a_month_is_counted_exactly_as_by_hand(add):
    chance = random.Random(7)
    for _ in range(60):
        received = at(9, 1, 8) + timedelta(minutes=chance.randrange(0, 40 * 24 * 60))
        decided = received + timedelta(minutes=chance.randrange(0, 5 * 24 * 60)) if chance.random() < 0.9 else None
        status = chance.choice(["granted", "granted", "refused", "deemed_granted"])
        due = received + timedelta(days=2) if chance.random() < 0.9 else None
        add(received, decided, status, due=due)
    run(MONDAY)
    for month in (date(2026, 9, 1), date(2026, 10, 1)):
        row = Figures.objects.get(month=month)
        cases = [c for c in Case.objects.filter(decided_at__isnull=False)]
        mine = [c for c in cases if c.decided_at.astimezone(WIB).date().replace(day=1) == month]
        minutes = [open_minutes(c.complete_at, c.decided_at) for c in mine]
        assert row.received == sum(
            c.received_at.astimezone(WIB).date().replace(day=1) == month for c in Case.objects.all()
        )
        assert row.decided == len(mine)
        assert row.refused == sum(c.status == "refused" for c in mine)
        assert row.deemed == sum(c.status == "deemed_granted" for c in mine)
        assert row.on_time == sum(
            c.status != "deemed_granted" and (c.due_at is None or c.decided_at <= c.due_at) for c in mine
        )
        assert row.median_minutes == int(Fraction(statistics.median(minutes)) + Fraction(1, 2))
        assert abs(row.p90_minutes - statistics.quantiles(minutes, n=10, method="inclusive")[8]) <= 0.5


def test_a_month_ends_at_midnight_of_the_office_and_not_of_utc(add):
    add(at(10, 31, 23, 59), at(11, 1, 0, 0))
    run(MONDAY)
    assert list(Figures.objects.order_by("month").values_list("month__month", "received", "decided")) == [
        (10, 1, 0),
        (11, 0, 1),
    ]


def test_a_decision_in_the_last_second_is_on_time(add):
    due = at(11, 4, 16)
    add(at(11, 3), due, due=due)
    add(at(11, 3), due + timedelta(microseconds=1), due=due)
    run(MONDAY)
    assert Figures.objects.get().on_time == 1


def test_only_the_months_in_which_something_happened_are_counted_again(add):
    add(at(9, 7), at(9, 8))
    add(at(10, 7), at(10, 8))
    assert run(MONDAY) == 2
    add(at(10, 20), at(10, 21), recorded=LATER)
    assert run(LATER) == 1
    assert dict(Figures.objects.values_list("month__month", "decided")) == {9: 1, 10: 2}
    assert dict(Figures.objects.values_list("month__month", "computed_at")) == {9: MONDAY, 10: LATER}


def test_a_decision_changes_the_month_it_was_made_in_and_no_other(add):
    case = add(at(9, 28))
    run(MONDAY)
    Case.objects.filter(pk=case.pk).update(decided_at=at(10, 2), status="refused")
    Event.objects.create(
        case=case, seq=2, act="decide_refuse", role="", occurred_at=at(10, 2), recorded_at=LATER, body="{}",
        outbox=Outbox.objects.create(leaf="x"),
    )  # fmt: skip
    assert run(LATER) == 1
    assert Figures.objects.get(month=date(2026, 10, 1)).refused == 1


def test_what_a_killed_run_has_not_written_is_counted_by_the_next(add, monkeypatch):
    class Killed(BaseException):
        """Nothing in the program catches this."""

    add(at(9, 7), at(9, 8))
    run(MONDAY)
    add(at(9, 9), at(9, 10), recorded=LATER)
    add(at(10, 9), at(10, 12), recorded=LATER)
    real, left = figures.count, [1]

    def count(month, now):
        if not left:
            raise Killed
        left.pop()
        return real(month, now)

    monkeypatch.setattr(figures, "count", count)
    with pytest.raises(Killed):
        run(LATER)
    assert Figures.objects.get().decided == 1, "nothing was written half"
    monkeypatch.undo()
    run(LATER)
    assert dict(Figures.objects.values_list("month__month", "decided")) == {9: 2, 10: 1}


def test_events_beyond_one_page_are_found(add, monkeypatch):
    monkeypatch.setattr(figures, "EVENTS_AT_ONCE", 2)
    add(at(9, 7), at(9, 8))
    run(MONDAY)
    for month in (7, 8, 10):
        add(at(month, 7), at(month, 8), recorded=LATER)
    assert run(LATER) == 3


def test_an_idle_office_costs_two_queries(add, django_assert_num_queries):
    add(at(9, 7), at(9, 8))
    run(LATER)
    with django_assert_num_queries(2):
        assert run(LATER) == 0


def test_an_office_without_a_case_has_no_figures(db):
    assert run(MONDAY) == 0


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=40))
def test_the_ninetieth_percentile_is_that_of_the_standard_library(values):
    oracle = statistics.quantiles(sorted(values), n=10, method="inclusive")[8]
    assert abs(percentile(sorted(values), NINETY) - oracle) <= 0.5 + 1e-9


def test_a_month_keeps_the_promises_that_its_cases_were_filed_under(add):
    for day, promise in ((1, [2, "working days"]), (2, [2, "working days"]), (3, [1, "working days"]), (4, None)):
        case = add(at(9, day), at(9, day, 11))
        Case.objects.filter(pk=case.pk).update(rest={"promise": promise} if promise else {})
    run(MONDAY)
    assert Figures.objects.get().promised == [[1, "working days"], [2, "working days"]]
