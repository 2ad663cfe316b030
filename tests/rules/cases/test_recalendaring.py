"""When a decree changes the calendar, open due dates move visibly, and by nothing that nobody could know."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from layani.rules.cases.act import Act
from layani.rules.cases.calendar import Calendar, Decree
from layani.rules.cases.decider import decide, evolve, objections
from layani.rules.cases.explaining import explained
from layani.rules.cases.recalendaring import recalendared
from layani.rules.text import Text

from .telling import MONDAY, OFFICE, SYSTEM, checked, filing
from .test_reckoning import STARTS, TERMS, WAITS

HOUR = timedelta(hours=1)
ELECTION = Text("Pemilihan", "Election")
# Issued on Tuesday, while the case is open: Thursday 26 November is a day off.
ISSUED, DAY_OFF = date(2026, 11, 24), date(2026, 11, 26)
DECREED = Calendar(decrees=(Decree("Kep. 1/2026", ISSUED, {DAY_OFF: ELECTION}),))
TUESDAY, LONG_AFTER = MONDAY + timedelta(days=1), MONDAY + timedelta(days=30)


def case_of(promise=(5, "working days"), starts="complete", waits=(HOUR, HOUR, HOUR), **more):
    return checked(filing(promise, starts, **more), waits)


def moved_on(calendar, case, now):
    """Return the case after the act, which the rules must allow."""
    act = Act("recalendar", SYSTEM, now, recalendared(calendar, case, now).data())
    assert objections(case, act) == ()
    return evolve(case, decide(case, act, calendar))


def test_a_decree_moves_the_due_day_and_says_so_with_number_and_both_days():
    moved = recalendared(DECREED, case_of(), TUESDAY)
    assert moved.decrees == ("Kep. 1/2026",)
    assert moved.why.en == (
        "Kep. 1/2026: Thursday, 26 November 2026 is a day off (Election); the last day moves from Monday, "
        "30 November 2026 to Tuesday, 1 December 2026."
    )
    assert moved.why.id.endswith("berubah dari Senin, 30 November 2026 menjadi Selasa, 1 Desember 2026.")


def test_after_the_act_the_new_day_is_explained_and_nothing_more_moves():
    case = moved_on(DECREED, case_of(legal=[9, "working days", "complete"]), TUESDAY)
    assert "26 November 2026 (Election)" in explained(DECREED, case).en
    assert recalendared(DECREED, case, TUESDAY) is None


def test_before_its_day_of_issue_a_decree_moves_nothing():
    assert recalendared(DECREED, case_of(), MONDAY + timedelta(hours=6)) is None


def test_what_was_late_stays_late_but_a_decree_in_time_counts_also_when_it_is_entered_afterwards():
    case = case_of()
    late = Calendar(decrees=(Decree("Kep. 2/2026", date(2026, 12, 3), {DAY_OFF: ELECTION}),))
    assert recalendared(late, case, LONG_AFTER) is None
    assert recalendared(DECREED, case, LONG_AFTER) is not None


def test_a_day_that_lies_ahead_is_never_moved_into_the_past():
    opens = Calendar(decrees=(Decree("Kep. 3/2026", date(2026, 12, 28), opened=frozenset({date(2026, 12, 26)})),))
    filed = checked(filing((24, "working days"), "complete"), (HOUR, HOUR, HOUR))
    assert OFFICE.local(filed.due_at).date() == date(2026, 12, 29)
    on_the_28th = OFFICE.at(date(2026, 12, 28), OFFICE.openings(date(2026, 12, 28))[0][0])
    assert recalendared(opens, filed, on_the_28th).now["due_at"] < filed.due_at
    after_closing = on_the_28th + timedelta(hours=9)
    assert recalendared(opens, filed, after_closing) is None


def test_an_ended_or_imported_case_keeps_its_days():
    case = case_of()
    assert recalendared(DECREED, replace(case, imported=True), TUESDAY) is None
    assert recalendared(DECREED, replace(case, status="granted"), TUESDAY) is None


def test_a_case_that_changed_meanwhile_is_not_overwritten():
    case = case_of()
    act = Act("recalendar", SYSTEM, TUESDAY, recalendared(DECREED, case, TUESDAY).data())
    refused = objections(replace(case, due_at=case.due_at + HOUR), act)
    assert [one.code for one in refused] == ["changed-meanwhile"]


@given(
    promise=TERMS,
    starts=STARTS,
    waits=st.tuples(WAITS, WAITS, WAITS),
    days=st.sets(st.dates(date(2026, 11, 25), date(2027, 6, 30)), min_size=1, max_size=10),
)
def test_days_off_only_ever_move_a_day_later_and_a_second_look_finds_nothing(promise, starts, waits, days):
    decree = Decree("Kep. 4/2026", ISSUED, dict.fromkeys(days, ELECTION))
    case, office = case_of(promise, starts, waits), Calendar(decrees=(decree,))
    now = case.last_at
    if moved := recalendared(office, case, now):
        assert all(moved.now[name] > was for name, was in moved.was.items())
        assert recalendared(office, moved_on(office, case, now), now) is None
