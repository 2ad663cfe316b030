"""The file by which an office that pays itself orders released payments of its bank: ISO 20022 pain.001.001.09.

The same payments at the same time give the same bytes, so that two people can make the file and compare it.
Source: ISO 20022, CustomerCreditTransferInitiationV09; elements, their order and lengths were held against a copy of
its schema by reading, not by a program.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from xml.sax.saxutils import escape

from layani.rules.money.amount import EXPONENTS, LARGEST_MINOR, Money

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
LONGEST_ID: Final = 35
LONGEST_NAME: Final = 140
LONGEST_TEXT: Final = 140
LONGEST_ACCOUNT: Final = 34
MOST_PAYMENTS: Final = 100_000
"""Payments in one file."""

_BIC: Final = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
# The characters that banks exchange without loss; ids may not begin or end with a slash, or have two in a row.
_ID: Final = re.compile(r"(?!/)(?!.*//)[0-9A-Za-z/\-?:().,'+ ]+(?<!/)")
_CONTROL: Final = re.compile(r"[^\u0020-\ud7ff\ue000-\ufffd]")


class NotOrdered(ValueError):
    """The file cannot be made; says which payment, what is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account and its bank. number: as the bank writes it; bic: ISO 9362, eight or eleven signs."""

    holder: str
    number: str
    bic: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """One released payment. payment: its number, which comes back on the statement as its end-to-end id."""

    payment: str
    amount: Money
    to: BankAccount
    text: str


@dataclass(frozen=True, slots=True)
class Order:
    """All payments of one file.

    id:      names the file for ever; the bank refuses a second one of the same id
    made_at: when it was made, with its zone; on: the day on which the bank is to pay
    """

    id: str
    made_at: datetime
    on: date
    payer: BankAccount
    transfers: Sequence[Transfer]


def credit_transfer(order: Order) -> bytes:
    """Return the file, UTF-8, or raise NotOrdered with the first fault."""
    _check(order)
    return "".join(_document(order)).encode()


def _check(order: Order) -> None:
    _identifier("The file's id", order.id)
    _account("The payer's account", order.payer)
    if order.made_at.tzinfo is None:
        raise NotOrdered(f"The time {order.made_at} has no zone. Give one.")
    if not 0 < len(order.transfers) <= MOST_PAYMENTS:
        raise NotOrdered(f"The file has {len(order.transfers)} payments. Give 1 to {MOST_PAYMENTS}.")
    seen: set[str] = set()
    currency = order.transfers[0].amount.currency
    for place, one in enumerate(order.transfers, 1):
        where = f"Payment {place} ({one.payment[:LONGEST_ID]})"
        _identifier(f"{where}: its number", one.payment)
        if one.payment in seen:
            raise NotOrdered(f"{where}: its number stands in the file before; it would be paid twice. Take it out.")
        seen.add(one.payment)
        if one.amount.minor <= 0 or one.amount.currency != currency:
            raise NotOrdered(f"{where}: {one.amount.words('en')} cannot be ordered. Give more than zero {currency}.")
        _account(f"{where}: the receiver's account", one.to)
        _words(f"{where}: its text", one.text, LONGEST_TEXT)
    total = sum(one.amount.minor for one in order.transfers)
    if total > LARGEST_MINOR:
        raise NotOrdered(f"The file's {total} minor units are more than {LARGEST_MINOR}. Make several files.")


def _account(what: str, account: BankAccount) -> None:
    _words(f"{what}: the holder", account.holder, LONGEST_NAME)
    if not re.fullmatch(rf"[0-9A-Za-z]{{1,{LONGEST_ACCOUNT}}}", account.number):
        raise NotOrdered(f"{what}: '{account.number[:40]}' is no account number. Write its digits and letters alone.")
    if not _BIC.fullmatch(account.bic):
        raise NotOrdered(f"{what}: '{account.bic[:20]}' is no BIC. Write its eight or eleven signs.")


def _identifier(what: str, text: str) -> None:
    if len(text) > LONGEST_ID or not _ID.fullmatch(text):
        raise NotOrdered(
            f"{what}: '{text[:40]}' is no id of 1 to {LONGEST_ID} signs that a bank carries. Use letters, digits and -."
        )


def _words(what: str, text: str, longest: int) -> None:
    if not text.strip() or len(text) > longest or _CONTROL.search(text):
        raise NotOrdered(f"{what} '{text[:40]}' is empty, longer than {longest}, or not all text. Write it plainly.")


def _document(order: Order) -> Iterator[str]:
    """Yield the file's text; the order of the elements is that of the schema."""
    currency = order.transfers[0].amount.currency
    total = _decimal(Money(sum(one.amount.minor for one in order.transfers), currency))
    count = _tag("NbOfTxs", str(len(order.transfers))) + _tag("CtrlSum", total)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NAMESPACE}">\n<CstmrCdtTrfInitn>\n<GrpHdr>'
    yield _tag("MsgId", order.id) + _tag("CreDtTm", order.made_at.isoformat(timespec="seconds")) + count
    yield f"<InitgPty>{_tag('Nm', order.payer.holder)}</InitgPty></GrpHdr>\n<PmtInf>"
    yield _tag("PmtInfId", order.id) + _tag("PmtMtd", "TRF") + count
    yield f"<ReqdExctnDt>{_tag('Dt', order.on.isoformat())}</ReqdExctnDt>"
    yield f"<Dbtr>{_tag('Nm', order.payer.holder)}</Dbtr>"
    yield f"<DbtrAcct>{_number(order.payer)}{_tag('Ccy', currency)}</DbtrAcct><DbtrAgt>{_bank(order.payer)}</DbtrAgt>\n"
    for one in order.transfers:
        yield _transfer(one)
    yield "</PmtInf>\n</CstmrCdtTrfInitn>\n</Document>\n"


def _transfer(one: Transfer) -> str:
    amount = f'<InstdAmt Ccy="{one.amount.currency}">{_decimal(one.amount)}</InstdAmt>'
    return (
        f"<CdtTrfTxInf><PmtId>{_tag('EndToEndId', one.payment)}</PmtId><Amt>{amount}</Amt>"
        f"<CdtrAgt>{_bank(one.to)}</CdtrAgt><Cdtr>{_tag('Nm', one.to.holder)}</Cdtr>"
        f"<CdtrAcct>{_number(one.to)}</CdtrAcct><RmtInf>{_tag('Ustrd', one.text)}</RmtInf></CdtTrfTxInf>\n"
    )


def _number(account: BankAccount) -> str:
    # Indonesia has no IBAN, so the number is one of "other" kind.
    return f"<Id><Othr>{_tag('Id', account.number)}</Othr></Id>"


def _bank(account: BankAccount) -> str:
    return f"<FinInstnId>{_tag('BICFI', account.bic)}</FinInstnId>"


def _decimal(amount: Money) -> str:
    decimals = EXPONENTS[amount.currency]
    whole, rest = divmod(amount.minor, 10**decimals)
    return f"{whole}.{rest:0{decimals}d}" if decimals else str(whole)


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"
