"""What was looked at, what for and in which role, in words: the office's pages say them, and the verifier of a look."""

from collections.abc import Mapping
from typing import Final

from layani.rules.text import Text

BY_NIK, BY_RECEIPT, ENTERED = "found-by-nik", "found-by-receipt", "entered"
"""How a person was found at the counter, where no page of theirs was open yet."""
NOT_KEPT, REASON, PROGRAM = "", "reason", "program"
CHECK, DECIDE, STEP, WORKED, LATE, SETTLE, AFTER = "check", "decide", "step", "worked", "late", "settle", "after-check"

PURPOSES: Final[Mapping[str, Text]] = {
    NOT_KEPT: Text("Waktu itu tujuan belum dicatat", "Purposes were not kept at that time"),
    CHECK: Text("Memeriksa kelengkapan permohonan", "Checks whether the application is complete"),
    DECIDE: Text("Memutuskan permohonan", "Decides the application"),
    STEP: Text("Mengerjakan satu langkah permohonan", "Works on a step of the application"),
    WORKED: Text("Pernah mengerjakan permohonan ini", "Worked on this application before"),
    LATE: Text("Atasan: permohonan terlambat", "Superior: the application is late"),
    SETTLE: Text("Atasan: ada yang menunggu jawaban kantor", "Superior: something waits for the office’s answer"),
    AFTER: Text("Memeriksa apa yang dikerjakan satu petugas sendiri", "Checks what one officer did alone"),
    "counter": Text("Melayani di loket", "Help at the counter"),
    "mandate": Text("Mencatat kuasa di loket", "Records a mandate at the counter"),
    "paper": Text("Mengetik permohonan dari kertas", "Types in an application from paper"),
    "receipt": Text("Mengikuti permohonan dengan kode tanda terimanya", "Follows the application by its receipt code"),
    "initial": Text("Memeriksa surat sebelum diparaf", "Checks the letter before it is initialled"),
    "sign": Text("Menandatangani surat", "Signs the letter"),
    "take-over": Text("Mengambil alih permohonan dari sistem lain", "Takes an application over from another system"),
    "objection": Text("Menjawab keberatan", "Answers an objection"),
    "correction": Text("Memperbaiki surat", "Corrects a letter"),
    "revocation": Text("Menimbang pencabutan", "Weighs a revocation"),
    "duty": Text("Memeriksa kewajiban sesudah dikabulkan", "Looks into what is owed after the grant"),
    "expedite": Text("Menjawab permintaan percepatan", "Answers a request to go ahead"),
    "ranking": Text("Menyusun peringkat", "Makes a ranking"),
    "rectify": Text("Menjawab laporan data keliru", "Answers what you called wrong"),
    PROGRAM: Text("Program sistem lain, menurut perjanjiannya", "A program of another system, by its agreement"),
    REASON: Text("Tanpa bagian di dalamnya; alasannya ditulis", "Without a part in it; a reason was written"),
}  # fmt: skip
"""Every purpose, by the name under which a look keeps it."""

HOUSE_ROLES: Final[Mapping[str, Text]] = {
    "supervisor": Text("Pengawas", "Supervisor"),
    "auditor": Text("Inspektorat", "Inspectorate"),
    "operator": Text("Operator sistem", "System operator"),
    "analyst": Text("Analis layanan", "Analyst of services"),
    "publisher": Text("Penerbit versi layanan", "Publisher of versions"),
}
"""Titles of roles that every office has, whatever its file says."""

_FORM = Text("Mengisi permohonan untuk orang itu", "Filled in an application for the person")
_BY_CODE = Text("Membuka permohonan dengan kode tanda terima", "Opened the application with its receipt code")
SHOWN: Final[Mapping[str, Text]] = {
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
"""What can be looked at, a page or a way to find somebody; a test holds that no page is missing."""
