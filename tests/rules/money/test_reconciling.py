"""The evening's reconciliation: when all fits there is nothing to read, and each difference has its name."""

from dataclasses import replace
from datetime import date

import pytest

from layani.rules.money.accounts import Kind
from layani.rules.money.amount import Money
from layani.rules.money.ledger import Book
from layani.rules.money.postings import Event, Posting, entry
from layani.rules.money.reconciling import BANK_AND_BOOK, NAMES, RECEIPTS_AND_TILL, differences
from layani.rules.money.statement import StatementHead

ABOUT = {
    "line": "1.06", "case": "A", "payment": "A/1", "bank": "BPD", "statement": "BPD/1", "officer": "ana",
    "deposit": "ana 23",
}  # fmt: skip
DAY = date(2026, 11, 23)
HEAD = StatementHead("S1", "001", "aa", DAY, DAY, Money(1_000), Money(1_000), count=0)


def book_of(*acts):
    book = Book()
    for seq, (posting, minor) in enumerate(((Posting.OPEN_BANK, 1_000), *acts), 1):
        book.post(entry(posting, Event("A", seq), Money(minor), **ABOUT))
    return book


def seen(book, closing=1_000, receipts=None):
    statements = {"BPD": replace(HEAD, closing=Money(closing))}
    found = differences(book, statements, {who: Money(minor) for who, minor in (receipts or {}).items()})
    return [(one.name, one.about, one.amount.minor, one.today) for one in found]


FEE = (Posting.ASSESS, 50)
PAID = ((Posting.ALLOT, 90), (Posting.COMMIT, 90), (Posting.OWE, 90), (Posting.RELEASE, 90))


def test_when_all_fits_there_is_nothing_to_read():
    assert seen(book_of()) == []
    assert seen(book_of(FEE, (Posting.BANK_IN, 50), (Posting.MATCH_FEE, 50)), closing=1_050) == []
    assert seen(book_of(*PAID, (Posting.BANK_OUT, 90), (Posting.MATCH_PAYMENT, 90)), closing=910) == []
    till = (FEE, (Posting.COUNTER, 50), (Posting.CLOSE_TILL, 50), (Posting.BANK_IN, 50), (Posting.MATCH_DEPOSIT, 50))
    assert seen(book_of(*till), closing=1_050) == []


@pytest.mark.parametrize(
    ("acts", "closing", "name", "about", "minor", "today"),
    [
        ((), 1_007, BANK_AND_BOOK, "BPD", 7, True),
        (((Posting.BANK_IN, 50),), 1_050, "unmatched", "BPD/1", 50, False),
        (((Posting.BANK_OUT, 50),), 950, "unexplained", "BPD/1", 50, True),
        (PAID, 1_000, "underway", "A A/1", 90, False),
        ((FEE, (Posting.COUNTER, 50), (Posting.CLOSE_TILL, 50)), 1_000, "deposit", "ana 23", 50, False),
        ((FEE, (Posting.COUNTER, 50), (Posting.TILL_SHORT, 50)), 1_000, "till-difference", "ana", 50, True),
        ((FEE, (Posting.REFUND_FEE, 50)), 1_000, "refund", "A", 50, False),
    ],
)
def test_each_difference_has_its_name(acts, closing, name, about, minor, today):
    assert seen(book_of(*acts), closing) == [(name, about, minor, today)]


def test_receipts_are_held_against_the_till():
    counter = book_of(FEE, (Posting.COUNTER, 50))
    assert seen(counter, receipts={"ana": 50}) == [("till", "ana", 50, True)]
    assert (RECEIPTS_AND_TILL, "ana", 10, True) in seen(counter, receipts={"ana": 60})
    assert seen(book_of(), receipts={"ben": 5}) == [(RECEIPTS_AND_TILL, "ben", 5, True)]


def test_an_account_without_a_statement_is_a_difference():
    (one,) = differences(book_of(), {}, {})
    assert (one.name, one.amount) == (BANK_AND_BOOK, Money(-1_000))


def test_what_is_for_today_comes_first():
    found = seen(book_of((Posting.BANK_IN, 50)), closing=1_000)
    assert [today for *_, today in found] == [True, False]


def test_every_kind_that_is_empty_when_all_is_well_has_a_name():
    rest = set(Kind) - {name for name in NAMES if name in set(Kind)}
    budget = {Kind.ALLOTTED, Kind.FREE, Kind.COMMITTED, Kind.PAYABLE, Kind.PAID}
    # What stays is what an office has, is owed by people, has earned and has given: none of it is a difference.
    assert rest - budget == {Kind.OPENING, Kind.TREASURY, Kind.RECEIVABLE, Kind.INCOME, Kind.GIVEN}
    assert all(one.says.id.endswith(".") and one.says.en.endswith(".") for one in NAMES.values())
