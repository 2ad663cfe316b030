"""What each row means: the first entry that fits, its values, and what is only a note."""

from datetime import UTC, datetime

import pytest

from layani.rules.importing.log import Row
from layani.rules.importing.meaning import NOT_NAMED, ONLY_BEGINS, Meanings
from layani.rules.importing.reading_map import columns_asked, parse_map
from tests.office.replay.small_logs import MAP

AT = datetime(2024, 1, 29, 2, tzinfo=UTC)


def one(activity, *, label="", ends=True, case=(), **columns):
    return Row(1, "K-1", activity, label or activity, AT, "2024-01-29", "ana", ends, None, columns)


def meaning(row, acts="", *others, **replaced):
    """Return the meaning of a row under the small map with its acts, or with these instead."""
    text = MAP if not acts else MAP[: MAP.index("acts:")] + "acts:\n" + acts
    for old, new in replaced.items():
        text = text.replace(f"{old}:", new, 1)
    return Meanings(parse_map(text)[0]).of_case([row, *others])[0]


def test_the_first_entry_that_fits_is_taken():
    acts = "  - {activity: T02*, act: issue}\n  - {activity: T02 Check, act: answer}\n"
    assert meaning(one("T02 Check"), acts).act == "issue"


@pytest.mark.parametrize("written", ["t02 check", " T02 CHECK ", "T02  Check"])
def test_capitals_and_blanks_around_do_not_count_and_blanks_inside_do(written):
    acts = "  - {activity: T02 Check, act: issue}\n"
    assert meaning(one(written), acts).act == ("issue" if written != "T02  Check" else "note")


def test_a_pattern_is_the_whole_name_and_dots_are_dots():
    acts = "  - {activity: [a.c, T*], act: issue}\n"
    assert [meaning(one(name), acts).act for name in ("a.c", "abc", "T9", "aT9")] == ["issue", "note", "issue", "note"]


def test_columns_and_label_must_fit_as_well():
    acts = '  - {activity: Q, label: complete*, where: {question: ["True", J*]}, act: check_complete}\n'
    assert meaning(one("Q", label="Complete?", question="true"), acts).act == "check_complete"
    assert meaning(one("Q", label="Complete?", question="Ja"), acts).act == "check_complete"
    assert meaning(one("Q", label="Complete?", question="False"), acts).act == "note"
    assert meaning(one("Q", label="Complete?"), acts).act == "note"
    assert meaning(one("Q", label="Other", question="True"), acts).act == "note"


def test_an_entry_may_ask_for_another_row_of_the_case():
    acts = (
        "  - {activity: decided, case_has: {activity: ground, where: {q: yes}}, act: decide_refuse, "
        "ground: not-resident}\n"
        "  - {activity: decided, act: decide_grant}\n"
    )
    assert meaning(one("decided"), acts, one("ground", q="yes")).act == "decide_refuse"
    assert meaning(one("decided"), acts, one("ground", q="no")).act == "decide_grant"


def test_an_activity_that_the_map_does_not_name_is_a_note_that_says_so():
    found = meaning(one("never heard of"))
    assert (found.act, found.why) == ("note", NOT_NAMED)


def test_a_row_that_only_begins_a_step_is_a_note_or_a_taking_but_never_the_act():
    begun = one("checked", ends=False)
    assert (meaning(begun).act, meaning(begun).why) == ("note", ONLY_BEGINS)
    assert meaning(begun, log="beginnings: take\nlog:").act == "take"
    for step_of_nobodys_desk in ("sent", "answered", "coffee"):
        begun = one(step_of_nobodys_desk, ends=False)
        assert meaning(begun, log="beginnings: take\nlog:").act == "note"
    named = "  - {activity: checked, where: {state: start}, act: consult}\n"
    assert meaning(one("checked", ends=False, state="start"), named).act == "consult"


def test_a_performed_step_carries_its_phase_and_a_refusal_all_grounds():
    assert meaning(one("drafted")).data == {"step": "draft-letter", "phase": "work"}
    refused = meaning(one("decided", outcome="no"))
    assert refused.data == {"ground": "not-resident", "grounds": ["not-resident"]}


def test_days_come_out_of_a_column_only_as_a_number():
    assert meaning(one("extended", days="42")).data == {"days": 42}
    for days in ("six weeks", "", "-3", "99999999999", None):
        assert meaning(one("extended", days=days)).data == {}


@pytest.mark.parametrize(
    ("text", "minor"),
    [("157.09305", 15709), ("1.234,50", 123450), ("12", 1200), ("free", None), ("", None), ("nan", None)],
)
def test_a_fee_is_whole_minor_units_or_nothing(text, minor):
    acts = "  - {activity: fee, act: set_fee, amount: {column: sum, currency: EUR}}\n"
    found = meaning(one("fee", sum=text), acts).data
    assert found == ({"fee": {"minor": minor, "currency": "EUR"}} if minor is not None else {})


def test_only_the_maps_own_words_come_out_of_a_result_column():
    acts = '  - {activity: drafted, act: perform, step: draft-letter, result: {column: q, words: {"True": "yes"}}}\n'
    assert meaning(one("drafted", q="TRUE"), acts).data["result"] == "yes"
    assert "result" not in meaning(one("drafted", q="Carla Wijaya, Jalan Mawar 3"), acts).data


def test_results_may_be_shared_by_name():
    acts = "  - {activity: drafted, act: perform, step: draft-letter, result: yes-no}\n"
    shared = 'results: {yes-no: {column: q, words: {"False": "no"}}}\nlog:'
    assert meaning(one("drafted", q="False"), acts, log=shared).data["result"] == "no"
    assert meaning(one("drafted", q="False"), acts).data["result"] == "yes-no"


def test_every_column_that_the_map_asks_for_is_known_with_its_place():
    assert columns_asked(parse_map(MAP)[0]) == {"days": ("acts", 4), "outcome": ("acts", 6)}
