"""camt.053 as banks write it, and as nobody should: every bad file gets one sentence with its place."""

import io
import tracemalloc
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.office.gateways.statements.camt053 import CamtReading
from layani.office.gateways.statements.fake_bank import Account, Booked, camt053
from layani.office.gateways.statements.faults import BadStatement
from layani.office.gateways.statements.tally import Expected, head_of, lines_of
from layani.rules.money.amount import Money
from layani.rules.money.statement import objection

DAY = date(2026, 11, 23)
ACCOUNT = Account("001-02-0000345", Money.units(1_000))
LINES = [
    Booked("R1", DAY, Money.units(50_000), "biaya surat", "00000000002"),
    Booked("R2", DAY + timedelta(1), Money.units(-600), "SP2D 77", end_to_end="SKM-2026-7KQ4/1"),
    Booked("R3", DAY + timedelta(1), Money(12_345), "a & b <c>"),
]
READER = partial(CamtReading, expected=Expected("001 02 0000345"))


def written(lines=LINES, version="08", account=ACCOUNT):
    return "".join(camt053(account, lines, version))


def read(text, reader=READER):
    stream = io.BytesIO(text if isinstance(text, bytes) else text.encode())
    head = head_of(stream, reader)
    return head, list(lines_of(stream, reader, head))


def fault(text, code, reader=READER):
    """Return the English sentence of the one fault that the file must have."""
    with pytest.raises(BadStatement) as raised:
        read(text, reader)
    refusal = raised.value.refusals[0]
    assert refusal.code == f"statement-{code}", refusal
    assert refusal.reason.id != refusal.reason.en
    assert refusal.reason.en.startswith(("line ", "entry ", "the whole file: "))
    assert refusal.remedy.en.endswith(".") and refusal.remedy.id.endswith(".")
    return refusal.reason.en


@pytest.mark.parametrize("version", [f"0{n}" for n in range(2, 9)])
def test_every_version_gives_the_same_lines(version):
    head, lines = read(written(version=version))
    assert (head.id, head.count, head.opening) == ("S1", 3, Money.units(1_000))
    assert (head.first, head.last) == (DAY, DAY + timedelta(1))
    assert head.closing == Money(head.opening.minor + sum(line.amount.minor for line in lines))
    assert [line.amount for line in lines] == [one.amount for one in LINES]
    assert lines[0].references == ("00000000002",) and lines[0].text == "biaya surat"
    assert lines[0].id == "001020000345/R1" and lines[0].end_to_end == ""
    assert lines[1].end_to_end == "SKM-2026-7KQ4/1"
    assert lines[2].text == "a & b <c>"


@given(st.lists(st.integers(-(10**12), 10**12).filter(bool), max_size=8))
def test_what_the_bank_writes_is_what_is_read(amounts):
    made = [Booked(f"R{at}", DAY, Money(minor)) for at, minor in enumerate(amounts)]
    head, lines = read(written(made))
    assert [line.amount.minor for line in lines] == amounts
    assert head.closing.minor - head.opening.minor == sum(amounts)


def test_the_name_of_the_other_side_is_read_in_both_places():
    for party in ("<Pty><Nm>Carla</Nm></Pty>", "<Nm>Carla</Nm>"):
        other = f"<RltdPties><Dbtr>{party}</Dbtr><DbtrAcct><Id><IBAN>ID1</IBAN></Id></DbtrAcct></RltdPties><RmtInf>"
        _, lines = read(written().replace("<RmtInf>", other, 1))
        assert (lines[0].name, lines[0].account) == ("Carla", "ID1")


def test_a_payment_that_came_back_says_why():
    returned = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf><RmtInf>"
    assert read(written().replace("<RmtInf>", returned, 1))[1][0].returned == "AC04"


def test_what_is_only_announced_is_no_money():
    announced = written([LINES[0]]).replace("<Cd>BOOK</Cd>", "<Cd>PDNG</Cd>")
    assert "do not make" in fault(announced, "wrong-sums")
    same = announced.replace(">51000.00<", ">1000.00<")
    assert read(same)[0].count == 0


def batch(*amounts, whole="50000.00"):
    details = "".join(
        f'<TxDtls><Refs><EndToEndId>E{at}</EndToEndId></Refs><Amt Ccy="IDR">{one}</Amt></TxDtls>'
        for at, one in enumerate(amounts)
    )
    start, rest = written([LINES[0]]).split("<TxDtls>")
    return start + details + rest.split("</TxDtls>")[1]


def test_a_batch_is_taken_apart_where_the_bank_does_and_its_sum_must_hold():
    _, lines = read(batch("20000.00", "30000"))
    assert [(line.id[-4:], line.amount, line.end_to_end) for line in lines] == [
        ("R1/1", Money.units(20_000), "E0"),
        ("R1/2", Money.units(30_000), "E1"),
    ]
    assert "entry 1" in fault(batch("20000.00", "30000.01"), "wrong-sums")


def test_a_batch_without_amounts_is_one_line_of_nobody():
    text = batch("1", "2").replace('<Amt Ccy="IDR">1</Amt>', "").replace('<Amt Ccy="IDR">2</Amt>', "")
    _, (line,) = read(text)
    assert line.amount == Money.units(50_000) and line.end_to_end == ""


