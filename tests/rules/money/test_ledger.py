"""The money ledger: what it refuses, and what it says when it does."""

import pytest

from layani.rules.money.accounts import KINDS, Account, Kind, Track
from layani.rules.money.amount import LARGEST_MINOR, Money
from layani.rules.money.ledger import Book
from layani.rules.money.postings import (
    MOVES,
    Entry,
    EntryName,
    Event,
    Line,
    Posting,
    counter_entry,
    entry,
)
from layani.rules.refusal import Refused

CASE, LINE, PAYMENT = "SKM-2026-7KQ4", "1.06.02.2.01", "SKM-2026-7KQ4/1"


def rupiah(amount):
    return Money.units(amount)


class Office:
    """Posts one act after the other, each an event of its own."""

    def __init__(self, case=CASE):
        self.book, self.case, self.seq = Book(), case, 0

    def made(self, posting, amount, **about):
        self.seq += 1
        return entry(posting, Event(self.case, self.seq), rupiah(amount), **about)

    def post(self, posting, amount, **about):
        one = self.made(posting, amount, **about)
        self.book.post(one)
        return one

    def take_back(self, first):
        self.seq += 1
        self.book.post(counter_entry(first, Event(self.case, self.seq)))

    def granted(self, allotted=1_000, promised=600, owed=600):
        self.post(Posting.ALLOT, allotted, line=LINE)
        self.post(Posting.COMMIT, promised, line=LINE, case=CASE)
        return self.post(Posting.OWE, owed, line=LINE, case=CASE, payment=PAYMENT)

    def release(self, amount=600, payment=PAYMENT):
        return self.post(Posting.RELEASE, amount, line=LINE, case=CASE, payment=payment)


def refused(code):
    return pytest.raises(Refused, match=".") if code is None else _Coded(code)


class _Coded:
    """Expects one refusal of a code, with a reason and a remedy in both languages."""

    def __init__(self, code):
        self.code = code

    def __enter__(self):
        return self

    def __exit__(self, kind, raised, _trace):
        assert kind is Refused, f"nothing was refused with '{self.code}'"
        self.refusal = raised.refusals[0]
        assert self.refusal.code == self.code
        for text in (self.refusal.reason, self.refusal.remedy):
            assert text.id.endswith(".") and text.en.endswith(".") and text.id != text.en
        return True


def test_a_benefit_goes_from_the_line_to_the_bank():
    office = Office()
    office.post(Posting.OPEN_BANK, 5_000, bank="BPD-1")
    office.granted()
    office.release()
    assert office.book.balance(Kind.UNDERWAY, CASE, PAYMENT) == rupiah(600)
    office.post(Posting.BANK_OUT, 600, bank="BPD-1", statement="S1/1")
    office.post(Posting.MATCH_PAYMENT, 600, case=CASE, payment=PAYMENT, statement="S1/1")
    assert office.book.balance(Kind.FREE, LINE) == rupiah(400)
    assert office.book.balance(Kind.COMMITTED, LINE, CASE) == rupiah(0)
    assert office.book.balance(Kind.PAID, LINE, CASE, PAYMENT) == rupiah(600)
    assert office.book.balance(Kind.TREASURY, "BPD-1") == rupiah(4_400)
    assert office.book.balance(Kind.UNDERWAY, CASE, PAYMENT) == rupiah(0)


def test_a_fee_is_paid_by_the_bank_and_what_is_too_much_is_owed_back():
    office = Office()
    office.post(Posting.ASSESS, 50, case=CASE)
    office.post(Posting.BANK_IN, 80, bank="BPD-1", statement="S1/1")
    office.post(Posting.MATCH_FEE, 50, case=CASE, statement="S1/1")
    office.post(Posting.OVERPAID, 30, case=CASE, statement="S1/1")
    assert office.book.balance(Kind.RECEIVABLE, CASE) == rupiah(0)
    assert office.book.balance(Kind.REFUND, CASE) == rupiah(30)
    office.post(Posting.RELEASE_REFUND, 30, case=CASE, payment=PAYMENT)
    with refused("ledger-paid-twice"):
        office.post(Posting.RELEASE_REFUND, 30, case=CASE, payment=PAYMENT)


