"""The page on verifying with Debian alone: its own commands, typed in a shell without anything of ours."""

import json
import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from layani.office.actions import issuing
from layani.office.actions.letter_proofs import letter_proof
from layani.office.actions.receipts import final_receipt, provisional_receipt
from layani.office.actor import SYSTEM
from layani.office.gateways.log_keys import trust_policy
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models import Letter, Outbox
from layani.rules.record.encoding import encode_base64
from layani.rules.record.leaf import CaseEventLeaf
from layani.rules.record.letter import LetterOpening
from layani.rules.record.note import SigningKey
from layani.rules.record.policy import parse_policy
from layani.rules.record.proof import TlogProof, parse_proof
from layani.rules.record.sealing import commitment
from tests.office.officer.walks import granted
from tests.office.record.test_receipts import MINUTE, acts, case, others  # noqa: F401  case is a fixture
from tests.office.record.witnesses import sweep

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "verify-a-receipt-with-debian-alone.md"
DEBIAN = "/usr/bin:/bin"
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
NAME = "SKM-2026-000123-1.tlog-proof"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.conformance,
    pytest.mark.skipif(
        not all(shutil.which(one, path=DEBIAN) for one in ("python3", "openssl", "bash")) and not os.environ.get("CI"),
        reason="Debian's own python3 and openssl are missing: sudo apt-get install -y python3 openssl",
    ),
]


@pytest.fixture
def desk(tmp_path):
    """Give the folder where a reader has receipt and policy, and nothing else."""
    folder = tmp_path / "desk"
    folder.mkdir()
    return folder


