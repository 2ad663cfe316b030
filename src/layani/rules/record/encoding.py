"""The strict spellings that every format of the record shares: canonical base64, plain decimals, UTC times.

One value has exactly one spelling. A reader that accepts two lets a changed file pass for the same file, and lets two
programs disagree about what was signed.
"""

import base64
import binascii
import re
from datetime import UTC, datetime

LARGEST_NUMBER = 2**63 - 1
"""Sizes and indices are signed 64-bit in the programs of others (Go's int64)."""

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)
_SHOWN = 60


class Malformed(ValueError):
    """The text does not have the form that its format prescribes."""


def shown(value: str) -> str:
    """Return ``value`` quoted and short enough for an error message."""
    return repr(value if len(value) <= _SHOWN else value[:_SHOWN] + "…")


def encode_base64(data: bytes) -> str:
    """Return RFC 4648 section 4 base64, with padding."""
    return base64.b64encode(data).decode("ascii")


def decode_base64(text: str, what: str, length: int | None = None) -> bytes:
    """Return the bytes that ``text`` spells, or raise Malformed naming ``what``.

    Refuses other alphabets, white space, missing padding and stray bits after the last byte: only the one canonical
    spelling is accepted. ``length`` is the number of bytes there must be, if it is fixed.
    Source: RFC 4648, sections 3.5 and 4.

    >>> decode_base64("AAE=", "test")
    b'\\x00\\x01'
    """
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as fault:
        raise Malformed(f"{what} is {shown(text)}, which is not base64 ({fault}).") from fault
    if encode_base64(data) != text:
        raise Malformed(f"{what} is {shown(text)}, which is not the canonical base64 spelling of its bytes.")
    if length is not None and len(data) != length:
        raise Malformed(f"{what} has {len(data)} bytes; it must have {length}.")
    return data


def parse_decimal(text: str, what: str) -> int:
    """Return a number of 0 to 2^63-1, written in ASCII digits without leading zeros, or raise Malformed.

    >>> parse_decimal("70000", "tree size")
    70000
    """
    if not _DECIMAL.fullmatch(text):
        raise Malformed(f"{what} is {shown(text)}; it must be a decimal number without sign or leading zero.")
    number = int(text)
    if number > LARGEST_NUMBER:
        raise Malformed(f"{what} is {text}, more than the largest possible {LARGEST_NUMBER}.")
    return number


def time_text(moment: datetime) -> str:
    """Return ``moment`` (with time zone) as RFC 3339 in UTC, cut to whole seconds.

    >>> time_text(datetime(2026, 11, 23, 8, 15, tzinfo=UTC))
    '2026-11-23T08:15:00Z'
    """
    if moment.tzinfo is None:
        raise ValueError(f"The time {moment.isoformat()} has no time zone. Give a time with its zone.")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def parse_time(text: str, what: str) -> datetime:
    """Return the moment that ``text`` (RFC 3339, UTC as ``Z``, whole seconds) names, or raise Malformed."""
    if not _TIME.fullmatch(text):
        raise Malformed(f"{what} is {shown(text)}; it must be a UTC time such as 2026-11-23T08:15:00Z.")
    try:
        return datetime.fromisoformat(text)
    except ValueError as fault:
        raise Malformed(f"{what} is {shown(text)}, which no calendar has ({fault}).") from fault


def parse_utf8(data: bytes, what: str) -> str:
    """Return ``data`` as text, or raise Malformed at the first byte that is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise Malformed(f"{what} is not UTF-8 text: byte {fault.start} cannot be read.") from fault
