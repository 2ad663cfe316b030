"""Take a citizen's file: looked at, scanned, encrypted and kept; or refused in words that say what to do."""

import hashlib
import logging
import time
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from layani.office.actions.parties import Person, register
from layani.office.gateways.file_store import file_store
from layani.office.gateways.file_type import LEAST_SIDE, MOST_PIXELS, PDF, mistaken_for, sides_of, type_of
from layani.office.gateways.key_store import KeyGone
from layani.office.gateways.malware import NotJudged, ScannerAway, scanner
from layani.office.gateways.sealing import canonical
from layani.office.house import codes, key_store
from layani.office.tables.models import Document, Party
from layani.rules.catalogue import Field
from layani.rules.catalogue.fields import kind_of
from layani.rules.catalogue.kinds.file import TYPES
from layani.rules.retention.schedule import UPLOAD, days_of
from layani.rules.text import Text

log = logging.getLogger(__name__)

CLEAN, UNSCANNED, INFECTED = "clean", "unscanned", "infected"
LONGEST_NAME = 100  # characters
# Twice as long as a draft is kept, so that no file of a living draft is ever swept.
ABANDONED_AFTER = timedelta(days=days_of(UPLOAD))
SWEPT_AT_A_TIME = 100
LONGEST_SCAN = 30.0  # seconds in which the other jobs wait


class UploadRefused(Exception):
    """The file was not kept; ``text`` tells the citizen why and what to do."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


class Infected(Exception):
    """A scan that came later found malware in a file that was kept; nobody opens it any more."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that can be taken: what it is called and contains, and what the scanner said of it."""

    name: str
    content: bytes
    media_type: str
    scanned: str


def upload(party: Party, asked: Field, sent: UploadedFile, *, now: datetime) -> dict[str, Any]:
    """Keep one file under the party's key and return the answer that names it, or raise UploadRefused.

    asked: the question that the file answers, with the kinds of file and the size that it takes
    Raises OSError when the disk takes no more, and then keeps nothing of the file.
    """
    return _keep(_looked_at(asked, sent), lambda: party, now)


def upload_for(person: Person, asked: Field, sent: UploadedFile, *, language: str, now: datetime) -> dict[str, Any]:
    """Do as ``upload`` for one whom the register may not know yet: they are entered with the file or not at all."""
    return _keep(_looked_at(asked, sent), lambda: register(person, now=now, language=language), now)


def _looked_at(asked: Field, sent: UploadedFile) -> Looked:
    """Return what was sent, or raise UploadRefused when it is nothing that can be taken."""
    size = sent.size or 0
    if not 0 < size <= asked.max_bytes:
        raise UploadRefused(_too_large(asked, size) if size else _empty())
    content = sent.read()
    media_type = _accepted_type(asked, content)
    return Looked(readable_name(sent.name or "", media_type), content, media_type, _scan(content))


def _keep(file: Looked, owner: Callable[[], Party], now: datetime) -> dict[str, Any]:
    """Write the file and its row, both or neither; ``owner`` finds or enters its party in the same transaction."""
    ref, size = uuid4(), len(file.content)
    answer = {
        "id": str(ref),
        "name": file.name,
        "type": file.media_type,
        "bytes": size,
        "sha256": hashlib.sha256(file.content).hexdigest(),
    }
    try:
        with transaction.atomic():
            party = owner()
            file_store().put(ref, key_store().get(party.ref), file.content)
            Document.objects.create(
                ref=ref, party=party, media_type=file.media_type, size=size, answer_mac=upload_code(answer),
                scanned=file.scanned, uploaded_at=now,
            )  # fmt: skip
    except BaseException:
        # No row names it, so no sweep would ever find it.
        file_store().remove(ref)
        raise
    return answer


def upload_code(answer: Mapping[str, Any]) -> bytes:
    """Return the code of an answer that names an upload; it is another one as soon as one word of it is another."""
    return codes().upload(canonical(answer))


def open_document(document: Document) -> bytes:
    """Return a file as it was uploaded; raises Infected, KeyGone after an erasure, or FileNotFoundError."""
    if document.scanned == INFECTED:
        raise Infected(f"Document {document.ref} contains malware. Ask the citizen for another file.")
    return file_store().get(document.ref, key_store().get(document.party.ref))


def discard(refs: Iterable[UUID]) -> None:
    """Forget uploads that no application names; those of a case or a mandate stay."""
    for document in list(Document.objects.filter(ref__in=list(refs), case=None, mandates=None)):
        # The row goes first: a file without a row is only space, a row without its file is a broken promise.
        document.delete()
        file_store().remove(document.ref)


def forget_abandoned(now: datetime) -> int:
    """Forget uploads that never came to a case, some at a time; returns how many."""
    old = Document.objects.filter(case=None, mandates=None, uploaded_at__lt=now - ABANDONED_AFTER)
    refs = list(old.values_list("ref", flat=True)[:SWEPT_AT_A_TIME])
    discard(refs)
    return len(refs)


def scan_again(now: datetime, *, longest: float = LONGEST_SCAN) -> int:
    """Scan what came in while the scanner was away, for about ``longest`` seconds; returns how many are known now.

    A file that the scanner cannot judge, or that is gone from the store, is named in the program's log.
    """
    known, failed, until = 0, list[Exception](), time.monotonic() + longest
    # By chance, so that a hundred files that can never be scanned do not keep all others back for ever.
    for document in Document.objects.filter(scanned=UNSCANNED).select_related("party").order_by("?")[:SWEPT_AT_A_TIME]:
        try:
            known += _scanned_again(document)
        except Exception as fault:  # one file that is lost must not leave the others unscanned
            if isinstance(fault, ScannerAway) and not isinstance(fault, NotJudged):
                break
            log.exception("Document %s could not be scanned.", document.ref)
            failed.append(fault)
        if time.monotonic() > until:
            break
    if failed:
        raise ExceptionGroup(f"{len(failed)} documents could not be scanned; {known} were.", failed)
    return known


