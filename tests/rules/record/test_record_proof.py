"""Proof files: the agreed one is read and written to the byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.record.encoding import Malformed
from layani.rules.record.merkle import leaf_hash, verify_inclusion
from layani.rules.record.proof import TlogProof, parse_proof
from tests.rules.record.vectors import CHECKPOINT_7, INCLUSION_5_OF_7, LEAVES, PROOF_5_OF_7, ROOTS


def test_the_agreed_proof_is_read_and_written_alike():
    proof = parse_proof(PROOF_5_OF_7.encode())
    assert proof == TlogProof(5, tuple(INCLUSION_5_OF_7), CHECKPOINT_7, b"demo")
    assert proof.render() == PROOF_5_OF_7
    assert verify_inclusion(leaf_hash(LEAVES[5]), proof.index, 7, proof.hashes, ROOTS[7])


@given(
    index=st.integers(0, 2**63 - 1),
    hashes=st.lists(st.binary(min_size=32, max_size=32), max_size=63),
    extra=st.none() | st.binary(min_size=1),
)
def test_every_proof_reads_back_as_it_was_written(index, hashes, extra):
    proof = TlogProof(index, tuple(hashes), CHECKPOINT_7, extra)
    assert parse_proof(proof.render().encode()) == proof


HASH_LINE = PROOF_5_OF_7.split("\n")[3] + "\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        PROOF_5_OF_7.replace("@v1", "@v2"),
        "\n" + PROOF_5_OF_7,
        PROOF_5_OF_7.split("\n\n", maxsplit=1)[0],
        PROOF_5_OF_7.replace("extra ZGVtbw==", "extra ZGVtbw="),
        PROOF_5_OF_7.replace("extra ZGVtbw==", "extra ZGVtbx=="),
        PROOF_5_OF_7.replace("extra ZGVtbw==", "extra "),
        PROOF_5_OF_7.replace("extra ZGVtbw==", "extra"),
        PROOF_5_OF_7.replace("extra ZGVtbw==\n", "extra ZGVtbw==\nextra ZGVtbw==\n"),
        PROOF_5_OF_7.replace("index 5\n", ""),
        PROOF_5_OF_7.replace("index 5", "index 05"),
        PROOF_5_OF_7.replace("index 5", "index ٥"),
        PROOF_5_OF_7.replace("index 5", "index -5"),
        PROOF_5_OF_7.replace("index 5", "index  5"),
        PROOF_5_OF_7.replace(HASH_LINE, HASH_LINE * 62),
        PROOF_5_OF_7.replace(HASH_LINE, "AAAA\n"),
        PROOF_5_OF_7.replace(HASH_LINE, " " + HASH_LINE),
        PROOF_5_OF_7.replace("\n", "\r\n"),
        "x" * 2_000_001,
    ],
)
def test_a_broken_proof_is_refused(text):
    with pytest.raises(Malformed):
        parse_proof(text.encode())
    with pytest.raises(Malformed):
        parse_proof(b"\xff" + text.encode())
