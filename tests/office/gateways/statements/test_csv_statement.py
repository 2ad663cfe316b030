"""CSV as the shape declares it, and every way in which it is something else."""

import io
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.office.gateways.statements.csv_shape import BadShape, CsvShape
from layani.office.gateways.statements.csv_statement import CsvReading, Named
from layani.office.gateways.statements.fake_bank import SHAPE, Account, Booked, csv_text
from layani.office.gateways.statements.faults import BadStatement
from layani.office.gateways.statements.tally import Expected, head_of, lines_of
from layani.rules.money.amount import Money

DAY = date(2026, 11, 23)
ACCOUNT = Account("001-02-0000345", Money.units(1_000))
LINES = [
    Booked("R1", DAY, Money.units(1_250_000), "biaya surat kafé", "00000000002"),
    Booked("R2", DAY, Money.units(-600), "SP2D 77"),
    Booked("R3", DAY, Money(12_345), 'a;b "c"'),
]
TEXT = csv_text(ACCOUNT, LINES)


S1 = Named("S1")


def read(text, shape=SHAPE, named=S1, currency="IDR", encoding="utf-8"):
    reader = partial(CsvReading, expected=Expected("001020000345", currency), shape=shape, named=named)
    stream = io.BytesIO(text if isinstance(text, bytes) else text.encode(encoding))
    head = head_of(stream, reader)
    return head, list(lines_of(stream, reader, head))


def fault(text, code, **more):
    with pytest.raises(BadStatement) as raised:
        read(text, **more)
    refusal = raised.value.refusals[0]
    assert refusal.code == f"statement-{code}", refusal
    assert refusal.reason.en.startswith(("line ", "the whole file: ")) and refusal.reason.id != refusal.reason.en
    return refusal.reason.en


def test_a_declared_file_is_read():
    head, lines = read(TEXT)
    assert (head.opening, head.count) == (ACCOUNT.opening, 3)
    assert head.closing == Money.units(1_000 + 1_250_000 - 600) + Money(12_345)
    assert [(line.id, line.amount) for line in lines] == [(f"001020000345/{x.ref}", x.amount) for x in LINES]
    assert [line.text for line in lines] == ["biaya surat kafé 00000000002", "SP2D 77", 'a;b "c"']


@given(st.lists(st.integers(-(10**12), 10**12).filter(bool), min_size=1, max_size=8))
def test_what_the_bank_writes_is_what_is_read(amounts):
    made = [Booked(f"R{at}", DAY, Money(minor)) for at, minor in enumerate(amounts)]
    head, lines = read(csv_text(ACCOUNT, made))
    assert [line.amount.minor for line in lines] == amounts
    assert head.closing.minor - head.opening.minor == sum(amounts)


def test_three_encodings_are_read_and_none_is_guessed():
    assert read(TEXT.encode("utf-8-sig"), replace(SHAPE, encoding="utf-8-sig"))[0].count == 3
    assert read(TEXT, replace(SHAPE, encoding="utf-8-sig"))[0].count == 3
    western = read(TEXT.encode("windows-1252"), replace(SHAPE, encoding="windows-1252"))
    assert western[1][0].text.startswith("biaya surat kafé")
    assert "line 2" in fault(TEXT.encode("windows-1252"), "encoding")
    fault(TEXT.encode("utf-8-sig"), "encoding")
    fault(TEXT.encode("utf-16"), "encoding")
    fault(TEXT.encode("utf-16-le"), "encoding")
    fault(b"\xef\xbb\xbf" + TEXT.encode(), "encoding", shape=replace(SHAPE, encoding="windows-1252"))


def test_a_balance_that_does_not_follow_is_named_with_its_line():
    assert "line 3" in fault(TEXT.replace("-600,00", "-700,00"), "wrong-sums")
    rows = TEXT.splitlines(keepends=True)
    assert "line 3" in fault("".join([*rows[:2], *rows[3:]]), "wrong-sums")


def test_newest_first_is_declared_and_checked():
    rows = TEXT.splitlines(keepends=True)
    backwards = "".join([rows[0], *reversed(rows[1:])])
    head, _ = read(backwards, replace(SHAPE, newest_first=True))
    assert (head.opening, head.closing) == (ACCOUNT.opening, read(TEXT)[0].closing)
    fault(backwards, "wrong-sums")