def _scanned_again(document: Document) -> bool:
    try:
        finding = scanner().scan(open_document(document))
    except KeyGone:  # nobody can open it, so nobody can be harmed by it
        return False
    document.scanned = CLEAN if finding.clean else INFECTED
    document.save(update_fields=["scanned"])
    return True


def readable_name(name: str, media_type: str) -> str:
    """Return a file's name for reading only: no path, nothing that turns or hides letters, the true ending.

    >>> readable_name("..\\\\../etc/sewa\\u202efdp.exe", "application/pdf")
    'sewafdp.pdf'
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = unicodedata.normalize("NFC", last).replace("\ufffd", "")
    letters = "".join(c for c in plain if unicodedata.category(c)[0] != "C").strip(" ")
    stem, dot, _ = letters.rpartition(".")
    stem = (stem if dot else letters).strip(" .")
    ending = next(ending for ending, media in TYPES.items() if media == media_type)
    return f"{stem[:LONGEST_NAME].strip() or 'dokumen'}.{ending}"


def _accepted_type(asked: Field, content: bytes) -> str:
    found = type_of(content)
    if found is None or found not in {TYPES[ending] for ending in asked.accept}:
        raise UploadRefused(_wrong_type(asked, content, found))
    if found != PDF:
        _require_readable(content, found)
    return found


def _require_readable(content: bytes, media_type: str) -> None:
    """Raise UploadRefused for a picture that cannot be opened, or in which nothing could be read."""
    sides = sides_of(content, media_type)
    if sides is None:
        raise UploadRefused(_broken())
    if sides[0] * sides[1] > MOST_PIXELS:
        raise UploadRefused(_too_many_pixels())
    if min(sides) < LEAST_SIDE:
        raise UploadRefused(_too_few_pixels(sides))


def _scan(content: bytes) -> str:
    try:
        finding = scanner().scan(content)
    except ScannerAway as fault:
        # The office's trouble is not the citizen's: the file is kept, marked, and scanned as soon as it can be.
        log.warning("A document was kept unscanned: %s", fault)
        return UNSCANNED
    if not finding.clean:
        log.warning("A document with malware was refused: %s", finding.malware)
        raise UploadRefused(_infected())
    return CLEAN


def _wrong_type(asked: Field, content: bytes, found: str | None) -> Text:
    wanted = ", ".join(ending.upper() for ending in asked.accept)
    endings = {media: ending.upper() for ending, media in TYPES.items()}
    what = Text(endings[found], endings[found]) if found else mistaken_for(content)
    return Text(
        id=f"Isi berkas ini adalah {what.id}, apa pun namanya. Unggah {wanted}; foto dari telepon boleh.",
        en=f"What is in this file is {what.en}, whatever its name says. Upload {wanted}; a phone photo will do.",
    )


def _empty() -> Text:
    return Text(
        id="Berkas ini kosong. Periksa apakah berkasnya bisa dibuka di telepon Anda, lalu unggah lagi.",
        en="This file is empty. See whether it opens on your phone, then upload it again.",
    )


def _too_large(asked: Field, size: int) -> Text:
    # Rounded up, so that nobody reads that 5.0 MB are more than 5 MB.
    tenths = -(-size // 100_000)
    limit = kind_of(asked).problem(asked, None)
    return Text(
        id=f"Berkas ini {tenths // 10},{tenths % 10} MB, terlalu besar. {limit.id} Foto lagi dengan ukuran lebih kecil "
        "di setelan kamera, atau unggah tangkapan layar fotonya bila tulisannya tetap terbaca.",
        en=f"This file has {tenths / 10:.1f} MB, which is too much. {limit.en} Take the photo again at a smaller size "
        "in the camera’s settings, or upload a screenshot of it if its writing can still be read.",
    )


def _broken() -> Text:
    return Text(
        id="Gambar ini rusak atau terpotong. Ambil foto baru, lalu unggah lagi.",
        en="This picture is broken or cut off. Take a new photo and upload it again.",
    )


def _too_many_pixels() -> Text:
    return Text(
        id="Gambar ini terlalu besar untuk dibuka. Kecilkan atau foto lagi dengan ukuran biasa.",
        en="This picture is too large to be opened. Make it smaller, or take it again at the usual size.",
    )


def _too_few_pixels(sides: tuple[int, int]) -> Text:
    width, height = sides
    return Text(
        id=f"Gambar ini hanya {width} × {height} titik; tulisannya tidak akan terbaca. Foto dokumennya dari dekat, "
        "lalu unggah foto aslinya, bukan gambar kecilnya.",
        en=f"This picture has only {width} × {height} dots; nothing in it could be read. Take a photo of the document "
        "from close by and upload the photo itself, not its small preview.",
    )


def _infected() -> Text:
    return Text(
        id="Berkas ini mengandung program berbahaya, jadi tidak kami simpan. Jangan buka berkas itu; "
        "foto dokumen aslinya dengan telepon, lalu unggah fotonya.",
        en="This file contains a harmful program, so we did not keep it. Do not open it; take a photo of the "
        "original document with your phone and upload the photo.",
    )
