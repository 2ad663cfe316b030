"""Notes that an officer is about to be shown somebody's data, and says in words what it was and what for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from layani.office.actions.looking import BY_NIK, BY_RECEIPT, ENTERED, Shown, keep_look
from layani.office.pages.page import Page
from layani.office.tables.models import Case, Party
from layani.rules.text import Text

_FORM = Text("Mengisi permohonan untuk orang itu", "Filled in an application for the person")
_BY_CODE = Text("Membuka permohonan dengan kode tanda terima", "Opened the application with its receipt code")
WORDS = {
    BY_NIK: Text("Mencari orang dengan NIK", "Found the person by NIK"),
    BY_RECEIPT: Text("Mencari orang dengan tanda terima", "Found the person by a receipt"),
    ENTERED: Text("Mencatat orang di loket", "Entered the person at the counter"),
    "counter-person": Text("Membuka data orang", "Opened the person’s data"),
    "counter-case": Text("Membuka permohonan", "Opened the application"),
    "counter-sheet": Text("Membuka lembar besar untuk dicetak", "Opened the large-print sheet to print"),
    "counter-receipt": Text("Membuka tanda terima untuk dicetak", "Opened the receipt to print"),
    "counter-letter": Text("Membuka surat untuk dicetak", "Opened the letter to print"),
    "counter-answer": Text("Membuka jawaban atas kekurangan", "Opened the answer to a notice"),
    "counter-renew": Text("Memulai perpanjangan atau perubahan", "Began a renewal or a change"),
    "counter-apply": _FORM,
    "counter-check": _FORM,
    "counter-letters": Text(
        "Membuka daftar surat yang menunggu diambil", "Opened the letters that wait to be picked up"
    ),
    "counter-mandate": Text("Mencatat kuasa", "Recorded a mandate"),
    "counter-mandate-one": Text("Membuka kuasa", "Opened a mandate"),
    "counter-wrong": Text("Mencatat data yang Anda sebut keliru", "Wrote down what you call wrong"),
    "rectification": Text("Memeriksa data yang Anda laporkan keliru", "Looked into what you called wrong"),
    "paper-form": Text("Mengetik permohonan orang itu dari kertas", "Typed in the person’s application from paper"),
    "letter-initial": Text("Membaca surat sebelum diparaf", "Read the letter before it was initialled"),
    "officer-revocation": Text("Membaca jawaban atas peringatan", "Read the answer to a warning"),
    "officer-take-over": Text(
        "Mengambil alih permohonan dari sistem lain", "Took your application over from another system"
    ),
    "officer-correction": Text("Membaca usul perbaikan surat", "Read a proposed correction of a letter"),
    "officer-duty": Text("Memeriksa kewajiban sesudah dikabulkan", "Looked into what is owed after the grant"),
    "officer-expedite": Text("Membaca permintaan percepatan", "Read a request to go ahead"),
    "signing-paper": Text("Membaca surat sebelum ditandatangani", "Read the letter before it was signed"),
    "officer-objection": Text("Membaca keberatan atas keputusan", "Read an objection to a decision"),
    "officer-ranking": Text("Membaca keberatan atas peringkat", "Read an objection to a ranking"),
    "officer-case": Text("Membuka permohonan di meja petugas", "Opened the application at an officer’s desk"),
    "officer-document": Text("Membuka dokumen permohonan", "Opened a document of the application"),
    "program-case": Text("Menanyakan keadaan permohonan", "Asked how the application stands"),
    "program-events": Text(
        "Mengambil riwayat permohonan, tanpa isinya", "Took the application’s course, not its content"
    ),
    "program-notice": Text("Mengambil pemberitahuan kekurangan", "Took the notice of what is missing"),
    "program-receipt": Text("Mengambil tanda terima", "Took a receipt"),
    "auditor-case": Text(
        "Membuka jalannya permohonan, tanpa isinya", "Opened the application’s course, not its content"
    ),
    "case": _BY_CODE,
    "case-filed": _BY_CODE,
    "case-print": _BY_CODE,
    "case-receipt": _BY_CODE,
    "case-looks": _BY_CODE,
    "case-receipts": _BY_CODE,
    "case-receipt-page": _BY_CODE,
    "follow-lost-cases": Text(
        "Membuka daftar permohonan dengan kode dari kontaknya",
        "Opened the list of applications with a code from the contact",
    ),
}
"""What can be looked at, in words for the inspectorate; a test holds that no page is missing."""


_OTHER_PURPOSES: Final[Mapping[str, str]] = {
    "counter-mandate": "mandate",
    "counter-mandate-one": "mandate",
    "paper-form": "paper",
    "rectification": "rectify",
    "letter-initial": "initial",
    "signing-paper": "sign",
    "officer-revocation": "revocation",
    "officer-take-over": "take-over",
    "officer-correction": "correction",
    "officer-duty": "duty",
    "officer-expedite": "expedite",
    "officer-objection": "objection",
    "officer-ranking": "ranking",
    "case": "receipt",
    "case-filed": "receipt",
    "case-print": "receipt",
    "case-receipt": "receipt",
    "case-looks": "receipt",
    "case-receipts": "receipt",
    "case-receipt-page": "receipt",
    "follow-lost-cases": "receipt",
}


def purpose_of(what: str) -> str:
    """Return what a page is opened for, where the page alone tells; raises KeyError for one that has to say."""
    if what in (BY_NIK, BY_RECEIPT, ENTERED) or (what.startswith("counter-") and what not in _OTHER_PURPOSES):
        return "counter"
    return _OTHER_PURPOSES[what]


@dataclass(frozen=True, slots=True)
class Opened:
    """As what a case is opened where the page alone does not tell: in which role, what for, by which reason."""

    role: str
    purpose: str
    reason: int | None = None


def note_look(
    request: HttpRequest, party: Party | int, case: Case | None = None, what: str = "", opened: Opened | None = None
) -> None:
    """Keep that the officer who asks is shown a person or their case; a look that cannot be kept is not shown.

    what: how the person was found; otherwise it is the page that shows them
    """
    page: Page = request.page
    actor = request.actor
    what = what or page.name
    if opened is None:
        role = min(actor.roles & page.readers.value or actor.roles, default="")
        opened = Opened(role, purpose_of(what))
    party_id = party if isinstance(party, int) else party.pk
    shown = Shown(party_id, case.pk if case else None, what, opened.purpose, opened.reason)
    keep_look(shown, actor=actor, role=opened.role, now=timezone.now())