def typed(folder, blocks=BLOCKS):
    """Type the page's blocks into one shell; return (exit code, what it printed)."""
    done = subprocess.run(
        ["bash", "-c", "".join(blocks)],
        cwd=folder,
        env={"PATH": DEBIAN, "HOME": str(folder), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def laid(folder, receipt):
    (folder / "policy").write_text(trust_policy(), encoding="utf-8")
    (folder / NAME).write_text(receipt, encoding="utf-8")


def test_the_page_has_its_blocks_in_their_order():
    assert len(BLOCKS) == 8
    assert f"receipt={NAME}\n" in BLOCKS[0]
    assert "layani" not in "".join(BLOCKS).lower()


@pytest.mark.parametrize("later", [0, 300])
def test_a_receipt_that_the_office_made_is_proven(later, case, desk, now):  # noqa: F811
    others(later, now)
    integrate(now=now)
    for event in acts(case):
        laid(desk, final_receipt(event))
        code, said = typed(desk)
        assert code == 0, said
        assert f"PROVEN: entry number {event.outbox.idx} counted from 0" in said
        assert ascii(event.body) in said and "signed by the office: office.example/cases+" in said


def test_the_witnesses_are_checked_and_a_missing_one_is_named(two, case, desk, now):  # noqa: F811
    integrate(now=now)
    laid(desk, final_receipt(acts(case)[0]))
    assert "not seen by ombudsman.example/w" in typed(desk)[1]
    sweep(datetime.now(UTC))  # a witness signs by its own clock, and what comes long after is not taken
    laid(desk, final_receipt(acts(case)[0]))
    code, said = typed(desk)
    assert code == 0 and "witnesses that signed: 2" in said and "seen by ombudsman.example/w" in said, said
    assert "it is met" in said.splitlines()[-1]
    (desk / NAME).write_text(flipped(final_receipt(acts(case)[0]), -10), encoding="utf-8")
    code, said = typed(desk)
    assert code == 1 and "FALSE" in said, said


def flipped(text, at):
    """Return a text of base64 with one letter of it changed."""
    place = len(text) + at if at < 0 else at
    return text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]


def opening_of(receipt):
    return json.loads(parse_proof(receipt.encode()).extra)


def with_opening(receipt, **changed):
    proof = parse_proof(receipt.encode())
    values = opening_of(receipt) | changed
    extra = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return TlogProof(proof.index, proof.hashes, proof.checkpoint, extra).render()


TAMPERED = {
    "content": lambda one: with_opening(one, body='{"act":"something else"}'),
    "salt": lambda one: with_opening(one, salt=encode_base64(bytes(32))),
    "case": lambda one: with_opening(one, k=encode_base64(bytes(32))),
    "number": lambda one: with_opening(one, seq=5),
    "time": lambda one: with_opening(one, leaf=opening_of(one)["leaf"].replace("2026", "2025")),
    "place": lambda one: one.replace("index 0\n", "index 1\n"),
    "path": lambda one: flipped(one, one.index("index 0\n") + 12),
    "size": lambda one: one.replace("\n303\n", "\n304\n"),
    "root": lambda one: flipped(one, one.index("\n303\n") + 10),
    "signature": lambda one: flipped(one, one.rindex("— ") + 60),
    "another log": lambda one: one.replace("office.example/cases\n303", "office.example/other\n303"),
    "no signature": lambda one: one[: one.index("— ")],
    "cut": lambda one: one[:200],
    "cut by a line's end": lambda one: one[:-1],
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERED)
def test_a_receipt_that_was_tampered_with_is_not_proven(what, case, desk, now):  # noqa: F811
    others(300, now)
    integrate(now=now)
    receipt = final_receipt(acts(case)[0])
    changed = TAMPERED[what](receipt)
    assert changed != receipt
    laid(desk, changed)
    code, said = typed(desk)
    assert code != 0 and "PROVEN: entry" not in said, said


def test_keys_of_somebody_else_prove_nothing(case, desk, now):  # noqa: F811
    integrate(now=now)
    laid(desk, final_receipt(acts(case)[0]))
    own = (desk / "policy").read_text(encoding="utf-8")
    key = re.search(r"^log (\S+)$", own, re.MULTILINE)[1]
    (desk / "policy").write_text(own.replace(key, flipped(key, -10)), encoding="utf-8")
    assert typed(desk)[0] != 0
    (desk / "policy").write_text(f"log {key}\n# until {key} 2\nquorum none\n", encoding="utf-8")
    code, said = typed(desk)
    assert code != 0 and "a retired key" in said
    for odd in (f"#  until  {key}\t2 ", f" # until {key} 2"):
        (desk / "policy").write_text(f"log {key}\n{odd}\nquorum none\n", encoding="utf-8")
        code, said = typed(desk)
        assert code != 0 and "a retired key" in said, said
    for unknown in (f"# until {key}", f"# Until: {key} 2", f"# until {key} 2 or so"):
        (desk / "policy").write_text(f"log {key}\n{unknown}\nquorum none\n", encoding="utf-8")
        code, said = typed(desk)
        assert code == 1 and "a line 'until' of the policy was not understood" in said, said


def test_the_last_line_says_that_fewer_signed_than_the_quorum_asks_for(two, case, desk, now):  # noqa: F811
    integrate(now=now)
    laid(desk, final_receipt(acts(case)[0]))
    quorum = re.search(r"^quorum (\S+)$", (desk / "policy").read_text(encoding="utf-8"), re.MULTILINE)[1]
    code, said = typed(desk)
    assert quorum != "none" and code == 3
    assert said.splitlines()[-1].startswith(f"WITNESSES: 0 signed, and the policy's quorum is {quorum}; NOT MET"), said


def test_groups_within_groups_are_counted_as_the_policy_says(two, case, desk, now):  # noqa: F811
    integrate(now=now)
    sweep(datetime.now(UTC))
    receipt = final_receipt(acts(case)[0])
    laid(desk, receipt)
    own = (desk / "policy").read_text(encoding="utf-8")
    first, second = re.findall(r"^witness (\S+) ", own, re.MULTILINE)
    absent = (
        own + f"witness absent {SigningKey.from_seed('absent.example/w', bytes(32)).verifier.as_cosigner().text()}\n"
    )
    for groups, enough in (
        (f"group a all {first} {second}\nquorum a\n", True),
        (f"group a all {first} absent\nquorum a\n", False),
        (f"group a any absent {second}\nquorum a\n", True),
        (f"group b any absent {second}\ngroup a 2 b {first}\nquorum a\n", True),
        (f"group b 2 absent {second}\ngroup a 2 b {first}\nquorum a\n", False),
        ("quorum absent\n", False),
        (f"quorum {first}\n", True),
        ("quorum none\n", True),
    ):
        lines = [line for line in absent.splitlines() if not line.startswith(("group", "quorum"))]
        (desk / "policy").write_text("\n".join(lines) + f"\n{groups}", encoding="utf-8")
        parse_policy((desk / "policy").read_bytes())
        code, said = typed(desk)
        assert (code == 0) is enough and ("NOT MET" in said) is not enough and code in (0, 3), (groups, said)


def test_whatever_byte_is_damaged_it_is_said_in_words(case, desk, now):  # noqa: F811
    others(30, now)
    integrate(now=now)
    event = acts(case)[0]
    receipt = final_receipt(event).encode()
    for number, place in enumerate(range(0, len(receipt), len(receipt) // 36)):
        laid(desk, "")
        other = (0xFF, receipt[place] ^ 1, 0x0A)[number % 3]
        (desk / NAME).write_bytes(receipt[:place] + bytes([other]) + receipt[place + 1 :])
        code, said = typed(desk)
        assert "Traceback" not in said, said
        if code:  # bits that base64 does not use may change without a change of what is said
            assert ("NOT PROVEN" in said or "NOT CHECKABLE" in said) and "PROVEN: entry" not in said, said
        else:
            assert ascii(event.body) in said and f"PROVEN: entry number {event.outbox.idx} " in said, said


@pytest.mark.parametrize(
    "extra", [b"", b"x", b"[]", b"{}", b'{"leaf":1}', b'{"leaf":"case-event/v1\\na\\nb\\nc\\nd\\n"}', b"[" * 9000]
)
def test_an_opening_that_is_none_is_not_checkable(extra, case, desk, now):  # noqa: F811
    integrate(now=now)
    proof = parse_proof(final_receipt(acts(case)[0]).encode())
    laid(desk, TlogProof(proof.index, proof.hashes, proof.checkpoint, extra).render())
    code, said = typed(desk)
    assert code == 2 and "NOT CHECKABLE: the file is damaged" in said and "Traceback" not in said, said


def test_a_missing_policy_is_not_checkable(case, desk, now):  # noqa: F811
    integrate(now=now)
    laid(desk, final_receipt(acts(case)[0]))
    (desk / "policy").unlink()
    code, said = typed(desk)
    assert code != 0 and "NOT" in said, said


def test_a_receipt_without_the_cases_key_is_called_that(case, desk, now):  # noqa: F811
    integrate(now=now)
    event = acts(case)[1]
    laid(desk, final_receipt(event))
    assert f"\nbound to a case: yes, act {event.seq}\n" in typed(desk)[1]
    proof = parse_proof(final_receipt(event).encode())
    left = {name: value for name, value in json.loads(proof.extra).items() if name not in ("k", "seq")}
    stripped = TlogProof(proof.index, proof.hashes, proof.checkpoint, json.dumps(left).encode()).render()
    (desk / NAME).write_text(stripped, encoding="utf-8")
    code, said = typed(desk)
    assert code == 0 and "\nbound to a case: no\n" in said, said


def test_a_provisional_receipt_is_checked_as_well(case, desk, now):  # noqa: F811
    integrate(now=now)
    laid(desk, final_receipt(acts(case)[0]))
    text = provisional_receipt(acts(case)[0])
    (desk / "SKM-2026-000123-1.txt").write_text(text, encoding="utf-8")
    code, said = typed(desk)
    assert code == 0 and "signed by the office: SKM-2026-000123-1.txt" in said and "due 2026-11-24" in said, said
    (desk / "SKM-2026-000123-1.txt").write_text(text.replace("due 2026-11-24", "due 2026-11-25"), encoding="utf-8")
    assert typed(desk)[0] == 1


def test_what_a_retired_key_signed_after_its_end_is_not_proven(case, desk, now):  # noqa: F811
    integrate(now=now)
    laid(desk, final_receipt(acts(case)[0]))
    (desk / "SKM-2026-000123-1.txt").write_text(text := provisional_receipt(acts(case)[0]), encoding="utf-8")
    issued = re.search(r"^issued (\S+)$", text, re.MULTILINE)[1]
    own = (desk / "policy").read_text(encoding="utf-8")
    key = re.search(r"^# acknowledgement (\S+)$", own, re.MULTILINE)[1]
    for end, right in ((issued, True), ("2026-01-02T03:04:05Z", False)):
        limit = f"#  acknowledged-until {key}  {end} \n"
        (desk / "policy").write_text(f"{own.rstrip()}\n{limit}", encoding="utf-8")
        code, said = typed(desk)
        assert (code == 0) is right and f"until {end}; this says {issued}" in said, said
        assert ("NOT PROVEN: SKM" in said) is not right


@pytest.mark.parametrize(("act", "right"), [("note", False), ("issue", True), ("reissue", True)])
def test_only_an_act_that_issues_a_letter_proves_one(act, right, own_record, desk, settings, now):
    """Any other act that names a file in the same words is no letter."""
    paper = b"%PDF-1.7 no letter"
    body = json.dumps({"act": act, "data": {"paper": sha256(paper).hexdigest()}}, separators=(",", ":"))
    leaf = CaseEventLeaf("00" * 16, bytes(32), commitment(body.encode(), bytes(32)), now)
    Outbox.objects.create(leaf=leaf.text())
    integrate(now=now)
    signed = (settings.LOG_FOLDER / "checkpoint").read_text(encoding="utf-8")
    assert signed.splitlines()[1] == "1"
    laid(desk, TlogProof(0, (), signed, LetterOpening(leaf, body, bytes(32)).to_json()).render())
    (desk / "letter.pdf").write_bytes(paper)
    code, said = typed(desk)
    assert "PROVEN: entry number" in said and (code == 0) is right, said
    assert ("FALSE: letter.pdf is not that letter" in said) is not right


def test_a_letter_is_compared_byte_for_byte(own_record, ana, ben, desk, now):
    row = issuing.issue(granted(ana, ben), actor=SYSTEM, now=now + 10 * MINUTE).row
    integrate(now=now)
    laid(desk, letter_proof(Letter.objects.get()).text)
    (desk / "letter.pdf").write_bytes(issuing.letter_pdf(row))
    code, said = typed(desk)
    assert code == 0 and "letter.pdf is that letter, byte for byte" in said, said
    (desk / "letter.pdf").write_bytes(issuing.letter_pdf(row) + b"\n")
    code, said = typed(desk)
    assert code == 1 and "FALSE: letter.pdf" in said
