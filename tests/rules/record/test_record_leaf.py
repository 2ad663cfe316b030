"""Leaves and sealing: the agreed values, and a grammar through which no personal data can slip."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.record.encoding import Malformed, encode_base64
from layani.rules.record.leaf import (
    NO_PREVIOUS,
    AttemptLeaf,
    CaseEventLeaf,
    ErasureLeaf,
    LedgerLeaf,
    RestoreLeaf,
    TicketLeaf,
    parse_leaf,
)
from layani.rules.record.receipt import Opening
from layani.rules.record.sealing import case_link, case_tag, commitment, event_salt
from tests.rules.record.small_log import BODIES, CASE_KEY, MORNING, openings

FIRST, SECOND, _ = openings()
OLD_FIRST, OLD_SECOND, _ = openings(old=3)
HASHES = st.binary(min_size=32, max_size=32)
TIMES = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 - naive bounds


def test_the_first_event_has_the_agreed_values():
    assert case_tag(CASE_KEY, 0) == "0959567d439bf1ea0edf200dd815f9ac"
    assert OLD_FIRST.leaf.text() == (
        "case-event/v1\n0959567d439bf1ea0edf200dd815f9ac\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
        "jXeShKdBp0dxQnrd//GGLigERO8BzSBe1GDJSp+qzjM=\n2026-11-23T08:15:00Z\n"
    )
    assert OLD_FIRST.leaf.hash().hex() == "0a727429b0120837beafb90f169df5eec42f55e37aaa5c65341a3a77a833f466"


def test_the_second_event_names_the_first():
    assert case_tag(CASE_KEY, 1) == "dbe0835fe3345a016de77a2f23e7dc2e"
    assert OLD_SECOND.leaf.link == OLD_FIRST.leaf.hash()
    assert OLD_SECOND.leaf.text().split("\n")[3] == "i5LSnYfkZFAkq7YXMzjdKUuXYmz6QgNIr2areTYpNJw="
    assert OLD_SECOND.leaf.hash().hex() == "888260aeaaf5597a82a00204ffcbb54b68d8433900877320bdff368f32c75e8b"


def test_a_link_is_what_openssl_computes_over_the_hash_before():
    # (printf 'case-prev/v1\0'; head -c 32 /dev/zero) | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102…1f -binary
    assert encode_base64(case_link(CASE_KEY, NO_PREVIOUS)) == "VLyZURrf+uaW900RFKb5ZSqxUu42L7F9mq7ranYnkxw="
    assert FIRST.leaf.text().split("\n")[:3] == [
        "case-event/v2", "0959567d439bf1ea0edf200dd815f9ac", "VLyZURrf+uaW900RFKb5ZSqxUu42L7F9mq7ranYnkxw=",
    ]  # fmt: skip


def test_only_the_key_tells_which_entry_is_before_which():
    assert SECOND.leaf.follows(CASE_KEY, FIRST.leaf.hash())
    assert not SECOND.leaf.follows(bytes(32), FIRST.leaf.hash())
    assert not SECOND.leaf.follows(CASE_KEY, NO_PREVIOUS)
    in_clear = {encode_base64(one.leaf.hash()) for one in (FIRST, SECOND)} | {encode_base64(NO_PREVIOUS)}
    assert not in_clear & set(FIRST.leaf.text().split() + SECOND.leaf.text().split())


def test_an_entry_of_the_first_version_follows_in_clear():
    assert OLD_SECOND.leaf.follows(CASE_KEY, OLD_FIRST.leaf.hash())
    assert not OLD_SECOND.leaf.follows(CASE_KEY, FIRST.leaf.hash())
    assert parse_leaf(OLD_SECOND.leaf.text().encode()) == OLD_SECOND.leaf


def test_a_first_act_that_follows_another_fits_no_receipt():
    assert FIRST.fits()
    moved = CaseEventLeaf.of_case(CASE_KEY, 0, SECOND.leaf.hash(), FIRST.leaf.commitment, MORNING)
    assert not Opening(moved, FIRST.body, FIRST.salt, CASE_KEY, 0).fits()


@given(version=st.sampled_from((1, 2)), tag=st.binary(min_size=16, max_size=16), prev=HASHES, sealed=HASHES, time=TIMES)
def test_a_leaf_reads_back_as_it_was_written(version, tag, prev, sealed, time):
    event = CaseEventLeaf(tag.hex(), prev, sealed, time, version)
    committed = (AttemptLeaf, TicketLeaf, ErasureLeaf, LedgerLeaf)
    for leaf in (event, *(one(sealed, time) for one in committed), RestoreLeaf(5, 9, 4, time)):
        again = parse_leaf(leaf.text().encode())
        assert type(again) is type(leaf)
        assert again.text() == leaf.text()
        assert again.hash() == leaf.hash()
        assert again.time == time.replace(microsecond=0)


@given(data=st.data())
def test_a_changed_leaf_is_malformed_or_says_so_in_its_hash(data):
    text = bytearray(SECOND.leaf.text().encode())
    text[data.draw(st.integers(0, len(text) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        changed = parse_leaf(bytes(text))
    except Malformed:
        return
    assert changed.text().encode() == bytes(text)
    assert changed.hash() != SECOND.leaf.hash()


GOOD = FIRST.leaf.text()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        GOOD[:-1],
        GOOD + "\n",
        GOOD + "a note about Carla\n",
        "case-event/v3" + GOOD[13:],
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("0959567d", "0959567D"),
        GOOD.replace("0959567d", "٠959567d"),
        GOOD.replace("0959567d", "959567d"),
        GOOD.replace("08:15:00Z", "08:15:00.5Z"),
        GOOD.replace("08:15:00Z", "08:15:00+00:00"),
        GOOD.replace("08:15:00Z", "08:15:60Z"),
        GOOD.replace("2026-11-23", "2026-02-30"),
        GOOD.replace("2026", "２０２６"),
        GOOD.replace("2026-11-23T", "2026-11-23 "),
        GOOD.replace("zjM=", "zjN="),
        GOOD.replace("zjM=", "zjM"),
        "attempt/v1\n" + "\n".join(GOOD.split("\n")[1:]),
        GOOD + "x" * 1024,
        "restore/v1\n5\n9\n5\n2026-11-23T08:15:00Z\n",
        "restore/v1\n9\n5\n0\n2026-11-23T08:15:00Z\n",
        "restore/v1\n05\n9\n1\n2026-11-23T08:15:00Z\n",
        "restore/v1\n5\n9\nCarla\n2026-11-23T08:15:00Z\n",
    ],
)
def test_whatever_is_not_exactly_a_leaf_is_refused(text):
    with pytest.raises(Malformed):
        parse_leaf(text.encode())


def test_a_leaf_time_is_the_same_moment_whatever_the_zone():
    in_jakarta = MORNING.astimezone(timezone(timedelta(hours=7)))
    assert CaseEventLeaf("0" * 32, NO_PREVIOUS, bytes(32), in_jakarta).text().endswith("\n2026-11-23T08:15:00Z\n")


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        CaseEventLeaf("0" * 32, NO_PREVIOUS, bytes(32), datetime(2026, 11, 23)).text()  # noqa: DTZ001


def test_equal_contents_do_not_look_equal_in_the_log():
    body = BODIES[0].encode()
    assert commitment(body, event_salt(CASE_KEY, 0)) != commitment(body, event_salt(CASE_KEY, 1))
    assert commitment(body, event_salt(CASE_KEY, 0)) != commitment(body, event_salt(bytes(32), 0))


@given(key=st.binary(min_size=32, max_size=32), one=st.integers(0, 2**64 - 1), other=st.integers(0, 2**64 - 1))
def test_tags_and_salts_differ_for_every_event(key, one, other):
    assert (case_tag(key, one) == case_tag(key, other)) == (one == other)
    assert (event_salt(key, one) == event_salt(key, other)) == (one == other)


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_short_keys_and_salts_are_refused(size):
    with pytest.raises(ValueError, match=f"{size} bytes; it must have 32"):
        case_tag(bytes(size), 0)
    with pytest.raises(ValueError, match=f"{size} bytes; it must have 32"):
        commitment(b"body", bytes(size))
