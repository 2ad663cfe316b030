"""A draw that began in a log which was ended: the log of its queue leaf decides, and a copy shows which that is."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from layani.commands.verify import read_from
from layani.rules.record import verify_draw as module
from layani.rules.record.allocation_leaves import AWAY, FIRST, AllocationLeaf
from layani.rules.record.checkpoint import sign_checkpoint
from layani.rules.record.continuation import ContinuationLeaf
from layani.rules.record.merkle import MemoryTree, leaf_hash
from layani.rules.record.mirror import Mirror
from layani.rules.record.note import SigningKey, with_signatures
from layani.rules.record.policy import Policy, parse_policy
from layani.rules.record.verify import Finding, Verdict
from layani.rules.record.verify_draw import verify_draw
from tests.rules.record.small_draw import (
    ALLOC_AT,
    PUBLISHED,
    QUEUE_AT,
    QUEUED,
    ROUND,
    SIGNATURE,
    draw_file,
    draws,
    log_of,
    pool_leaf,
    queue_leaf,
)
from tests.rules.record.small_log import write_log
from tests.rules.record.vectors import LOG_KEY, LOG_VKEY, ORIGIN, WITNESS_KEY, WITNESS_VKEY

SECOND = SigningKey.from_seed(f"{ORIGIN}/2", bytes(range(64, 96)))
STANDS = QUEUE_AT + 1
"""So many entries of the first log witnesses had seen, the queue leaf among them."""


@pytest.fixture(autouse=True)
def _one_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "is_signature", lambda round_, signature: (round_, signature) == (ROUND, SIGNATURE))


def policy(*, taken: bool = True, stands: int = STANDS) -> Policy:
    lines = [f"log {SECOND.verifier.text()}"]
    lines += (
        [f"# compromised {LOG_VKEY} {stands}", f"# continued {ORIGIN} {ORIGIN}/2"] if taken else [f"log {LOG_VKEY}"]
    )
    return parse_policy("\n".join([*lines, f"witness ombudsman {WITNESS_VKEY}", "quorum ombudsman"]).encode())


def continues(log: Sequence[bytes], size: int = STANDS) -> bytes:
    root = MemoryTree(map(leaf_hash, log[:size])).root()
    return ContinuationLeaf(ORIGIN, size, root, QUEUED).text().encode()


def second_log(leaves: Sequence[AllocationLeaf], at: int) -> list[bytes]:
    """Return the entries of the second log, which says at ``at`` that it continues the first."""
    log = log_of(leaves)
    return [*log[:at], continues(log), *log[at:]]


def copy_of(folder: Path, log: Sequence[bytes], key: SigningKey = SECOND) -> Mirror:
    write_log(folder, log)
    note = sign_checkpoint(len(log), MemoryTree(map(leaf_hash, log)).root(), key)
    signed = with_signatures(note, [WITNESS_KEY.cosign(note.text, int(PUBLISHED.timestamp()))])
    (folder / "checkpoint").write_text(signed.render(), encoding="utf-8")
    return Mirror((folder / "checkpoint").read_bytes(), read_from(folder))


def drawn(origin: str = ORIGIN, reasons: Sequence[str] = (FIRST,)) -> list[AllocationLeaf]:
    queue = queue_leaf()
    return [pool_leaf(), queue, *draws(queue, reasons, origin=origin)]


def file_of(leaves: Sequence[AllocationLeaf], log: Sequence[bytes], keys: tuple[SigningKey, SigningKey]) -> bytes:
    return draw_file(leaves, in_log=log, witnesses=[WITNESS_KEY], keys=keys, allocs_at=ALLOC_AT + 1)


def said(finding: Finding) -> str:
    return " ".join(one.en for one in (finding.summary, *finding.proven, *finding.not_proven))


@pytest.mark.parametrize("reasons", [(FIRST,), (FIRST, AWAY)])
def test_queued_in_the_first_and_drawn_in_the_second_is_proven_with_a_copy(reasons, tmp_path: Path) -> None:
    leaves = drawn(reasons=reasons)
    log = second_log(leaves, ALLOC_AT)
    file = file_of(leaves, log, (LOG_KEY, SECOND))
    finding = verify_draw(file, policy(), copy_of(tmp_path, log))
    assert finding.verdict is Verdict.PROVEN, said(finding)
    assert f"{ORIGIN}/2" in said(finding) and "holds no other draw" in said(finding)


def test_without_a_copy_it_is_not_checkable_and_the_words_say_what_is_missing() -> None:
    leaves = drawn()
    log = second_log(leaves, ALLOC_AT)
    for keys in ((LOG_KEY, SECOND), (SECOND, SECOND)):
        finding = verify_draw(file_of(leaves, log, keys), policy())
        assert finding.verdict is Verdict.NOT_CHECKABLE and f"a copy of {ORIGIN}/2" in finding.summary.en


def test_the_name_of_the_later_log_is_not_another_chance(tmp_path: Path) -> None:
    """Who ends a log once the number is known would otherwise choose between two draws."""
    other = next(one for one in (drawn(f"{ORIGIN}/2"),) if one[2] != drawn()[2])
    log = second_log(other, ALLOC_AT)
    for keys in ((LOG_KEY, SECOND), (SECOND, SECOND)):
        finding = verify_draw(file_of(other, log, keys), policy(), copy_of(tmp_path / str(keys[0].name), log))
        assert finding.verdict is Verdict.DISPROVED and "the draw names" in finding.summary.en


def test_queued_in_the_second_log_counts_with_its_name(tmp_path: Path) -> None:
    leaves = drawn(f"{ORIGIN}/2")
    log = log_of(leaves)
    log[QUEUE_AT - 1] = continues(log, 2)
    file = draw_file(leaves, in_log=log, witnesses=[WITNESS_KEY], keys=(SECOND, SECOND))
    trusted = policy(stands=2)
    assert verify_draw(file, trusted, copy_of(tmp_path, log)).verdict is Verdict.PROVEN
    assert verify_draw(file, trusted).verdict is Verdict.NOT_CHECKABLE


def test_a_second_log_that_does_not_begin_with_what_witnesses_saw_is_disproved(tmp_path: Path) -> None:
    leaves = drawn()
    log = second_log(leaves, ALLOC_AT)
    file = file_of(leaves, log, (LOG_KEY, SECOND))
    other = [b"case-event/v1\nput in its place\n", *log[1:]]
    finding = verify_draw(file, policy(), copy_of(tmp_path, other))
    assert finding.verdict is Verdict.DISPROVED


@pytest.mark.parametrize("how", ["never", "twice", "of another size"])
def test_a_copy_that_does_not_say_once_where_the_first_log_ended_proves_nothing(how, tmp_path: Path) -> None:
    leaves = drawn()
    log = second_log(leaves, ALLOC_AT)
    file = file_of(leaves, log, (LOG_KEY, SECOND))
    spoiled = {
        "never": [*log[:ALLOC_AT], b"case-event/v1\nin its place\n", *log[ALLOC_AT + 1 :]],
        "twice": [*log, continues(log)],
        "of another size": [*log[:ALLOC_AT], continues(log, 2), *log[ALLOC_AT + 1 :]],
    }[how]
    file = file_of(leaves, spoiled[: len(log)], (LOG_KEY, SECOND))
    finding = verify_draw(file, policy(), copy_of(tmp_path, spoiled))
    assert finding.verdict is Verdict.NOT_CHECKABLE, said(finding)


def test_logs_of_which_none_continues_the_other_prove_nothing(tmp_path: Path) -> None:
    leaves = drawn()
    log = second_log(leaves, ALLOC_AT)
    finding = verify_draw(file_of(leaves, log, (LOG_KEY, SECOND)), policy(taken=False), copy_of(tmp_path, log))
    assert finding.verdict is Verdict.NOT_CHECKABLE and "none continues another" in finding.summary.en


def test_a_copy_that_lacks_a_tile_is_named(tmp_path: Path) -> None:
    leaves = drawn()
    log = second_log(leaves, ALLOC_AT)
    copy = copy_of(tmp_path, log)
    [bundle] = [one for one in (tmp_path / "tile" / "entries").rglob("*") if one.is_file()]
    bundle.unlink()
    finding = verify_draw(file_of(leaves, log, (LOG_KEY, SECOND)), policy(), copy)
    assert finding.verdict is Verdict.NOT_CHECKABLE and str(bundle) in finding.summary.en


def test_what_the_first_log_signed_beyond_what_witnesses_saw_proves_nothing(tmp_path: Path) -> None:
    leaves = drawn()
    log = second_log(leaves, ALLOC_AT)
    file = file_of(leaves, log, (LOG_KEY, SECOND))
    trusted = replace(policy(), compromised={LOG_KEY.verifier: STANDS - 1})
    finding = verify_draw(file, trusted, copy_of(tmp_path, log))
    assert finding.verdict is Verdict.NOT_CHECKABLE and "was taken" in finding.summary.en