def test_a_counter_payment_goes_through_the_till_to_the_bank():
    office = Office()
    office.post(Posting.ASSESS, 50, case=CASE)
    office.post(Posting.COUNTER, 50, case=CASE, officer="ana")
    office.post(Posting.TILL_SHORT, 5, officer="ana")
    office.post(Posting.CLOSE_TILL, 45, officer="ana", deposit="ana 2026-11-23")
    office.post(Posting.BANK_IN, 45, bank="BPD-1", statement="S1/2")
    office.post(Posting.MATCH_DEPOSIT, 45, deposit="ana 2026-11-23", statement="S1/2")
    assert office.book.balance(Kind.TILL, "ana") == rupiah(0)
    assert office.book.balance(Kind.TILL_DIFFERENCE, "ana") == rupiah(5)
    with refused("ledger-overdrawn"):
        office.post(Posting.CLOSE_TILL, 1, officer="ana", deposit="ana 2026-11-24")


def test_the_line_is_not_overdrawn():
    office = Office()
    office.granted(allotted=1_000, promised=600)
    with refused("ledger-line-overdrawn") as seen:
        office.post(Posting.COMMIT, 401, line=LINE, case="OTHER")
    assert (
        "IDR 401" in seen.refusal.reason.en and "IDR 400" in seen.refusal.reason.en and LINE in seen.refusal.reason.id
    )
    office.post(Posting.COMMIT, 400, line=LINE, case="OTHER")


def test_an_allotment_is_not_cut_below_what_is_promised():
    office = Office()
    office.granted(allotted=1_000, promised=600)
    with refused("ledger-line-overdrawn"):
        office.post(Posting.CUT, 401, line=LINE)


def test_no_more_is_owed_than_was_committed():
    office = Office()
    office.post(Posting.ALLOT, 1_000, line=LINE)
    office.post(Posting.COMMIT, 600, line=LINE, case=CASE)
    with refused("ledger-more-than-committed"):
        office.post(Posting.OWE, 601, line=LINE, case=CASE, payment=PAYMENT)


def test_no_more_and_no_less_is_released_than_the_payment():
    office = Office()
    office.granted()
    with refused("ledger-more-than-payable"):
        office.release(601)
    with refused("ledger-in-part"):
        office.release(599)


def test_a_payment_is_released_once_even_after_it_was_taken_back_or_came_back():
    office = Office()
    owed = office.granted()
    first = office.release()
    with refused("ledger-paid-twice"):
        office.release()
    office.take_back(first)
    assert office.book.balance(Kind.PAYABLE, LINE, CASE, PAYMENT) == rupiah(600)
    with refused("ledger-paid-twice"):
        office.release()
    office.take_back(owed)
    office.post(Posting.OWE, 600, line=LINE, case=CASE, payment=CASE + "/2")
    office.release(payment=CASE + "/2")


def test_a_returned_payment_is_committed_again_and_leaves_under_a_new_number():
    office = Office()
    office.granted()
    office.release()
    office.post(Posting.BANK_OUT, 600, bank="BPD-1", statement="S1/1")
    office.post(Posting.MATCH_PAYMENT, 600, case=CASE, payment=PAYMENT, statement="S1/1")
    office.post(Posting.BANK_IN, 600, bank="BPD-1", statement="S2/1")
    office.post(Posting.RETURN, 600, line=LINE, case=CASE, payment=PAYMENT, statement="S2/1")
    assert office.book.balance(Kind.COMMITTED, LINE, CASE) == rupiah(600)
    with refused("ledger-paid-twice"):
        office.post(Posting.OWE, 600, line=LINE, case=CASE, payment=PAYMENT)
    office.post(Posting.OWE, 600, line=LINE, case=CASE, payment=CASE + "/2")
    office.release(payment=CASE + "/2")


