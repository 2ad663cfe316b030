"""One statement after the other: none twice, none left out."""

from dataclasses import replace
from datetime import date

from layani.rules.money.amount import Money
from layani.rules.money.statement import StatementHead, objection

FIRST = StatementHead(
    "S1", "BPD-1", "aa", date(2026, 11, 1), date(2026, 11, 30), Money.units(100), Money.units(150), count=2
)
NEXT = replace(
    FIRST, id="S2", digest="bb", first=date(2026, 12, 1), last=date(2026, 12, 31), opening=FIRST.closing, count=1
)


def code(head, *known):
    found = objection(head, known)
    return found.code if found else None


def test_the_next_statement_begins_where_the_last_one_ended():
    assert code(FIRST) is None
    assert code(NEXT, FIRST) is None
    assert code(replace(NEXT, opening=Money.units(149)), FIRST) == "statement-gap"


def test_the_same_statement_is_not_taken_in_twice():
    assert code(FIRST, FIRST) == "statement-same-file"
    assert code(replace(FIRST, digest="cc"), FIRST) == "statement-same-name"
    assert code(replace(FIRST, digest="cc", id="S9"), FIRST) == "statement-overlaps"
    assert code(replace(NEXT, first=date(2026, 11, 30)), replace(FIRST, closing=Money.units(1))) == "statement-overlaps"


def test_a_second_statement_of_a_day_goes_on_where_the_first_ended():
    assert code(replace(NEXT, first=FIRST.last), FIRST) is None


def test_another_account_has_its_own_row_of_statements():
    assert code(replace(FIRST, account="BPD-2"), FIRST) is None
