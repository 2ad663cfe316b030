"""Reads a statement from CSV, line by line, as its shape declares it."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, Final

from layani.office.gateways.statements.csv_shape import CsvShape
from layani.office.gateways.statements.faults import BadStatement, bad
from layani.office.gateways.statements.tally import Expected, Hashed, Tally, plain_account
from layani.rules.money.amount import Money
from layani.rules.money.statement import StatementHead, StatementLine
from layani.rules.text import Text

LONGEST_LINE: Final = 1 << 16
"""Bytes of one line of the file."""

MOST_PIECES: Final = 50
"""Lines of the file that one row may take, where a text has line breaks; more is a quotation mark that never ends."""

OTHER_SHAPE: Final = Text(
    id="Bandingkan berkas itu dengan bentuk yang dinyatakan untuk rekening ini.",
    en="Compare the file with the shape that is declared for this account.",
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a CSV does not say of itself and a person reads from the bank's page.

    id: what the statement is called; opening, closing: its balances, where no column tells them
    """

    id: str
    opening: Money | None = None
    closing: Money | None = None


class CsvReading:
    """One pass over a file; see ``tally.Reading``.

    A file that was cut off exactly between two rows tells by its column of balances another end than the bank's: give
    ``named.closing`` and it shows at once, otherwise it shows when the next statement does not begin there.
    """

    head: StatementHead

    def __init__(self, stream: BinaryIO, expected: Expected, shape: CsvShape, named: Named) -> None:
        self._source = Hashed(stream)
        self._tally = Tally(expected)
        self._shape, self._named = shape, named
        self._at = 0
        self._begun = 0
        self._first_balance: tuple[int, int] | None = None
        self._balance: int | None = None
        self._amount = 0

    def __iter__(self) -> Iterator[StatementLine]:
        """Yield every line, or raise BadStatement."""
        rows = csv.reader(self._text(), delimiter=self._shape.separator, strict=True)
        columns: dict[str, int] = {}
        width = 0
        for cells in self._rows(rows):
            if not columns:
                columns, width = self._columns(cells), len(cells)
            elif any(cell.strip() for cell in cells):
                if len(cells) != width:
                    raise self._bad("cells", _cells(width, len(cells)))
                yield self._line({name: cells[at].strip() for name, at in columns.items()})
        if not columns:
            raise bad("empty", "the whole file", Text(id="tanpa baris judul", en="it has no header line"), OTHER_SHAPE)
        self.head = self._checked()

    def _rows(self, rows: Iterator[list[str]]) -> Iterator[list[str]]:
        try:
            for cells in rows:
                yield cells
                self._begun = self._at
        except csv.Error as fault:
            said = Text(
                id="tanda kutip rusak atau berkas terpotong", en="a quotation mark is broken, or the file is cut off"
            )
            raise self._bad("broken-csv", said) from fault

    def _text(self) -> Iterator[str]:
        """Yield the file's lines from its header on, decoded as declared."""
        while raw := self._source.line(LONGEST_LINE):
            self._at += 1
            if len(raw) >= LONGEST_LINE:
                raise self._bad("too-long", Text(id="barisnya terlalu panjang", en="the line is too long"))
            if self._at - self._begun > MOST_PIECES and self._at > self._shape.header + MOST_PIECES:
                raise self._bad("broken-csv", Text(id="tanda kutip tidak ditutup", en="a quotation mark never ends"))
            if self._at >= self._shape.header:
                yield self._decoded(raw)

    def _decoded(self, raw: bytes) -> str:
        declared = self._shape.encoding
        marked = raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and self._at == 1
        if marked and not (declared == "utf-8-sig" and raw.startswith(b"\xef\xbb\xbf")):
            said = Text(
                id=f"berkas ditandai pengodean lain, bukan {declared}",
                en=f"the file is marked as another encoding than {declared}",
            )
            raise self._bad("encoding", said)
        try:
            text = raw.decode("utf-8" if declared == "utf-8-sig" and self._at > 1 else declared)
        except UnicodeDecodeError as fault:
            said = Text(
                id=f"byte ke-{fault.start + 1} bukan {declared}", en=f"its byte {fault.start + 1} is not {declared}"
            )
            raise self._bad("encoding", said) from fault
        if "\0" in text:
            said = Text(id=f"memuat byte nol, jadi bukan {declared}", en=f"it has zero bytes, so it is not {declared}")
            raise self._bad("encoding", said)
        return text

    def _columns(self, header: list[str]) -> dict[str, int]:
        names = [name.strip() for name in header]
        for wanted in self._shape.columns:
            if names.count(wanted) != 1:
                said = Text(
                    id=f"kolom '{wanted}' ada {names.count(wanted)} kali, seharusnya satu kali",
                    en=f"the column '{wanted}' is there {names.count(wanted)} times and not once",
                )
                raise self._bad("columns", said, OTHER_SHAPE)
        return {name: names.index(name) for name in self._shape.columns}

    def _line(self, row: dict[str, str]) -> StatementLine:
        shape, expected = self._shape, self._tally.expected
        if shape.currency:
            self._tally.currency(row[shape.currency], self._place)
        minor = self._amount_of(row)
        if shape.balance:
            self._follow(minor, self._number(row[shape.balance]))
        given = row[shape.line_id] if shape.line_id else ""
        if shape.line_id and not given:
            raise self._bad("no-line-id", Text(id=f"'{shape.line_id}' kosong", en=f"'{shape.line_id}' is empty"))
        account = plain_account(expected.account)
        line = StatementLine(
            id=f"{account}/{given}" if given else f"{account}/{self._named.id}/{self._tally.count + 1}",
            place=self._tally.count + 1,
            booked_on=self._day(row[shape.day]),
            amount=Money(minor, expected.currency),
            references=(row[shape.reference],) if shape.reference and row[shape.reference] else (),
            text=" ".join(row[shape.text].split()),
            name=row[shape.name] if shape.name else "",
            account=row[shape.account] if shape.account else "",
        )
        return self._tally.add(line, self._place)

    def _amount_of(self, row: dict[str, str]) -> int:
        """Return minor units, positive where money arrived."""
        shape = self._shape
        if not shape.amount:
            arrived, left = (self._number(row[name] or "0") for name in (shape.arrived, shape.left))
            if arrived and left or arrived < 0 or left < 0:
                said = Text(id="uang masuk dan keluar sekaligus", en="money arrived and left at once")
                raise self._bad("side", said)
            return arrived - left
        minor = self._number(row[shape.amount])
        if not shape.side:
            return minor
        mark = row[shape.side].upper()
        if mark not in (*shape.arrived_marks, *shape.left_marks) or minor < 0:
            raise self._bad("side", Text(id=f"arah '{mark[:10]}' tak dikenal", en=f"'{mark[:10]}' is no known way"))
        return minor if mark in shape.arrived_marks else -minor

    def _number(self, text: str) -> int:
        """Return the minor units of a number as the shape writes it; a group of thousands has three digits."""
        shape = self._shape
        sign = -1 if text.startswith("-") or text.endswith("-") else 1
        whole, mark, fraction = text.strip("+-").strip().partition(shape.decimal)
        if shape.thousands and shape.thousands in whole:
            group = re.escape(shape.thousands)
            whole = whole.replace(shape.thousands, "") if re.fullmatch(rf"\d{{1,3}}({group}\d{{3}})+", whole) else text
        return sign * self._tally.amount(f"{whole}.{fraction}" if mark else whole, self._place)

    def _follow(self, minor: int, balance: int) -> None:
        """Refuse a line whose balance does not follow from its neighbour's."""
        if self._first_balance is None:
            self._first_balance = (minor, balance)
        elif balance != self._balance_after(minor):
            said = Text(
                id="saldonya tidak mengikuti baris sebelumnya; ada baris yang hilang atau berubah",
                en="its balance does not follow from the line before; a line is missing or was changed",
            )
            raise self._bad("wrong-sums", said)
        self._balance, self._amount = balance, minor

    def _balance_after(self, minor: int) -> int:
        held = self._balance or 0
        return held - self._amount if self._shape.newest_first else held + minor

    def _balances(self) -> tuple[int | None, int | None]:
        """Return the opening and the closing balance that the column tells, or what a person gave."""
        opening, closing = (
            one.minor if one is not None else None for one in (self._named.opening, self._named.closing)
        )
        if self._first_balance is None or self._balance is None:
            return opening, closing
        amount, balance = self._first_balance
        told = (balance - amount, self._balance)
        if self._shape.newest_first:
            told = (self._balance - self._amount, balance)
        if opening not in (None, told[0]) or closing not in (None, told[1]):
            said = Text(
                id="saldo dalam berkas bukan saldo yang Anda sebut",
                en="the balances in the file are not those that you gave",
            )
            raise bad("wrong-sums", "the whole file", said)
        return told

    def _checked(self) -> StatementHead:
        opening, closing = self._balances()
        first, last = self._tally.first, self._tally.last
        if first is None or last is None:
            raise bad("empty", "the whole file", Text(id="tanpa satu baris pun", en="it has not a single line"))
        if opening is None or closing is None:
            said = Text(id="tanpa saldo awal dan akhir", en="without an opening and a closing balance")
            remedy = Text(id="Sebut keduanya dari laman bank.", en="Give both as the bank's page shows them.")
            raise bad("no-balance", "the whole file", said, remedy)
        self._tally.sums(opening, closing)
        currency = self._tally.expected.currency
        return StatementHead(
            id=self._named.id,
            account=self._tally.expected.account,
            digest=self._source.hexdigest(),
            first=first,
            last=last,
            opening=Money(opening, currency),
            closing=Money(closing, currency),
            count=self._tally.count,
        )

    def _day(self, text: str) -> date:
        try:
            # A day of the bank's calendar: no clock and no zone is in it.
            return datetime.strptime(text, self._shape.day_form).date()  # noqa: DTZ007
        except ValueError as fault:
            said = Text(
                id=f"'{text[:30]}' bukan tanggal berbentuk {self._shape.day_form}",
                en=f"'{text[:30]}' is not a date of the form {self._shape.day_form}",
            )
            raise self._bad("date", said, OTHER_SHAPE) from fault

    @property
    def _place(self) -> str:
        return f"line {self._at}"

    def _bad(self, code: str, said: Text, remedy: Text | None = None) -> BadStatement:
        return bad(code, self._place, said, remedy) if remedy else bad(code, self._place, said)


def _cells(wanted: int, found: int) -> Text:
    return Text(
        id=f"barisnya {found} sel, judulnya {wanted}; mungkin terpotong",
        en=f"the row has {found} cells and the header {wanted}; it may be cut off",
    )
