"""QRIS in test mode, against what EMVCo published and a decoder of this file's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.money.amount import Money
from layani.rules.money.qris import TEST_NAME, NoPayload, crc, facts, is_test, payload_for_tests, read_payload
from layani.rules.money.reference import BITS, printed, reference_of

REFERENCE = reference_of([123_456_789, 0])
PUBLISHED = (
    "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN5914BEST TRANSPORT"
    "6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603***0708A60086670902ME91320016A0112"
    "233449988770708123456786304A13A"
)
"""The sample of EMVCo's specification, with Chinese text; its check is A13A."""


def checksum(data: bytes) -> int:
    """CRC-16/CCITT-FALSE bit by bit, by nobody's library."""
    value = 0xFFFF
    for byte in data:
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1) ^ (0x1021 if value & 0x8000 else 0)
        value &= 0xFFFF
    return value


def decoded(text):
    """Return [(tag, value)], read without any of the module's code."""
    found = []
    while text:
        size = int(text[2:4])
        found.append((text[:2], text[4 : 4 + size]))
        text = text[4 + size :]
    return found


def test_the_check_is_that_of_the_published_samples():
    assert crc("123456789") == "29B1" == f"{checksum(b'123456789'):04X}"
    assert crc(PUBLISHED[:-4]) == "A13A"
    assert read_payload(PUBLISHED)["59"] == "BEST TRANSPORT"
    assert read_payload(PUBLISHED)["64"] == "0002ZH0104最佳运输0202北京"
    assert not is_test(PUBLISHED)


@given(st.integers(1, 10**9), st.integers(0, 2**BITS - 1), st.text(max_size=60), st.text(max_size=40))
def test_what_is_written_can_be_read_by_a_decoder_of_its_own(rupiah, drawn, office, city):
    reference = reference_of([drawn, 0])
    payload = payload_for_tests(Money.units(rupiah), reference, office, city)
    fields = decoded(payload)
    assert [tag for tag, _ in fields] == ["00", "01", "51", "52", "53", "54", "58", "59", "60", "62", "63"]
    by_tag = dict(fields)
    assert (by_tag["53"], by_tag["54"], by_tag["58"]) == ("360", str(rupiah), "ID")
    assert dict(decoded(by_tag["51"]))["00"] == "ID.CO.QRIS.WWW"
    assert dict(decoded(by_tag["62"]))["01"] == printed(reference)
    assert len(by_tag["59"]) <= 25 and 0 < len(by_tag["60"]) <= 15 and payload.isascii()
    assert int(by_tag["63"], 16) == checksum(payload[:-4].encode())
    assert read_payload(payload) == by_tag


def test_a_test_payload_says_so_to_people_and_to_programs():
    payload = payload_for_tests(Money.units(50_000), REFERENCE, "Kelurahan Contoh", "Jakarta")
    assert is_test(payload)
    assert read_payload(payload)["59"].startswith(TEST_NAME)


@given(st.data())
def test_a_changed_payload_is_refused(data):
    payload = payload_for_tests(Money.units(50_000), REFERENCE, "Kelurahan", "Jakarta")
    at = data.draw(st.integers(0, len(payload) - 1))
    sign = data.draw(st.sampled_from("0123456789ABCZ "))
    if sign != payload[at]:
        with pytest.raises(NoPayload):
            read_payload(payload[:at] + sign + payload[at + 1 :])
    with pytest.raises(NoPayload):
        read_payload(payload[:at])


@pytest.mark.parametrize("amount", [Money(0), Money(-100), Money(150), Money.units(5, "USD")])
def test_only_whole_rupiah_are_paid(amount):
    with pytest.raises(NoPayload, match="whole rupiah"):
        payload_for_tests(amount, REFERENCE, "X", "Y")


def test_a_tag_that_stands_twice_is_refused():
    text = "000201" + "000201" + "6304"
    with pytest.raises(NoPayload, match="twice"):
        read_payload(text + crc(text))
    with pytest.raises(NoPayload, match="tag 00"):
        read_payload("")


def test_every_fact_has_its_source_and_says_how_sure_it_is():
    assert all(fact.value and fact.source and fact.status in ("verified", "recalled") for fact in facts().values())
    assert {name for name, fact in facts().items() if fact.status == "verified"} == {"crc"}
