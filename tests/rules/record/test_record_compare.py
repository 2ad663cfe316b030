"""Two people compare what they were shown: one history is proven, two are proven too, and nothing else is claimed."""

import pytest

from layani.cli import main
from layani.rules.record.compare import compare, verify_fork
from layani.rules.record.mirror import Mirror
from layani.rules.record.verify import Verdict
from tests.rules.record.small_log import (
    entries_around,
    final_receipt,
    openings,
    policy,
    signed_checkpoint,
    tiles_for,
)
from tests.rules.record.vectors import LOG_VKEY, ROOTS, WITNESS_KEY

OPENING = openings()[0]


def log(size: int, changed: int | None = None):
    """Return (checkpoint, Mirror) of a log whose entry 3 is the receipt's."""
    entries = entries_around(OPENING.leaf, size, 3)
    if changed is not None:
        entries[changed] = b"another entry"
    store, root = tiles_for(entries)
    checkpoint = signed_checkpoint(size, root).encode()
    return checkpoint, Mirror(checkpoint, store.__getitem__)


RECEIPT = final_receipt(OPENING, 5, 3).encode()


def test_a_receipt_and_a_later_checkpoint_of_one_history_are_proven_with_a_copy():
    later, mirror = log(300)
    found = compare(later, RECEIPT, policy(), mirror)
    assert (found.finding.verdict, found.fork) == (Verdict.PROVEN, None)


def test_without_a_copy_different_sizes_are_not_checkable():
    assert compare(RECEIPT, log(300)[0], policy()).finding.verdict is Verdict.NOT_CHECKABLE
    assert compare(RECEIPT, log(300)[0], policy(), log(100)[1]).finding.verdict is Verdict.NOT_CHECKABLE


@pytest.mark.parametrize("changed", [0, 3, 4])
def test_two_histories_are_disproved_with_a_proof_that_stands_alone(changed):
    later, mirror = log(300, changed)
    found = compare(RECEIPT, later, policy(), mirror)
    assert found.finding.verdict is Verdict.DISPROVED
    assert found.fork is not None
    assert verify_fork(found.fork.render(), policy()).verdict is Verdict.DISPROVED


def test_two_roots_of_one_size_need_no_copy():
    found = compare(RECEIPT, log(5, changed=0)[0], policy())
    assert found.finding.verdict is Verdict.DISPROVED
    assert found.fork is not None


def test_the_larger_may_be_the_one_that_the_copy_contradicts():
    _, mirror = log(300)
    later = log(100, changed=50)[0]
    assert compare(RECEIPT, later, policy(), mirror).finding.verdict is Verdict.DISPROVED


def test_nothing_is_said_about_what_nobody_trusted_signed():
    foreign = signed_checkpoint(5, ROOTS[5], key=WITNESS_KEY).encode()
    assert compare(RECEIPT, foreign, policy()).finding.verdict is Verdict.NOT_CHECKABLE
    assert compare(RECEIPT, b"junk", policy()).finding.verdict is Verdict.NOT_CHECKABLE
    false = log(5)[0].replace(b"\n5\n", b"\n6\n")
    assert compare(RECEIPT, false, policy()).finding.verdict is Verdict.DISPROVED
    assert verify_fork(b"junk", policy()).verdict is Verdict.NOT_CHECKABLE


def test_the_command_writes_the_proof_and_another_checks_it(tmp_path, capsys):
    names = ("policy", "mine", "theirs", "proof")
    trust, mine, theirs, proof = (tmp_path / name for name in names)
    trust.write_text(f"log {LOG_VKEY}\nquorum none\n", encoding="utf-8")
    mine.write_bytes(RECEIPT)
    theirs.write_bytes(log(5, changed=0)[0])
    asked = ["verify", "compare", str(mine), str(theirs), "--policy", str(trust), "--proof", str(proof)]
    assert main(asked) == 1
    assert str(proof) in capsys.readouterr().err
    assert main(["verify", "fork", str(proof), "--policy", str(trust)]) == 1
    assert "two records that contradict" in capsys.readouterr().out
    theirs.write_bytes(log(5)[0])
    assert main(asked) == 0
