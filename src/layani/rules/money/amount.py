"""An amount of money: whole minor units and an ISO 4217 code, and how it is written on paper.

The rupiah is a trap: ISO 4217 gives it the exponent 2 (100 sen), and money systems must carry it so, but nobody prints
sen. So an amount of 50,000 rupiah is ``minor=5_000_000`` and is printed "Rp50.000".
Source: ISO 4217:2015 list one (exponents); Bank Indonesia prints no sen.
"""

import re
from dataclasses import dataclass
from typing import Final

EXPONENTS: Final = {"IDR": 2, "USD": 2, "EUR": 2, "SGD": 2, "MYR": 2, "AUD": 2, "HKD": 2, "JPY": 0, "KRW": 0}
"""Digits after the decimal point, by ISO 4217 code; a currency that is not listed here is refused."""

PRINTED_WITHOUT_FRACTION: Final = frozenset({"IDR"})
"""Currencies whose fraction exists on paper only; printed when it is not zero, so that no amount is ever hidden."""

LARGEST_MINOR: Final = 10**17
"""Largest amount accepted, in minor units: a thousand trillion rupiah, and still exact as a 64-bit integer."""


class AmountError(ValueError):
    """The text is not an amount of money."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """``minor`` whole minor units (sen, cents) of ``currency``; negative is money owed back."""

    minor: int
    currency: str = "IDR"

    def __post_init__(self) -> None:
        if self.currency not in EXPONENTS:
            raise AmountError(f"'{self.currency}' is not a currency known here. Use one of: {', '.join(EXPONENTS)}.")
        if isinstance(self.minor, bool) or not isinstance(self.minor, int):
            raise AmountError(f"{self.minor!r} is not a whole number of minor units. Give an integer.")
        if abs(self.minor) > LARGEST_MINOR:
            raise AmountError(f"{self.minor} minor units is more than {LARGEST_MINOR}. Check the number of zeros.")

    @classmethod
    def units(cls, amount: int, currency: str = "IDR") -> "Money":
        """Return ``amount`` whole units: ``Money.units(50_000)`` is fifty thousand rupiah, 5,000,000 sen."""
        return cls(amount * _scale(currency), currency)

    @classmethod
    def parse(cls, text: str, currency: str = "IDR") -> "Money":
        """Return the amount that a person or a service file wrote, or raise AmountError.

        Understood: ``50000``, ``50_000 IDR``, ``Rp50.000``, ``Rp 50.000,00``, ``IDR 50,000``, ``1,234.56 USD``.
        A separator followed by exactly three digits groups thousands; followed by fewer digits it is the decimal mark.

        >>> Money.parse("Rp50.000")
        Money(minor=5000000, currency='IDR')
        """
        return _parse(text, currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + _same(self, other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - _same(self, other).minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < _same(self, other).minor

    def __le__(self, other: "Money") -> bool:
        return self.minor <= _same(self, other).minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def words(self, language: str = "id") -> str:
        """Return the amount as it is printed in ``language`` ("id" or "en").

        >>> Money.units(50_000).words("id"), Money.units(50_000).words("en")
        ('Rp50.000', 'IDR 50,000')
        """
        scale = _scale(self.currency)
        whole, rest = divmod(abs(self.minor), scale)
        decimals = EXPONENTS[self.currency]
        hidden = decimals == 0 or (self.currency in PRINTED_WITHOUT_FRACTION and rest == 0)
        english = f"{whole:,}" + ("" if hidden else f".{rest:0{decimals}d}")
        sign = "-" if self.minor < 0 else ""
        if language == "en":
            return f"{sign}{self.currency} {english}"
        local = english.translate(str.maketrans(",.", ".,"))
        return f"{sign}Rp{local}" if self.currency == "IDR" else f"{sign}{self.currency} {local}"


def _scale(currency: str) -> int:
    return int(10 ** EXPONENTS.get(currency, 0))


def _same(one: Money, other: Money) -> Money:
    if one.currency != other.currency:
        raise AmountError(
            f"{one.currency} and {other.currency} cannot be added or compared. Convert one of them first."
        )
    return other


_AMOUNT: Final = re.compile(
    r"""(?P<sign>-?)\s*(?P<before>Rp\.?|[A-Z]{3})?\s*
        (?P<digits>[0-9](?:[0-9._, ]{0,30}[0-9])?)
        (?:,-)?\s*(?P<after>[A-Z]{3})?""",
    re.VERBOSE,
)
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:([._, ])[0-9]{3})(?:\1[0-9]{3})*|[0-9]+")


def _parse(text: str, currency: str) -> Money:
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise AmountError(f"'{text[:40]}' is not an amount. Write it such as: 50_000 IDR")
    codes = {"IDR" if code.startswith("Rp") else code for code in match.group("before", "after") if code}
    if len(codes) > 1:
        raise AmountError(f"'{text[:40]}' names two currencies. Write one.")
    code = codes.pop() if codes else currency
    if code not in EXPONENTS:
        raise AmountError(f"'{code}' is not a currency known here. Use one of: {', '.join(EXPONENTS)}.")
    whole, fraction = _split(match["digits"], EXPONENTS[code], text)
    minor = int(whole) * _scale(code) + int(fraction or 0)
    return Money(-minor if match["sign"] else minor, code)


def _split(digits: str, decimals: int, text: str) -> tuple[str, str]:
    """Return (whole digits, padded fraction digits); a mark before one or two last digits is the decimal mark."""
    mark = re.search(r"[.,](?=[0-9]{1,2}$)", digits)
    whole, fraction = (digits[: mark.start()], digits[mark.end() :]) if mark else (digits, "")
    if not _GROUPED.fullmatch(whole) or (mark and mark.group() in whole):
        raise AmountError(f"'{text[:40]}' is not grouped by thousands. Write it such as: 50_000 IDR")
    if len(fraction) > decimals:
        raise AmountError(f"'{text[:40]}' has more digits after the decimal mark than this currency has ({decimals}).")
    return re.sub(r"[._, ]", "", whole), fraction.ljust(decimals, "0") if fraction else ""
