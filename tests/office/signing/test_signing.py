"""A letter is issued once who decided has signed it, and an independent reader says that the signature is valid."""

import json
import os
import shutil
import subprocess
from datetime import timedelta
from hashlib import sha256

import pytest

from layani.office.actions import issuing, signing
from layani.office.actions.letters.typesetting import pdf_of
from layani.office.gateways import fake_signing_service as fakes
from layani.office.jobs import collect_signatures, issue_letters
from layani.office.tables.models import Case, Event, Letter, Party, Signature
from layani.office.tables.projection import event_of
from layani.rules.refusal import Refused
from tests.office.conftest import MONDAY
from tests.office.officer.walks import another, filed, granted
from tests.office.signing.conftest import LATER, PASSPHRASE

# In CI poppler is always there, and a test that cannot run there fails.
with_pdfsig = pytest.mark.skipif(
    shutil.which("pdfsig") is None and not os.environ.get("CI"),
    reason="pdfsig is missing: sudo apt-get install -y poppler-utils",
)
SCAN = b"%PDF-1.7\n% a letter with ink on it\n%%EOF\n"


def pdfsig(pdf, tmp_path):
    """What poppler, which shares no code with us, says of a PDF's signatures."""
    (tmp_path / "letter.pdf").write_bytes(pdf)
    found = subprocess.run(["pdfsig", "-nocert", tmp_path / "letter.pdf"], capture_output=True, text=True, check=False)
    return found.stdout


def in_letters(value):
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def test_a_decided_letter_waits_for_who_decided_and_has_no_number_yet(local, waiting, ben):
    row = Signature.objects.get()
    assert (row.signer_id, row.state) == (ben.user, "waiting")
    assert not Letter.objects.exists() and Case.objects.get().issued_at is None


@with_pdfsig
def test_a_local_key_signs_and_an_independent_reader_finds_it_valid(local, waiting, ben, tmp_path, read_pdf):
    done = signing.sign([waiting], PASSPHRASE, actor=ben, now=LATER)
    assert (done.issued, done.sent, done.refusal) == (1, 0, None)
    row = Case.objects.get()
    pdf = issuing.letter_pdf(row)
    said = pdfsig(pdf, tmp_path)
    assert "Signature is Valid" in said and "ETSI.CAdES.detached" in said and "Total document signed" in said
    assert "ben (contoh)" in said
    reader, text = read_pdf(pdf)
    assert "0001/SKM/XI/2026" in text and "ditandatangani secara elektronik" in text
    unsigned, _ = read_pdf(pdf_of(issuing.opened_letter(Letter.objects.get(), row)))
    said = [one.trailer["/Root"]["/Metadata"].get_data() for one in (reader, unsigned)]
    assert said[0] == said[1] and b"<pdfaid:part>2</pdfaid:part>" in said[0] and b"pdfuaid" in said[0]
    field = reader.trailer["/Root"]["/AcroForm"]["/Fields"][0].get_object()
    assert list(field["/Rect"]) == [0, 0, 0, 0]  # it draws nothing, so PDF/A asks for no picture of it
    issued = event_of(Event.objects.get(act="issue")).data
    assert issued["signature"] == {"how": "electronic", "sha256": sha256(pdf).hexdigest()}
    assert row.issued_at == LATER and row.delivered_at is None


def test_the_signed_bytes_are_the_letter_as_it_was_set_with_the_signature_behind_them(local, waiting, ben):
    paper = signing.prepare(waiting, actor=ben, now=LATER)
    signing.sign([waiting], PASSPHRASE, actor=ben, now=LATER)
    assert issuing.letter_pdf(Case.objects.get()).startswith(paper)


@with_pdfsig
def test_a_letter_that_was_altered_after_signing_is_found_out(local, waiting, ben, tmp_path):
    signing.sign([waiting], PASSPHRASE, actor=ben, now=LATER)
    pdf = bytearray(issuing.letter_pdf(Case.objects.get()))
    pdf[1000] ^= 1
    assert "Signature is Valid" not in pdfsig(bytes(pdf), tmp_path)


def test_several_are_signed_at_once_and_numbered_in_their_order(local, ana, ben):
    numbers = [granted(ana, ben, another(n), at=MONDAY + timedelta(minutes=10 * n)) for n in range(3)]
    for number in numbers:
        signing.issue_or_wait(number, now=LATER)
    assert [row.case.number for row in Signature.objects.of_signer(ben.user)] == numbers
    assert signing.sign(numbers, PASSPHRASE, actor=ben, now=LATER + timedelta(hours=1)).issued == 3
    assert [one.case.number for one in Letter.objects.order_by("serial")] == numbers


def test_a_wrong_passphrase_signs_nothing_and_the_number_stays_with_the_letter(local, waiting, ben):
    done = signing.sign([waiting], "wrong", actor=ben, now=LATER)
    assert done.refusal.code == "wrong-passphrase" and Case.objects.get().issued_at is None
    assert signing.sign([waiting], PASSPHRASE, actor=ben, now=LATER + timedelta(hours=1)).issued == 1
    assert Letter.objects.get().serial == 1


def test_a_passphrase_is_kept_nowhere(local, waiting, ben, caplog):
    signing.sign([waiting], "rahasia-yang-salah", actor=ben, now=LATER)
    signing.sign([waiting], PASSPHRASE, actor=ben, now=LATER)
    rows = [*Event.objects.values(), *Signature.objects.values(), *Letter.objects.values(), *Case.objects.values()]
    written = json.dumps(rows, default=in_letters)
    for secret in ("rahasia-yang-salah", PASSPHRASE):
        assert secret not in written and secret not in caplog.text


