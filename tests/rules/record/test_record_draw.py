"""The draw: its leaves have one spelling, its vector is the published one, and everybody has their chances."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from layani.rules.record import beacon
from layani.rules.record.allocation_leaves import (
    AWAY,
    FIRST,
    OWN_CASE,
    RECUSED,
    AllocLeaf,
    Entry,
    VoidLeaf,
    parse_entry,
    pool_root,
)
from layani.rules.record.beacon import CHAIN, CannotCheck, is_signature
from layani.rules.record.draw import (
    LEAST_DELAY,
    awaited_round,
    draw,
    eligible,
    local_promise,
    pick,
    round_at,
    seed,
    seed_of,
    time_of,
    weight_of,
)
from layani.rules.record.encoding import Malformed
from layani.rules.record.leaf import parse_leaf
from tests.rules.record.small_draw import POOL, QUEUED, RANDOMNESS, ROUND, SIGNATURE, draws, pool_leaf, queue_leaf
from tests.rules.record.vectors import LEAVES, ORIGIN

ROOT = bytes.fromhex("7566eea4f54a9b65edecba17f5d114a99e06e8c915075dd88e5ec014e4bd5efb")
LEAF_HASH = bytes.fromhex("4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658")
SEED = bytes.fromhex("635ea8b6191a20396dbe144c6a3307593928f473555d902ba02158fb159ae2af")
BEACON = "py_ecc is not installed, so no signature of the beacon can be checked: pip install 'layani[draw]'"


def test_the_pool_has_the_root_of_the_vector() -> None:
    assert pool_root(POOL) == ROOT


def test_the_leaf_of_the_vector_is_the_sixth_of_the_test_tree() -> None:
    assert sha256(b"\x00" + LEAVES[5]).digest() == LEAF_HASH


def test_the_seed_is_that_of_the_vector() -> None:
    assert seed(ORIGIN, 5, (LEAF_HASH, ROOT, bytes.fromhex(CHAIN)), ROUND, RANDOMNESS) == SEED


def test_five_draws_are_those_of_the_vector() -> None:
    assert [pick(SEED, POOL, k)[-1] for k in range(5)] == ["c", "a", "b", "b", "a"]


def test_seventy_thousand_draws_fall_as_often_as_the_vector_says() -> None:
    count = Counter(pick(SEED, POOL, k)[-1] for k in range(70_000))
    assert sum(count.values()) == 70_000
    for name, share in (("a", 20_000), ("b", 20_000), ("c", 10_000), ("d", 20_000)):
        assert abs(count[name] - share) < 450  # four standard deviations


def test_chances_are_uneven_pools_too() -> None:
    pool = (Entry("x", 1), Entry("y", 60))
    assert Counter(pick(bytes([n % 256, n // 256] * 16), pool, 0) for n in range(6100))["x"] in range(60, 141)


def test_who_is_gone_is_passed_over_and_the_numbers_go_on() -> None:
    assert draw(SEED, POOL, (), 0) == (0, "officer-c")
    assert draw(SEED, POOL, ("officer-c",), 1) == (1, "officer-a")
    assert draw(SEED, POOL, ("officer-a", "officer-c"), 2) == (2, "officer-b")
    k, last = draw(SEED, POOL, ("officer-a", "officer-b", "officer-c"), 3) or (0, "")
    assert last == "officer-d" and k >= 5
    assert draw(SEED, POOL, [entry.pseudonym for entry in POOL], 9) is None


def test_who_may_not_get_the_case_is_not_in_the_draw() -> None:
    queue = replace(queue_leaf(), out=(("officer-b", OWN_CASE), ("officer-c", RECUSED)))
    assert [entry.pseudonym for entry in eligible(POOL, queue)] == ["officer-a", "officer-d"]


def test_the_seed_changes_with_everything_it_is_made_of() -> None:
    queue = queue_leaf()
    made = {
        seed_of(ORIGIN, 4, queue.hash(), queue, RANDOMNESS),
        seed_of("other.example", 4, queue.hash(), queue, RANDOMNESS),
        seed_of(ORIGIN, 5, queue.hash(), queue, RANDOMNESS),
        seed_of(ORIGIN, 4, bytes(32), queue, RANDOMNESS),
        seed_of(ORIGIN, 4, queue.hash(), replace(queue, pool=bytes(32)), RANDOMNESS),
        seed_of(ORIGIN, 4, queue.hash(), replace(queue, round=ROUND + 1), RANDOMNESS),
        seed_of(ORIGIN, 4, queue.hash(), replace(queue, beacon="local", round=None), RANDOMNESS),
        seed_of(ORIGIN, 4, queue.hash(), queue, bytes(32)),
    }
    assert len(made) == 8


def test_nobody_is_drawn_from_an_empty_pool() -> None:
    with pytest.raises(ValueError, match="empty pool"):
        pick(SEED, (), 0)


@pytest.mark.parametrize(("open_cases", "weight"), [(0, 60), (1, 30), (6, 8), (59, 1), (1000, 1)])
def test_chances_fall_with_the_open_cases(open_cases: int, weight: int) -> None:
    assert weight_of(open_cases) == weight


def test_rounds_and_times_belong_together() -> None:
    assert time_of(ROUND) == datetime(2023, 9, 15, 11, 0, 3, tzinfo=UTC)
    assert round_at(time_of(ROUND)) == ROUND
    assert round_at(time_of(ROUND) - timedelta(seconds=1)) == ROUND - 1


@pytest.mark.parametrize("seconds", range(4))
def test_the_awaited_round_is_the_first_that_comes_late_enough(seconds: int) -> None:
    queued = QUEUED + timedelta(seconds=seconds)
    found = awaited_round(queued)
    assert time_of(found) >= queued + LEAST_DELAY > time_of(found - 1)


LEAVES_OF_A_DRAW = [
    replace(pool_leaf(), out=(("officer-e", AWAY), ("officer-f", AWAY))),
    pool_leaf(),
    queue_leaf(),
    replace(queue_leaf(local=True), out=(("officer-a", OWN_CASE),)),
    draws(queue_leaf(), [FIRST])[0],
    draws(queue_leaf(local=True), [FIRST, AWAY])[1],
    VoidLeaf(bytes(32), "unwitnessed", QUEUED),
]


@pytest.mark.parametrize("leaf", LEAVES_OF_A_DRAW, ids=lambda leaf: type(leaf).__name__)
def test_a_leaf_of_a_draw_is_read_as_it_was_written(leaf: AllocLeaf) -> None:
    text = leaf.text()
    assert parse_leaf(text.encode()) == leaf and parse_leaf(text.encode()).text() == text


@pytest.mark.parametrize("leaf", LEAVES_OF_A_DRAW, ids=lambda leaf: type(leaf).__name__)
def test_no_line_of_a_leaf_can_be_left_out_or_doubled(leaf: AllocLeaf) -> None:
    lines = leaf.text().splitlines(keepends=True)
    for at in range(len(lines)):
        if lines[at].startswith("out "):
            continue  # one more or one less who is left out is another leaf, and a whole one
        with pytest.raises(Malformed):
            parse_leaf("".join(lines[:at] + lines[at + 1 :]).encode())
        with pytest.raises(Malformed):
            parse_leaf("".join([*lines[:at], lines[at], *lines[at:]]).encode())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("officer-e away", "Siti away"),
        ("officer-e away", "officer-e because"),
        ("officer-e away\nout officer-f", "officer-f away\nout officer-e"),
        ("verifier", "Verifier"),
        ("2023-09-15\n", "2023-02-30\n"),
        ("\n4\n", "\n04\n"),
    ],
)
def test_a_pool_with_anything_else_in_it_is_refused(old: str, new: str) -> None:
    text = LEAVES_OF_A_DRAW[0].text()
    assert old in text
    with pytest.raises(Malformed):
        parse_leaf(text.replace(old, new).encode())


@pytest.mark.parametrize(
    "line", ["officer-a", "officer-a 0", "officer-a 02", "officer-a 2 2", " 2", "officer-a 2000000"]
)
def test_a_line_of_the_pool_has_one_spelling(line: str) -> None:
    with pytest.raises(Malformed):
        parse_entry(line)


@pytest.mark.parametrize("entries", [POOL[::-1], (*POOL, POOL[-1])], ids=["unsorted", "twice"])
def test_a_pool_is_sorted_and_names_each_officer_once(entries: tuple[Entry, ...]) -> None:
    with pytest.raises(Malformed, match="sorted"):
        pool_root(entries)


def test_the_local_number_is_committed_to() -> None:
    assert local_promise(bytes(32)) == sha256(bytes(32)).digest()


def test_what_checks_the_beacon_leaves_the_limit_of_nested_calls_alone() -> None:
    """With a higher one a receipt of deeply nested JSON would end the program instead of being refused."""
    code = (
        "import sys; limit = sys.getrecursionlimit(); from layani.rules.record import beacon; "
        "beacon.CAN_CHECK and beacon.is_signature(1, bytes(48)); "
    )
    ended = subprocess.run([sys.executable, "-c", code + "sys.exit(sys.getrecursionlimit() != limit)"], check=False)
    assert ended.returncode == 0


@pytest.mark.skipif(not beacon.CAN_CHECK, reason=BEACON)
def test_a_round_of_the_beacon_is_checked() -> None:
    assert is_signature(ROUND, SIGNATURE)
    assert sha256(SIGNATURE).digest() == RANDOMNESS


@pytest.mark.skipif(not beacon.CAN_CHECK, reason=BEACON)
@pytest.mark.parametrize(
    ("round_", "signature"),
    [
        (ROUND + 1, SIGNATURE),
        (ROUND, bytes([SIGNATURE[0] ^ 0x20]) + SIGNATURE[1:]),  # the point's mirror image
        (ROUND, SIGNATURE[:-1] + b"\x00"),
        (ROUND, b"\xc0" + bytes(47)),  # infinity
        (ROUND, bytes(48)),
        (ROUND, b"\xff" * 48),
    ],
)
def test_another_signature_is_no_signature(round_: int, signature: bytes) -> None:
    assert not is_signature(round_, signature)


def test_without_the_package_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beacon, "CAN_CHECK", False)
    with pytest.raises(CannotCheck, match="layani\\[draw\\]"):
        is_signature(ROUND, SIGNATURE)
