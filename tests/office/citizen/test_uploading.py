"""A file is what its bytes say; whatever is refused is told why, and nothing of it stays."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import OperationalError

from layani.office.actions import uploading
from layani.office.actions.uploading import (
    ABANDONED_AFTER,
    CLEAN,
    INFECTED,
    UNSCANNED,
    Infected,
    UploadRefused,
    discard,
    forget_abandoned,
    open_document,
    readable_name,
    scan_again,
    upload,
)
from layani.office.gateways.file_store import FolderStore, MemoryStore
from layani.office.gateways.file_type import mistaken_for, sides_of, type_of
from layani.office.gateways.key_store import KeyGone
from layani.office.gateways.malware import EICAR, FakeScanner, NoScanner, NotJudged
from layani.office.house import service
from layani.office.tables.models import Document
from layani.rules.catalogue import check_answers
from tests.office.actions.applications import answers
from tests.office.citizen.files import PDF, jpeg, png, sent, zip_bomb


@pytest.fixture
def contract(db):
    return service("residence-letter").fields["contract"]


@pytest.fixture
def store(monkeypatch):
    """Keep files in memory."""
    memory = MemoryStore()
    monkeypatch.setattr(uploading, "file_store", lambda: memory)
    return memory


@pytest.mark.parametrize(("content", "media"), [(PDF, "application/pdf"), (png(), "image/png"), (jpeg(), "image/jpeg")])
def test_a_file_is_known_by_its_content_whatever_its_name_says(carla, contract, store, now, content, media):
    answer = upload(carla, contract, sent(content, "sewa.txt", "text/plain"), now=now)
    assert answer["type"] == media
    document = Document.objects.get(ref=answer["id"])
    assert open_document(document) == content
    assert (document.party, document.size, document.scanned) == (carla, len(content), CLEAN)


def test_the_answer_that_names_a_file_can_be_filed(carla, contract, store, now):
    answer = upload(carla, contract, sent(PDF), now=now)
    assert check_answers(service("residence-letter"), answers(tenancy="rent", contract=answer)) == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zip_bomb(), "ZIP"),
        (b"MZ\x90\0" + b"\0" * 200, "a program"),
        (b"\x7fELF" + b"\0" * 60, "a program"),
        (b"<html><script>alert(1)</script>", "a web page"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 20, "HEIC photo of an iPhone"),
        (b"GIF89a" + b"\0" * 20, "GIF"),
        (b"Carla tinggal di sini.", "do not know"),
        (b"\n" + PDF, "do not know"),
    ],
    ids=["zip bomb", "exe", "elf", "html", "heic", "gif", "text", "pdf behind something else"],
)
def test_what_is_no_document_is_refused_and_told_what_it_is(carla, contract, store, now, content, words):
    with pytest.raises(UploadRefused, match=words):
        upload(carla, contract, sent(content), now=now)
    assert not store.files
    assert not Document.objects.exists()


def test_a_kind_that_this_question_does_not_take_is_refused(carla, contract, store, now):
    only_pdf = type(contract)(**{**{n: getattr(contract, n) for n in contract.__slots__}, "accept": ("pdf",)})
    with pytest.raises(UploadRefused, match=r"is PNG.*Upload PDF"):
        upload(carla, only_pdf, sent(png()), now=now)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-" + b"0" * 5_000_000, r"has 5\.1 MB.*at most 5 MB.*smaller size"),
        (png(30_000, 30_000), "too large to be opened"),
        (jpeg(60_000, 60_000), "too large to be opened"),
        (b"\xff\xd8\xff\xe0\x00", "broken or cut off"),
        (png(0, 5), "broken or cut off"),
        (png(1, 1), "only 1 × 1 dots"),
        (jpeg(4000, 299), "only 4000 × 299 dots"),
        (b"\x89PNG\r\n\x1a\n", "broken or cut off"),
    ],
    ids=["empty", "huge", "png bomb", "jpeg bomb", "cut jpeg", "png without width", "one dot", "narrow", "cut png"],
)
def test_a_file_that_cannot_be_used_is_refused(carla, contract, store, now, content, words):
    with pytest.raises(UploadRefused, match=words):
        upload(carla, contract, sent(content), now=now)
    assert not store.files


def test_a_file_with_malware_is_refused_in_clear_words_and_not_kept(carla, contract, store, now):
    with pytest.raises(UploadRefused, match="harmful program") as refused:
        upload(carla, contract, sent(PDF + EICAR), now=now)
    assert "program berbahaya" in refused.value.text.id
    assert not store.files
    assert not Document.objects.exists()


def test_a_full_disk_is_no_fault_of_the_file_and_leaves_nothing(carla, contract, store, now):
    store.room = 10
    with pytest.raises(OSError, match="No space left"):
        upload(carla, contract, sent(PDF), now=now)
    assert not Document.objects.exists()


def test_a_file_whose_row_cannot_be_written_does_not_stay_either(carla, contract, store, now, monkeypatch):
    def full(**_):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(Document.objects, "create", full)
    with pytest.raises(OperationalError):
        upload(carla, contract, sent(PDF), now=now)
    assert not store.files


def test_a_scanner_that_is_away_keeps_the_file_and_scans_it_later(carla, contract, store, now, monkeypatch):
    monkeypatch.setattr(uploading, "scanner", NoScanner)
    upload(carla, contract, sent(PDF), now=now)
    upload(carla, contract, sent(PDF + EICAR), now=now)
    assert scan_again(now) == 0
    assert set(Document.objects.values_list("scanned", flat=True)) == {UNSCANNED}
    monkeypatch.setattr(uploading, "scanner", FakeScanner)
    assert scan_again(now) == 2
    clean, infected = Document.objects.order_by("pk")
    assert (clean.scanned, infected.scanned) == (CLEAN, INFECTED)
    assert open_document(clean) == PDF
    with pytest.raises(Infected):
        open_document(infected)


@pytest.mark.parametrize("trouble", ["the scanner cannot judge it", "it is gone from the store"])
def test_one_file_that_cannot_be_scanned_leaves_no_other_unscanned(
    trouble, carla, contract, store, now, monkeypatch, caplog
):
    monkeypatch.setattr(uploading, "scanner", NoScanner)
    bad, good = (upload(carla, contract, sent(content), now=now)["id"] for content in (PDF, PDF + EICAR))
    monkeypatch.setattr(uploading, "scanner", FakeScanner)
    if trouble == "it is gone from the store":
        store.remove(UUID(bad))
    else:
        monkeypatch.setattr(uploading, "scanner", Choosy)
    with pytest.raises(ExceptionGroup, match="1 documents could not be scanned; 1 were"):
        scan_again(now)
    assert f"Document {bad} could not be scanned" in caplog.text
    assert dict(Document.objects.values_list("ref", "scanned")) == {UUID(bad): UNSCANNED, UUID(good): INFECTED}


class Choosy(FakeScanner):
    """A scanner that gives up on small files."""

    def scan(self, content):
        if EICAR not in content:
            raise NotJudged("clamd answered 'INSTREAM size limit exceeded. ERROR'.")
        return super().scan(content)


def test_a_scan_passes_over_what_was_erased(carla, contract, store, erase, now, monkeypatch):
    monkeypatch.setattr(uploading, "scanner", NoScanner)
    upload(carla, contract, sent(PDF), now=now)
    erase(carla)
    monkeypatch.setattr(uploading, "scanner", FakeScanner)
    assert scan_again(now) == 0


def test_an_erased_party_leaves_files_that_nobody_can_open(carla, contract, store, erase, now):
    answer = upload(carla, contract, sent(PDF), now=now)
    erase(carla)
    with pytest.raises(KeyGone):
        open_document(Document.objects.get(ref=answer["id"]))


def test_an_upload_that_no_application_names_is_forgotten_but_a_cases_document_stays(carla, case, contract, store, now):
    loose, filed = (Document.objects.get(ref=upload(carla, contract, sent(PDF), now=now)["id"]) for _ in range(2))
    Document.objects.filter(pk=filed.pk).update(case=case)
    assert forget_abandoned(now + ABANDONED_AFTER) == 0
    assert forget_abandoned(now + ABANDONED_AFTER + timedelta(seconds=1)) == 1
    discard([filed.ref])
    assert [document.pk for document in Document.objects.all()] == [filed.pk]
    assert set(store.files) == {filed.ref}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Sewa rumah.pdf", "Sewa rumah.pdf"),
        ("../../../etc/passwd", "passwd.pdf"),
        ("..\\..\\windows\\system32\\cmd.exe", "cmd.pdf"),
        ("/etc/shadow", "shadow.pdf"),
        ("sewa\x00.pdf", "sewa.pdf"),
        ("sewa\u202efdp.exe", "sewafdp.pdf"),
        ("\ufffd\ufffd.pdf", "dokumen.pdf"),
        ("", "dokumen.pdf"),
        ("...", "dokumen.pdf"),
        ("surat\r\nX-Evil: 1.pdf", "suratX-Evil: 1.pdf"),
        ("perjanjian " * 40 + ".pdf", ("perjanjian " * 40)[:100].strip() + ".pdf"),
        ("Perjanjian sewa – Ibu Núr 住.jpeg", "Perjanjian sewa – Ibu Núr 住.pdf"),
    ],
)
def test_a_name_is_only_for_reading(name, shown):
    assert readable_name(name, "application/pdf") == shown


def test_the_size_of_a_picture_is_read_from_its_header():
    assert sides_of(jpeg(640, 480), "image/jpeg") == (640, 480)
    assert sides_of(png(640, 480), "image/png") == (640, 480)


PICTURES = [(png(), "image/png"), (jpeg(), "image/jpeg")]
PNG_HEADER, JPEG_SCAN = 33, jpeg().index(b"\xff\xda")


@pytest.mark.parametrize(
    "cut",
    [png()[:24], png()[:PNG_HEADER] + png()[-12:], jpeg()[:JPEG_SCAN]],
    ids=["PNG", "PNG with an end", "JPEG"],
)
def test_a_picture_of_which_only_the_header_arrived_is_broken(carla, contract, store, now, cut):
    with pytest.raises(UploadRefused, match="broken or cut off"):
        upload(carla, contract, sent(cut), now=now)
    assert not store.files


@pytest.mark.parametrize(("content", "media"), PICTURES, ids=["PNG", "JPEG"])
def test_a_picture_that_is_cut_off_anywhere_is_broken_and_one_with_more_behind_it_is_not(content, media):
    assert not any(sides_of(content[:end], media) for end in range(len(content)))
    assert sides_of(content + b"\0ftyp a moving picture", media)


def test_every_mistake_has_words_in_both_languages():
    for content in (b"PK\x03\x04", b"MZ", b"", b"\0\0\0\x18ftypmif1"):
        assert type_of(content) is None
        words = mistaken_for(content)
        assert words.id != words.en


def test_the_store_of_the_office_is_its_folder():
    assert isinstance(uploading.file_store(), FolderStore)
