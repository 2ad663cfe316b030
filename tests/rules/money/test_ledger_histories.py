"""Long random histories of the money ledger: what is true of it after every act, whoever tried what."""

import os
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from layani.rules.money.accounts import KINDS, Kind, Track
from layani.rules.money.amount import Money
from layani.rules.money.ledger import Book
from layani.rules.money.postings import MOVES, RELEASES, Event, Posting, counter_entry, entry
from layani.rules.refusal import Refused

ROUNDS = int(os.environ.get("LAYANI_ROUNDS", "10"))
VALUES = {
    "line": ["1.01", "1.01", "1.02"],
    "case": ["A", "A", "A", "B"],
    "payment": ["A/1", "A/2", "A/3", "A/4", "B/1"],
    "bank": ["BPD"],
    "statement": [f"S/{n}" for n in range(12)],
    "officer": ["ana", "ben"],
    "deposit": ["D1", "D2"],
}
ALL = 0
"""Asks for whatever one of the accounts holds, so that accounts are emptied to the last unit."""
AMOUNTS = st.sampled_from([ALL, ALL, ALL, 1, 50, 100, 100, 200, 1_000])
ABOUT = st.fixed_dictionaries({part: st.sampled_from(values) for part, values in VALUES.items()})
# What comes late on a long way is tried often, or a history would hardly ever arrive there.
OFTEN = {
    Posting.COMMIT: 3, Posting.OWE: 5, Posting.RELEASE: 9, Posting.MATCH_PAYMENT: 9, Posting.RETURN: 9,
    Posting.BANK_IN: 3, Posting.BANK_OUT: 3, Posting.MATCH_FEE: 3, Posting.REVERSE: 3,
}  # fmt: skip
POSTINGS = [posting for posting in Posting for _ in range(OFTEN.get(posting, 1))]
TRY = st.tuples(st.sampled_from(POSTINGS), AMOUNTS, ABOUT, st.integers(0, 400))
HISTORIES = st.lists(TRY, min_size=100, max_size=400)


def lived(history) -> Book:
    """Return the book after every act was tried; what it refused is not in it."""
    book = Book()
    for seq, (posting, minor, about, which) in enumerate(history, 1):
        event = Event(about["case"], seq)
        if posting is not Posting.REVERSE:
            tried = entry(posting, event, Money(minor or held(book, posting, about)), **about)
        elif book.entries:
            tried = counter_entry(book.entries[which % len(book.entries)], event)
        else:
            continue
        before = book.balances()
        try:
            book.post(tried)
        except Refused:
            assert book.balances() == before
    return book


def held(book, posting, about) -> int:
    """Return what one of the accounts holds that the posting would move, or 100."""
    balances = book.balances()
    lines = entry(posting, Event("-", 1), Money(1), **about).lines
    return next((abs(balances[line.account]) for line in reversed(lines) if balances.get(line.account)), 100)


def sums(book, kinds, by) -> Counter:
    """Return {what an account is about: minor units}, added up from the entries alone."""
    found = Counter()
    for one in book.entries:
        for line in one.lines:
            if line.account.kind in kinds:
                found[by(line.account)] += line.amount.minor
    return found


@settings(max_examples=ROUNDS)
@given(HISTORIES)
def test_money_is_conserved(history):
    book = lived(history)
    assert [book.track_total(track) for track in Track] == [0, 0]
    added = sums(book, set(Kind), lambda account: account)
    assert added == Counter(book.balances())


@settings(max_examples=ROUNDS)
@given(HISTORIES)
def test_no_line_is_overdrawn_and_no_account_passes_zero(history):
    book = Book()
    allotted, promised = Counter(), Counter()
    for one in lived(history).entries:
        book.post(one)
        for line in one.lines:
            kind, of = line.account.kind, line.account.part("line")
            if kind is Kind.ALLOTTED:
                allotted[of] -= line.amount.minor
            elif kind in (Kind.COMMITTED, Kind.PAYABLE, Kind.PAID):
                promised[of] += line.amount.minor
        assert all(promised[of] <= allotted[of] for of in promised)
        sides = [(KINDS[account.kind].side, minor) for account, minor in book.balances().items()]
        assert all(minor >= 0 for side, minor in sides if side == "debit")
        assert all(minor <= 0 for side, minor in sides if side == "credit")