@pytest.mark.parametrize(("begins", "lasts"), [(-60, 30), (+1, 30)])
def test_a_certificate_that_does_not_hold_signs_nothing_and_uses_no_number(begins, lasts, local, waiting, ben):
    fakes.make_key(local, "ben", PASSPHRASE, begins=MONDAY + timedelta(days=begins), lasts=timedelta(days=lasts))
    assert signing.sign([waiting], PASSPHRASE, actor=ben, now=LATER).refusal.code == "certificate-ended"
    assert not Letter.objects.exists()


def test_the_end_of_a_certificate_is_told_thirty_days_before(local, ben):
    certificate = signing.certificate_of(ben)
    assert not certificate.ends_soon(certificate.ends - timedelta(days=31))
    assert certificate.ends_soon(certificate.ends - timedelta(days=30))


def test_nobody_signs_what_another_decided(local, waiting, ana, ben):
    fakes.make_key(local, "ana", PASSPHRASE, begins=MONDAY - timedelta(days=1))
    with pytest.raises(Refused):
        signing.sign([waiting], PASSPHRASE, actor=ana, now=LATER)
    with pytest.raises(Refused):
        signing.readable(waiting, actor=ana, now=LATER)
    assert not Letter.objects.exists()


def test_a_user_name_is_never_a_way_out_of_the_folder(local, ben):
    from layani.office.gateways.pades import LocalKeys  # noqa: PLC0415  loads pyhanko

    (local / "x").mkdir()
    assert LocalKeys(local / "x").certificate("../ben") is None and LocalKeys(local).certificate("ben")


@with_pdfsig
def test_the_fake_service_signs_later_and_a_sweep_issues_the_letter(fake, waiting, ben, tmp_path, monkeypatch):
    monkeypatch.setattr(fakes, "READY_AFTER", timedelta(0))
    monkeypatch.setattr(fakes.FakeSigningService.__init__, "__defaults__", (timedelta(0),))
    done = signing.sign([waiting], fakes.PASSPHRASE, actor=ben, now=LATER)
    assert (done.issued, done.sent) == (0, 1)
    assert Case.objects.get().issued_at is None and Letter.objects.get().number == "0001/SKM/XI/2026"
    (fake / "away").touch()
    assert collect_signatures.run(LATER) == 0
    (fake / "away").unlink()
    assert collect_signatures.run(LATER + timedelta(hours=1)) == 1
    assert collect_signatures.run(LATER + timedelta(hours=2)) == 0
    assert "Signature is Valid" in pdfsig(issuing.letter_pdf(Case.objects.get()), tmp_path)


def test_while_the_service_is_away_the_queue_waits(fake, waiting, ben):
    signing.certificate_of(ben)
    (fake / "away").touch()
    assert signing.sign([waiting], fakes.PASSPHRASE, actor=ben, now=LATER).refusal.code == "service-away"
    assert Signature.objects.get().state == "waiting" and not Letter.objects.exists()


def test_in_ink_the_scan_issues_the_letter_and_its_digest_stands_in_the_event(ink, waiting, ben, read_pdf):
    with pytest.raises(Refused):  # there is no number to sign yet
        signing.take_scan(waiting, SCAN, actor=ben, now=LATER)
    paper = signing.prepare(waiting, actor=ben, now=LATER)
    assert signing.prepare(waiting, actor=ben, now=LATER + timedelta(hours=1)) == paper
    for wrong in (b"MZ", b"", b"\xff\xd8\xffjpeg"):
        with pytest.raises(Refused):
            signing.take_scan(waiting, wrong, actor=ben, now=LATER)
    done = signing.take_scan(waiting, SCAN, actor=ben, now=LATER + timedelta(hours=2))
    assert event_of(done.event).data["signature"] == {"how": "ink", "sha256": sha256(SCAN).hexdigest()}
    assert issuing.letter_pdf(done.row) == SCAN


def test_the_sweep_puts_letters_into_the_queue_and_issues_them_where_nobody_signs(settings, local, ana, ben):
    granted(ana, ben)
    assert issue_letters.issue_due(LATER) == 0 and Signature.objects.count() == 1
    assert issue_letters.issue_due(LATER) == 0
    settings.SIGNING = "none"
    assert issue_letters.issue_due(LATER) == 1 and Case.objects.get().issued_at == LATER


def test_what_is_read_before_signing_is_a_draft_without_a_number(local, waiting, ben, read_pdf):
    _, text = read_pdf(signing.readable(waiting, actor=ben, now=LATER))
    assert "SKM/XI" not in text and "Carla Wijaya" in text and not Letter.objects.exists()


def test_a_case_that_is_not_decided_does_not_wait(local, ana, ben):
    with pytest.raises(Refused):
        signing.issue_or_wait(filed(), now=LATER)
    assert not Signature.objects.exists() and Party.objects.exists()


def test_the_head_of_the_office_sees_that_signatures_stall(ink, waiting, browser_of):
    hana = browser_of("hana", "head", "supervisor")
    page = hana.text("/officer/late/")
    assert "Surat yang sudah diputus dan belum ditandatangani" in page


def test_who_may_take_a_letter_over_is_led_to_it_and_nobody_else_learns_of_it(ink, waiting, browser_of):
    page = f"/letters/signing/{waiting}/ink/"
    assert browser_of("eva", "front-desk").get(page).status_code == 403
    # Ben holds no role on this day, so another head may take the letter over.
    assert browser_of("gita", "head").get(page)["Location"] == "/letters/signing/#open"
