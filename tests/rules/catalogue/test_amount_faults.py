"""Each fault of what is reckoned with is told with its place, why it is one, and what to write."""

from pathlib import Path

import pytest
import yaml

HALL = "hall-use/service.yaml"
FAULTS = yaml.safe_load((Path(__file__).parent / "faults_of_amounts.yaml").read_text(encoding="utf-8"))
TABLE = "fee: free\ntables:\n  size: {says: {id: Ukuran, en: Size}, law: kep-camat-3-2026, %s\n"


def written(fault):
    return TABLE % fault["table"].removeprefix("{") if "table" in fault else fault["new"]


@pytest.mark.parametrize("fault", FAULTS["errors"], ids=lambda fault: fault["says"][:60])
def test_a_fault_is_told_with_its_place_and_what_to_write(problems, fault):
    found = problems(HALL, "fee: free", written(fault))
    errors = [str(problem) for problem in found if problem.level == "error"]
    assert any(fault["says"] in error for error in errors), found
    assert all(error.startswith(f"{HALL}: line ") for error in errors)


def test_a_fault_of_one_row_among_many_is_told_with_its_own_line(problems, copy):
    first = (copy / HALL).read_text(encoding="utf-8").split("fee: free")[0].count("\n") + 1
    rows = 'columns: [guests], otherwise: 0, rows: [\n  {when: ["< 5"], gives: 1},\n  {when: ["< 9"], gives: 2}]}'
    (problem,) = problems(HALL, "fee: free", TABLE % rows)
    assert problem.line == first + 4
    assert problem.what == "row 2 holds beside row 1: for guests = 1."


@pytest.mark.parametrize("fault", FAULTS["warnings"], ids=lambda fault: fault["says"][:60])
def test_what_never_counts_is_a_warning_and_no_error(problems, fault):
    found = problems(HALL, "fee: free", written(fault))
    assert [problem.level for problem in found] == ["warning"]
    assert fault["says"] in str(found[0])


def test_no_row_is_asked_for_the_days_before_the_service_begins(problems):
    rows = "columns: [guests], rows: [{when: [any], gives: 1, from: 2026-11-01}]}"
    assert problems(HALL, "fee: free", TABLE % rows) == []


def test_a_table_of_a_million_rows_is_refused_at_once(problems):
    rows = "".join(f"    - {{when: [{number}], gives: 1}}\n" for number in range(1_000_000))
    (problem,) = problems(HALL, "fee: free", f"fee: free\ntables:\n  size:\n    columns: [guests]\n    rows:\n{rows}")
    assert "more than 1,000,000" in str(problem)


def test_more_rows_than_anybody_checks_are_refused_with_the_reason(problems):
    rows = "".join(f"    - {{when: [{number}], gives: 1}}\n" for number in range(2001))
    (problem,) = problems(HALL, "fee: free", TABLE % f"columns: [guests], rows: [{rows.replace('    - ', ', ')[2:]}]}}")
    assert "the table has 2,001 rows, more than 2,000: nobody could check it by reading." in str(problem)
