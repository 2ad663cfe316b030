"""Reads ISO 20022 camt.053 (bank to customer statement), versions 001.02 to 001.08, as a stream.

Between these versions the elements used here differ in two places only: the status of an entry is a code, later a
choice (``Sts/Cd``), and a party's name lies in the party, later one deeper (``Dbtr/Pty/Nm``). Both are read.
Source: ISO 20022 message definitions camt.053.001.02 to .08 (elements recalled, not checked against their schemas).
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO, Final

from layani.office.gateways.statements.faults import BadStatement, bad
from layani.office.gateways.statements.tally import Expected, Hashed, Tally, plain_account
from layani.office.gateways.statements.xml_leaves import Element, elements
from layani.rules.money.amount import Money
from layani.rules.money.statement import StatementHead, StatementLine
from layani.rules.text import Text

NAMESPACE: Final = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.0[2-8]")
STATEMENT: Final = ("Document", "BkToCstmrStmt", "Stmt")
ENTRY: Final = (*STATEMENT, "Ntry")
BALANCE: Final = (*STATEMENT, "Bal")
DETAILS: Final = (*ENTRY, "NtryDtls", "TxDtls")
OPENING: Final = ("OPBD", "PRCD")
"""Codes of the balance with which a statement begins: opening booked, or the previous one's closing booked."""
CLOSING: Final = ("CLBD",)
MOST_DETAILS: Final = 10_000
"""Transactions in one booked entry."""
MOST_VALUES: Final = 2_000
"""Values outside of entries, and within one transaction."""
SIGNS: Final = {"CRDT": 1, "DBIT": -1}
NOT_PROVIDED: Final = "NOTPROVIDED"
"""What ISO 20022 writes where the payer gave no end-to-end id."""

Values = dict[str, list[str]]


