"""A second log that does not continue the first: a copy of it is disproved, by itself or by who held the first."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from layani.cli import main
from layani.rules.record.case_check import verify_case
from layani.rules.record.checkpoint import sign_checkpoint
from layani.rules.record.continuation import ContinuationLeaf
from layani.rules.record.merkle import EMPTY_ROOT, MemoryTree, inclusion_proof, leaf_hash
from layani.rules.record.mirror import Mirror
from layani.rules.record.note import SigningKey, with_signatures
from layani.rules.record.policy import parse_policy
from layani.rules.record.receipt import make_final
from layani.rules.record.verify import Verdict
from layani.watchers.fetching import source_of
from layani.watchers.mirror import CannotContinue, Dropped, pull
from tests.rules.record.small_log import COSIGNED_AT, openings, tiles_for, write_log
from tests.rules.record.vectors import LOG_KEY, LOG_VKEY, ORIGIN, WITNESS_KEY, WITNESS_VKEY

SECOND = SigningKey.from_seed(f"{ORIGIN}/2", bytes(range(64, 96)))
AT = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
ENTRIES = [b"entry %d\n" % n for n in range(5)]
BEFORE = f"log {LOG_VKEY}\nwitness ombudsman {WITNESS_VKEY}\nquorum ombudsman\n"
TAKEN = (
    f"log {SECOND.verifier.text()}\n# compromised {LOG_VKEY} 3\n# continued {ORIGIN} {ORIGIN}/2\n"
    f"witness ombudsman {WITNESS_VKEY}\nquorum ombudsman\n"
)


def continues(size: int) -> bytes:
    root = MemoryTree(map(leaf_hash, ENTRIES[:size])).root() if size else EMPTY_ROOT
    return ContinuationLeaf(ORIGIN, size, root, AT).text().encode()


def served(folder: Path, entries: list[bytes], key: SigningKey, *, witnesses=(WITNESS_KEY,)) -> Path:
    write_log(folder, entries)
    note = sign_checkpoint(len(entries), MemoryTree(map(leaf_hash, entries)).root(), key)
    signed = with_signatures(note, [one.cosign(note.text, COSIGNED_AT) for one in witnesses])
    (folder / "checkpoint").write_text(signed.render(), encoding="utf-8")
    return folder


def verified(folder: Path, text: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    trust = folder / "trust.policy"
    trust.write_text(text, encoding="utf-8")
    code = main(["verify", "tiles", str(folder), "--policy", str(trust)])
    return code, capsys.readouterr().out


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([*ENTRIES, continues(3)], 0),
        ([b"other\n", b"another\n"], 1),
        (ENTRIES, 1),
        ([*ENTRIES, continues(2)], 1),  # fewer than witnesses had seen by the policy
        ([b"other\n", continues(0)], 1),
    ],
)
def test_a_copy_is_held_against_what_the_policy_says_of_the_log_before(entries, code, tmp_path, capsys):
    found, said = verified(served(tmp_path, entries, SECOND), TAKEN, capsys)
    assert found == code
    assert ("no continues/v1 entry says so" in said) == (code == 1)


def test_each_log_before_it_must_be_continued(tmp_path, capsys):
    third = SigningKey.from_seed(f"{ORIGIN}/3", bytes(range(100, 132)))
    text = TAKEN.replace(f"log {SECOND.verifier.text()}", f"log {third.verifier.text()}")
    text += f"# compromised {SECOND.verifier.text()} 0\n# continued {ORIGIN}/2 {ORIGIN}/3\n"
    second = ContinuationLeaf(f"{ORIGIN}/2", 0, EMPTY_ROOT, AT).text().encode()
    assert parse_policy(text.encode()).ended_before(f"{ORIGIN}/3") == {f"{ORIGIN}/2": 0, ORIGIN: 3}
    assert verified(served(tmp_path / "a", [*ENTRIES, continues(3), second], third), text, capsys)[0] == 0
    for at, entries in enumerate(([*ENTRIES, continues(3)], [*ENTRIES, second])):
        assert verified(served(tmp_path / f"b{at}", entries, third), text, capsys)[0] == 1
    ring = parse_policy(f"{TAKEN}# continued {ORIGIN}/2 {ORIGIN}\n".encode())
    assert ring.ended_before(f"{ORIGIN}/2") == {ORIGIN: 3}


def test_receipts_of_both_logs_are_of_one_case():
    acts = openings()[:2]
    entries = [acts[0].leaf.text().encode(), b"another\n"]
    root = MemoryTree(map(leaf_hash, entries)).root()
    entries += [ContinuationLeaf(ORIGIN, 2, root, AT).text().encode(), acts[1].leaf.text().encode()]

    def final(act, index, size, key):
        tree = MemoryTree(map(leaf_hash, entries[:size]))
        note = sign_checkpoint(size, tree.root(), key)
        signed = with_signatures(note, [WITNESS_KEY.cosign(note.text, COSIGNED_AT)]).render()
        hashes = tuple(inclusion_proof(index, size, tree.node))
        return make_final(act, index=index, hashes=hashes, checkpoint=signed).encode(), signed.encode()

    old, first = final(acts[0], 0, 2, LOG_KEY)
    new, last = final(acts[1], 3, 4, SECOND)
    trusted = parse_policy(TAKEN.replace(" 3\n", " 2\n").encode())
    held = Mirror(last, tiles_for(entries)[0].__getitem__)
    for receipts in ([old, new], [new, old]):
        found = verify_case(receipts, trusted, held)
        assert found.verdict is Verdict.PROVEN, found.summary.en
    short = Mirror(first, tiles_for(entries[:2])[0].__getitem__)  # of the ended log: it says nothing of the second's
    assert verify_case([old, new], trusted, short).verdict is Verdict.NOT_CHECKABLE
    unlinked = parse_policy(f"log {LOG_VKEY}\nlog {SECOND.verifier.text()}\nquorum none\n".encode())
    assert verify_case([old, new], unlinked, held).verdict is Verdict.NOT_CHECKABLE


def held(tmp_path: Path, witnesses) -> Path:
    first = served(tmp_path / "first", ENTRIES[:2], LOG_KEY, witnesses=witnesses)
    copy = tmp_path / "copy"
    assert pull(source_of(str(first)), copy, parse_policy(BEFORE.encode())).now == 2
    return copy


def test_a_copy_that_witnesses_had_signed_disproves_a_second_log_without_it(tmp_path, capsys):
    copy = held(tmp_path, [WITNESS_KEY])
    before = (copy / "checkpoint").read_bytes()
    second = served(tmp_path / "second", [b"other\n", b"x\n", b"y\n"], SECOND)
    with pytest.raises(Dropped, match="DISPROVED: enough witnesses had seen the 2 entries"):
        pull(source_of(str(second)), copy, parse_policy(TAKEN.encode()))
    assert (copy / "checkpoint").read_bytes() == before
    assert (copy / "dropped-2-3.checkpoint").read_bytes() == (second / "checkpoint").read_bytes()
    trust = tmp_path / "policy"
    trust.write_text(TAKEN, encoding="utf-8")
    assert main(["mirror", str(second), str(copy), "--policy", str(trust)]) == 1
    assert "make both public" in capsys.readouterr().err


def test_what_no_witness_signed_may_be_the_thiefs_and_disproves_nothing(tmp_path):
    copy = held(tmp_path, [])
    second = served(tmp_path / "second", [b"other\n", b"x\n", b"y\n"], SECOND)
    with pytest.raises(CannotContinue, match="Keep it as"):
        pull(source_of(str(second)), copy, parse_policy(TAKEN.encode()))


def test_a_copy_goes_on_where_the_second_log_holds_it(tmp_path):
    copy = held(tmp_path, [WITNESS_KEY])
    second = served(tmp_path / "second", [*ENTRIES, continues(3)], SECOND)
    assert pull(source_of(str(second)), copy, parse_policy(TAKEN.encode())).now == 6
