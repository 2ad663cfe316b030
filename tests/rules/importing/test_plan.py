"""The plan: every act of every case in the order in which it happened, in the log's own times."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from layani.rules.importing.log import Log, LogCase, Row
from layani.rules.importing.plan import plan
from layani.rules.importing.reading_map import parse_map
from layani.rules.text import Text
from tests.office.replay.small_logs import MAP

START = datetime(2024, 1, 29, 2, tzinfo=UTC)  # Monday 09:00 in Jakarta


def row(place, case, activity, hours=0.0, officer="ana", **columns):
    at = START + timedelta(hours=hours)
    day = (at + timedelta(hours=7)).date().isoformat()
    return Row(place, case, activity, activity, at, day, officer, True, None, columns)


def planned(*rows, text=MAP, cases=None, **changed):
    known = {one.case: LogCase() for one in rows} | (cases or {})
    log = Log("small.csv", Text(id="CSV", en="CSV"), "d" * 64, rows, known, len(rows))
    return plan(replace(log, **changed), parse_map(text)[0])


def kinds(found, case="K-1"):
    return [one.act for one in found.acts if one.case == case]


def test_a_case_is_filed_by_its_row_and_then_goes_on_in_the_order_of_time():
    found = planned(
        row(1, "K-1", "sent", 5), row(2, "K-1", "checked", 2), row(3, "K-1", "received"), row(4, "K-1", "decided", 3)
    )
    assert kinds(found) == ["file", "check_complete", "decide_grant", "issue"]
    assert [one.row for one in found.acts] == [3, 2, 4, 1]
    assert (found.rows, found.typed, found.moved) == (4, 4, 2)


def test_the_cases_of_an_office_are_replayed_together_as_they_happened():
    found = planned(
        row(1, "K-1", "received"),
        row(2, "K-1", "checked", 4),
        row(3, "K-2", "received", 1),
        row(4, "K-2", "checked", 2),
    )
    assert [(one.case, one.act) for one in found.acts] == [
        ("K-1", "file"), ("K-2", "file"), ("K-2", "check_complete"), ("K-1", "check_complete"),
    ]  # fmt: skip


def test_a_case_without_a_filing_row_is_filed_at_the_start_that_its_column_gives():
    start = START - timedelta(days=3)
    found = planned(row(7, "K-1", "checked"), cases={"K-1": LogCase(starts_at=start)})
    filed = found.acts[0]
    assert (filed.act, filed.at, filed.row, filed.officer, found.implied) == ("file", start, None, None, {"file": 1})


def test_a_case_without_any_start_is_filed_at_its_first_row():
    found = planned(row(1, "K-1", "checked", 2), row(2, "K-1", "drafted", 1))
    assert [(one.act, one.at) for one in found.acts][0] == ("file", START + timedelta(hours=1))


def test_what_is_dated_before_the_filing_comes_after_it_and_is_counted():
    found = planned(row(1, "K-1", "drafted", -48), row(2, "K-1", "received"), row(3, "K-1", "checked", 1))
    assert kinds(found) == ["file", "perform", "check_complete"]
    drafted = found.acts[1]
    assert (drafted.at, drafted.turn) == (START - timedelta(hours=48), START)
    assert found.early == 1


def test_rows_of_one_moment_are_taken_in_the_order_of_the_procedure():
    found = planned(
        *(row(n, "K-1", name) for n, name in enumerate(("sent", "decided", "drafted", "checked", "received")))
    )
    assert kinds(found) == ["file", "check_complete", "perform", "decide_grant", "issue"]


def test_where_only_days_are_known_the_order_within_a_day_is_the_procedures():
    rows = (
        row(1, "K-1", "received"),
        row(2, "K-1", "checked", 6),
        row(3, "K-1", "sent", 4),
        row(4, "K-1", "decided", 5),
    )
    assert kinds(planned(*rows)) == ["file", "issue", "decide_grant", "check_complete"]
    by_day = planned(*rows, days_only=0.4)
    assert kinds(by_day) == ["file", "check_complete", "decide_grant", "issue"]
    assert [one.turn for one in by_day.acts] == sorted(one.turn for one in by_day.acts)
    assert by_day.acts[3].at == START + timedelta(hours=4)


def test_a_file_with_the_newest_row_first_is_read_from_below():
    rows = (row(1, "K-1", "drafted", 1), row(2, "K-1", "asked", 1), row(3, "K-1", "received"))
    same = [replace(one, activity="drafted") for one in rows[:2]]
    found = planned(*same, rows[2], newest_first=True)
    assert [one.row for one in found.acts] == [3, 2, 1]


def test_a_milestone_is_reached_once_and_the_map_says_what_the_second_time_is():
    found = planned(
        row(1, "K-1", "received"),
        row(2, "K-1", "checked", 1),
        row(3, "K-1", "checked", 2),
        row(4, "K-1", "received", 3),
    )
    assert kinds(found) == ["file", "check_complete", "perform", "perform"]
    assert [one.data.get("step") for one in found.acts[2:]] == ["check-again", "register"]


def test_a_second_decision_without_a_word_of_the_map_is_recorded_and_a_second_filing_is_a_note():
    text = MAP.replace(", again: {act: perform, step: register}", "")
    found = planned(
        row(1, "K-1", "received"), row(2, "K-1", "decided", 1),
        row(3, "K-1", "decided", 2), row(4, "K-1", "received", 3),
        text=text,
    )  # fmt: skip
    assert kinds(found) == ["file", "decide_grant", "decide_grant", "note"]
    assert [(one.count, one.why.en) for one in found.unmapped] == [(1, "the case is filed already")]


def test_the_logs_own_deadline_stands_and_no_pause_of_ours_moves_it():
    due = START + timedelta(days=20)
    found = planned(
        row(1, "K-1", "received"), row(2, "K-1", "asked", 1),
        row(3, "K-1", "answered", 90), row(4, "K-1", "extended", 99, days="7"),
        cases={"K-1": LogCase(deadline=due)},
    )  # fmt: skip
    filed, _, answered, extended = found.acts
    assert (filed.data["due_at"], filed.data["due_from"], filed.data["promise"]) == (due.isoformat(), "log", None)
    assert answered.data["due_at"] == extended.data["due_at"] == due.isoformat()


def test_a_case_without_a_deadline_gets_the_maps_term():
    filed = planned(row(1, "K-1", "received")).acts[0]
    assert (filed.data["promise"], filed.data["due_from"]) == ([10, "working days"], "map")
    assert "due_at" not in filed.data


def test_the_first_deadline_that_applies_to_the_case_counts():
    text = MAP.replace(
        "    - term: 10 working days",
        "    - {term: 90 calendar days, case_has: {activity: drafted}}\n"
        "    - {term: 5 calendar days, where: {outcome: quick}}\n"
        "    - term: 10 working days",
    )  # fmt: skip
    found = planned(
        row(1, "K-1", "received"), row(2, "K-1", "drafted", 1),
        row(3, "K-2", "received", outcome="quick"), row(4, "K-3", "received"),
        text=text,
    )  # fmt: skip
    terms = {one.case: one.data["promise"] for one in found.acts if one.act == "file"}
    assert terms == {"K-1": [90, "calendar days"], "K-2": [5, "calendar days"], "K-3": [10, "working days"]}


def test_channels_are_the_maps_words_and_unknown_ones_are_told():
    rows = [row(n, f"K-{n}", "received") for n in range(4)]
    channels = dict(zip((one.case for one in rows), ("web", "Desk", "Pigeon", None), strict=True))
    found = planned(*rows, cases={case: LogCase(channel=name) for case, name in channels.items()})
    assert [one.data["channel"] for one in found.acts] == ["online", "counter", "other", "unknown"]
    assert found.channels == {"Pigeon": 1}


def test_a_program_is_no_officer():
    found = planned(
        row(1, "K-1", "received"),
        row(2, "K-1", "checked", 1, officer="Robot 7"),
        row(3, "K-1", "decided", 2, officer="ben"),
    )
    assert [one.officer for one in found.acts] == ["ana", None, "ben"]
    assert [one.works for one in found.acts] == [False, False, True]
    assert found.programs == 1


def test_the_column_of_the_end_closes_the_case_where_the_map_says_so():
    ends = {"K-1": LogCase(ends_at=START + timedelta(days=2))}
    assert kinds(planned(row(1, "K-1", "received"), cases=ends)) == ["file"]
    text = "close_at_case_end: true\n" + MAP
    found = planned(row(1, "K-1", "received"), row(2, "K-1", "checked", 1), cases=ends, text=text)
    assert (kinds(found), found.implied) == (["file", "check_complete", "close"], {"close": 1})
    backwards = planned(row(1, "K-1", "received"), cases={"K-1": LogCase(ends_at=START - timedelta(days=2))}, text=text)
    assert (kinds(backwards), backwards.odd_ends) == (["file"], 1)


def test_every_act_has_a_key_of_its_own_and_entries_without_use_are_told():
    found = planned(row(1, "K-1", "received"), row(2, "K-1", "checked", 1), row(3, "K-2", "drafted", 1))
    assert len({(one.case, one.key) for one in found.acts}) == len(found.acts) == 4
    assert found.unused == (2, 3, 4, 6, 7, 8)


def test_steps_with_a_due_time_of_their_own_are_counted():
    late, early = row(1, "K-1", "received"), row(2, "K-1", "checked", 1)
    found = planned(replace(late, due_at=START - timedelta(hours=1)), replace(early, due_at=START + timedelta(days=1)))
    assert found.steps_due == (2, 1)
