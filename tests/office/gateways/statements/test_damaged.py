"""Files with any bytes changed: they are read as what they are, or refused in words; nothing else ever happens."""

import io
from datetime import date
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from layani.office.gateways.statements.camt053 import CamtReading
from layani.office.gateways.statements.csv_statement import CsvReading, Named
from layani.office.gateways.statements.fake_bank import SHAPE, Account, Booked, camt053, csv_text
from layani.office.gateways.statements.faults import BadStatement
from layani.office.gateways.statements.tally import Expected, head_of
from layani.rules.money.amount import Money

BANK = Account("001", Money.units(1_000))
LINES = [
    Booked("R1", date(2026, 11, 23), Money.units(50_000), "biaya surat", "0000000000P"),
    Booked("R2", date(2026, 11, 24), Money.units(-600), 'SP2D; "77"', end_to_end="A/1"),
]
CAMT = "".join(camt053(BANK, LINES)).encode()
CSV = csv_text(BANK, LINES).encode()
BY_CAMT = partial(CamtReading, expected=Expected("001"))
BY_CSV = partial(CsvReading, expected=Expected("001"), shape=SHAPE, named=Named("S1"))

DAMAGE = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 3), st.binary(min_size=0, max_size=6)), min_size=1, max_size=4
)


def damaged(content, damage):
    for place, taken, put in damage:
        at = place % (len(content) + 1)
        content = content[:at] + put + content[at + taken :]
    return content


def read_or_refused(content, reader):
    try:
        head = head_of(io.BytesIO(content), reader)
    except BadStatement as fault:
        refusal = fault.refusals[0]
        assert ": " in refusal.reason.en and ": " in refusal.reason.id and refusal.remedy.en
        assert len(refusal.reason.en) < 500
        return
    assert head.count >= 0 and head.closing is not None


@given(DAMAGE)
def test_a_damaged_camt053_is_read_or_refused(damage):
    read_or_refused(damaged(CAMT, damage), BY_CAMT)


@given(DAMAGE)
def test_a_damaged_csv_is_read_or_refused(damage):
    read_or_refused(damaged(CSV, damage), BY_CSV)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    read_or_refused(content, BY_CAMT)
    read_or_refused(content, BY_CSV)


@given(st.integers(0, len(LINES) - 1), st.integers(1, 10**9))
def test_an_amount_that_was_changed_never_goes_unnoticed(which, minor):
    other = list(LINES)
    if other[which].amount == Money(minor):
        return
    other[which] = Booked(other[which].ref, other[which].day, Money(minor), other[which].text)
    mine, theirs = ([*camt053(BANK, lines)] for lines in (LINES, other))
    # The lines of one file between the balances of the other.
    mixed = [new if "<Ntry>" in new else old for old, new in zip(mine, theirs, strict=True)]
    refused = False
    try:
        head_of(io.BytesIO("".join(mixed).encode()), BY_CAMT)
    except BadStatement:
        refused = True
    assert refused
