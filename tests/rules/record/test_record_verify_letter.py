"""The proof of a letter: what it proves, what it leaves open, and that no changed byte of either file passes."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest

from layani.cli import main
from layani.rules.record.encoding import decode_base64, encode_base64
from layani.rules.record.letter import LetterOpening, issued_letter
from layani.rules.record.merkle import MemoryTree, inclusion_proof, leaf_hash
from layani.rules.record.mirror import Mirror
from layani.rules.record.proof import parse_proof
from layani.rules.record.receipt import make_final
from layani.rules.record.verify import Verdict
from layani.rules.record.verify_letter import verify_letter
from tests.rules.record.small_log import entries_around, openings, policy, signed_checkpoint, write_log
from tests.rules.record.vectors import LOG_VKEY, WITNESS_KEY

PAPER = b"%PDF-1.7\nThe letter of a made-up person.\n%%EOF"
SIZE, INDEX = 300, 256


def body(act="issue", **data):
    values = {"letter": "0001/SKM/XI/2026", "outcome": "granted", "paper": sha256(PAPER).hexdigest()} | data
    return json.dumps({"act": act, "data": {name: value for name, value in values.items() if value is not None}})


def proof_of(text, *, witnesses=(WITNESS_KEY,), shown=None):
    """Return the proof of a letter whose act has this body, in a log of 300 entries."""
    opening = openings([text])[0]
    shown = shown or LetterOpening(opening.leaf, opening.body, opening.salt)
    entries = entries_around(opening.leaf, SIZE, INDEX)
    tree = MemoryTree(map(leaf_hash, entries))
    signed = signed_checkpoint(SIZE, tree.root(), witnesses=witnesses)
    return make_final(shown, index=INDEX, hashes=tuple(inclusion_proof(INDEX, SIZE, tree.node)), checkpoint=signed)


PROOF = proof_of(body()).encode()


def verdict(paper=PAPER, proof=PROOF, trusted=None):
    return verify_letter(paper, proof, trusted or policy(witnesses=True)).verdict


def test_a_letter_is_proven_by_its_proof():
    found = verify_letter(PAPER, PROOF, policy(witnesses=True))
    assert found.verdict is Verdict.PROVEN, found.summary.en
    assert "0001/SKM/XI/2026" in found.proven[0].en and "byte for byte" in found.proven[0].en
    assert any("ombudsman" in one.en for one in found.proven)


def test_that_it_still_holds_is_never_said_and_where_to_ask_is():
    found = verify_letter(PAPER, PROOF, policy(witnesses=True))
    for one in (found.not_proven[0].en, found.not_proven[0].id):
        assert "QR" in one
    assert "revoked, corrected or replaced" in found.not_proven[0].en
    assert "dicabut, diperbaiki, atau digantikan" in found.not_proven[0].id


def test_the_proof_has_no_key_of_the_case():
    opening = openings([body()])[0]
    shown = parse_proof(PROOF).extra
    assert set(json.loads(shown)) == {"body", "leaf", "salt", "v"}
    assert encode_base64(opening.case_key).encode() not in shown


def test_the_receipt_of_its_act_proves_a_letter_too():
    opening = openings([body()])[0]
    assert verdict(proof=proof_of(body(), shown=opening).encode()) is Verdict.PROVEN


def test_a_corrected_letter_and_a_signed_one_are_letters_too():
    assert verdict(proof=proof_of(body("reissue", corrects="0001")).encode()) is Verdict.PROVEN
    signed = body(paper=None, signature={"how": "electronic", "sha256": sha256(PAPER).hexdigest()})
    found = verify_letter(PAPER, proof_of(signed).encode(), policy())
    assert found.verdict is Verdict.PROVEN
    assert any("electronic signature" in one.en for one in found.not_proven)


@pytest.mark.parametrize("at", range(len(PAPER)))
def test_no_changed_byte_of_the_letter_passes(at):
    assert verdict(PAPER[:at] + bytes([PAPER[at] ^ 1]) + PAPER[at + 1 :]) is Verdict.DISPROVED


@pytest.mark.parametrize("paper", [b"", PAPER + b"\n", PAPER[:-1], PAPER + b"\n%%EOF"])
def test_nothing_may_be_added_to_a_letter_or_cut_from_it(paper):
    assert verdict(paper) is Verdict.DISPROVED


def test_no_changed_byte_of_the_proof_passes():
    """Each byte in turn; what is still proven must be the same proof in the end, and there is no such byte."""
    passed = [
        at
        for at in range(len(PROOF))
        if verdict(proof=PROOF[:at] + bytes([PROOF[at] ^ 1]) + PROOF[at + 1 :]) is Verdict.PROVEN
    ]
    assert passed == []


FIELDS = {
    "body": lambda text: text.replace("granted", "refused"),
    "leaf": lambda text: text.replace("2026-11-23T08:15:00Z", "2026-11-22T08:15:00Z"),
    "salt": lambda text: encode_base64(bytes(32)),
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_changed_field_of_the_opening_is_disproved(field):
    values = json.loads(parse_proof(PROOF).extra)
    changed = values | {field: FIELDS[field](values[field])}
    assert changed != values
    extra = json.dumps(changed, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    proof = replace(parse_proof(PROOF), extra=extra)
    assert verdict(proof=proof.render().encode()) is Verdict.DISPROVED


def test_an_own_leaf_for_a_forged_letter_is_not_in_the_record():
    forged = b"%PDF-1.7 forged"
    opening = openings([body(paper=sha256(forged).hexdigest())])[0]
    proof = replace(parse_proof(PROOF), extra=LetterOpening(opening.leaf, opening.body, opening.salt).to_json())
    assert verdict(forged, proof.render().encode()) is Verdict.DISPROVED


def test_another_place_root_or_history_is_disproved():
    proof = parse_proof(PROOF)
    assert verdict(proof=replace(proof, index=INDEX - 1).render().encode()) is Verdict.DISPROVED
    changed = (bytes(32), *proof.hashes[1:])
    assert verdict(proof=replace(proof, hashes=changed).render().encode()) is Verdict.DISPROVED
    forged = proof.checkpoint.replace("\n300\n", "\n301\n")
    assert verdict(proof=replace(proof, checkpoint=forged).render().encode()) is Verdict.DISPROVED


@pytest.mark.parametrize(
    "text",
    [
        body("deliver"),
        body(paper=None),
        body(paper="AB" * 32),
        body(paper=7),
        body(letter=None),
        '{"act":"issue"}',
        '{"act":[],"data":{}}',
        '{"act":{},"data":{}}',
        "no JSON",
        "[" * 100_000,
        body(signature={"how": "ink"}),
    ],
)
def test_an_act_that_names_no_file_is_not_checkable(text):
    assert issued_letter(text) is None
    assert verdict(proof=proof_of(text).encode()) is Verdict.NOT_CHECKABLE


def test_what_is_missing_makes_it_not_checkable():
    assert verdict(proof=b"") is Verdict.NOT_CHECKABLE
    assert verdict(proof=PROOF[:200]) is Verdict.NOT_CHECKABLE
    no_opening = replace(parse_proof(PROOF), extra=None).render().encode()
    assert verdict(proof=no_opening) is Verdict.NOT_CHECKABLE
    assert verdict(proof=proof_of(body(), witnesses=()).encode()) is Verdict.NOT_CHECKABLE
    stranger = policy()
    assert verdict(trusted=replace(stranger, logs=stranger.acknowledgements)) is Verdict.NOT_CHECKABLE


def test_a_copy_of_the_record_that_is_of_another_history_disproves(tmp_path):
    from layani.commands.verify import read_from  # noqa: PLC0415  beside the one test that reads a folder

    opening = openings([body()])[0]
    for name, entries, expected in (
        ("same", entries_around(opening.leaf, SIZE + 9, INDEX), Verdict.PROVEN),
        ("other", entries_around(openings(['{"act":"other"}'])[0].leaf, SIZE + 9, INDEX), Verdict.DISPROVED),
    ):
        write_log(tmp_path / name, entries)
        mirror = Mirror((tmp_path / name / "checkpoint").read_bytes(), read_from(tmp_path / name))
        assert verify_letter(PAPER, PROOF, policy(), mirror).verdict is expected, name


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "policy").write_text(f"log {LOG_VKEY}\nquorum none\n", encoding="utf-8")
    (tmp_path / "SKM-1.pdf").write_bytes(PAPER)
    (tmp_path / "SKM-1.tlog-proof").write_bytes(PROOF)
    return tmp_path


def asked(folder, *more, file="SKM-1.pdf"):
    return main(["verify", "letter", str(folder / file), "--policy", str(folder / "policy"), *map(str, more)])


def test_the_command_finds_the_proof_beside_the_letter(folder, capsys):
    assert asked(folder) == 0
    said = capsys.readouterr().out
    assert said.startswith("PROVEN") and "Not proven:" in said and "QR code" in said
    assert asked(folder, "--language", "id") == 0
    assert capsys.readouterr().out.startswith("TERBUKTI")
    assert asked(folder, "--json") == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "proven"


def test_the_command_says_what_is_wrong_or_missing(folder, capsys):
    (folder / "changed.pdf").write_bytes(PAPER.replace(b"made-up", b"real   "))
    assert asked(folder, "--proof", folder / "SKM-1.tlog-proof", file="changed.pdf") == 1
    assert "DISPROVED" in capsys.readouterr().out
    assert asked(folder, file="changed.pdf") == 2
    assert "--proof" in capsys.readouterr().err
    assert asked(folder, file="nowhere.pdf") == 2


def test_the_hash_of_the_vector_does_not_move():
    """What other programs read: the opening's spelling, and the digest of the file in it."""
    shown = json.loads(parse_proof(PROOF).extra)
    assert json.loads(shown["body"])["data"]["paper"] == sha256(PAPER).hexdigest()
    assert len(decode_base64(shown["salt"], "salt", 32)) == 32