def test_a_changed_amount_does_not_add_up():
    said = fault(written().replace("50000.00", "40000.00"), "wrong-sums")
    assert "IDR 1,000" in said and "IDR 50,523.45" in said


def test_a_line_that_was_taken_out_is_missed():
    text = written()
    start, end = text.index("<Ntry>"), text.index("</Ntry>") + len("</Ntry>")
    fault(text[:start] + text[end:], "wrong-sums")


def test_the_number_of_entries_must_hold():
    total = "<TxsSummry><TtlNtries><NbOfNtries>4</NbOfNtries></TtlNtries></TxsSummry><Ntry>"
    assert "it says 4 entries and has 3" in fault(written().replace("<Ntry>", total, 1), "wrong-count")


def test_a_line_that_stands_twice_is_refused():
    assert "R1" in fault(written([LINES[0], LINES[0]]), "duplicate-line")


def test_another_account_and_another_currency_are_refused():
    assert "999" in fault(written(account=Account("999", Money(0))), "other-account")
    assert "USD" in fault(written().replace('Ccy="IDR"', 'Ccy="USD"', 1), "other-currency")
    assert "entry 1" in fault(written().replace('Ccy="IDR">50', 'Ccy="USD">50', 1), "other-currency")


def test_a_cut_off_file_is_refused_wherever_it_is_cut():
    whole = written().encode()
    for end in range(1, len(whole) - 1, 97):
        with pytest.raises(BadStatement):
            read(whole[:end])
    fault(whole[: len(whole) // 2], "broken-xml")
    fault(b"", "broken-xml")


def test_another_encoding_than_the_file_says_is_refused():
    fault(written().replace("biaya", "kafé").encode("windows-1252"), "broken-xml")
    head = written().replace("UTF-8", "windows-1252").replace("biaya", "kafé")
    assert read(head.encode("windows-1252"))[1][0].text == "kafé surat"
    fault(written().replace("UTF-8", "klingon"), "encoding")


BOMB = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><Document>&b;</Document>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document>&x;</Document>'


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, '<!DOCTYPE d SYSTEM "http://example.org/d.dtd"><Document/>'])
def test_bombs_and_entities_are_refused_before_anything_is_read(text):
    fault(text, "doctype")


def test_depth_and_length_have_bounds():
    uri = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
    fault(f'<Document xmlns="{uri}">' + "<a>" * 100, "too-deep")
    fault(written().replace("biaya", "x" * 5_000), "too-long")
    fault(f'<Document xmlns="{uri}" a="' + "x" * (5 << 20), "too-long")


def test_another_message_or_version_is_named():
    assert "camt.054" in fault(written().replace("camt.053", "camt.054"), "not-camt053")
    fault(written(version="12"), "not-camt053")
    fault("<html></html>", "not-camt053")


def test_two_statements_in_one_file_are_refused():
    text = written()
    start, end = text.index("<Stmt>"), text.index("</Stmt>") + len("</Stmt>")
    fault(text[:end] + text[start:end] + text[end:], "several")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<Cd>OPBD</Cd>", "<Cd>ITBD</Cd>", "no-balance"),
        ("<Cd>CLBD</Cd>", "<Cd>ITBD</Cd>", "no-balance"),
        ("<Id>S1</Id>", "", "no-name"),
        ("50000.00", "50000.001", "amount"),
        ("50000.00", "-50000.00", "amount"),
        ("50000.00", "5e4", "amount"),
        ("50000.00", "9" * 18, "amount"),
        ("<Dt>2026-11-23</Dt>", "<Dt>23/11/2026</Dt>", "date"),
        (">CRDT<", ">KRDT<", "side"),
    ],
)
def test_what_is_missing_or_no_value_is_named(old, new, code):
    fault(written().replace(old, new, 1), code)


def test_a_file_that_changed_between_the_two_passes_is_noticed():
    stream = io.BytesIO(written().encode())
    head = head_of(stream, READER)
    other = io.BytesIO(written().replace("biaya", "harga").encode())
    with pytest.raises(BadStatement, match="changed"):
        list(lines_of(other, READER, head))


def test_the_same_statement_twice_is_refused_by_its_head():
    head, _ = read(written())
    assert objection(head, [head]).code == "statement-same-file"


class Endless(io.RawIOBase):
    """A file that is made while it is read, so that its own size is not in the measure."""

    def __init__(self, pieces):
        self._pieces, self._left = pieces, b""

    def readable(self):
        return True

    def readinto(self, buffer):
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece.encode()
        some = self._left[: len(buffer)]
        buffer[: len(some)], self._left = some, self._left[len(some) :]
        return len(some)


def statement_of(count):
    made = (Booked(f"R{at}", DAY, Money.units(1), "biaya surat") for at in range(count))
    return READER(io.BufferedReader(Endless(camt053(ACCOUNT, made))))


def peak(count):
    """Return the most memory that was held while ``count`` lines were read, in bytes."""
    tracemalloc.start()
    try:
        assert sum(1 for _ in statement_of(count)) == count
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_line_more_holds_only_its_eight_bytes_more():
    """A digest of eight bytes with its place in a set, and nothing of the line itself."""
    assert (peak(4_000) - peak(1_000)) / 3_000 < 250


@pytest.mark.slow
def test_a_hundred_thousand_lines_are_read():
    reading = statement_of(100_000)
    assert sum(line.amount.minor for line in reading) == 100 * 100_000
    assert reading.head.count == 100_000
