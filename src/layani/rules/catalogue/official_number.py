"""How another system writes its numbers, in words instead of a regular expression: "SK-<6 digits>/<2-4 letters>"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from layani.rules.text import Text

LONGEST: Final = 80
"""Characters of a number, and of each of its parts."""

_PART: Final = re.compile(r"<([1-9][0-9]?)(?:-([1-9][0-9]?))? (digits?|letters?|letters? or digits?)>")
_KINDS: Final = {
    "digit": "0123456789",
    "letter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "letter or digit": "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
}


class NumberFormatError(ValueError):
    """The words say no format; the message says what to write."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """So many characters out of these."""

    least: int
    most: int
    of: str


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What a number must look like; made by ``NumberFormat.parse``. Small and capital letters are the same."""

    text: str
    pieces: tuple[_Piece, ...]

    @classmethod
    def parse(cls, text: str) -> "NumberFormat":
        """Return the format, or raise NumberFormatError.

        >>> NumberFormat.parse("<13 digits>").fits("1234567890123")
        True
        """
        pieces: list[_Piece] = []
        place = 0
        for part in _PART.finditer(text):
            pieces += _literal(text, text[place : part.start()])
            least = int(part[1])
            pieces.append(_Piece(least, int(part[2] or least), _KINDS[part[3].replace("s", "")]))
            place = part.end()
        pieces += _literal(text, text[place:])
        free = [piece for piece in pieces if len(piece.of) > 1]
        if not free or any(piece.least > piece.most for piece in free) or sum(piece.most for piece in pieces) > LONGEST:
            raise _wrong(text)
        return cls(text, tuple(pieces))

    def words(self) -> Text:
        """Return the format as officers read it.

        >>> NumberFormat.parse("SK-<1-3 digits>").words().id
        'SK-<1 sampai 3 angka>'
        """
        return Text(id=_PART.sub(_translated, self.text), en=self.text)

    def sample(self) -> str:
        """Return a number that is written so, and is nobody's.

        >>> NumberFormat.parse("SK-<1-3 digits>/<4 digits>").sample()
        'SK-1/1111'
        """
        return "".join((piece.of[0] if len(piece.of) == 1 else piece.of[1]) * piece.least for piece in self.pieces)

    def fits(self, number: str) -> bool:
        """Say whether a number is written so; takes time in proportion to its length, whatever it is.

        >>> NumberFormat.parse("SK-<1-3 digits>/<4 digits>").fits("sk-12/2026")
        True
        """
        written = number.strip().upper()
        if len(written) > LONGEST:
            return False
        ends = {0}
        for piece in self.pieces:
            ends = set(_after(piece, written, ends))
        return len(written) in ends


def _translated(part: re.Match[str]) -> str:
    """Return one part in Indonesian: <13 angka>, <1 sampai 4 huruf>."""
    many = f"{part[1]} sampai {part[2]}" if part[2] else part[1]
    kind = {"digit": "angka", "letter": "huruf"}.get(part[3].replace("s", ""), "huruf atau angka")
    return f"<{many} {kind}>"


def _after(piece: _Piece, written: str, starts: Iterable[int]) -> Iterable[int]:
    """Yield every place at which the piece can end when it begins at one of these."""
    for start in starts:
        for length in range(piece.most + 1):
            if length >= piece.least:
                yield start + length
            if start + length >= len(written) or written[start + length] not in piece.of:
                break


def _literal(text: str, part: str) -> list[_Piece]:
    if "<" in part or ">" in part:
        raise _wrong(text)
    return [_Piece(1, 1, character.upper()) for character in part]


def _wrong(text: str) -> NumberFormatError:
    return NumberFormatError(
        f"'{text}' does not say how the number is written. Write what stands there as it is, and the rest as "
        f"<13 digits>, <1-4 letters> or <6 letters or digits>, {LONGEST} characters together at most, such as: "
        "SK-<6 digits>/<4 digits>"
    )
