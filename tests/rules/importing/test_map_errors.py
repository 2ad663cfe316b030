"""A map that cannot be used says in which line, what is wrong, and what to write."""

import pytest

from layani.rules.importing.reading_map import MapError, parse_map, read_map
from tests.office.replay.small_logs import MAP


def problems(text):
    with pytest.raises(MapError) as caught:
        parse_map(text)
    return [str(problem) for problem in caught.value.problems]


def test_the_small_map_has_no_fault():
    assert parse_map(MAP)[0].log == "small"


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "write"),
    [
        ("log: small", "logg: small", 1, "'logg' is not a key that can stand here", "Did you mean 'log'?"),
        ("log: small\n", "", 1, "'log' is missing", "log: permits-2014"),
        ("log: small", "log: Small Log", 1, "'log': 'Small Log' is not possible", "log: permits-2014"),
        ("timezone: Asia/Jakarta", "timezone: Java Time", 2, "'Java Time' is not a time zone", "Europe/Amsterdam"),
        ("{by: head,", "{byy: head,", 10, "'byy' is not a key that can stand here", "Did you mean 'by'?"),
        ("within: 3 working days", "within: soon", 10, "'soon' is not a term", "3 working days"),
        ("not_same_as: [check]", "not_same_as: [chekc]", 10, "no step before this one is called 'chekc'", "'check'"),
        ("    - decide: {by", "    - check: {id: again, by", 8, "no step decides the case", "- decide:"),
        ("    - column: true", "    - {column: true, term: 3 working days}", 14, "a column or a term", "- column"),
        ("Web: online", "Web: on line", 16, "'on line' is not possible", "Write one of:"),
        ("act: answer", "act: anwser", 24, "'anwser' is not an act", "check_complete"),
        ("act: perform, step: draft-letter", "act: perform", 26, "'perform' needs 'step'", "step: register"),
        ("step: draft-letter", "step: draft-leter", 26, "step 'draft-leter' is not listed", "'draft-letter'"),
        (", ground: not-resident", "", 27, "'decide_refuse' needs 'ground'", "ground: not-resident"),
        ("ground: not-resident", "ground: no-reason", 27, "ground 'no-reason' is not listed", "not-resident"),
        ("act: issue", "act: issue, step: register", 29, "'step' does not belong to 'issue'", "perform"),
        ("act: issue", "act: note", 29, "'note' needs 'why'", "why: {id:"),
        ("act: issue", "act: reach", 29, "'reach' needs 'phase'", "phase: work"),
        ("act: answer", "act: answer, again: {act: note, why: x}", 24, "no second time", "Remove 'again'"),
        ("again: {act: perform, step: register}", "again: {act: issue}", 21, "happens once in a case", "perform"),
        ("{activity: sent, act", "{act", 29, "says of no row that it is meant", "activity:"),
        ("activity: sent", "activity: []", 29, "'activity': a list is not possible", "at least 1"),
        ("steps: [register,", "steps: [check-again, register,", 19, "belongs to the phase 'work' already", "one phase"),
        ("grounds:", "grounds: &a", 11, "anchor", "Write the part out"),
        ("log: small", "log: small\nlog: big", 2, "'log' stands here a second time", "Keep one"),
        ("log: small", "log: [small", 2, "it is not YAML", ""),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_what_to_write(old, new, line, what, write):
    assert old in MAP
    told = problems(MAP.replace(old, new, 1))
    assert any(f"map.yaml: line {line}: " in one and what in one and write in one for one in told), told


def test_a_performed_step_of_the_plan_must_belong_to_a_phase():
    told = problems(
        MAP.replace("    - check:", "    - perform: {id: weigh, by: desk, within: 1 working day}\n    - check:")
    )
    assert "the step 'weigh' belongs to no phase" in told[0] and "phases: {work: {steps: [weigh]}}" in told[0]


def test_nothing_comes_after_the_decision():
    told = problems(MAP.replace("  grounds:", "    - check: {id: late, by: desk, within: 1 working day}\n  grounds:"))
    assert "can never be reached" in told[0]


def test_all_faults_are_told_at_once_in_the_order_of_their_lines():
    text = MAP.replace("act: answer", "act: anwser").replace("log: small", "logg: small")
    told = problems(text)
    assert ["line 1:" in told[0], "line 24:" in told[-1], len(told) >= 3] == [True, True, True]


def test_an_empty_and_a_missing_map_are_told_with_an_example_of_a_map(tmp_path):
    assert problems("") == ["map.yaml: line 1: the file is empty. Begin it with a line such as: log: permits-2014"]
    with pytest.raises(MapError, match=r"none\.yaml: the file cannot be read"):
        read_map(tmp_path / "none.yaml")


def test_a_country_without_known_holidays_is_refused():
    told = problems(MAP.replace("timezone: Asia/Jakarta", "timezone: Asia/Jakarta, country: XX"))
    assert "the holidays of the country 'XX' are not known" in told[0]