def test_a_payments_number_belongs_to_one_case():
    office = Office()
    office.granted()
    office.post(Posting.COMMIT, 100, line=LINE, case="OTHER")
    with refused("ledger-payment-of-another"):
        office.post(Posting.OWE, 100, line=LINE, case="OTHER", payment=PAYMENT)
    with refused("ledger-owed-before"):
        office.post(Posting.OWE, 1, line=LINE, case=CASE, payment=PAYMENT)


def test_a_fee_is_not_paid_beyond_what_is_due_nor_by_money_that_did_not_arrive():
    office = Office()
    office.post(Posting.ASSESS, 50, case=CASE)
    with refused("ledger-more-than-arrived"):
        office.post(Posting.MATCH_FEE, 50, case=CASE, statement="S1/1")
    office.post(Posting.BANK_IN, 80, bank="BPD-1", statement="S1/1")
    with refused("ledger-more-than-due"):
        office.post(Posting.MATCH_FEE, 51, case=CASE, statement="S1/1")


def test_one_line_of_the_bank_is_posted_once():
    office = Office()
    office.post(Posting.BANK_IN, 80, bank="BPD-1", statement="S1/1")
    with refused("ledger-bank-line-twice"):
        office.post(Posting.BANK_IN, 80, bank="BPD-1", statement="S1/1")


def test_one_event_makes_one_posting_once():
    office = Office()
    first = office.post(Posting.ALLOT, 10, line=LINE)
    with refused("ledger-posted-before"):
        office.book.post(first)
    office.book.post(entry(Posting.ALLOT, first.name.event, rupiah(10), nth=2, line=LINE))


def test_what_is_unbalanced_zero_or_of_another_currency_is_refused():
    book, event = Book(), Event(CASE, 1)
    free, allotted = Account(Kind.FREE, (LINE,)), Account(Kind.ALLOTTED, (LINE,))
    name = EntryName(event, Posting.ALLOT)
    with refused("ledger-unbalanced") as seen:
        book.post(Entry(name, (Line(free, rupiah(10)), Line(allotted, rupiah(-9)))))
    assert "IDR 1" in seen.refusal.reason.en and "budget" in seen.refusal.reason.en
    with refused("ledger-zero"):
        book.post(Entry(name, ()))
    with refused("ledger-zero"):
        book.post(entry(Posting.ALLOT, event, rupiah(0), line=LINE))
    with refused("ledger-currency"):
        book.post(entry(Posting.ALLOT, event, Money.units(10, "USD"), line=LINE))
    with refused("ledger-unbalanced"):
        book.post(Entry(name, (Line(free, rupiah(10)), Line(allotted, Money.units(-10, "USD")))))
    with refused("ledger-no-event"):
        book.post(entry(Posting.ALLOT, Event(CASE, 0), rupiah(10), line=LINE))
    assert book.entries == () and book.balances() == {}


def test_balanced_over_both_tracks_but_not_in_each_is_unbalanced():
    lines = (Line(Account(Kind.FREE, (LINE,)), rupiah(10)), Line(Account(Kind.UNMATCHED, ("S1/1",)), rupiah(-10)))
    with refused("ledger-unbalanced"):
        Book().post(Entry(EntryName(Event(CASE, 1), Posting.ALLOT), lines))


def test_the_tracks_of_one_release_are_of_one_amount():
    """Each track is balanced, and still the bank would be ordered to pay more than the budget says."""
    office = Office()
    office.granted()
    asked = office.made(Posting.RELEASE, 600, line=LINE, case=CASE, payment=PAYMENT)
    more = office.made(Posting.RELEASE, 900, line=LINE, case=CASE, payment=PAYMENT)
    with refused("ledger-wrong-lines"):
        office.book.post(Entry(asked.name, asked.lines[:2] + more.lines[2:]))


