"""The receipt of one act as a PDF: in words, with a small code that asks the office's page whether the record holds it.

The page proves nothing by itself; the receipt's file does. It holds no key of the case. But it names its entry, and one
of the old form names the entry before it in clear: from there the public record shows how many acts the case has and
when. So the page of such an act says that.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from layani.office.actions.letters.typesetting import qr_svg, typeset
from layani.office.actions.receipt_standing import Stage, Standing
from layani.office.house import calendar
from layani.rules.catalogue.model import OfficeFile
from layani.rules.text import Text

TEMPLATE = Path(__file__).with_name("receipt.typ")
TITLES = {
    Stage.PROMISED: Text("Tanda terima sementara", "Provisional receipt"),
    Stage.LATE: Text("Tanda terima sementara: kantor terlambat", "Provisional receipt: the office is late"),
    Stage.UNWITNESSED: Text("Tanda terima, belum disaksikan", "Receipt, not yet witnessed"),
    Stage.FINAL: Text("Tanda terima", "Receipt"),
}
STATES = {
    Stage.PROMISED: Text(
        "Kantor menandatangani bahwa ini diterima, dan berjanji mencatatnya di catatan publik paling lambat {due}.",
        "The office has signed that it received this, and promised to enter it in the public record by {due}.",
    ),
    Stage.LATE: Text(
        "Kantor berjanji mencatatnya paling lambat {due}, dan belum melakukannya. Itu kesalahan kantor; hak pemohon "
        "tidak berkurang. Berkas tanda terima sementara adalah buktinya. Laporkan ke {phone} atau SP4N-LAPOR!.",
        "The office promised to enter it by {due}, and has not. That is the office's fault; the applicant loses "
        "nothing by it. The file of the provisional receipt is the evidence. Report it to {phone} or SP4N-LAPOR!.",
    ),
    Stage.UNWITNESSED: Text(
        "Catatan publik memuatnya. Saksi dari luar kantor belum cukup yang melihatnya; cetak lagi nanti.",
        "The public record holds it. Not enough witnesses from outside the office have seen that; print it again "
        "later.",
    ),
    Stage.FINAL: Text(
        "Catatan publik memuatnya{seen}. Bila diubah atau dihapus sesudahnya, siapa pun dapat membuktikannya.",
        "The public record holds it{seen}. If it were changed or removed afterwards, anyone could prove it.",
    ),
}
SEEN = Text(", dan saksi dari luar kantor sudah melihatnya", ", and witnesses from outside the office have seen that")
SEEN_BY_SAMPLE = Text(", dan saksi contoh sudah melihatnya", ", and the sample witness has seen that")
SAMPLE = Text(
    "Demo: kantor dan permohonan ini contoh. Saksinya pun contoh: ia berjalan di mesin kantor sendiri, jadi tidak "
    "membuktikan apa pun kepada orang luar.",
    "Demo: this office and this application are samples. So is the witness: it runs on the office's own machine, and "
    "proves nothing to anybody outside.",
)
LABELS = {
    "act": Text("Tindakan", "Act"),
    "service": Text("Layanan", "Service"),
    "number": Text("Nomor tanda terima", "Receipt number"),
    "at": Text("Waktu, menurut jam kantor", "Time, by the office's clock"),
    "entry": Text("Entri di catatan publik", "Entry of the public record"),
    "leaf": Text("Sidik entri", "Fingerprint of the entry"),
}
PROMISES = Text(
    "Ini membuktikan, bersama berkas tanda terimanya: kantor menandatangani bahwa tindakan ini diterimanya, persis "
    "dengan isi itu.",
    "It proves, together with the receipt's file: the office signed that it received this act, with exactly that "
    "content.",
)
PROVES = Text(
    "Ini membuktikan, bersama berkas tanda terimanya: tindakan ini dicatat persis dengan isi itu, dan sebelum kantor "
    "menandatangani keadaan catatan yang ada di dalam berkas itu.",
    "It proves, together with the receipt's file: this act was recorded with exactly that content, and before the "
    "office signed the state of the record that is in that file.",
)
TIME = Text(
    "Waktu di atas adalah keterangan kantor menurut jamnya sendiri.",
    "The time above is what the office says, by its own clock.",
)
BOUNDED = Text(
    "Saksi di dalam berkas itu membatasinya: tindakan ini tercatat paling lambat pada waktu yang ditulis saksi.",
    "The witnesses in that file bound it: this act was recorded at the latest at the time that they wrote.",
)
UNBOUNDED = Text("Belum ada saksi yang membatasinya.", "No witness bounds it yet.")
NOT = Text(
    "Ini tidak membuktikan: bahwa isi permohonan benar, bahwa keputusannya benar, atau bahwa tidak ada tindakan lain.",
    "It does not prove: that what was written is true, that a decision is right, or that there was no other act.",
)
FILE = Text(
    "Bukti yang dapat diperiksa tanpa kantor ini adalah berkasnya, dari halaman permohonan; simpan keduanya. Tunjukkan "
    "berkasnya hanya kepada orang yang dipercaya: dengan berkas itu, tidak dengan lembar ini, terlihat di catatan "
    "publik berapa tindakan permohonan ini dan kapan, meski tanpa isinya.",
    "What can be checked without this office is the file, from the page of the application; keep both. Show the file "
    "only to people who are trusted: with it, and not with this sheet, they can see in the public record how many acts "
    "this application has and when, though not what they say.",
)
OPEN_LINK = Text(
    "Entri ini dari bentuk yang lama: siapa yang melihat lembar ini dapat melihat di catatan publik berapa tindakan "
    "permohonan ini dan kapan, bukan isinya.",
    "This entry is of the old form: whoever sees this sheet can see in the public record how many acts this "
    "application has and when, not what they say.",
)
SCAN = {
    True: Text("Pindai: apakah catatan memuatnya?", "Scan: does the record hold it?"),
    False: Text("Pindai untuk melihat permohonan ini", "Scan to see this application"),
}
PRINTED = Text("Keadaan pada {when}.", "As of {when}.")


@dataclass(frozen=True, slots=True)
class About:
    """What the page tells of an act.

    number:  of the receipt; at, due: moments in words; leaf: short name of the entry
    sample:  whether the office is a demo, whose witness is one as well
    open_link: whether the entry names the one before it in clear
    site:    the office's address without a slash at its end; follow: the case's page there
    """

    number: str
    service: Text
    act: Text
    at: str
    due: str
    held: Standing
    leaf: str
    open_link: bool
    site: str
    follow: str
    sample: bool


def receipt_pdf(about: About, office: OfficeFile, language: str, when: str, now: datetime) -> bytes:
    """Return the page: A4, PDF/UA-1 and PDF/A-2a. when: the moment of printing in words."""
    return typeset(TEMPLATE, receipt_content(about, office, language, when, now))


def receipt_content(about: About, office: OfficeFile, language: str, when: str, now: datetime) -> dict[str, Any]:
    """Return all that stands on the page, as JSON values, its QR code as SVG."""
    held, in_record = about.held, about.held.index is not None
    address = f"{about.site}/record/entry/{held.index}/{about.leaf}/" if in_record else f"{about.site}{about.follow}"
    seen = "" if held.alone else (SEEN_BY_SAMPLE if about.sample else SEEN).in_(language)
    state = STATES[held.stage].in_(language).format(due=about.due, phone=office.contacts.phone, seen=seen)
    rows = {"act": about.act.in_(language), "service": about.service.in_(language), "number": about.number}
    rows |= {"at": about.at} | ({"entry": str(held.index)} if in_record else {}) | {"leaf": about.leaf}
    return {
        "language": language,
        "day": calendar().local(now).date().isoformat(),
        "title": TITLES[held.stage].in_(language),
        "number": about.number,
        "office": office.name.in_(language),
        "reach": f"{office.contacts.address.in_(language)}, {office.contacts.phone}",
        "state": state,
        "rows": [[LABELS[name].in_(language), value] for name, value in rows.items()],
        "says": _says(about, language),
        "printed": PRINTED.in_(language).format(when=when),
        "scan": SCAN[in_record].in_(language),
        "address": address,
        "qr": qr_svg(address, smudged="m"),
    }


def _says(about: About, language: str) -> list[str]:
    """Return what the page proves and what not; the office's word on the time stands apart from what is proven."""
    bounded = BOUNDED if about.held.stage is Stage.FINAL and not about.held.alone else UNBOUNDED
    proves = PROMISES if about.held.index is None else PROVES
    said = [proves.in_(language), f"{TIME.in_(language)} {bounded.in_(language)}"]
    rest = (NOT, FILE, *([OPEN_LINK] if about.open_link else []), *([SAMPLE] if about.sample else []))
    return [*said, *(one.in_(language) for one in rest)]
