"""The tree: published roots and proofs, and proofs that hold for their own leaf and no other."""

import base64
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layani.rules.record.merkle import (
    EMPTY_ROOT,
    MemoryTree,
    RightEdge,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from tests.rules.record.vectors import CONSISTENCY, INCLUSION_5_OF_7, LEAVES, ROOTS, TESSERA_15, TESSERA_WORDS, TREE

SYNTHETIC = MemoryTree(i.to_bytes(32, "big") for i in range(65_536 + 300))
NEAR_THE_SEAMS = st.sampled_from([1, 2, 3, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 65_792, 65_836])
SIZES = st.one_of(NEAR_THE_SEAMS, st.integers(1, 700))
HASHES = st.binary(min_size=32, max_size=32)


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_the_rfc_6962_test_tree(size):
    assert root_of(map(leaf_hash, LEAVES[:size])) == ROOTS[size]
    assert TREE.root(size) == ROOTS[size]


def test_the_root_is_the_one_another_program_signed():
    signed = base64.b64decode(TESSERA_15.split("\n")[2])
    assert root_of(map(leaf_hash, TESSERA_WORDS)) == signed


def test_the_inclusion_proof_is_the_agreed_one():
    assert inclusion_proof(5, 7, TREE.node) == INCLUSION_5_OF_7


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_the_consistency_proofs_are_the_agreed_ones(old, new):
    proof = [base64.b64decode(x) for x in CONSISTENCY[old, new]]
    assert consistency_proof(old, new, TREE.node) == proof
    assert verify_consistency((old, ROOTS[old]), (new, ROOTS[new]), proof)


def test_the_edge_grows_to_the_root_of_the_whole_tree():
    edge = RightEdge()
    for size, hashed in enumerate(map(leaf_hash, LEAVES), start=1):
        edge.append(hashed)
        assert (edge.size, edge.root()) == (size, ROOTS[size])


def test_an_edge_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="3 entries has 2 complete subtrees, not 1"):
        RightEdge(3, [bytes(32)])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (7, 7), (-1, 7)])
def test_there_is_no_proof_for_an_entry_outside_the_tree(index, size):
    with pytest.raises(ValueError, match="not in a tree"):
        inclusion_proof(index, size, TREE.node)
    assert not verify_inclusion(bytes(32), index, size, [], bytes(32))


@pytest.mark.parametrize(("old", "new"), [(8, 7), (-1, 7)])
def test_a_tree_cannot_begin_with_a_larger_one(old, new):
    with pytest.raises(ValueError, match="cannot begin"):
        consistency_proof(old, new, TREE.node)
    assert not verify_consistency((old, ROOTS[7]), (new, ROOTS[7]), [])


def test_the_empty_tree_begins_every_tree_and_needs_no_proof():
    assert consistency_proof(0, 7, TREE.node) == []
    assert verify_consistency((0, EMPTY_ROOT), (7, ROOTS[7]), [])
    assert not verify_consistency((0, ROOTS[7]), (7, ROOTS[7]), [])
    assert not verify_consistency((0, EMPTY_ROOT), (7, ROOTS[7]), [bytes(32)])


@settings(max_examples=150, deadline=None)
@given(size=SIZES, data=st.data())
def test_an_inclusion_proof_holds_for_its_own_leaf_and_no_other(size, data):
    index = data.draw(st.integers(0, size - 1))
    root, leaf = SYNTHETIC.root(size), SYNTHETIC.node(0, index)
    proof = inclusion_proof(index, size, SYNTHETIC.node)
    assert verify_inclusion(leaf, index, size, proof, root)

    other = data.draw(st.integers(0, size - 1).filter(lambda i: i != index)) if size > 1 else None
    if other is not None:
        assert not verify_inclusion(SYNTHETIC.node(0, other), index, size, proof, root)
        assert not verify_inclusion(leaf, other, size, proof, root)
    assert not verify_inclusion(data.draw(HASHES.filter(lambda h: h != leaf)), index, size, proof, root)


@settings(max_examples=150, deadline=None)
@given(size=SIZES, data=st.data())
def test_a_changed_inclusion_proof_never_verifies(size, data):
    index = data.draw(st.integers(0, size - 1))
    root, leaf = SYNTHETIC.root(size), SYNTHETIC.node(0, index)
    for changed in mutations(inclusion_proof(index, size, SYNTHETIC.node), [leaf, root], data):
        assert not verify_inclusion(leaf, index, size, changed, root)


@settings(max_examples=150, deadline=None)
@given(new=SIZES, data=st.data())
def test_a_consistency_proof_holds_and_a_changed_one_never_does(new, data):
    old = data.draw(st.integers(1, new))
    first, second = (old, SYNTHETIC.root(old)), (new, SYNTHETIC.root(new))
    proof = consistency_proof(old, new, SYNTHETIC.node)
    assert verify_consistency(first, second, proof)
    for changed in mutations(proof, [first[1], second[1]], data):
        assert not verify_consistency(first, second, changed)
    forged = data.draw(HASHES.filter(lambda h: h not in (first[1], second[1])))
    assert not verify_consistency((old, forged), second, proof)
    assert not verify_consistency(first, (new, forged), proof)


def mutations(proof, roots, data):
    """Yield the ways in which the shared negative corpus of RFC 6962 implementations breaks a proof."""
    yield [*proof, b""]
    yield [*proof, roots[-1]]
    yield [*proof, *roots]
    yield [roots[0], *proof]
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        bit = data.draw(st.integers(0, 255))
        flipped = (int.from_bytes(proof[at], "big") ^ (1 << bit)).to_bytes(32, "big")
        yield proof[:-1]
        yield proof[1:]
        yield [*proof[:at], flipped, *proof[at + 1 :]]
        yield [*proof[:at], proof[at][:31], *proof[at + 1 :]]
        yield [*proof[:at], b"", *proof[at + 1 :]]


def test_a_proof_of_another_length_than_the_size_asks_for_never_verifies():
    """A size with a path of equal length may pass (3 and 4 for entry 0): what binds the size is the checkpoint."""
    for size in range(1, 9):
        for index in range(size):
            proof = inclusion_proof(index, size, TREE.node)
            for other in {1, 2, 4, size - 1, size + 1, size * 2} - {0, size}:
                if index >= other or len(inclusion_proof(index, other, SYNTHETIC.node)) != len(proof):
                    assert not verify_inclusion(TREE.node(0, index), index, other, proof, ROOTS[size])


def test_a_million_entries_are_appended_in_seconds():
    """Process time, so that other work on the machine does not matter."""
    leaves = [i.to_bytes(32, "big") for i in range(200_000)]
    start = time.process_time()
    edge = RightEdge()
    edge.extend(map(leaf_hash, leaves))
    assert len(leaves) / (time.process_time() - start) > 300_000
