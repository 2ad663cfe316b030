"""Files in the form: hostile, strange, refused, opened again and removed, and nothing else is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from layani.office.gateways.malware import EICAR
from layani.office.tables.models import Document
from tests.office.citizen.files import PDF, sent, zip_bomb
from tests.office.citizen.filling_in import HOME, LETTER, MOVE, dans, filled_in, phone, store

__all__ = ["dans", "phone", "store"]


def test_a_file_that_is_no_longer_asked_for_is_forgotten(phone, store):
    filled_in(phone).open(f"{LETTER}/home/").fill(tenancy="rent").fill(contract=sent(PDF))
    assert len(store.files) == 1
    phone.open(f"{LETTER}/home/").fill(tenancy="own")
    assert not store.files
    assert not Document.objects.exists()


def file_named(name, content=PDF):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (lambda: file_named("sewa.pdf", zip_bomb()), "ZIP"),
        (lambda: file_named("sewa.pdf", b"MZ\x90\0" + b"\0" * 100), "sebuah program"),
        (lambda: file_named("sewa.pdf", PDF + EICAR), "program berbahaya"),
        (lambda: file_named("sewa.pdf", b"%PDF-" + b"0" * 5_000_001), "5 MB"),
        (lambda: file_named("sewa.pdf", b""), "kosong"),
    ],
    ids=["zip bomb", "program", "malware", "too large", "empty"],
)
def test_a_hostile_file_is_refused_in_words_and_nothing_else_is_lost(phone, store, upload, words):
    phone.open(f"{LETTER}/home/").fill(tenancy="rent")
    phone.open(f"{LETTER}/contract/").fill(contract=upload())
    assert phone.page.status_code == 422
    assert words in phone.text
    assert not store.files
    assert phone.open(f"{LETTER}/home/").form().values["tenancy"] == ["rent"]


def test_a_refused_file_leaves_the_one_that_was_uploaded_before(phone, store):
    phone.open(f"{LETTER}/home/").fill(tenancy="rent")
    phone.open(f"{LETTER}/contract/").fill(contract=sent(PDF))
    phone.open(f"{LETTER}/contract/").fill(contract=file_named("x.pdf", b"MZ"))
    assert phone.page.status_code == 422
    assert "sebuah program" in phone.text
    assert "sewa.pdf" in phone.open(f"{LETTER}/contract/").text
    assert len(store.files) == 1


def test_a_refused_file_is_told_also_to_who_goes_on_later(phone, store):
    phone.open(f"{LETTER}/home/").fill(tenancy="rent").open(f"{LETTER}/contract/")
    phone.fill(contract=file_named("x.pdf", b"MZ"), button="leave")
    assert phone.page.status_code == 422
    phone.open(f"{LETTER}/contract/").fill(contract=sent(PDF), button="leave")
    assert phone.at == "/case/"
    assert len(store.files) == 1


def post_file_named(phone, name):
    """Post a file under a name of any bytes, as no library of ours would write it."""
    phone.open(f"{LETTER}/home/").fill(tenancy="rent").open(f"{LETTER}/contract/")
    parts = [f'Content-Disposition: form-data; name="{k}"\r\n\r\n{v[0]}' for k, v in phone.form().values.items()]
    head = 'Content-Disposition: form-data; name="contract"; filename="'
    file = head.encode() + name + b'"\r\nContent-Type: application/pdf\r\n\r\n' + PDF
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in (*(p.encode() for p in parts), file)) + b"--b--\r\n"
    return phone.client.post(f"{LETTER}/contract/", body, content_type="multipart/form-data; boundary=b")


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd", "..\\..\\cmd.exe", "surat\x00.pdf", "\u202efdp.exe", "a" * 300 + ".pdf", "住\ufffd.pdf"],
)
def test_a_strange_file_name_is_only_a_name(phone, store, name):
    assert post_file_named(phone, name.encode()).status_code == 302
    shown = phone.open(f"{LETTER}/contract/").text.split("Sudah diunggah")[1].split("Hapus berkas ini")[0].strip(". \n")
    assert shown.endswith(".pdf")
    assert not any(part in shown for part in ("..", "/etc", "\u202e", "\x00", "\ufffd"))
    assert set(store.files) == {Document.objects.get().ref}


def test_a_file_name_that_is_no_text_is_refused_and_nothing_is_kept(phone, store):
    answer = post_file_named(phone, b"sewa\xff\xfe.pdf")
    assert answer.status_code == 422
    assert "Unggah: Perjanjian sewa" in answer.content.decode()
    assert not store.files


def test_a_body_that_is_too_large_is_refused_before_it_is_read(phone, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    phone.open(f"{LETTER}/contract/")
    answer = phone.client.post(f"{LETTER}/contract/", {"contract": file_named("sewa.pdf", PDF * 100)})
    assert answer.status_code == 413
    assert "10 MB" in answer.content.decode()


def test_a_body_that_is_no_form_is_refused_as_unreadable(phone):
    answer = phone.client.post(f"{LETTER}/contract/", b"--x\r\nbroken", content_type="multipart/form-data; boundary=")
    assert answer.status_code == 400


def uploaded(phone):
    """Upload the rental agreement of a move, and return the address at which it can be opened."""
    phone.open(f"{MOVE}/").fill()
    phone.fill(old_address="Jalan Kenanga 9").fill(**HOME)
    phone.fill(**{"moved_on-day": "1", "moved_on-month": "11", "moved_on-year": "2026"}).fill(tenancy="rent")
    here = phone.at
    phone.client.post(here, {"contract": SimpleUploadedFile("sewa.pdf", PDF), "shown": "contract"})
    phone.open(here)
    document = Document.objects.get()
    return here, f"{MOVE}/file/{document.ref}/"


def test_an_uploaded_file_can_be_opened_before_it_is_sent(phone, dans):
    here, file = uploaded(phone)
    assert f'href="{file}"' in phone.page.content.decode()
    answer = phone.client.get(file)
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer["Content-Disposition"].startswith('attachment; filename="move-of-address-')
    assert dans.client.get(file).status_code == 404, "another's draft names it"
    assert dans.client.get(file.replace(MOVE, LETTER)).status_code == 404
    assert phone.client.get(file.replace(MOVE, LETTER)).status_code == 404, "it is of another form"


def test_an_uploaded_file_can_be_removed_before_it_is_sent(phone, dans, store):
    here, file = uploaded(phone)
    dans.client.post(here, {"remove_file": "contract"})
    assert Document.objects.exists(), "a stranger removed it"
    phone.client.post(here, {"remove_file": "old_address"})
    assert Document.objects.exists()
    answer = phone.client.post(here, {"remove_file": "contract"}, follow=True)
    assert "sudah dihapus" in answer.content.decode()
    assert not Document.objects.exists()
    assert phone.client.get(file).status_code == 404
    assert "sewa.pdf" not in phone.open(here).text
    phone.open(f"{MOVE}/check/")
    assert phone.at == f"{MOVE}/", "what was removed is asked again before it can be sent"
    assert "Jalan Mawar 3" in phone.open(f"{MOVE}/new-address/").page.content.decode(), "the answers before it stayed"


def test_the_enter_key_never_removes_a_file(phone):
    uploaded(phone)
    form = next(one for one in phone.forms().found if "shown" in one.names)
    assert "remove_file" not in form.names
    assert 'form="remove-file" name="remove_file"' in phone.page.content.decode()