class CamtReading:
    """One pass over a file; see ``tally.Reading``."""

    head: StatementHead

    def __init__(self, stream: BinaryIO, expected: Expected) -> None:
        self._source = Hashed(stream)
        self._tally = Tally(expected)
        self._values: Values = {}
        self._balances: dict[str, int] = {}
        self._balance: Values = {}
        self._entry: Values = {}
        self._details: list[Values] = []
        self._entries = 0
        self._statements = 0

    def __iter__(self) -> Iterator[StatementLine]:
        """Yield every booked line, or raise BadStatement."""
        for element in elements(self._source):
            if not element.ends:
                self._begins(element)
            elif element.path == ENTRY:
                yield from self._lines(element.place)
            elif element.path == BALANCE:
                self._take_balance(element.place)
            elif element.path[: len(STATEMENT)] == STATEMENT and element.text:
                self._keep(element)
        self.head = self._checked()

    def _begins(self, element: Element) -> None:
        if len(element.path) == 1 and not (element.path == ("Document",) and NAMESPACE.fullmatch(element.uri)):
            said = Text(
                id=f"ini bukan camt.053 versi 001.02 sampai 001.08, melainkan '{element.uri[-60:] or element.path[0]}'",
                en=f"this is no camt.053 of version 001.02 to 001.08 but '{element.uri[-60:] or element.path[0]}'",
            )
            remedy = Text(id="Unduh sebagai camt.053 atau CSV.", en="Download it as camt.053 or CSV.")
            raise bad("not-camt053", element.place, said, remedy)
        if element.path == STATEMENT:
            self._statements += 1
            if self._statements > 1:
                said = Text(
                    id="ada rekening koran kedua dalam berkas ini", en="there is a second statement in the file"
                )
                raise bad("several", element.place, said, Text(id="Unduh satu per satu.", en="Download one at a time."))
        elif element.path == ENTRY:
            self._entry, self._details = {}, []
            self._entries += 1
        elif element.path == BALANCE:
            self._balance = {}
        elif element.path == DETAILS:
            self._details.append({})
            if len(self._details) > MOST_DETAILS:
                raise bad("too-many-lines", self._place(element.place), _too_many(MOST_DETAILS))

    def _keep(self, element: Element) -> None:
        """Note an element's text where it belongs: a transaction, an entry, a balance, or the statement."""
        path, values, start = element.path, self._values, len(STATEMENT)
        if path[: len(DETAILS)] == DETAILS:
            values, start = self._details[-1], len(DETAILS)
        elif path[: len(ENTRY)] == ENTRY:
            values, start = self._entry, len(ENTRY)
        elif path[: len(BALANCE)] == BALANCE:
            values, start = self._balance, len(BALANCE)
        name = "/".join(path[start:])
        held = values.setdefault(name, [])
        if len(held) >= MOST_VALUES or len(values) > MOST_VALUES:
            raise bad("too-many-lines", element.place, _too_many(MOST_VALUES))
        held.append(element.text)
        if "Ccy" in element.attributes:
            values.setdefault(f"{name}@Ccy", []).append(element.attributes["Ccy"])

    def _take_balance(self, place: str) -> None:
        code = _one(self._balance, "Tp/CdOrPrtry/Cd")
        if code in (*OPENING, *CLOSING) and code not in self._balances:
            self._balances[code] = self._signed(self._balance, "Amt", place)

    def _signed(self, values: Values, name: str, place: str) -> int:
        """Return an amount in minor units, negative where it is a debit."""
        self._tally.currency(_one(values, f"{name}@Ccy"), place)
        sign = _one(values, "CdtDbtInd")
        if sign not in SIGNS:
            said = Text(
                id=f"CdtDbtInd '{sign[:10]}' bukan CRDT atau DBIT", en=f"CdtDbtInd '{sign[:10]}' is not CRDT or DBIT"
            )
            raise bad("side", place, said)
        return SIGNS[sign] * self._tally.amount(_one(values, name), place)

    def _lines(self, at: str) -> Iterator[StatementLine]:
        """Yield the lines of an entry that ended: one each for its transactions where each has its amount."""
        place = self._place(at)
        status = _one(self._entry, "Sts/Cd", "Sts")
        if status != "BOOK":
            return  # Announced or for information: no money has moved.
        amount = self._signed(self._entry, "Amt", place)
        # A single transaction is the entry; its own amount may be in the currency in which it set out.
        several = self._details if len(self._details) > 1 else []
        amounts = [self._detail_amount(one, amount, place) for one in several]
        known = [one for one in amounts if one is not None]
        if len(known) > 1 and len(known) == len(amounts):
            if sum(known) != amount:
                said = Text(
                    id="jumlah transaksinya tidak sama dengan jumlah catatannya",
                    en="its transactions do not add up to the entry's amount",
                )
                raise bad("wrong-sums", place, said)
            for nth, (one, minor) in enumerate(zip(self._details, known, strict=True), 1):
                yield self._line({**self._entry, **one}, minor, place, f"/{nth}")
        else:
            # A batch that the bank does not take apart pays nothing by itself: it has no reference of its own.
            detail = self._details[0] if len(self._details) == 1 else {}
            yield self._line({**self._entry, **detail}, amount, place)

    def _detail_amount(self, values: Values, whole: int, place: str) -> int | None:
        name = next((name for name in ("Amt", "AmtDtls/TxAmt/Amt") if name in values), None)
        if name is None:
            return None
        side = values.get("CdtDbtInd", ["CRDT" if whole > 0 else "DBIT"])
        return self._signed({**values, "CdtDbtInd": side}, name, place)

    def _line(self, values: Values, minor: int, place: str, nth: str = "") -> StatementLine:
        account, statement = plain_account(self._tally.expected.account), _one(self._values, "Id")
        bank_ref = _one(self._entry, "AcctSvcrRef", "NtryRef")
        name = f"{account}/{bank_ref}" if bank_ref else f"{account}/{statement}/{self._entries}"
        end_to_end = _one(values, "Refs/EndToEndId")
        other = "Dbtr" if minor > 0 else "Cdtr"
        line = StatementLine(
            id=name + nth,
            place=self._tally.count + 1,
            booked_on=self._day(_one(values, "BookgDt/Dt", "BookgDt/DtTm"), place),
            amount=Money(minor, self._tally.expected.currency),
            references=tuple(values.get("RmtInf/Strd/CdtrRefInf/Ref", ())),
            text=" ".join((*values.get("RmtInf/Ustrd", ()), *values.get("AddtlNtryInf", ()))),
            end_to_end="" if end_to_end == NOT_PROVIDED else end_to_end,
            name=_one(values, f"RltdPties/{other}/Pty/Nm", f"RltdPties/{other}/Nm"),
            account=_one(values, f"RltdPties/{other}Acct/Id/IBAN", f"RltdPties/{other}Acct/Id/Othr/Id"),
            returned=_one(values, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry"),
        )
        return self._tally.add(line, place)

    def _checked(self) -> StatementHead:
        """Return the head once the file is through, or refuse what the lines do not bear out."""
        where = "the whole file"
        if not self._statements:
            raise bad("empty", where, Text(id="tidak memuat rekening koran", en="it has no statement"))
        self._tally.account(_one(self._values, "Acct/Id/IBAN", "Acct/Id/Othr/Id"), where)
        opening = next((self._balances[code] for code in OPENING if code in self._balances), None)
        closing = next((self._balances[code] for code in CLOSING if code in self._balances), None)
        if opening is None or closing is None:
            raise _no_balance(where)
        said = _one(self._values, "TxsSummry/TtlNtries/NbOfNtries")
        if said and said != str(self._entries):
            raise bad("wrong-count", where, _other_count(said, self._entries))
        name = _one(self._values, "Id")
        if not name:
            raise bad("no-name", where, Text(id="rekening koran tanpa nomor (Id)", en="the statement has no Id"))
        self._tally.sums(opening, closing)
        first, last = self._days(where)
        currency = self._tally.expected.currency
        return StatementHead(
            id=name,
            account=self._tally.expected.account,
            digest=self._source.hexdigest(),
            first=first,
            last=last,
            opening=Money(opening, currency),
            closing=Money(closing, currency),
            count=self._tally.count,
        )

    def _days(self, place: str) -> tuple[date, date]:
        """Return the days covered: as the statement says, or those of its lines, or that of its making."""
        made = _one(self._values, "CreDtTm")
        first, last = (_one(self._values, f"FrToDt/{end}") or made for end in ("FrDtTm", "ToDtTm"))
        if "FrToDt/FrDtTm" not in self._values and self._tally.first and self._tally.last:
            return self._tally.first, self._tally.last
        return self._day(first, place), self._day(last, place)

    def _day(self, text: str, place: str) -> date:
        try:
            return date.fromisoformat(text[:10])
        except ValueError as fault:
            said = Text(id=f"'{text[:30]}' bukan tanggal", en=f"'{text[:30]}' is not a date")
            raise bad("date", place, said) from fault

    def _place(self, at: str) -> str:
        return f"entry {self._entries} ({at})"


def _one(values: Values, *names: str) -> str:
    """Return the first value that stands under one of the names, or ""."""
    return next((values[name][0] for name in names if name in values), "")


def _too_many(most: int) -> Text:
    return Text(id=f"lebih dari {most} nilai dalam satu catatan", en=f"more than {most} values in one entry")


def _no_balance(place: str) -> BadStatement:
    return bad(
        "no-balance",
        place,
        Text(
            id="tanpa saldo awal (OPBD) atau saldo akhir (CLBD), jadi tidak dapat diperiksa",
            en="without an opening (OPBD) or a closing balance (CLBD), so it cannot be checked",
        ),
    )


def _other_count(said: str, found: int) -> Text:
    return Text(
        id=f"menyebut {said[:10]} catatan, padahal ada {found}", en=f"it says {said[:10]} entries and has {found}"
    )
