"""Every due date is explained in one sentence, in both languages, and by nothing that is not so."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from layani.rules.cases.act import Act
from layani.rules.cases.calendar import Calendar, Decree
from layani.rules.cases.clock import Term
from layani.rules.cases.decider import decide, evolve
from layani.rules.cases.explaining import explain, explained
from layani.rules.cases.parts import Pause
from layani.rules.cases.reckoning import Reckoning
from layani.rules.text import Text

from .telling import ANA, MONDAY, OFFICE, checked, filing
from .test_reckoning import STARTS, TERMS, WAITS

HOUR = timedelta(hours=1)


def jakarta(*parts):
    return datetime(*parts, tzinfo=OFFICE.timezone)


def test_it_names_term_start_weekends_and_each_holiday():
    office = Calendar(
        decrees=(Decree("Kep. 1", date(2026, 12, 1), {date(2026, 12, 23): Text("Pemilihan", "Election")}),)
    )
    said = explain(office, Reckoning(jakarta(2026, 12, 21, 9), "complete", Term(4, "working days")))
    assert said.en == (
        "Counted as 4 working days from completeness, 21 December 2026; not counted: weekends, 23 December 2026 "
        "(Election), 24 December 2026 (Christmas Joint Holiday) and 25 December 2026 (Christmas Day)."
    )
    assert said.id == (
        "Dihitung 4 hari kerja sejak berkas lengkap, 21 Desember 2026; tidak dihitung: akhir pekan, 23 Desember 2026 "
        "(Pemilihan), 24 Desember 2026 (Cuti Bersama Hari Raya "
        "Natal) dan 25 Desember 2026 (Hari Raya Natal)."
    )


def test_of_calendar_time_it_says_that_days_off_count():
    said = explain(OFFICE, Reckoning(MONDAY, "received", Term(2, "weeks")))
    assert said.en == "Counted as 2 weeks from receipt, 23 November 2026; weekends and holidays count too."


def test_days_inside_a_pause_are_told_as_the_pause():
    pause = Pause("citizen", jakarta(2026, 12, 22, 10), jakarta(2027, 1, 4, 10))
    said = explain(OFFICE, Reckoning(jakarta(2026, 12, 21, 9), "complete", Term(3, "working days"), (pause,)))
    assert "from 22 December 2026 to 4 January 2027 (waiting for the applicant's answer)" in said.en
    assert "Christmas" not in said.en


def test_many_holidays_are_counted_and_not_all_named():
    said = explain(OFFICE, Reckoning(jakarta(2026, 2, 10, 9), "complete", Term(60, "working days"))).en
    assert said.count("(") == 6
    assert "more days off" in said


def test_a_year_that_nobody_has_decreed_is_said():
    said = explain(OFFICE, Reckoning(jakarta(2028, 12, 20, 9), "complete", Term(20, "working days")))
    assert said.en.endswith("; the holidays of 2028 to 2029 are not decreed yet.")
    within = explain(OFFICE, Reckoning(jakarta(2029, 1, 8, 9), "complete", Term(3, "working days")))
    assert within.id.endswith("; hari libur dan cuti bersama 2029 belum ditetapkan.")


def test_more_time_is_told_with_its_reason():
    case = checked(filing((5, "working days"), "complete", extension=[7, "working days"]), (HOUR, HOUR, HOUR))
    act = Act("extend", ANA, case.last_at + HOUR, {"reason": "many-documents"})
    case = evolve(replace(case, holder=1), decide(replace(case, holder=1), act, OFFICE))
    said = explained(OFFICE, case)
    assert "extended once by 7 working days on 23 November 2026 (many documents have to be looked through)" in said.en


def test_a_day_that_does_not_follow_from_the_events_is_not_explained_away():
    case = checked(filing((5, "working days"), "complete"), (HOUR, HOUR, HOUR))
    assert explained(OFFICE, case)
    assert explained(Calendar(closed=frozenset({date(2026, 11, 26)})), case) is None
    assert explained(OFFICE, replace(case, due_at=None)) is None
    assert explained(OFFICE, replace(case, complete_at=jakarta(9999, 12, 31, 9))) is None


@given(promise=TERMS, starts=STARTS, waits=st.tuples(WAITS, WAITS, WAITS))
def test_every_date_that_our_own_rules_set_is_explained_in_one_sentence(promise, starts, waits):
    said = explained(OFFICE, checked(filing(promise, starts), waits))
    for words in (said.id, said.en):
        assert words.startswith(("Dihitung", "Counted as"))
        assert words.endswith(".")
        assert ". " not in words
