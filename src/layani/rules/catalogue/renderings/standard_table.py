"""The service standard as a regulation prints it: 14 components in two parts, each with what it contains here.

Source of the two parts: Permenpan RB 15/2014. The wording of components 1 to 10 is verified in PMK 46/PMK.01/2021,
which repeats it; that of 11 to 14 is recalled and still to be compared with the text.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from layani.rules.catalogue.model import PUBLISHED_COMPONENTS, STANDARD_COMPONENTS, OfficeFile, Service
from layani.rules.catalogue.renderings.paper_form import UNTIL
from layani.rules.catalogue.renderings.requirements import requirement_notes
from layani.rules.catalogue.renderings.tariff import Tariff, annexes
from layani.rules.text import Text
from layani.rules.unread import UNREAD

NAMES: Final = {
    "requirements": Text("Persyaratan", "Requirements"),
    "procedure": Text("Sistem, mekanisme, dan prosedur", "System, mechanism and procedure"),
    "time_limit": Text("Jangka waktu pelayanan", "Time limit"),
    "fee": Text("Biaya/tarif", "Fee"),
    "product": Text("Produk pelayanan", "Product of the service"),
    "complaints": Text("Penanganan pengaduan, saran, dan masukan", "Handling of complaints and suggestions"),
    "legal_basis": Text("Dasar hukum", "Legal basis"),
    "facilities": Text("Sarana, prasarana, dan/atau fasilitas", "Facilities and equipment"),
    "competence": Text("Kompetensi pelaksana", "Competence of the staff"),
    "internal_control": Text("Pengawasan internal", "Internal control"),
    "staffing": Text("Jumlah pelaksana", "Number of staff"),
    "service_guarantee": Text("Jaminan pelayanan", "Guarantee of service"),
    "safety_guarantee": Text("Jaminan keamanan dan keselamatan pelayanan", "Guarantee of security and safety"),
    "evaluation": Text("Evaluasi kinerja pelaksana", "Evaluation of performance"),
}
DELIVERY: Final = Text("Proses penyampaian pelayanan (service delivery)", "Service delivery")
MANUFACTURING: Final = Text(
    "Proses pengelolaan pelayanan di internal organisasi (manufacturing)", "Inside the organisation (manufacturing)"
)
LISTED: Final = frozenset({"requirements", "procedure", "time_limit", "legal_basis", "staffing"})
"""Components that are listed from other parts of the service file, their items divided by semicolons."""
IN_THE_ANNEX: Final = Text("Tarif selengkapnya: lihat lampiran", "The whole tariff: see the annex")
ANNEX: Final = Text("Lampiran: {title}", "Annex: {title}")
MISSING: Final = Text("Belum ditulis", "Not yet written")


@dataclass(frozen=True, slots=True)
class Row:
    """One component. number: its place from 1 on; sentences: what it says, at least one."""

    number: int
    key: str
    name: Text
    sentences: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One of the two parts of the standard, with its components in the law's order."""

    title: Text
    rows: tuple[Row, ...]


def standard_table(service: Service, tariff: Tariff) -> tuple[Part, Part]:
    """Return the two parts: the six components of service delivery, and the eight inside the office.

    tariff: that of the fee; who pays less is said with the fee, the rest stands in an annex
    """
    rows = [
        Row(number, key, NAMES[key], component_items(service, key) + (_of_tariff(tariff) if key == "fee" else ()))
        for number, key in enumerate(STANDARD_COMPONENTS, 1)
    ]
    cut = len(PUBLISHED_COMPONENTS)
    return Part(DELIVERY, tuple(rows[:cut])), Part(MANUFACTURING, tuple(rows[cut:]))


def annexes_of(service: Service, office: OfficeFile, day: date) -> tuple[tuple[Text, Tariff], ...]:
    """Return the annexes of the standard, each with its title: what is paid, and what is paid out."""
    return tuple(
        (Text(ANNEX.id.format(title=title.id.lower()), ANNEX.en.format(title=title.en.lower())), tariff)
        for title, tariff in annexes(service, office, day)
    )


def _of_tariff(tariff: Tariff) -> tuple[Text, ...]:
    """Return what the component of the fee says of the tariff: who pays less, and where the rest stands."""
    less = [Text(f"{one.name.id}: {one.says.id}", f"{one.name.en}: {one.says.en}") for one in tariff.waivers]
    return (*less, IN_THE_ANNEX) if tariff else ()


def component_items(service: Service, key: str) -> tuple[Text, ...]:
    """Return the sentences of a component, with a note at what concerns some only, and at a law not yet verified."""
    text = service.standard.get(key, MISSING)
    items = divided(text) if key in LISTED else (text,)  # a sentence that somebody wrote keeps its semicolon
    notes = {}
    if key == "product" and service.closing:
        until = service.closing.words
        items += (Text(f"{UNTIL.id}: {until.id}", f"{UNTIL.en}: {until.en}"),)
    if key == "requirements":
        notes = requirement_notes(service)
    elif key == "legal_basis":
        notes = {Text(one.cite, one.cite): UNREAD for one in service.law.values() if one.status == "recalled"}
    return tuple(_with(one, notes.get(one)) for one in items)


def divided(text: Text) -> tuple[Text, ...]:
    """Return the parts of a component, which the catalogue lists with semicolons; whole where the languages differ.

    >>> [one.en for one in divided(Text("satu; dua", "one; two"))]
    ['one', 'two']
    """
    one, other = text.id.split("; "), text.en.split("; ")
    return tuple(Text(a, b) for a, b in zip(one, other, strict=True)) if len(one) == len(other) else (text,)


def _with(item: Text, note: Text | None) -> Text:
    return Text(f"{item.id} ({note.id})", f"{item.en} ({note.en})") if note else item
