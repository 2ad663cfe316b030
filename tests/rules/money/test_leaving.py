"""Which payment a line of a statement is: by its number and amount, and what nobody ordered is named."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.money.accounts import Kind
from layani.rules.money.amount import Money
from layani.rules.money.applying import NotDecided, booked
from layani.rules.money.leaving import TO_DO, Leaving, Ordered, Payments, payment_of, payments_of, posted
from layani.rules.money.ledger import Book
from layani.rules.money.postings import Event, Posting, entry
from layani.rules.money.statement import StatementLine

LINE, CASE = "1.06.02", "SKM-2026-7KQ4"
AMOUNT = Money.units(600)
BENEFIT = Ordered("SKM-2026-7KQ4/1", CASE, AMOUNT, LINE)
REFUND = Ordered("SKM-2026-7KQ4/2", CASE, Money.units(30))


GONE = Money(-AMOUNT.minor)


def line(amount=GONE, at=1, **more):
    return StatementLine(f"BPD/{at}", at, date(2026, 11, 23), amount, **more)


def outcomes(*lines, ordered=(BENEFIT, REFUND)):
    return [one.outcome for one in payments_of(lines, Payments(ordered))]


@pytest.mark.parametrize(
    "where",
    [
        {"end_to_end": BENEFIT.payment},
        {"references": (BENEFIT.payment,)},
        {"text": f"SP2D 77 ({BENEFIT.payment}), November"},
    ],
)
def test_a_payment_is_seen_by_its_number_wherever_the_bank_writes_it(where):
    assert outcomes(line(**where)) == [Leaving.SEEN]


def test_a_number_inside_another_number_is_none():
    assert outcomes(line(text=f"{BENEFIT.payment}1")) == [Leaving.NOT_ORDERED]
    assert outcomes(line(text=f"{BENEFIT.payment} {REFUND.payment}")) == [Leaving.NOT_ORDERED]


def test_another_amount_a_second_time_and_what_nobody_ordered_are_named():
    number = {"end_to_end": BENEFIT.payment}
    assert outcomes(line(Money(-1), **number)) == [Leaving.OTHER_AMOUNT]
    assert outcomes(line(**number), line(at=2, **number)) == [Leaving.SEEN, Leaving.AGAIN]
    assert outcomes(line(name="Carla Wijaya")) == [Leaving.NOT_ORDERED]
    assert outcomes(line(Money(-AMOUNT.minor, "USD"), **number)) == [Leaving.OTHER_AMOUNT]


def test_what_came_back_had_left_before():
    number = {"end_to_end": BENEFIT.payment}
    back = line(AMOUNT, at=2, **number)
    assert outcomes(line(**number), back) == [Leaving.SEEN, Leaving.CAME_BACK]
    assert outcomes(back) == [Leaving.CAME_BACK_STRANGE]
    over = outcomes(line(**number), back, line(at=3, **number), line(AMOUNT, at=4, **number))
    assert over[2:] == [Leaving.AGAIN, Leaving.CAME_BACK_STRANGE]
    assert outcomes(line(**number), line(Money(1), at=2, **number))[1] is Leaving.CAME_BACK_IN_PART
    assert outcomes(line(**number), line(Money(AMOUNT.minor + 1), at=2, **number))[1] is Leaving.CAME_BACK_STRANGE
    assert outcomes(line(AMOUNT, returned="AC04")) == [Leaving.CAME_BACK_STRANGE]


def test_what_arrives_and_is_no_payment_of_ours_is_left_to_the_fees():
    assert payment_of(line(AMOUNT, text="biaya"), Payments([BENEFIT])) is None


def test_every_outcome_says_what_to_do():
    assert set(TO_DO) == set(Leaving)
    assert all(text.id.endswith(".") and text.en.endswith(".") for text in TO_DO.values())


def test_what_waits_is_not_posted():
    for found in payments_of([line(), line(Money(-1), 2, end_to_end=BENEFIT.payment)], Payments([BENEFIT])):
        with pytest.raises(NotDecided):
            posted(found, Event("bank", 1))


def released():
    """Return a book in which both payments have been released."""
    book = Book()
    acts = [
        (Posting.ALLOT, AMOUNT), (Posting.COMMIT, AMOUNT), (Posting.OWE, AMOUNT), (Posting.RELEASE, AMOUNT),
        (Posting.ASSESS, REFUND.amount), (Posting.REFUND_FEE, REFUND.amount), (Posting.RELEASE_REFUND, REFUND.amount),
    ]  # fmt: skip
    for seq, (posting, amount) in enumerate(acts, 1):
        payment = REFUND.payment if posting is Posting.RELEASE_REFUND else BENEFIT.payment
        book.post(entry(posting, Event(CASE, seq), amount, line=LINE, case=CASE, payment=payment))
    return book


SAID = st.lists(
    st.tuples(
        st.sampled_from([BENEFIT.payment, REFUND.payment, "", "X/9"]),
        st.sampled_from([-AMOUNT.minor, AMOUNT.minor, -REFUND.amount.minor, REFUND.amount.minor, 1, -1]),
    ),
    max_size=14,
)


@given(SAID)
def test_whatever_the_bank_says_the_ledger_can_post_it(said):
    """Each line is booked, each match posted without a refusal, and what is not matched stays in sight."""
    book = released()
    lines = [line(Money(minor), at, end_to_end=number) for at, (number, minor) in enumerate(said, 1)]
    for one in lines:
        book.post(booked(one, "BPD", Event("bank", one.place)))
    explained = 0
    for found in payments_of(lines, Payments([BENEFIT, REFUND])):
        if found.waits:
            continue
        book.post(posted(found, Event("bank", found.line.place)))
        explained += found.line.amount.minor
    still = book.total(Kind.UNMATCHED).minor - book.total(Kind.UNEXPLAINED).minor
    assert still + explained == sum(minor for _, minor in said)
