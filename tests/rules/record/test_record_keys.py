"""Leaves that announce a new key, and policies that say how far an old one may sign."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.record.checkpoint import sign_checkpoint
from layani.rules.record.encoding import Malformed
from layani.rules.record.epochs import Audit
from layani.rules.record.leaf import KeyLeaf, key_statement, parse_leaf
from layani.rules.record.note import SigningKey, Unsigned, with_signatures
from layani.rules.record.policy import parse_policy
from tests.rules.record.small_log import MORNING
from tests.rules.record.vectors import LOG_KEY, LOG_VKEY, ORIGIN

NEW = SigningKey.from_seed(ORIGIN, bytes(range(64, 96)))
END = MORNING + timedelta(days=30)
SIGNATURE = LOG_KEY.private.sign(key_statement(LOG_KEY.verifier, NEW.verifier, MORNING, END).encode())
LEAF = KeyLeaf(LOG_KEY.verifier, NEW.verifier, MORNING, END, SIGNATURE, MORNING)
TEXT = LEAF.text()


def test_the_leaf_names_both_keys_and_the_old_one_signed_it():
    assert TEXT.split("\n")[:5] == [
        "key/v1",
        LOG_VKEY,
        NEW.verifier.text(),
        "2026-11-23T08:15:00Z",
        "2026-12-23T08:15:00Z",
    ]
    assert parse_leaf(TEXT.encode()) == LEAF
    assert LEAF.is_signed


@pytest.mark.parametrize(
    "change",
    [
        {"new": SigningKey.from_seed(ORIGIN, bytes(range(96, 128))).verifier},
        {"start": MORNING + timedelta(seconds=1)},
        {"end": END + timedelta(seconds=1)},
        {"signature": bytes(64)},
        {"old": NEW.verifier, "new": LOG_KEY.verifier},
    ],
    ids=lambda change: next(iter(change)),
)
def test_each_field_is_signed(change):
    changed = replace(LEAF, **change)
    assert not parse_leaf(changed.text().encode()).is_signed
    audit = Audit()
    audit.see([TEXT.encode(), changed.text().encode()])
    assert [one.en for one in audit.faults()] == ["Entry 1 is not valid: the old key has not signed it."]
    assert audit.keys == [(0, LEAF)]


@pytest.mark.parametrize(
    "text",
    [
        replace(LEAF, new=LOG_KEY.verifier).text(),
        replace(LEAF, new=SigningKey.from_seed("other.example/log", bytes(32)).verifier).text(),
        replace(LEAF, new=NEW.verifier.as_cosigner()).text(),
        replace(LEAF, end=MORNING - timedelta(seconds=1)).text(),
        replace(LEAF, signature=bytes(63)).text(),
        TEXT + "Carla\n",
        TEXT.replace("key/v1", "key/v2"),
        TEXT.replace("+f9f638fe+", "+f9f638ff+"),
    ],
)
def test_whatever_is_not_exactly_an_announcement_is_refused(text):
    with pytest.raises(Malformed):
        parse_leaf(text.encode())


@given(data=st.data())
def test_a_changed_announcement_is_malformed_or_not_signed_or_another_time(data):
    text = bytearray(TEXT.encode())
    text[data.draw(st.integers(0, len(text) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        changed = parse_leaf(bytes(text))
    except Malformed:
        return
    assert changed.hash() != LEAF.hash()
    assert not changed.is_signed or replace(changed, time=LEAF.time) == LEAF


def policy(*lines):
    return parse_policy("\n".join((*lines, "quorum none", "")).encode())


def test_a_retired_key_signs_up_to_its_size_and_beyond_only_beside_another():
    trusted = policy(f"log {LOG_VKEY}", f"# until {LOG_VKEY} 7", f"log {NEW.verifier.text()}")
    assert trusted.until == {LOG_KEY.verifier: 7}
    for size in (1, 7):
        signed = sign_checkpoint(size, bytes(32), LOG_KEY)
        assert trusted.open_checkpoint(signed.render().encode()).checkpoint.size == size
    beyond = sign_checkpoint(8, bytes(32), LOG_KEY)
    with pytest.raises(Unsigned, match="8 entries is signed only by a key that was retired when it had 7"):
        trusted.open_checkpoint(beyond.render().encode())
    both = with_signatures(beyond, NEW.sign(beyond.text).signatures)
    assert trusted.open_checkpoint(both.render().encode()).checkpoint.size == 8


@pytest.mark.parametrize(
    "lines",
    [
        (f"# until {LOG_VKEY} 7", f"log {LOG_VKEY}"),
        (f"log {LOG_VKEY}", f"# until {NEW.verifier.text()} 7"),
        (f"log {LOG_VKEY}", f"# until {LOG_VKEY} 7", f"# until {LOG_VKEY} 8"),
        (f"log {LOG_VKEY}", f"# until {LOG_VKEY}"),
        (f"log {LOG_VKEY}", f"# until {LOG_VKEY} 07"),
        (f"log {LOG_VKEY}", f"# until {LOG_VKEY} -1"),
        (f"log {LOG_VKEY}", "# until nobody 7"),
    ],
)
def test_a_line_that_does_not_say_how_far_a_listed_key_signs_is_refused(lines):
    with pytest.raises(Malformed, match="Policy, line"):
        policy(*lines)
