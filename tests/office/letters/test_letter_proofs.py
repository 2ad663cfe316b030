"""The proof of a letter, from the decision to a stranger: unsigned, signed, corrected, revoked, erased, altered."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client

from layani.cli import main
from layani.office.actions import issuing, signing
from layani.office.actions.letter_proofs import letter_proof
from layani.office.actor import SYSTEM
from layani.office.gateways.fake_signing_service import make_key
from layani.office.gateways.log_keys import trust_policy
from layani.office.house import key_store
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models import Case, Event, Letter, LetterPaper, Party
from layani.office.tables.projection import event_of
from layani.rules.record.policy import parse_policy
from layani.rules.record.verify import Verdict
from layani.rules.record.verify_letter import verify_letter
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import MONDAY, officer
from tests.office.letters import test_correcting as correcting
from tests.office.officer.walks import granted, refused
from tests.office.record.conftest import own_record  # noqa: F401  a fixture

LATER = MONDAY + timedelta(minutes=10)


@pytest.fixture
def issued(own_record, ana, ben):  # noqa: F811
    """Give the row of a case whose letter is out and in the record."""
    row = issuing.issue(granted(ana, ben), actor=SYSTEM, now=LATER).row
    integrate(now=LATER)
    return row


def verdict(paper, letter):
    found = verify_letter(paper, letter_proof(letter).text.encode(), parse_policy(trust_policy().encode()))
    return found.verdict


def test_the_act_names_the_file_and_the_file_is_kept_as_it_was_issued(issued, monkeypatch):
    paper = issuing.letter_pdf(issued)
    data = event_of(Event.objects.get(act="issue")).data
    assert data["paper"] == sha256(paper).hexdigest()
    # A later version of the typesetter would set other bytes; the letter that is handed out stays the same.
    monkeypatch.setattr(issuing, "pdf_of", lambda content: b"%PDF-1.7 set by another version")
    assert issuing.letter_pdf(issued) == paper
    assert paper not in bytes(LetterPaper.objects.get().sealed) and b"%PDF" not in bytes(
        LetterPaper.objects.get().sealed
    )


def test_a_stranger_proves_the_letter_and_finds_a_changed_one(issued):
    paper, letter = issuing.letter_pdf(issued), Letter.objects.get()
    assert verdict(paper, letter) is Verdict.PROVEN
    assert verdict(paper.replace(b"%PDF-1.7", b"%PDF-1.6", 1), letter) is Verdict.DISPROVED


def test_a_refusal_has_its_proof_too(own_record, ana, ben):  # noqa: F811
    row = issuing.issue(refused(ana, ben), actor=SYSTEM, now=LATER).row
    assert letter_proof(Letter.objects.get()) is None  # the record does not hold the act yet
    integrate(now=LATER)
    assert verdict(issuing.letter_pdf(row), Letter.objects.get()) is Verdict.PROVEN


def test_a_letter_signed_electronically_is_proven_with_its_signature(own_record, ana, ben, settings, tmp_path):  # noqa: F811
    settings.SIGNING, settings.SIGNING_KEYS = "local", tmp_path / "signing"
    make_key(settings.SIGNING_KEYS, "ben", "mangga-manis-77", begins=MONDAY - timedelta(days=30))
    number = granted(ana, ben)
    signing.issue_or_wait(number, now=LATER)
    before = signing.prepare(number, actor=ben, now=LATER)
    assert signing.sign([number], "mangga-manis-77", actor=ben, now=LATER).issued == 1
    integrate(now=LATER)
    paper, letter = issuing.letter_pdf(Case.objects.get()), Letter.objects.get()
    assert verdict(paper, letter) is Verdict.PROVEN
    assert paper.startswith(before) and verdict(before, letter) is Verdict.DISPROVED
    assert not LetterPaper.objects.exists()


def test_a_corrected_letter_has_a_proof_and_the_old_one_keeps_its_own(own_record, ana, ben):  # noqa: F811
    number = issuing.issue(granted(ana, ben), actor=SYSTEM, now=LATER).row.number
    first = issuing.letter_pdf(Case.objects.get())
    correcting.corrected(number, ben, officer("fira", "head"))
    integrate(now=LATER + timedelta(days=9))
    old, new = Letter.objects.order_by("edition")
    second = issuing.letter_pdf(Case.objects.get())
    assert first != second
    assert [verdict(first, old), verdict(second, new)] == [Verdict.PROVEN] * 2
    assert [verdict(first, new), verdict(second, old)] == [Verdict.DISPROVED] * 2


def test_a_letter_of_before_has_no_proof_and_is_set_anew(issued, client):
    """As if it had been issued by a version whose acts did not name the file: then nothing is claimed of it."""
    LetterPaper.objects.all().delete()
    Letter.objects.update(number="another number")
    letter = Letter.objects.get()
    assert letter_proof(letter) is None
    assert issuing.letter_pdf(issued).startswith(b"%PDF")
    assert "layani verify letter" not in client.get(f"/letter/{letter.code}/").content.decode()
    assert client.get(f"/letter/{letter.code}/proof/").status_code == 404


def test_the_page_behind_the_code_gives_the_proof_without_the_cases_number(issued):
    letter = Letter.objects.get()
    assert f"/letter/{letter.code}/proof/" in Client().get(f"/letter/{letter.code}/").content.decode()
    answer = Client().get(f"/letter/{letter.code}/proof/")
    assert answer.content.startswith(b"c2sp.org/tlog-proof@v1")
    assert answer["Content-Disposition"] == 'attachment; filename="0001-SKM-XI-2026.tlog-proof"'
    assert issued.number not in answer.content.decode() + answer["Content-Disposition"]
    assert Client().get("/letter/K7Q4-9TBM-X2HD-5P3W/proof/").status_code == 404


def test_its_owner_downloads_both_and_the_command_proves_them(issued, tmp_path, capsys):
    client = signed_in(Party.objects.get(pk=issued.party_id))
    assert "letter/proof/" in client.get(f"/case/{issued.number}/").content.decode()
    for path, name in (("letter/", "pdf"), ("letter/proof/", "tlog-proof")):
        answer = client.get(f"/case/{issued.number}/{path}")
        assert f'{issued.number}.{name}"' in answer["Content-Disposition"]
        (tmp_path / f"letter.{name}").write_bytes(answer.content)
    (tmp_path / "policy").write_text(trust_policy(), encoding="utf-8")
    command = ["verify", "letter", str(tmp_path / "letter.pdf"), "--policy", str(tmp_path / "policy")]
    assert main(command) == 0
    assert "0001/SKM/XI/2026" in capsys.readouterr().out
    with (tmp_path / "letter.pdf").open("ab") as paper:
        paper.write(b" ")
    assert main(command) == 1


def test_after_an_erasure_there_is_no_proof_to_be_had(issued):
    letter = Letter.objects.get()
    key_store().erase(issued.ref)
    assert Client().get(f"/letter/{letter.code}/proof/").status_code == 404