def test_paid_cannot_be_set_by_hand():
    """There is no posting that makes a fee paid without the bank's line or a till."""
    office = Office()
    office.post(Posting.ASSESS, 50, case=CASE)
    receivable, income = Account(Kind.RECEIVABLE, (CASE,)), Account(Kind.INCOME, (CASE,))
    treasury = Account(Kind.TREASURY, ("BPD-1",))
    for posting in Posting:
        if posting is Posting.REVERSE:
            continue
        by_hand = Entry(EntryName(Event(CASE, 9), posting), (Line(treasury, rupiah(50)), Line(receivable, rupiah(-50))))
        with refused("ledger-wrong-lines"):
            office.book.post(by_hand)
    backwards = Entry(
        EntryName(Event(CASE, 9), Posting.ASSESS), (Line(income, rupiah(1)), Line(receivable, rupiah(-1)))
    )
    with refused("ledger-wrong-lines"):
        office.book.post(backwards)
    ways = {move.debit for moves in MOVES.values() for move in moves if move.credit is Kind.RECEIVABLE}
    assert ways == {Kind.UNMATCHED, Kind.TILL, Kind.INCOME}


def test_an_entry_is_about_one_case():
    one, other = Account(Kind.RECEIVABLE, ("A",)), Account(Kind.INCOME, ("B",))
    with refused("ledger-two-subjects"):
        Book().post(Entry(EntryName(Event("A", 1), Posting.ASSESS), (Line(one, rupiah(5)), Line(other, rupiah(-5)))))


def test_an_account_names_all_its_parts():
    with pytest.raises(ValueError, match="line, case"):
        Account(Kind.COMMITTED, (LINE,))


def test_an_amount_beyond_what_is_kept_exactly_is_refused():
    office = Office()
    office.book.post(entry(Posting.ALLOT, Event(CASE, 100), Money(LARGEST_MINOR), line=LINE))
    with refused("ledger-beyond-bounds"):
        office.post(Posting.ALLOT, 1, line=LINE)


def test_a_counter_entry_names_the_first_and_is_its_opposite():
    office = Office()
    allotted = office.post(Posting.ALLOT, 10, line=LINE)
    office.take_back(allotted)
    assert office.book.balance(Kind.FREE, LINE) == rupiah(0)
    assert len(office.book.entries) == 2
    assert office.book.reversed_by(allotted.name) == office.book.entries[1].name
    with refused("ledger-reversed-before"):
        office.take_back(allotted)
    with refused("ledger-cannot-be-reversed"):
        office.take_back(office.book.entries[1])


def test_a_counter_entry_that_is_not_the_opposite_is_refused():
    office = Office()
    first = office.post(Posting.ALLOT, 10, line=LINE)
    half = Entry(
        EntryName(Event(CASE, 7), Posting.REVERSE),
        entry(Posting.CUT, Event(CASE, 7), rupiah(5), line=LINE).lines,
        reverses=first.name,
    )
    with refused("ledger-not-the-opposite"):
        office.book.post(half)
    with refused("ledger-nothing-to-reverse"):
        office.book.post(Entry(half.name, half.lines, reverses=EntryName(Event("X", 1), Posting.ALLOT)))
    with refused("ledger-nothing-to-reverse"):
        office.book.post(Entry(half.name, half.lines))
    with refused("ledger-reverses-by-the-way"):
        office.book.post(Entry(EntryName(Event(CASE, 8), Posting.CUT), half.lines, reverses=first.name))


def test_what_the_bank_said_is_not_taken_back():
    office = Office()
    line = office.post(Posting.BANK_IN, 80, bank="BPD-1", statement="S1/1")
    with refused("ledger-cannot-be-reversed"):
        office.take_back(line)


def test_what_was_built_upon_is_not_taken_back():
    office = Office()
    owed = office.granted()
    office.release()
    with refused("ledger-more-than-payable"):
        office.take_back(owed)


def test_every_kind_is_moved_by_some_posting_and_each_move_stays_in_its_track():
    moved = {kind for moves in MOVES.values() for move in moves for kind in (move.debit, move.credit)}
    assert moved == set(Kind)
    assert all(KINDS[m.debit].track is KINDS[m.credit].track for moves in MOVES.values() for m in moves)
    assert set(MOVES) == set(Posting) - {Posting.REVERSE}
    assert {kind.track for kind in KINDS.values()} == set(Track)
