"""A copy that lacks a file or has a broken one: every command that reads copies says which, and accuses nobody."""

import json
import shutil
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from layani.cli import main
from layani.rules.record.continuation import ContinuationLeaf
from layani.rules.record.merkle import MemoryTree, inclusion_proof, leaf_hash
from layani.rules.record.receipt import make_final
from tests.rules.record.small_draw import complete, draw_file, log_of
from tests.rules.record.small_log import MORNING, openings, provisional_receipt, signed_checkpoint, write_log
from tests.rules.record.vectors import ACKNOWLEDGEMENT_KEY, LOG_VKEY, WITNESS_KEY, WITNESS_VKEY

SIZE, EARLIER, ACTS_AT = 600, 300, 256
PAPER = b"%PDF-1.7\nThe letter of a made-up person.\n%%EOF"
ISSUE = json.dumps({"act": "issue", "data": {"letter": "0001/SKM/XI/2026", "paper": sha256(PAPER).hexdigest()}})
ACTS = openings(('{"act":"filed"}', '{"act":"assigned","to":"officer-b"}', ISSUE))
DRAWN = complete(local=True)
TILES = ["tile/entries/000", "tile/entries/002.p/88", "tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2"]
"""The first and the last of each level."""
DAMAGE = {
    "missing": lambda file: file.unlink(),
    "a folder": lambda file: (file.unlink(), file.mkdir()),
    "cut": lambda file: file.write_bytes(file.read_bytes()[:-1]),
    "empty": lambda file: file.write_bytes(b""),
    "other": lambda file: file.write_bytes(b"\xff" * file.stat().st_size),
}


def _root(entries):
    return MemoryTree(map(leaf_hash, entries))


def _entries():
    """Return acts of a case behind 256 others, a draw before them, and last that an earlier log is continued."""
    entries = [*log_of(DRAWN), *(b"case-event/v1\nof another case %d\n" % n for n in range(len(log_of(DRAWN)), SIZE))]
    entries[ACTS_AT : ACTS_AT + 3] = [one.leaf.text().encode() for one in ACTS]
    earlier = _root(entries[:EARLIER]).root()
    entries[-1] = ContinuationLeaf("office.example/before", EARLIER, earlier, MORNING).text().encode()
    return entries


def _final(entries, place):
    tree = _root(entries[:EARLIER])
    index = ACTS_AT + place
    hashes = tuple(inclusion_proof(index, EARLIER, tree.node))
    signed = signed_checkpoint(EARLIER, tree.root(), witnesses=[WITNESS_KEY])
    return make_final(ACTS[place], index=index, hashes=hashes, checkpoint=signed)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return a folder with a copy, an older copy, a policy, and one file of each kind that is held against it."""
    at, entries = tmp_path_factory.mktemp("whole"), _entries()
    write_log(at / "copy", entries)
    write_log(at / "older", entries[:EARLIER])
    lines = [f"log {LOG_VKEY}", f"# acknowledgement {ACKNOWLEDGEMENT_KEY.verifier.text()}"]
    lines += [f"witness ombudsman {WITNESS_VKEY}", "quorum none"]
    (at / "policy").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for place in range(3):
        (at / f"act-{place}.tlog-proof").write_text(_final(entries, place), encoding="utf-8")
    (at / "promise.txt").write_text(provisional_receipt(ACTS[0]), encoding="utf-8")
    (at / "never.txt").write_text(
        provisional_receipt(openings(start=datetime(2026, 1, 5, tzinfo=UTC))[0]), encoding="utf-8"
    )
    (at / "letter.pdf").write_bytes(PAPER)
    shutil.copy(at / "act-2.tlog-proof", at / "letter.tlog-proof")
    shutil.copy(at / "copy" / "checkpoint", at / "newest")
    (at / "draw.json").write_bytes(draw_file(DRAWN, in_log=entries[: len(log_of(DRAWN))]))
    return at


COMMANDS = {
    "final": ["verify", "receipt", "act-0.tlog-proof", "--tiles", "copy"],
    "provisional": ["verify", "receipt", "promise.txt", "--tiles", "copy"],
    "broken promise": ["verify", "receipt", "never.txt", "--tiles", "copy"],
    "case": ["verify", "case", "act-0.tlog-proof", "promise.txt", "--tiles", "copy"],
    "letter": ["verify", "letter", "letter.pdf", "--tiles", "copy"],
    "tiles": ["verify", "tiles", "copy"],
    "compare": ["verify", "compare", "act-0.tlog-proof", "newest", "--tiles", "copy"],
    "draw": ["verify", "draw", "draw.json", "--tiles", "copy"],
    "mirror from": ["mirror", "copy", "new"],
    "mirror on from": ["mirror", "copy", "older"],
    "mirror onto": ["mirror", "copy", "copy"],
}
WHOLE = {"broken promise": 1, "draw": 2}
"""Exit codes on a whole copy that are not 0: a promise was broken, and a draw of the local beacon proves nothing."""


def run(name, folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    code = main([*COMMANDS[name], "--policy", "policy"])
    return code, "".join(capsys.readouterr())


@pytest.fixture
def copied(whole, tmp_path):
    return Path(shutil.copytree(whole, tmp_path / "at"))


@pytest.mark.parametrize("name", COMMANDS)
def test_on_a_whole_copy_each_command_has_its_answer(name, copied, monkeypatch, capsys):
    code, said = run(name, copied, monkeypatch, capsys)
    assert code == WHOLE.get(name, 0), said


@pytest.mark.parametrize("path", TILES)
@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("name", COMMANDS)
def test_each_broken_tile_is_named(name, how, path, copied, monkeypatch, capsys):
    """What needs the tile cannot be answered; what does not need it is answered as on a whole copy."""
    DAMAGE[how](copied / "copy" / path)
    code, said = run(name, copied, monkeypatch, capsys)
    assert "fault of Layani" not in said
    if code == WHOLE.get(name, 0) and name != "tiles":
        return
    of_the_copy = name == "tiles" or name.startswith("mirror")
    assert code == 2 or (code == 1 and of_the_copy and how not in ("missing", "a folder")), said
    assert path.split(".p/")[0] in said or how == "other", said


@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_broken_checkpoint_is_named(name, how, copied, monkeypatch, capsys):
    DAMAGE[how](copied / "copy" / "checkpoint")
    code, said = run(name, copied, monkeypatch, capsys)
    assert "fault of Layani" not in said
    if name == "mirror onto" and how in ("missing", "a folder"):
        return  # this folder is its own source, so there is nothing to take
    assert code == 2 and "checkpoint" in said, said


@pytest.mark.parametrize("name", COMMANDS)
def test_a_checkpoint_with_a_signature_that_does_not_fit_disproves_the_copy_alone(name, copied, monkeypatch, capsys):
    file = copied / "copy" / "checkpoint"
    file.write_bytes(file.read_bytes().replace(b"\n600\n", b"\n599\n"))
    code, said = run(name, copied, monkeypatch, capsys)
    of_the_copy = name == "tiles" or name.startswith("mirror")
    assert code == (1 if of_the_copy else 2) and ("checkpoint" in said or of_the_copy), said
