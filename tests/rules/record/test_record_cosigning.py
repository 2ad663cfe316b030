"""What a log makes of a witness's answer, and the arithmetic of quorums."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.record.cosigning import (
    WORDS,
    Fault,
    WrongTime,
    cosignature_in,
    fault_of_status,
    last_quorum,
    require_possible_time,
)
from layani.rules.record.encoding import Malformed
from layani.rules.record.note import BadSignature, SigningKey, Unsigned
from layani.rules.record.policy import parse_policy
from tests.rules.record.vectors import WITNESS_KEY, WITNESS_VKEY

TEXT = "office.example/cases\n7\n3bib5AOAnjJXUNPSY814kpwpQreUKjS3fhIslZSnTIw=\n"
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
STAMP = int(NOW.timestamp())
KEY = WITNESS_KEY.verifier.as_cosigner()
LINE = WITNESS_KEY.cosign(TEXT, STAMP)
OTHER = SigningKey.from_seed("other.example", bytes(32)).cosign(TEXT, STAMP)


def test_the_cosignature_of_the_specification_is_found_among_others():
    vector = (
        "— ombudsman.example/w1 ZbD1VAAAAABo53gAi/OVOvcrWuLVb35NAcKWvPw6j9C+zZ0oCMb1Zv24JbS7Hj6bW3Zckdwych39uyUZ/GvWwz6"
        "J0aiFOeZME+yhDA==\n"
    )
    line = cosignature_in((OTHER.text() + vector).encode(), TEXT, KEY)
    assert line.text() == vector
    assert line.cosigned_at == datetime.fromtimestamp(1_760_000_000, UTC)


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (b"", Malformed),
        (b"no", Malformed),
        (OTHER.text().encode(), Unsigned),
        (WITNESS_KEY.cosign("another\n", STAMP).text().encode(), BadSignature),
        (b"more\n\n" + WITNESS_KEY.cosign(TEXT + "\nmore\n", STAMP).text().encode(), Malformed),
        (LINE.text().encode() * 101, Malformed),
    ],
)
def test_what_is_not_the_witnesss_signature_over_this_text_is_refused(answer, fault):
    with pytest.raises(fault):
        cosignature_in(answer, TEXT, KEY)


@given(place=st.integers(0, len(LINE.text().encode()) - 1), by=st.integers(1, 255))
def test_no_changed_byte_is_accepted_as_another_answer(place, by):
    answer = bytearray(LINE.text().encode())
    answer[place] ^= by
    with pytest.raises((Malformed, BadSignature, Unsigned)):
        cosignature_in(bytes(answer), TEXT, KEY)


@pytest.mark.parametrize(("minutes", "asked_now", "possible"), [
    (0, True, True), (59, True, True), (-59, True, True), (61, True, False), (-61, True, False),
    (-61, False, True), (61, False, False),
])  # fmt: skip
def test_a_time_that_cannot_be_is_refused(minutes, asked_now, possible):
    line = WITNESS_KEY.cosign(TEXT, STAMP + 60 * minutes)
    try:
        require_possible_time(line, NOW, asked_now=asked_now)
    except WrongTime:
        assert not possible
    else:
        assert possible


def policy(n, k):
    keys = [SigningKey.from_seed(f"w{i}.example", bytes([i]) * 32).verifier.as_cosigner() for i in range(n)]
    lines = "".join(f"witness w{i} {key.text()}\n" for i, key in enumerate(keys))
    names = " ".join(f"w{i}" for i in range(n))
    return parse_policy(f"{lines}group outsiders {k} {names}\nquorum outsiders\n".encode()), keys


def test_the_last_quorum_is_as_old_as_the_oldest_that_it_needs():
    asked, keys = policy(3, 2)
    ages = dict(zip(keys, (1, 30, 7), strict=True))
    seen = {key: NOW - timedelta(minutes=age) for key, age in ages.items()}
    assert last_quorum(asked, seen) == NOW - timedelta(minutes=7)
    assert last_quorum(asked, {keys[0]: NOW}) is None
    assert last_quorum(parse_policy(b"quorum none\n"), seen) is None


@pytest.mark.parametrize(("n", "k", "withstands"), [(1, 1, 0), (3, 2, 0), (4, 3, 1), (5, 4, 2), (3, 3, 2), (7, 5, 2)])
def test_two_quorums_share_more_than_the_dishonest_ones_that_the_page_names(n, k, withstands):
    asked, keys = policy(n, k)
    quorums = [
        set(some) for size in range(n + 1) for some in combinations(keys, size) if asked.is_quorum(frozenset(some))
    ]
    least = min(len(one & other) for one in quorums for other in quorums)
    assert least == 2 * k - n == withstands + 1


def test_an_address_in_the_policy_is_kept_and_needs_not_be_there():
    read = parse_policy(f"witness a {WITNESS_VKEY} https://w.example/\nquorum none\n".encode())
    assert read.addresses == {"a": "https://w.example/"}
    assert parse_policy(f"witness a {WITNESS_VKEY}\nquorum none\n".encode()).addresses == {}


def test_every_fault_has_words_and_two_of_them_alarm():
    assert set(WORDS) == set(Fault)
    assert [one for one in Fault if one.alarms] == [Fault.CONTRADICTS, Fault.AHEAD]
    assert fault_of_status(404) is Fault.UNKNOWN_LOG
    assert fault_of_status(307) is Fault.REDIRECT
    assert max(len(one.value) for one in Fault) <= 12
