"""What every statement must satisfy, whichever form it came in: its account, its currency, its lines, its sums."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final, Protocol

from layani.office.gateways.statements.faults import bad
from layani.rules.money.amount import EXPONENTS, LARGEST_MINOR, Money
from layani.rules.money.statement import StatementHead, StatementLine
from layani.rules.text import Text

PIECE: Final = 1 << 16
"""Bytes that are read at once."""

MOST_LINES: Final = 2_000_000
"""Lines of one statement; a month of a large city has fewer."""

_DECIMAL: Final = re.compile(r"([0-9]{1,18})(?:\.([0-9]{1,5}))?")


@dataclass(frozen=True, slots=True)
class Expected:
    """Which account the statement must be of, and in which currency; spaces, dots and hyphens do not count."""

    account: str
    currency: str = "IDR"


class Reading(Protocol):
    """One pass over a file: yields its lines, and has ``head`` once it is through."""

    head: StatementHead

    def __iter__(self) -> Iterator[StatementLine]:
        """Yield every line, or raise BadStatement."""
        ...


Reader = Callable[[BinaryIO], Reading]


def head_of(stream: BinaryIO, reader: Reader) -> StatementHead:
    """Read a file to its end and check all of it, or raise BadStatement; then the stream is at its beginning again."""
    stream.seek(0)
    reading = reader(stream)
    for _ in reading:
        pass
    stream.seek(0)
    return reading.head


def lines_of(stream: BinaryIO, reader: Reader, head: StatementHead) -> Iterator[StatementLine]:
    """Yield the lines of a file that ``head_of`` has checked; BadStatement if it is no longer the same file.

    Two passes, so that no line is used before the last one is known to fit, and none has to be held in memory.
    """
    stream.seek(0)
    reading = reader(stream)
    yield from reading
    if reading.head.digest != head.digest:
        said = Text(id="berkas berubah sejak diperiksa", en="the file has changed since it was checked")
        raise bad("changed", "the whole file", said)


class Hashed:
    """Reads a stream in pieces or lines and keeps the SHA-256 of what was read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()

    def piece(self) -> bytes:
        """Return the next piece, b"" at the end."""
        return self._seen(self._stream.read(PIECE))

    def line(self, longest: int) -> bytes:
        """Return the next line with its end, at most ``longest`` bytes of it, b"" at the end."""
        return self._seen(self._stream.readline(longest))

    def hexdigest(self) -> str:
        """Return the SHA-256 of all that was read, hex."""
        return self._digest.hexdigest()

    def _seen(self, piece: bytes) -> bytes:
        self._digest.update(piece)
        return piece


class Tally:
    """Counts and sums lines as they pass, and refuses the first that cannot be."""

    def __init__(self, expected: Expected) -> None:
        self.expected = expected
        self.count = 0
        self.total = 0
        self.first: date | None = None
        self.last: date | None = None
        # A digest of eight bytes each, so that a long statement does not have to be held in memory.
        self._ids: set[bytes] = set()

    def account(self, found: str, place: str) -> None:
        """Refuse a statement of another account."""
        if plain_account(found) != plain_account(self.expected.account):
            said = Text(
                id=f"ini rekening {found[:40] or '(kosong)'}, bukan {self.expected.account}",
                en=f"this is the account {found[:40] or '(empty)'} and not {self.expected.account}",
            )
            remedy = Text(id="Pilih rekening yang benar, atau berkasnya.", en="Choose the right account, or its file.")
            raise bad("other-account", place, said, remedy)

    def currency(self, found: str, place: str) -> None:
        """Refuse an amount in another currency."""
        if found != self.expected.currency:
            said = Text(
                id=f"jumlahnya dalam {found[:10] or '(kosong)'}, bukan {self.expected.currency}",
                en=f"the amount is in {found[:10] or '(none)'} and not {self.expected.currency}",
            )
            raise bad("other-currency", place, said)

    def amount(self, text: str, place: str) -> int:
        """Return the minor units of a decimal with a point, or refuse it."""
        match, decimals = _DECIMAL.fullmatch(text), EXPONENTS[self.expected.currency]
        fraction = (match[2] or "") if match else ""
        if match is None or fraction[decimals:].strip("0"):
            said = Text(
                id=f"'{text[:30]}' bukan jumlah uang dengan paling banyak {decimals} angka di belakang koma",
                en=f"'{text[:30]}' is not an amount with at most {decimals} decimals",
            )
            raise bad("amount", place, said)
        minor = int(match[1]) * int(10**decimals) + int(fraction[:decimals].ljust(decimals, "0") or 0)
        if minor > LARGEST_MINOR:
            said = Text(id=f"'{text[:30]}' terlalu besar", en=f"'{text[:30]}' is too large")
            raise bad("amount", place, said)
        return minor

    def add(self, line: StatementLine, place: str) -> StatementLine:
        """Count a line and return it, or refuse it: booked before, or too many."""
        mark = hashlib.blake2b(line.id.encode(), digest_size=8).digest()
        if mark in self._ids:
            said = Text(
                id=f"'{line.id[-60:]}' sudah ada dalam rekening koran ini",
                en=f"'{line.id[-60:]}' stands in this statement before",
            )
            raise bad("duplicate-line", place, said)
        self._ids.add(mark)
        self.count += 1
        if self.count > MOST_LINES:
            said = Text(id=f"lebih dari {MOST_LINES} baris", en=f"more than {MOST_LINES} lines")
            raise bad("too-many-lines", place, said, Text(id="Minta per hari.", en="Ask for one a day."))
        self.total += line.amount.minor
        self.first = min(self.first or line.booked_on, line.booked_on)
        self.last = max(self.last or line.booked_on, line.booked_on)
        return line

    def sums(self, opening: int, closing: int) -> None:
        """Refuse a statement whose lines do not lead from its opening to its closing balance (minor units)."""
        if opening + self.total != closing:
            money = [Money(minor, self.expected.currency) for minor in (opening, self.total, closing)]
            first_id, all_id, last_id = (one.words("id") for one in money)
            first_en, all_en, last_en = (one.words("en") for one in money)
            said = Text(
                id=f"saldo awal {first_id} dan baris-barisnya {all_id} tidak menjadi saldo akhir {last_id}; ada baris "
                "yang hilang atau berubah",
                en=f"the opening balance {first_en} and the lines {all_en} do not make the closing balance {last_en}; "
                "a line is missing or was changed",
            )
            raise bad("wrong-sums", "the whole file", said)


def plain_account(text: str) -> str:
    """Return an account's number without what people put between its digits.

    >>> plain_account(" 001-02.0000345 ")
    '001020000345'
    """
    return re.sub(r"[\s.\-]", "", text).upper()
