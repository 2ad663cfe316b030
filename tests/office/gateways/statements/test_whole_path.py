"""From a fee and a grant to the evening's reconciliation, by the files that go to the bank and come from it."""

import io
from datetime import UTC, date, datetime
from functools import partial
from xml.etree import ElementTree as Xml

import pytest

from layani.office.gateways.statements.camt053 import CamtReading
from layani.office.gateways.statements.csv_statement import CsvReading, Named
from layani.office.gateways.statements.fake_bank import SHAPE, Account, Booked, camt053, csv_text
from layani.office.gateways.statements.tally import Expected, head_of, lines_of
from layani.rules.money.accounts import Kind, Track
from layani.rules.money.amount import Money
from layani.rules.money.applying import applied, booked
from layani.rules.money.credit_transfer import BankAccount, Order, Transfer, credit_transfer
from layani.rules.money.leaving import Leaving, Ordered, Payments, payment_of, posted
from layani.rules.money.ledger import Book
from layani.rules.money.matching import Outcome, Receivable, Receivables, match
from layani.rules.money.postings import Event, Posting, entry
from layani.rules.money.reconciling import differences
from layani.rules.money.reference import printed, reference_of

DAY = date(2026, 11, 23)
BANK = Account("001-02-0000345", Money.units(1_000_000))
FEE, BENEFIT = Money.units(50_000), Money.units(600_000)
CASE, GRANT, LINE, PAYMENT = "SKM-2026-7KQ4", "BST-2026-9AB2", "1.06.02", "BST-2026-9AB2/1"
REFERENCE = reference_of([987_654_321, 0])
MISTYPED = REFERENCE[:3] + ("0" if REFERENCE[3] != "0" else "1") + REFERENCE[4:]
EXPECTED = Expected("001020000345")


def by_camt(lines):
    return "".join(camt053(BANK, lines)).encode(), partial(CamtReading, expected=EXPECTED)


def by_csv(lines):
    return csv_text(BANK, lines).encode(), partial(CsvReading, expected=EXPECTED, shape=SHAPE, named=Named("S1"))


def begun():
    """Return a book with a fee that is due and a benefit that was released."""
    book = Book()
    acts = [
        (Posting.OPEN_BANK, BANK.opening, "BPD"), (Posting.ALLOT, BENEFIT, GRANT), (Posting.COMMIT, BENEFIT, GRANT),
        (Posting.OWE, BENEFIT, GRANT), (Posting.RELEASE, BENEFIT, GRANT), (Posting.ASSESS, FEE, CASE),
    ]  # fmt: skip
    for seq, (posting, amount, case) in enumerate(acts, 1):
        book.post(entry(posting, Event(case, seq), amount, bank="BPD", line=LINE, case=case, payment=PAYMENT))
    return book


def take_in(book, head, lines, confirmed):
    """Book what the bank says and apply what is plain; likely references as the person says."""
    receivables = Receivables([Receivable(REFERENCE, CASE, FEE, FEE)])
    payments = Payments([Ordered(PAYMENT, GRANT, BENEFIT, LINE)])
    outcomes = []
    for line in lines:
        event = Event(f"statement {head.id}", line.place)
        book.post(booked(line, "BPD", event))
        payment = payment_of(line, payments)
        if payment is not None:
            outcomes.append(payment.outcome)
            book.post(posted(payment, event))
            continue
        found = match(line, receivables)
        outcomes.append(found.outcome)
        if not found.waits or (found.outcome is Outcome.LIKELY and confirmed):
            for one in applied(found, event, confirmed=confirmed):
                book.post(one)
    return outcomes


@pytest.mark.parametrize("written", [by_camt, by_csv])
@pytest.mark.parametrize("confirmed", [True, False])
def test_a_day_of_money_ends_in_a_reconciliation(written, confirmed):
    book = begun()
    bank = BankAccount("Bendahara", "001020000345", "BDKIIDJ1")
    receiver = BankAccount("Carla Wijaya", "123456", "CENAIDJA")
    transfer = Transfer(PAYMENT, BENEFIT, receiver, f"Bantuan {PAYMENT}")
    order = Order("PAY-1", datetime(2026, 11, 23, 2, tzinfo=UTC), DAY, bank, (transfer,))
    sent = Xml.fromstring(credit_transfer(order))
    ids = [one.text for one in sent.iter() if one.tag.endswith("}EndToEndId")]

    lines = [
        Booked("R1", DAY, FEE, f"biaya {printed(MISTYPED)}"),
        Booked("R2", DAY, Money(-BENEFIT.minor), f"Bantuan {ids[0]}", end_to_end=ids[0]),
    ]
    content, reader = written(lines)
    stream = io.BytesIO(content)
    head = head_of(stream, reader)
    outcomes = take_in(book, head, lines_of(stream, reader, head), confirmed)

    assert outcomes == [Outcome.LIKELY, Leaving.SEEN]
    left = [(one.name, one.amount) for one in differences(book, {"BPD": head}, {})]
    assert left == ([] if confirmed else [("unmatched", FEE)])
    assert book.balance(Kind.RECEIVABLE, CASE) == (Money(0) if confirmed else FEE)
    assert book.balance(Kind.TREASURY, "BPD") == head.closing
    assert [book.track_total(track) for track in Track] == [0, 0]
    paid = {one.name.event for one in book.of_budget_line(LINE)}
    assert paid == {Event(GRANT, seq) for seq in (2, 3, 4, 5)}