@settings(max_examples=ROUNDS)
@given(HISTORIES)
def test_nothing_is_paid_twice(history):
    book = lived(history)
    releases = Counter(
        line.account.part("payment")
        for one in book.entries
        if one.name.posting in RELEASES
        for line in one.lines
        if line.account.kind is Kind.UNDERWAY
    )
    assert all(count == 1 for count in releases.values())
    # A statement line is taken in once, and no more is explained by it than it brought.
    lines = Counter(
        line.account.part("statement")
        for one in book.entries
        if one.name.posting in (Posting.BANK_IN, Posting.BANK_OUT)
        for line in one.lines
        if line.account.part("statement")
    )
    assert all(count == 1 for count in lines.values())


@settings(max_examples=ROUNDS)
@given(HISTORIES)
def test_the_two_tracks_say_the_same(history):
    """What the budget calls paid is what was given out, for each payment."""
    book = lived(history)
    paid = sums(book, {Kind.PAID}, lambda account: account.of)
    given_out = sums(book, {Kind.GIVEN}, lambda account: account.of)
    assert paid == given_out


@settings(max_examples=ROUNDS)
@given(HISTORIES)
def test_every_unit_is_traced_both_ways(history):
    book = lived(history)
    for account, minor in book.balances().items():
        behind = book.behind(account)
        assert sum(line.amount.minor for one in behind for line in one.lines if line.account == account) == minor
        assert all(one in book.of_event(one.name.event) for one in behind)
    for line in VALUES["line"]:
        events = {one.name.event for one in book.of_budget_line(line)}
        reached = {account for event in events for one in book.of_event(event) for account in accounts(one)}
        touched = {account for account in book.balances() if account.part("line") == line}
        assert touched <= reached
    assert sum(len(book.of_event(event)) for event in {one.name.event for one in book.entries}) == len(book.entries)


def accounts(one):
    return {line.account for line in one.lines}


@settings(max_examples=ROUNDS)
@given(HISTORIES)
def test_a_book_is_the_fold_over_its_entries(history):
    book = lived(history)
    again = Book.of(book.entries)
    assert again.entries == book.entries and again.balances() == book.balances()
    assert all(book.find(one.name) is one for one in book.entries)


@settings(max_examples=ROUNDS)
@given(HISTORIES)
def test_what_is_reversed_names_an_entry_before_it_once(history):
    book = lived(history)
    places = {one.name: place for place, one in enumerate(book.entries)}
    reversed_ones = [one.reverses for one in book.entries if one.reverses]
    assert len(reversed_ones) == len(set(reversed_ones))
    for one in book.entries:
        if one.reverses:
            assert places[one.reverses] < places[one.name]
            assert book.reversed_by(one.reverses) == one.name


def test_histories_reach_every_posting():
    """The histories above would prove nothing if most acts were always refused: here each kind of act happens."""
    book = Book()
    acts = [
        (Posting.OPEN_BANK, 900, {}), (Posting.ALLOT, 500, {}), (Posting.CUT, 100, {}), (Posting.COMMIT, 300, {}),
        (Posting.FREE_AGAIN, 100, {}), (Posting.OWE, 200, {}), (Posting.RELEASE, 200, {}),
        (Posting.BANK_OUT, 200, {"statement": "S/1"}), (Posting.MATCH_PAYMENT, 200, {"statement": "S/1"}),
        (Posting.BANK_IN, 200, {"statement": "S/2"}), (Posting.RETURN, 200, {"statement": "S/2"}),
        (Posting.ASSESS, 300, {}), (Posting.WAIVE, 50, {}), (Posting.COUNTER, 50, {}), (Posting.TILL_OVER, 1, {}),
        (Posting.TILL_SHORT, 1, {}), (Posting.CLOSE_TILL, 50, {}), (Posting.BANK_IN, 50, {"statement": "S/3"}),
        (Posting.MATCH_DEPOSIT, 50, {"statement": "S/3"}), (Posting.BANK_IN, 250, {"statement": "S/4"}),
        (Posting.MATCH_FEE, 200, {"statement": "S/4"}), (Posting.OVERPAID, 50, {"statement": "S/4"}),
        (Posting.REFUND_FEE, 100, {}), (Posting.RELEASE_REFUND, 150, {"payment": "A/2"}),
        (Posting.BANK_IN, 150, {"statement": "S/5"}), (Posting.RETURN_REFUND, 150, {"statement": "S/5"}),
    ]  # fmt: skip
    first = {part: values[0] for part, values in VALUES.items()}
    for seq, (posting, minor, about) in enumerate(acts, 1):
        book.post(entry(posting, Event("A", seq), Money(minor), **{**first, **about}))
    assert {one.name.posting for one in book.entries} == set(MOVES)
