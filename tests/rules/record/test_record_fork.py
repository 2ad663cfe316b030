"""Fork proofs: two histories of one log are shown by one file, and no honest log can be accused by one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layani.rules.record.encoding import Malformed
from layani.rules.record.fork import ForkProof, find_fork, open_fork, parse_fork
from layani.rules.record.note import BadSignature, Unsigned
from layani.rules.record.tiles import MissingTile, Tile
from tests.rules.record.small_log import signed_checkpoint, tiles_for
from tests.rules.record.vectors import ACKNOWLEDGEMENT_KEY, LOG_KEY, ROOTS, WITNESS_KEY

KEYS = (LOG_KEY.verifier,)


def log(size: int, changed: int | None = None):
    """Return (tiles, checkpoint) of a log, of which one entry may have been changed."""
    entries = [b"entry %d" % i for i in range(size)]
    if changed is not None:
        entries[changed] = b"another entry"
    store, root = tiles_for(entries)
    return store, signed_checkpoint(size, root).encode()


def no_tiles(tile: Tile) -> bytes:
    raise MissingTile(tile.path)


@given(data=st.data(), old=st.integers(1, 600), more=st.integers(1, 300))
@settings(max_examples=40, deadline=None)
def test_a_changed_entry_is_shown_by_a_file_that_needs_nothing_else(data, old, more):
    changed = data.draw(st.integers(0, old - 1))
    _, smaller = log(old)
    store, larger = log(old + more, changed)
    found = find_fork(smaller, larger, KEYS, store.__getitem__)
    assert found is not None
    one, other = open_fork(parse_fork(found.render()), KEYS)
    assert (one.checkpoint.size, other.checkpoint.size) == (old, old + more)


@given(old=st.integers(0, 600), more=st.integers(0, 300))
@settings(max_examples=40, deadline=None)
def test_a_log_that_goes_on_is_never_accused(old, more):
    _, smaller = log(old) if old else ({}, signed_checkpoint(0, ROOTS[0]).encode())
    store, larger = log(old + more) if old + more else ({}, smaller)
    assert find_fork(smaller, larger, KEYS, store.__getitem__) is None


def test_two_roots_of_one_size_need_no_tiles():
    _, one = log(5)
    _, other = log(5, changed=2)
    found = find_fork(one, other, KEYS, no_tiles)
    assert found is not None
    assert found.path == ()
    open_fork(found, KEYS)


def forged(**changes: object) -> ForkProof:
    _, smaller = log(5)
    store, larger = log(9, changed=2)
    found = find_fork(smaller, larger, KEYS, store.__getitem__)
    assert found is not None
    values = {"path": found.path, "smaller": found.smaller, "larger": found.larger} | changes
    return ForkProof(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"larger": log(9)[1]},
        {"path": ()},
        {"path": forged().path[:-1]},
        {"path": (*forged().path, bytes(32))},
        {"path": (bytes(32), *forged().path[1:])},
        {"smaller": forged().larger, "larger": forged().smaller},
        {"smaller": forged().larger},
        {"smaller": signed_checkpoint(0, ROOTS[0]).encode()},
    ],
)
def test_an_honest_log_cannot_be_accused(changes):
    with pytest.raises(Malformed):
        open_fork(forged(**changes), KEYS)


def test_checkpoints_that_others_signed_accuse_nobody():
    with pytest.raises(Unsigned):
        open_fork(forged(smaller=signed_checkpoint(5, ROOTS[5], key=WITNESS_KEY).encode()), KEYS)
    with pytest.raises(BadSignature):
        open_fork(forged(smaller=forged().smaller.replace(b"\n5\n", b"\n4\n")), KEYS)
    other = signed_checkpoint(5, ROOTS[5], key=ACKNOWLEDGEMENT_KEY).encode()
    with pytest.raises(Malformed, match="two logs"):
        open_fork(forged(smaller=other), (*KEYS, ACKNOWLEDGEMENT_KEY.verifier))


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: data.replace(b"/v1", b"/v2", 1),
        lambda data: data.replace(b"path ", b"path -", 1),
        lambda data: data.replace(b"path ", b"path 9", 1),
        lambda data: data.replace(b"larger", b"l\xc3\xa4rger", 1),
        lambda data: data.replace(b"smaller", b"larger", 1),
    ],
)
def test_a_damaged_file_is_refused(damage):
    with pytest.raises(Malformed):
        parse_fork(damage(forged().render()))


def test_tiles_of_another_log_are_not_taken_for_evidence():
    _, smaller = log(5)
    store, _ = log(9, changed=3)
    _, larger = log(9, changed=2)
    with pytest.raises(Malformed, match="tiles do not lead"):
        find_fork(smaller, larger, KEYS, store.__getitem__)
