"""A key that was retired (``# until``) makes nothing beyond its end: not for copies, comparisons, witnesses, draws."""

from pathlib import Path

import pytest

from layani.cli import main
from layani.rules.record.checkpoint import sign_checkpoint
from layani.rules.record.compare import compare, verify_fork
from layani.rules.record.fork import ForkProof
from layani.rules.record.merkle import MemoryTree, consistency_proof, leaf_hash
from layani.rules.record.note import SigningKey, Unsigned
from layani.rules.record.policy import parse_policy
from layani.rules.record.verify import Verdict
from layani.rules.record.verify_draw import verify_draw
from layani.rules.record.witness import Refusal, Submission
from layani.watchers.fetching import source_of
from layani.watchers.mirror import CannotContinue, pull
from layani.watchers.witness import Witness
from tests.rules.record.small_draw import complete, draw_file
from tests.rules.record.small_log import write_log
from tests.rules.record.vectors import LOG_KEY, LOG_VKEY, ORIGIN

NEW = SigningKey.from_seed(ORIGIN, bytes(range(96, 128)))
BEFORE = f"log {LOG_VKEY}\nlog {NEW.verifier.text()}\nquorum none\n"
RETIRED = f"log {LOG_VKEY}\n# until {LOG_VKEY} 1\nlog {NEW.verifier.text()}\nquorum none\n"
HONEST, FALSE = [b"one\n", b"two\n"], [b"one\n", b"false\n"]


def policy(text: str = RETIRED):
    return parse_policy(text.encode())


def checkpoint(entries: list[bytes], key: SigningKey) -> bytes:
    return sign_checkpoint(len(entries), MemoryTree(map(leaf_hash, entries)).root(), key).render().encode()


def served(folder: Path, entries: list[bytes], key: SigningKey):
    write_log(folder, entries, witnesses=())
    (folder / "checkpoint").write_bytes(checkpoint(entries, key))
    return source_of(str(folder))


def test_a_copy_does_not_take_its_extension_and_goes_on_with_the_offices(tmp_path):
    copy = tmp_path / "copy"
    assert pull(served(tmp_path / "a", HONEST[:1], LOG_KEY), copy, policy()).now == 1
    with pytest.raises(Unsigned, match="retired when it had 1 entries"):
        pull(served(tmp_path / "b", FALSE, LOG_KEY), copy, policy())
    assert pull(served(tmp_path / "c", HONEST, NEW), copy, policy()).now == 2
    assert list(copy.glob("fork-*")) == []


def test_a_copy_that_took_it_before_it_knew_accuses_nobody(tmp_path):
    copy = tmp_path / "copy"
    assert pull(served(tmp_path / "a", FALSE, LOG_KEY), copy, policy(BEFORE)).now == 2
    with pytest.raises(CannotContinue, match="key that was retired before"):
        pull(served(tmp_path / "b", [*HONEST, b"three\n"], NEW), copy, policy())
    assert list(copy.glob("fork-*")) == [] and (copy / "checkpoint").read_bytes() == checkpoint(FALSE, LOG_KEY)
    honest = tmp_path / "honest"
    assert pull(served(tmp_path / "c", HONEST, LOG_KEY), honest, policy(BEFORE)).now == 2
    assert pull(served(tmp_path / "d", [*HONEST, b"three\n"], NEW), honest, policy()).now == 3


def test_comparing_says_nothing_of_what_it_signed_and_no_fork_is_proven_by_it():
    false, honest = checkpoint(FALSE, LOG_KEY), checkpoint(HONEST, NEW)
    for one, other in ((false, false), (false, honest), (honest, false)):
        assert compare(one, other, policy()).finding.verdict is Verdict.NOT_CHECKABLE
    assert compare(honest, honest, policy()).finding.verdict is Verdict.PROVEN
    proof = ForkProof((), false, honest).render()
    assert verify_fork(proof, policy()).verdict is Verdict.NOT_CHECKABLE
    assert verify_fork(proof, policy(BEFORE)).verdict is Verdict.DISPROVED


def request(entries: list[bytes], key: SigningKey, old: int) -> bytes:
    tree = MemoryTree(map(leaf_hash, entries))
    proof = tuple(consistency_proof(old, len(entries), tree.node)) if old else ()
    return Submission(old, proof, checkpoint(entries, key)).render()


def test_a_witness_does_not_cosign_it(tmp_path):
    trusted = policy()
    witness = Witness(tmp_path, "witness.example/w", trusted.logs, trusted.until)
    witness.add_checkpoint(request(HONEST[:1], LOG_KEY, 0), now=1_795_000_000)
    with pytest.raises(Refusal) as refused:
        witness.add_checkpoint(request(FALSE, LOG_KEY, 1), now=1_795_000_001)
    assert refused.value.status == 403 and "was retired when it had 1 entries" in refused.value.reason
    assert witness.add_checkpoint(request(HONEST, NEW, 1), now=1_795_000_002)


def test_the_witness_command_reads_it_from_the_policy(tmp_path, capsys):
    trust, asked = tmp_path / "policy", tmp_path / "request"
    trust.write_text(RETIRED, encoding="utf-8")
    for key, code in ((LOG_KEY, 1), (NEW, 0)):
        asked.write_bytes(request(HONEST, key, 0))
        command = ["witness", "once", str(tmp_path / "w"), "--name", "witness.example/w", "--policy", str(trust)]
        assert main([*command, str(asked), str(tmp_path / "answer")]) == code
    assert "not signed (403)" in capsys.readouterr().err


def test_a_draw_that_it_alone_signed_is_not_checkable():
    file = draw_file(complete(local=True))
    found = verify_draw(file, policy(RETIRED.replace(f"{LOG_VKEY} 1", f"{LOG_VKEY} 4")))
    assert found.verdict is Verdict.NOT_CHECKABLE and "retired when it had 4" in found.summary.en
    whole = verify_draw(file, policy(BEFORE))
    assert not any("retired" in one.en for one in (whole.summary, *whole.not_proven)) and whole.proven