PLAIN = CsvShape(day="day", text="text", amount="amount")
ROWS = "day,text,amount\n2026-11-23,a,50.00\n2026-11-24,b,-20\n"


def test_without_a_column_of_balances_a_person_gives_them():
    head, lines = read(ROWS, PLAIN, Named("S7", Money(100), Money(3_100)))
    assert (head.opening, head.closing) == (Money(100), Money(3_100))
    assert [line.id for line in lines] == ["001020000345/S7/1", "001020000345/S7/2"]
    fault(ROWS, "wrong-sums", shape=PLAIN, named=Named("S7", Money(100), Money(3_101)))
    fault(ROWS, "no-balance", shape=PLAIN)
    fault(TEXT, "wrong-sums", named=Named("S1", Money(1), None))


def test_a_column_of_sides_and_two_columns_of_amounts():
    balances = Named("S7", Money(0), Money(3_000))
    sides = replace(PLAIN, side="way")
    text = "day,text,amount,way\n2026-11-23,a,50,cr\n2026-11-24,b,20,DB\n"
    assert [line.amount.minor for line in read(text, sides, balances)[1]] == [5_000, -2_000]
    assert "line 2" in fault(text.replace("cr", "up"), "side", shape=sides)
    fault(text.replace("50", "-50"), "side", shape=sides)
    two = CsvShape(day="day", text="text", arrived="in", left="out")
    text = "day,text,in,out\n2026-11-23,a,50,\n2026-11-24,b,0,20\n"
    assert [line.amount.minor for line in read(text, two, balances)[1]] == [5_000, -2_000]
    fault(text.replace("50,", "50,1"), "side", shape=two)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("1.250.000,00", "1.25.000,00", "amount"),
        ("1.250.000,00", "1,250,000.00", "amount"),
        ("1.250.000,00", "", "amount"),
        ("1.250.000,00", "1.250.000,001", "amount"),
        ("23/11/2026", "2026-11-23", "date"),
        ("23/11/2026", "31/02/2026", "date"),
        ("No. Bukti", "Nomor", "columns"),
        ("No. Bukti", "Saldo", "columns"),
        (";R1;", ";;", "no-line-id"),
        (";R2;", ";R1;", "duplicate-line"),
        (";R2;", ";", "cells"),
        ('"a;b', '"a"x;b', "broken-csv"),
    ],
)
def test_what_is_no_value_or_not_where_it_belongs_is_named(old, new, code):
    fault(TEXT.replace(old, new, 1), code)


def test_a_cut_off_file_is_refused():
    assert TEXT[:-7].endswith("1.250.5")
    fault(TEXT[:-7], "amount")
    between_two_rows = TEXT[: TEXT.index("23/11/2026;R3")]
    assert read(between_two_rows)[0].count == 2
    fault(between_two_rows, "wrong-sums", named=Named("S1", closing=read(TEXT)[0].closing))
    fault(TEXT[: TEXT.index("SP2D")], "cells")
    fault(TEXT[: TEXT.index('"c"') - 1], "broken-csv")
    fault(TEXT.splitlines()[0], "empty")
    fault("", "empty")


def test_a_quotation_mark_that_never_ends_does_not_swallow_the_file():
    endless = TEXT.replace("SP2D", '"SP2D', 1).replace("SP2D 77", "SP2D 77" + "\nx" * 500)
    fault(endless, "broken-csv")
    fault(TEXT.replace("SP2D", "x" * (1 << 17)), "too-long")


def test_a_column_of_currencies_is_checked():
    shape = replace(PLAIN, currency="ccy")
    text = "day,text,amount,ccy\n2026-11-23,a,50,USD\n"
    assert "USD" in fault(text, "other-currency", shape=shape)


def test_what_stands_above_the_header_is_not_read():
    text = "Bank Contoh;;;;\nrekening;001\n" * 40 + TEXT
    assert read(text, replace(SHAPE, header=81))[0].count == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"encoding": "latin-9"}, {"separator": "x"}, {"decimal": ",", "thousands": ","}, {"amount": ""},
        {"arrived": "in", "left": "out"}, {"arrived": "in"}, {"header": 0},
    ],
)  # fmt: skip
def test_a_shape_that_contradicts_itself_is_refused(wrong):
    with pytest.raises(BadShape):
        replace(PLAIN, **wrong)
    with pytest.raises(BadShape, match="side"):
        CsvShape(day="d", text="t", arrived="i", left="o", side="s")
