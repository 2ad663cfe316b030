"""The file of payments: its structure, its sums, the same bytes each time, and what it refuses.

ISO's own schema is not ours to ship and no package that the tests have carries it, so the order of the elements stands
here, copied by hand from what the schema says.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.money.amount import LARGEST_MINOR, Money
from layani.rules.money.credit_transfer import NAMESPACE, BankAccount, NotOrdered, Order, Transfer, credit_transfer

OFFICE = BankAccount("Bendahara Kelurahan", "0010200003", "BDKIIDJ1")
CARLA = BankAccount("Carla Wijaya & Co <x>", "123456789", "CENAIDJAXXX")
ONE = Transfer("SKM-2026-7KQ4/1", Money.units(600_000), CARLA, "Bantuan November")
ORDER = Order("PAY-2026-11-23-1", datetime(2026, 11, 23, 2, tzinfo=UTC), date(2026, 11, 24), OFFICE, (ONE,))

# In the order of the schema; what is optional and not written is left out.
CHILDREN = {
    "Document": ["CstmrCdtTrfInitn"],
    "CstmrCdtTrfInitn": ["GrpHdr", "PmtInf"],
    "GrpHdr": ["MsgId", "CreDtTm", "NbOfTxs", "CtrlSum", "InitgPty"],
    "PmtInf": [
        *("PmtInfId", "PmtMtd", "NbOfTxs", "CtrlSum", "ReqdExctnDt", "Dbtr", "DbtrAcct", "DbtrAgt", "CdtTrfTxInf"),
    ],
    "CdtTrfTxInf": ["PmtId", "Amt", "CdtrAgt", "Cdtr", "CdtrAcct", "RmtInf"],
    "DbtrAcct": ["Id", "Ccy"],
    "FinInstnId": ["BICFI"],
    "ReqdExctnDt": ["Dt"],
}


def tree(order):
    return Xml.fromstring(credit_transfer(order))


def name(element):
    uri, _, local = element.tag.removeprefix("{").partition("}")
    assert uri == NAMESPACE
    return local


def texts(root, tag):
    return [element.text for element in root.iter(f"{{{NAMESPACE}}}{tag}")]


def test_the_elements_stand_in_the_order_of_the_schema():
    for element in tree(ORDER).iter():
        if name(element) in CHILDREN:
            assert [name(child) for child in element] == CHILDREN[name(element)]


def test_what_was_ordered_stands_in_the_file():
    root = tree(ORDER)
    assert texts(root, "EndToEndId") == ["SKM-2026-7KQ4/1"]
    assert texts(root, "InstdAmt") == ["600000.00"]
    assert texts(root, "Nm") == ["Bendahara Kelurahan", "Bendahara Kelurahan", "Carla Wijaya & Co <x>"]
    assert texts(root, "CreDtTm") == ["2026-11-23T02:00:00+00:00"] and texts(root, "Dt") == ["2026-11-24"]
    assert texts(root, "BICFI") == ["BDKIIDJ1", "CENAIDJAXXX"]


@given(st.lists(st.integers(1, LARGEST_MINOR // 20), min_size=1, max_size=20))
def test_counts_and_sums_are_those_of_the_payments(amounts):
    order = replace(
        ORDER, transfers=tuple(replace(ONE, payment=f"P-{at}", amount=Money(x)) for at, x in enumerate(amounts))
    )
    root = tree(order)
    assert texts(root, "NbOfTxs") == [str(len(amounts))] * 2
    whole, rest = divmod(sum(amounts), 100)
    assert texts(root, "CtrlSum") == [f"{whole}.{rest:02d}"] * 2
    assert [int(text.replace(".", "")) for text in texts(root, "InstdAmt")] == amounts
    assert credit_transfer(order) == credit_transfer(order)


def test_a_currency_without_a_fraction_has_none_in_the_file():
    root = tree(replace(ORDER, transfers=(replace(ONE, amount=Money(500, "JPY")),)))
    assert texts(root, "InstdAmt") == ["500"] and texts(root, "Ccy") == ["JPY"]


def test_the_same_payment_twice_in_a_file_is_refused():
    with pytest.raises(NotOrdered, match="paid twice"):
        credit_transfer(replace(ORDER, transfers=(ONE, ONE)))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"id": ""}, "file's id"),
        ({"id": "x" * 36}, "file's id"),
        ({"id": "a//b"}, "file's id"),
        ({"made_at": datetime(2026, 11, 23)}, "no zone"),  # noqa: DTZ001
        ({"transfers": ()}, "0 payments"),
        ({"payer": replace(OFFICE, bic="BANK")}, "no BIC"),
        ({"transfers": (replace(ONE, payment="/x"),)}, "Payment 1"),
        ({"transfers": (replace(ONE, amount=Money(0)),)}, "more than zero"),
        ({"transfers": (ONE, replace(ONE, payment="P2", amount=Money.units(1, "USD")))}, "Payment 2"),
        ({"transfers": (replace(ONE, to=replace(CARLA, number="12 34")),)}, "account number"),
        ({"transfers": (replace(ONE, to=replace(CARLA, holder=" ")),)}, "the holder"),
        ({"transfers": (replace(ONE, to=replace(CARLA, holder="a\x01b")),)}, "the holder"),
        ({"transfers": (replace(ONE, text="x" * 141),)}, "its text"),
        ({"transfers": tuple(replace(ONE, payment=f"P{x}", amount=Money(LARGEST_MINOR)) for x in (1, 2))}, "several"),
    ],
)
def test_what_a_bank_would_refuse_is_refused_here(wrong, said):
    with pytest.raises(NotOrdered, match=said):
        credit_transfer(replace(ORDER, **wrong))
