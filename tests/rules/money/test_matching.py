"""What a line of a statement pays: by reference and amount, never by name."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.money.accounts import Kind
from layani.rules.money.amount import Money
from layani.rules.money.applying import NotDecided, applied, booked
from layani.rules.money.ledger import Book
from layani.rules.money.matching import TO_DO, Outcome, Receivable, Receivables, match, match_all
from layani.rules.money.postings import Event, Posting, entry
from layani.rules.money.reference import ALPHABET, BITS, LENGTH, printed, reference_of
from layani.rules.money.statement import StatementLine

FEE = Money.units(50_000)
CARLAS, DANS = (reference_of([seed * 7_919_777_111 % 2**BITS, 0]) for seed in (3, 104_729))
SPARE = reference_of([2**BITS - 12_345, 0])


def due(*references, outstanding=FEE, **more):
    return Receivables(Receivable(one, f"case of {one}", FEE, outstanding, **more) for one in references)


def line(text="", amount=FEE, at=1, **more):
    return StatementLine(f"BPD/S1/{at}", at, date(2026, 11, 23), amount, text=text, **more)


def outcome(text, amount=FEE, known=(CARLAS, DANS), **more):
    return match(line(text, amount), due(*known, **more))


@pytest.mark.parametrize(
    "text",
    [
        CARLAS,
        printed(CARLAS),
        f"biaya surat {printed(CARLAS).lower()} a.n. Carla",
        " ".join(CARLAS),
        f"TRSF{CARLAS}0001",
        CARLAS.replace("0", "O").replace("1", "I"),
    ],
)
def test_a_whole_reference_pays_however_it_is_written(text):
    found = outcome(text)
    assert (found.outcome, found.applied, found.left) == (Outcome.PAID, FEE, Money(0))
    assert found.receivable.reference == CARLAS and not found.waits


def test_the_field_made_for_references_counts_as_the_text_does():
    assert match(line(references=(CARLAS,)), due(CARLAS)).outcome is Outcome.PAID
    assert match(line(end_to_end=CARLAS), due(CARLAS)).outcome is Outcome.PAID
    assert match(line(DANS, references=(CARLAS,)), due(CARLAS, DANS)).outcome is Outcome.SEVERAL


def test_a_part_payment_leaves_the_rest_due():
    found = outcome(CARLAS, Money.units(20_000))
    assert (found.outcome, found.applied, found.left) == (Outcome.PART, Money.units(20_000), Money(0))


def test_an_over_payment_leaves_the_rest_to_the_payer():
    found = outcome(CARLAS, Money.units(60_000))
    assert (found.outcome, found.applied, found.left) == (Outcome.OVER, FEE, Money.units(10_000))


def test_a_double_payment_is_named_and_goes_back():
    first, second = match_all([line(CARLAS), line(CARLAS, at=2)], due(CARLAS))
    assert [first.outcome, second.outcome] == [Outcome.PAID, Outcome.AGAIN]
    assert (second.applied, second.left) == (Money(0), FEE)


def test_parts_add_up_until_the_fee_is_paid():
    parts = [line(CARLAS, Money.units(amount), at) for at, amount in enumerate((20_000, 20_000, 20_000), 1)]
    found = list(match_all(parts, due(CARLAS)))
    assert [one.outcome for one in found] == [Outcome.PART, Outcome.PART, Outcome.OVER]
    assert found[2].left == Money.units(10_000)


def test_what_was_never_due_goes_back():
    nothing = Receivables([Receivable(CARLAS, "A", Money(0), Money(0))])
    assert match(line(CARLAS), nothing).outcome is Outcome.NOTHING_DUE


def wrong_by_one(reference, place, sign, how):
    return {
        "wrong": reference[:place] + sign + reference[place + 1 :],
        "missing": reference[:place] + reference[place + 1 :],
        "too many": reference[:place] + sign + reference[place:],
        "swapped": reference[:place] + reference[place + 1 : place + 2] + reference[place] + reference[place + 2 :],
    }[how]


ERRORS = st.tuples(
    st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET), st.sampled_from(["wrong", "missing", "too many", "swapped"])
)


@given(ERRORS)
def test_one_typing_error_is_proposed_to_a_person_and_never_applied_by_itself(error):
    typed = wrong_by_one(CARLAS, *error)
    found = outcome(f"biaya {printed(typed)} carla")
    if CARLAS in typed:
        assert found.outcome is Outcome.PAID
        return
    assert (found.outcome, found.receivable.reference, found.waits) == (Outcome.LIKELY, CARLAS, True)
    with pytest.raises(NotDecided, match="compare"):
        applied(found, Event("A", 1))
    assert [one.name.posting for one in applied(found, Event("A", 1), confirmed=True)] == [Posting.MATCH_FEE]


@given(ERRORS, st.integers(1, 10**8))
def test_a_typing_error_with_another_amount_is_not_even_proposed(error, minor):
    typed = wrong_by_one(CARLAS, *error)
    if CARLAS in typed or minor == FEE.minor:
        return
    found = outcome(typed, Money(minor))
    assert found.outcome is Outcome.DOES_NOT_FIT and found.receivable is None and found.seen == (CARLAS,)


def test_a_typing_error_between_two_references_is_nobodys():
    other = CARLAS[:5] + ("0" if CARLAS[5] != "0" else "1") + CARLAS[6:]
    between = CARLAS[:5] + ("Z" if CARLAS[5] != "Z" else "Y") + CARLAS[6:]
    assert outcome(between, known=(CARLAS, other)).outcome is Outcome.SEVERAL


def test_two_references_in_one_text_are_a_persons_matter():
    found = outcome(f"{printed(CARLAS)} dan {printed(DANS)}", Money.units(100_000))
    assert found.outcome is Outcome.SEVERAL and found.seen == tuple(sorted((CARLAS, DANS)))


def test_a_reference_of_nobody_here_is_unknown():
    assert SPARE not in (CARLAS, DANS) and any(map(str.isdigit, SPARE)) and any(map(str.isalpha, SPARE))
    assert outcome(f"biaya {printed(SPARE)}").outcome is Outcome.UNKNOWN_REFERENCE
    assert outcome(f"biaya {SPARE}").outcome is Outcome.UNKNOWN_REFERENCE


OTHER_WORDS = ["BIAYA", "SURAT", "KETERANGAN", "IBU", "SITI", "PEMBAYARAN", "RT", "20261123", "08123456789"]


@given(st.lists(st.sampled_from(OTHER_WORDS), max_size=12))
def test_words_and_numbers_of_other_things_are_no_reference(words):
    """One chain of signs in 36 has the right check sign by chance."""
    assert outcome(" ".join(words)).outcome is Outcome.NO_REFERENCE


def test_a_name_and_the_right_amount_are_not_enough():
    known = Receivables([Receivable(CARLAS, "Carla Wijaya", FEE, FEE)])
    found = match(line("biaya surat Carla Wijaya", name="Carla Wijaya"), known)
    assert found.outcome is Outcome.NO_REFERENCE and found.receivable is None
    assert match(line(name=CARLAS), due(CARLAS)).outcome is Outcome.NO_REFERENCE


def test_another_currency_does_not_fit():
    assert outcome(CARLAS, Money.units(50_000, "USD")).outcome is Outcome.DOES_NOT_FIT


def test_money_that_left_or_came_back_pays_no_fee():
    assert match(line(CARLAS, Money(-1)), due(CARLAS)).outcome is Outcome.LEFT
    assert match(line(CARLAS, returned="AC04"), due(CARLAS)).outcome is Outcome.RETURNED


def test_every_outcome_says_what_to_do():
    assert set(TO_DO) == set(Outcome)
    assert all(text.id.endswith(".") and text.en.endswith(".") for text in TO_DO.values())


PAYMENTS = st.lists(
    st.tuples(st.sampled_from([CARLAS, DANS, SPARE, "", CARLAS[1:]]), st.integers(1, 2 * FEE.minor)), max_size=30
)


@given(PAYMENTS)
def test_what_matching_says_the_ledger_can_post(payments):
    """Whatever arrives in whatever order: each match is posted without a refusal, and no unit is lost."""
    book = Book()
    for seq, one in enumerate((CARLAS, DANS), 1):
        book.post(entry(Posting.ASSESS, Event("fees", seq), FEE, case=f"case of {one}"))
    lines = [line(text, Money(minor), at) for at, (text, minor) in enumerate(payments, 1)]
    waiting = 0
    for found in match_all(lines, due(CARLAS, DANS)):
        assert found.applied + found.left == found.line.amount
        event = Event("bank", found.line.place)
        book.post(booked(found.line, "BPD", event))
        if found.waits:
            waiting += found.line.amount.minor
            continue
        for one in applied(found, event):
            book.post(one)
    assert book.total(Kind.UNMATCHED).minor == waiting
    paid = 2 * FEE.minor - book.total(Kind.RECEIVABLE).minor
    assert paid + book.total(Kind.REFUND).minor + waiting == sum(minor for _, minor in payments)


def test_a_tills_deposit_is_matched_as_fees_are_and_its_surplus_waits():
    deposits = due(CARLAS, kind="deposit")
    found = match(line(CARLAS, Money.units(60_000)), deposits)
    assert [one.name.posting for one in applied(found, Event("bank", 1))] == [Posting.MATCH_DEPOSIT]


def test_money_that_left_is_booked_as_unexplained():
    book = Book()
    book.post(booked(line(amount=Money(-500)), "BPD", Event("bank", 1)))
    assert book.balance(Kind.UNEXPLAINED, "BPD/S1/1") == Money(500)
    with pytest.raises(NotDecided):
        applied(match(line(amount=Money(-500)), due()), Event("bank", 1))
