"""A bank that is none: writes statements for demos and tests, as camt.053 and as CSV."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from layani.office.gateways.statements.csv_shape import CsvShape
from layani.rules.money.amount import EXPONENTS, Money

SHAPE: Final = CsvShape(
    day="Tanggal", text="Keterangan", amount="Jumlah", balance="Saldo", line_id="No. Bukti", separator=";",
    decimal=",", thousands=".", day_form="%d/%m/%Y",
)  # fmt: skip
"""How the fake bank writes its CSV."""


@dataclass(frozen=True, slots=True)
class Booked:
    """One line as the fake bank knows it: positive arrived. ref: what the bank calls it."""

    ref: str
    day: date
    amount: Money
    text: str = ""
    reference: str = ""
    end_to_end: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """The account whose statement is written, with the balance before its first line."""

    number: str
    opening: Money
    statement: str = "S1"


def camt053(account: Account, lines: Iterable[Booked], version: str = "08") -> Iterator[str]:
    """Yield the pieces of a camt.053.001 file of a version ("02" to "08"); the opening balance stands first.

    The closing balance is written after the lines, where a bank writes it before; readers take it from anywhere.
    """
    uri = f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"
    currency = account.opening.currency
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns={quoteattr(uri)}><BkToCstmrStmt>\n'
    yield "<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-30T20:00:00</CreDtTm></GrpHdr>\n<Stmt>"
    yield f"<Id>{escape(account.statement)}</Id><CreDtTm>2026-11-30T20:00:00</CreDtTm>"
    yield f"<Acct><Id><Othr><Id>{escape(account.number)}</Id></Othr></Id><Ccy>{currency}</Ccy></Acct>\n"
    yield _balance("OPBD", account.opening)
    held = account.opening
    for line in lines:
        held = held + line.amount
        yield _entry(line, version)
    yield _balance("CLBD", held)
    yield "</Stmt></BkToCstmrStmt></Document>\n"


def csv_text(account: Account, lines: Iterable[Booked]) -> str:
    """Return the same as CSV of the shape ``SHAPE``."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(["Tanggal", "No. Bukti", "Keterangan", "Jumlah", "Saldo"])
    held = account.opening
    for line in lines:
        held = held + line.amount
        text = " ".join(filter(None, (line.text, line.reference)))
        rows.writerow([f"{line.day:%d/%m/%Y}", line.ref, text, _local(line.amount), _local(held)])
    return out.getvalue()


def _entry(line: Booked, version: str) -> str:
    status = "<Cd>BOOK</Cd>" if version == "08" else "BOOK"
    end_to_end = escape(line.end_to_end or "NOTPROVIDED")
    structured = f"<Strd><CdtrRefInf><Ref>{escape(line.reference)}</Ref></CdtrRefInf></Strd>" if line.reference else ""
    written = f"<Ustrd>{escape(line.text)}</Ustrd>" if line.text else ""
    remittance = f"<RmtInf>{written}{structured}</RmtInf>" if written or structured else ""
    return (
        f"<Ntry>{_amount(line.amount)}<Sts>{status}</Sts><BookgDt><Dt>{line.day}</Dt></BookgDt>"
        f"<AcctSvcrRef>{escape(line.ref)}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId>"
        f"</Refs>{remittance}</TxDtls></NtryDtls></Ntry>\n"
    )


def _balance(code: str, amount: Money) -> str:
    kind = f"<Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
    return f"<Bal>{kind}{_amount(amount)}<Dt><Dt>2026-11-30</Dt></Dt></Bal>\n"


def _amount(amount: Money) -> str:
    side = "CRDT" if amount.minor >= 0 else "DBIT"
    return f'<Amt Ccy="{amount.currency}">{_decimal(amount)}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def _decimal(amount: Money) -> str:
    decimals = EXPONENTS[amount.currency]
    whole, rest = divmod(abs(amount.minor), 10**decimals)
    return f"{whole}.{rest:0{decimals}d}" if decimals else str(whole)


def _local(amount: Money) -> str:
    whole, _, rest = _decimal(amount).partition(".")
    sign = "-" if amount.minor < 0 else ""
    return f"{sign}{int(whole):,}".replace(",", ".") + (f",{rest}" if rest else "")
