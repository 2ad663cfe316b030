"""QRIS payloads in test mode: EMVCo's merchant-presented QR code, for demos and for trying out a reader.

Only a licensed provider issues a QRIS that takes money. What this module writes says in the merchant's name and in the
merchant's number that it is a test, so it cannot be mistaken for one; the payload of a provider is kept as it came.
Source: EMVCo QR Code Specification for Payment Systems, Merchant-Presented Mode; tags of QRIS as in qris.yaml.
"""

import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, Literal

from layani.rules.catalogue.reading import parse_yaml
from layani.rules.money.amount import EXPONENTS, Money
from layani.rules.money.reference import printed


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that the payload rests on, where it comes from, and how sure that is.

    status: "verified" was computed against a published sample; "recalled" is still to be read at its source
    """

    value: str
    source: str
    status: Literal["verified", "recalled"]


@cache
def facts() -> Mapping[str, Fact]:
    """Return the facts of qris.yaml by name.

    >>> facts()["qris"].value
    'ID.CO.QRIS.WWW'
    """
    name = "qris.yaml"
    values = parse_yaml(files(__package__).joinpath(name).read_text(encoding="utf-8"), name).values
    return MappingProxyType({key: Fact(str(x["value"]), str(x["source"]), x["status"]) for key, x in values.items()})


TEST_NAME: Final = "TEST BUKAN QRIS"
"""The merchant's name in every payload made here; nine letters of the office follow, and the 25 allowed are full."""

TEST_MERCHANT: Final = "ID0000000000000"
"""A merchant number (NMID) that no merchant has."""

LONGEST_VALUE: Final = 99
LONGEST_NAME: Final = 25
LONGEST_CITY: Final = 15
CRC_TAG: Final = "63"
CRC_DIGITS: Final = 4


class NoPayload(ValueError):
    """No payload can be made of this, or the text is none; says why."""


def payload_for_tests(amount: Money, reference: str, office: str, city: str) -> str:
    """Return the payload of a code for one payment, in test mode, or raise NoPayload.

    amount:    rupiah, more than zero, without sen; reference: the payment's, as ``reference_of`` makes it
    office, city: their names; cut to what the format allows, and without letters that it does not
    """
    if amount.currency != "IDR" or amount.minor <= 0 or amount.minor % 10 ** EXPONENTS["IDR"]:
        raise NoPayload(f"{amount.words('en')} cannot be paid by QRIS. Give whole rupiah, more than zero.")
    merchant = (
        _field("00", facts()["qris"].value) + _field("02", TEST_MERCHANT) + _field("03", facts()["criterion"].value)
    )
    fields = (
        ("00", facts()["format"].value),
        ("01", facts()["dynamic"].value),
        ("51", merchant),
        ("52", facts()["category"].value),
        ("53", facts()["rupiah"].value),
        ("54", str(amount.minor // 10 ** EXPONENTS["IDR"])),
        ("58", facts()["country"].value),
        ("59", f"{TEST_NAME} {_plain(office)}"[:LONGEST_NAME].strip()),
        ("60", _plain(city)[:LONGEST_CITY].strip() or "-"),
        ("62", _field("01", printed(reference))),
    )
    text = "".join(_field(tag, value) for tag, value in fields) + f"{CRC_TAG}{CRC_DIGITS:02d}"
    return text + crc(text)


def is_test(payload: str) -> bool:
    """Tell whether a payload was made here and takes no money. NoPayload where it is not whole."""
    fields = read_payload(payload)
    merchants = (dict(_fields(value)) for tag, value in fields.items() if "26" <= tag <= "51")
    return any(one.get("02") == TEST_MERCHANT for one in merchants)


def read_payload(text: str) -> dict[str, str]:
    """Return {tag: value} of a payload, or raise NoPayload: its lengths do not fit, or its CRC is wrong.

    Lengths are counted in characters and the CRC over UTF-8, as EMVCo's sample with Chinese text shows.
    """
    fields = list(_fields(text))
    tags = [tag for tag, _ in fields]
    if tags[:1] != ["00"] or tags[-1:] != [CRC_TAG]:
        raise NoPayload("The payload does not begin with tag 00 and end with tag 63. Scan the code again.")
    if len(set(tags)) != len(tags):
        raise NoPayload("A tag stands twice in the payload. Scan the code again.")
    if fields[-1][1] != crc(text[:-CRC_DIGITS]):
        raise NoPayload(f"The check {fields[-1][1][:4]} does not fit the payload. Scan the code again.")
    return dict(fields)


def crc(text: str) -> str:
    """Return the four hex digits that check a payload; ``text`` ends with "6304".

    Source: EMVCo, as qris.yaml says (``crc``).
    >>> crc("123456789")
    '29B1'
    """
    return f"{binascii.crc_hqx(text.encode(), 0xFFFF):04X}"


def _field(tag: str, value: str) -> str:
    if len(value) > LONGEST_VALUE:
        raise NoPayload(f"The value of tag {tag} has {len(value)} characters, more than {LONGEST_VALUE}. Shorten it.")
    return f"{tag}{len(value):02d}{value}"


def _fields(text: str) -> Iterator[tuple[str, str]]:
    """Yield (tag, value) of what stands one after the other, or raise NoPayload."""
    at = 0
    while at < len(text):
        tag, length = text[at : at + 2], text[at + 2 : at + 4]
        value = text[at + 4 : at + 4 + int(length)] if _digits(tag) and _digits(length) else ""
        if not value or len(value) != int(length):
            raise NoPayload(f"At character {at + 1} the payload has no tag with its length. Scan the code again.")
        yield tag, value
        at += 4 + len(value)


def _digits(text: str) -> bool:
    return len(text) == 2 and text.isascii() and text.isdigit()


def _plain(text: str) -> str:
    """Return the letters, digits and spaces of a name, in capitals: what every reader of codes can show."""
    return " ".join("".join(one if one.isascii() and one.isalnum() else " " for one in text.upper()).split())
