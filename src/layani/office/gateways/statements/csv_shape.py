"""How a bank writes its CSV: declared once by the office, never guessed from the file."""

from dataclasses import dataclass
from typing import Final, Literal

ENCODINGS: Final = ("utf-8", "utf-8-sig", "windows-1252")
SEPARATORS: Final = (",", ";", "\t", "|")


class BadShape(ValueError):
    """The declaration contradicts itself; says what to change."""


@dataclass(frozen=True, slots=True)
class CsvShape:
    """The columns by the names in their header, and how numbers and days are written.

    header:         line on which the names stand, from 1; what is above is not read
    amount:         one column with a sign or, with ``side``, without one
    arrived, left:  two columns instead, of which one is empty or zero
    side:           column that says which way, with ``arrived_marks`` and ``left_marks`` as its values
    balance:        column with the account's balance after each line
    reference:      column made for references; line_id: column that names the line for ever
    day_form:       as in ``strptime``: %d/%m/%Y
    newest_first:   the file lists later lines first
    """

    day: str
    text: str
    amount: str = ""
    arrived: str = ""
    left: str = ""
    side: str = ""
    balance: str = ""
    reference: str = ""
    line_id: str = ""
    name: str = ""
    account: str = ""
    currency: str = ""
    header: int = 1
    separator: str = ","
    decimal: Literal[",", "."] = "."
    thousands: Literal[",", ".", " ", "'", ""] = ""
    encoding: str = "utf-8"
    day_form: str = "%Y-%m-%d"
    arrived_marks: tuple[str, ...] = ("CR", "C", "K")
    left_marks: tuple[str, ...] = ("DB", "DR", "D")
    newest_first: bool = False

    def __post_init__(self) -> None:
        if self.encoding not in ENCODINGS:
            raise BadShape(f"The encoding '{self.encoding}' is not read here. Use one of: {', '.join(ENCODINGS)}.")
        if self.separator not in SEPARATORS:
            raise BadShape(f"The separator '{self.separator}' is not read here. Use comma, semicolon, tab or |.")
        if self.decimal == self.thousands:
            raise BadShape(f"'{self.decimal}' cannot be the decimal mark and group thousands too. Change one.")
        if bool(self.amount) == bool(self.arrived and self.left) or bool(self.arrived) != bool(self.left):
            raise BadShape("Name either the column 'amount', or both 'arrived' and 'left'.")
        if self.side and not self.amount:
            raise BadShape("'side' says which way 'amount' goes. Name 'amount', or leave 'side' out.")
        if self.header < 1:
            raise BadShape(f"The header stands on line {self.header}. Lines are counted from 1.")

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of all columns that the file must have."""
        named = (self.day, self.text, self.amount, self.arrived, self.left, self.side, self.balance, self.reference)
        return tuple(one for one in (*named, self.line_id, self.name, self.account, self.currency) if one)
