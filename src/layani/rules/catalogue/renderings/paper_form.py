"""The blank form on paper: what the online form asks, all at once, with boxes to write in and conditions in words.

Paper cannot hide a question, fill in what is known, or check an answer; so each question says when to answer it, and
what the office holds of a registered person is asked of others only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from layani.rules.catalogue.duties import duty_words
from layani.rules.catalogue.model import Field, Law, OfficeFile, Service, Step
from layani.rules.catalogue.prefill import fillable
from layani.rules.catalogue.renderings.column_words import PLACES
from layani.rules.catalogue.renderings.condition_words import only_if
from layani.rules.catalogue.renderings.form_code import form_code
from layani.rules.catalogue.renderings.opening_hours import hours_in_words
from layani.rules.catalogue.renderings.requirements import document_note, rule_note
from layani.rules.catalogue.renderings.step_words import name_of, step_note
from layani.rules.catalogue.renderings.tariff import annexes
from layani.rules.catalogue.renderings.tariff_paper import MOST_ON_A_FORM, tariff_values
from layani.rules.catalogue.rows import least_rows, most_rows
from layani.rules.text import Text
from layani.rules.unread import UNREAD

MOST_OPTIONS: Final = 12
"""Options that are printed to be ticked; of longer lists the answer is written."""

CELLS: Final = {"nik": (16,), "date": (2, 2, 4)}
"""Kind of field -> boxes of one sign each, in groups: the NIK's 16 digits; day, month and year."""

UNDER_CELLS: Final = {"date": (Text("hari", "day"), Text("bulan", "month"), Text("tahun", "year"))}
LINES: Final = {"long text": 4}
YES_NO: Final = (Text("Ya", "Yes"), Text("Tidak", "No"))
ATTACHED: Final = Text("Saya lampirkan", "I attach it")
UNREGISTERED: Final = Text(
    "hanya bila Anda belum terdaftar di kantor ini", "only if you are not yet registered at this office"
)
UNTIL: Final = Text("Dapat diajukan sampai", "Can be applied for until")
DAY: Final = Text("tanggal, bulan, tahun", "day, month, year")
LOOKED_UP: Final = Text(
    "kantor melihatnya di {source}; tulis hanya bila salah di sana, atau tanpa KTP asli",
    "the office looks this up in {source}; write only if it is wrong there, or without your original card",
)
OPTIONAL: Final = Text("boleh dikosongkan", "may be left empty")
SILENCE: Final = {
    "grant": Text(
        "Bila kami tidak menjawab pada waktunya, permohonan dianggap dikabulkan menurut hukum.",
        "If we do not answer in time, the application is granted by law.",
    ),
    "refuse": Text(
        "Bila kami tidak menjawab pada waktunya, menurut hukum itu penolakan, dan Anda boleh mengajukan keberatan.",
        "If we do not answer in time, by law that is a refusal, and you may object to it.",
    ),
}
IDENTITY_CARD: Final = Text("KTP, atau NIK Anda", "Your identity card, or your NIK")

WORDS: Final = {
    "over": Text("Formulir permohonan", "Application form"),
    "version": Text("Versi {day}", "Version of {day}"),
    "code": Text("Kode formulir", "Form code"),
    "fee": Text("Biaya", "Fee"),
    "owes": Text("Sesudah dikabulkan", "After the grant"),
    "promise": Text("Keputusan", "Decision"),
    "product": Text("Yang Anda terima", "What you get"),
    "closes": UNTIL,
    "bring": Text("Yang dibawa", "What to bring"),
    "rules": Text("Syarat", "Conditions"),
    "refusal": Text("Permohonan hanya dapat ditolak karena", "It can be refused only because"),
    "law": Text("Dasar hukum", "Legal basis"),
    "complaints": Text("Pengaduan", "Complaints"),
    "place": Text("Tempat dan tanggal", "Place and date"),
    "signature": Text("Tanda tangan pemohon", "Signature of the applicant"),
    "officer": Text("Diisi oleh petugas", "For the officer"),
    "received": Text("Nomor berkas dan tanggal terima", "Case number and day of receipt"),
    "initials": Text("Paraf petugas", "Officer's initials"),
    "page": Text("halaman", "page"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edition:
    """Which edition of a paper: its language, the office's address on the web, and the day of its tariff.

    site: without a slash at its end
    day:  the tariff is printed as in force on it, with what is known to change later
    """

    language: str
    site: str
    day: date


def paper_form(service: Service, office: OfficeFile, edition: Edition) -> dict[str, Any]:
    """Return all that stands on the form, as JSON values for the typesetter; equal input gives equal content."""
    language = edition.language
    code = form_code(service.slug, service.version, language)
    address = f"{edition.site}/form/{code}/"
    shown = address.removeprefix("https://").removeprefix("http://")
    alt = Text(f"Kode QR yang membuka {shown}", f"QR code that opens {shown}")
    scan = Text(
        f"Petugas memindai kode ini, atau mengetiknya. Daring: {edition.site.partition('://')[2]}/service/{service.slug}/",
        f"The officer scans this code, or types it. Online: {edition.site.partition('://')[2]}/service/{service.slug}/",
    )
    day = f"{service.version.day:02}.{service.version.month:02}.{service.version.year}"
    return {
        "language": language,
        "version_date": str(service.version),
        "words": {name: text.in_(language).format(day=day) for name, text in WORDS.items()},
        "title": service.name.in_(language),
        "summary": service.summary.in_(language),
        "office": _office(office, language),
        "code": code,
        "address": address,
        "alt": alt.in_(language),
        "scan": scan.in_(language),
        "facts": _facts(service, language),
        "tariffs": [
            tariff_values(title, one, language, MOST_ON_A_FORM) for title, one in annexes(service, office, edition.day)
        ],
        "bring": _bring(service, language),
        "sections": _sections(service, language),
        "rules": _conditions(service, language),
        "grounds": [[one.says.in_(language), one.remedy.in_(language)] for one in service.grounds],
        "law": [_law(one, language) for one in _laws(service)],
        "complaints": _complaints(service, office, language),
    }


def _office(office: OfficeFile, language: str) -> dict[str, Any]:
    contacts = office.contacts
    reach = ", ".join(filter(None, (contacts.phone, contacts.email)))
    return {"name": office.name.in_(language), "lines": [contacts.address.in_(language), reach]}


def _facts(service: Service, language: str) -> list[list[str]]:
    """Return the fee, the promise, the product, and until when it can be applied for, each with its name."""
    gives = service.gives.name.in_(language)
    valid = service.gives.validity
    if valid:
        gives += Text(f" (berlaku {valid.id})", f" (valid {valid.en})").in_(language)
    return [
        [WORDS["fee"].in_(language), service.fee.words().in_(language)],
        [WORDS["promise"].in_(language), _promise(service).in_(language)],
        [WORDS["product"].in_(language), gives],
        *([[WORDS["closes"].in_(language), service.closing.words.in_(language)]] if service.closing else []),
        *([WORDS["owes"].in_(language), duty_words(one).in_(language)] for one in service.owes),
    ]


def _promise(service: Service) -> Text:
    """Return the time limit, and what its passing means where the law grants what the office left unanswered."""
    limit = service.standard["time_limit"]
    said = SILENCE.get(service.promise.if_late)
    return Text(f"{limit.id}. {said.id}", f"{limit.en}. {said.en}") if said else limit


def _bring(service: Service, language: str) -> list[list[str]]:
    """Return what to bring: each document, and a note where not everybody has to."""
    known = any(one.source == "identity" for one in service.fields.values())
    card = [[IDENTITY_CARD.in_(language), ""]] if known else []
    return card + [
        [one.label.in_(language), note.in_(language) if (note := document_note(one, service)) else ""]
        for one in service.fields.values()
        if one.kind == "file"
    ]


def _conditions(service: Service, language: str) -> list[str]:
    """Return the conditions in words; one that does not concern everybody says whom it concerns."""
    noted = [(one.says.in_(language), rule_note(one, service)) for one in service.rules]
    said = [f"{says} ({note.in_(language)})" if note else says for says, note in noted]
    return said + [_their_step(one, service, language) for one in service.steps if one.turn]


def _their_step(step: Step, service: Service, language: str) -> str:
    """Return what the applicant does in the middle, within which time, and when only some do."""
    turn = step.turn
    if turn is None:
        raise ValueError(f"The step '{step.id}' asks nothing of the applicant.")
    note = step_note(step, service.steps, service.fields, service.amounts)
    says, term = name_of(step).in_(language), turn.within.words().in_(language)
    words = Text(
        f"Nanti, setelah kami memberi tahu, giliran Anda: {says} (dalam {term}; waktu kami berhenti selama itu)",
        f"Later, once we tell you, it is your turn: {says} (within {term}; our time stands still meanwhile)",
    )
    return f"{words.in_(language)}; {note.in_(language)}" if note else words.in_(language)


def _note(one: Field, service: Service, language: str) -> str:
    """Return when a question is to be answered, or "" when always and by everybody."""
    notes = [only_if(one.when, service.fields)] if one.when else []
    if one.source == "identity" and one.kind != "nik":
        notes.append(UNREGISTERED)
    if one.name in (looked_up := fillable(service)):
        source = looked_up[one.name][0].name
        notes.append(Text(LOOKED_UP.id.format(source=source.id), LOOKED_UP.en.format(source=source.en)))
    if not one.required:
        notes.append(OPTIONAL)
    return ", ".join(text.in_(language) for text in notes)


def _sections(service: Service, language: str) -> list[dict[str, Any]]:
    """Return the pages of the form, their questions numbered through."""
    number, sections = 0, []
    for page in service.pages:
        questions = []
        for one in page.fields:
            number += 1
            questions.append(_question(one, number, service, language))
        sections.append({"title": page.title.in_(language), "questions": questions})
    return sections


def _question(one: Field, number: int, service: Service, language: str) -> dict[str, Any]:
    return {
        "number": number,
        "label": one.label.in_(language),
        "hint": one.hint.in_(language) if one.hint else "",
        "note": _note(one, service, language),
        **_boxes(one, language),
    }


def _boxes(one: Field, language: str) -> dict[str, Any]:
    """Return how the answer is written: signs in cells, ticks, lines, or parts with a line each."""
    if one.kind in CELLS:
        under = [text.in_(language) for text in UNDER_CELLS.get(one.kind, ())]
        return {"shape": "cells", "groups": list(CELLS[one.kind]), "under": under}
    if one.kind == "address":
        parts = one.parts or tuple(PLACES)
        return {"shape": "parts", "parts": [PLACES[part].in_(language) for part in parts]}
    if one.columns:
        return _table(one, language)
    ticks = _ticks(one)
    if ticks:
        return {"shape": "ticks", "ticks": [text.in_(language) for text in ticks]}
    prefix = "Rp" if one.kind == "money" else ""
    return {"shape": "lines", "lines": LINES.get(one.kind, 1), "prefix": prefix}


BLANK_ROWS: Final = 6
"""Rows of a list on paper, where it can have so many."""


def _table(one: Field, language: str) -> dict[str, Any]:
    """Return a table of blank rows, its questions at the head, and what to do when there are more."""
    blank = max(least_rows(one), min(BLANK_ROWS, most_rows(one)))
    called = one.one or Text("baris", "row")
    more = Text(
        f"Lebih dari {blank} {called.id}? Tulis yang lain di kertas kosong dengan kolom yang sama, beri nomor "
        f"lanjutan, dan lampirkan. Paling banyak {most_rows(one)}.",
        f"More than {blank}? Write the others on a blank sheet with the same columns, number them on, and attach it. "
        f"At most {most_rows(one)}.",
    )
    heads = [[column.label.in_(language), _in_a_cell(column, language)] for column in one.columns]
    return {"shape": "table", "heads": heads, "rows": blank, "more": more.in_(language)}


def _in_a_cell(column: Field, language: str) -> str:
    """Return how to fill a cell in: what to choose from, and whether it may be left empty."""
    ticks = _ticks(column)
    notes = [", ".join(text.in_(language) for text in ticks)] if ticks else []
    notes += ["Rp"] if column.kind == "money" else []
    notes += [DAY.in_(language)] if column.kind == "date" else []
    notes += [OPTIONAL.in_(language)] if not column.required else []
    return "; ".join(notes)


def _ticks(one: Field) -> tuple[Text, ...]:
    """Return what can be ticked; () where the answer is written."""
    if one.kind == "yes no":
        return YES_NO
    if one.kind == "declaration":
        return (Text("Ya, saya nyatakan", "Yes, I declare it"),)
    if one.kind == "file":
        return (ATTACHED,)
    return tuple(label for _, label in one.options) if len(one.options) <= MOST_OPTIONS else ()


def _laws(service: Service) -> list[Law]:
    """Return the laws of what stands on the paper; who is served first, and what may go ahead, do not."""
    elsewhere = {one.law for one in service.amounts.priority} | {one.law for one in service.amounts.expedite}
    here = {one.law for one in service.rules} | {one.law for one in service.grounds}
    here |= {one.law for one in service.fields.values() if one.law} | {row.law for row in service.fee.rows if row.law}
    return [one for name, one in service.law.items() if name not in elsewhere - here]


def _law(law: Law, language: str) -> str:
    says = f": {law.says.in_(language)}" if law.says else ""
    note = f" ({UNREAD.in_(language)})" if law.status == "recalled" else ""
    return f"{law.cite}{says}{note}"


def _complaints(service: Service, office: OfficeFile, language: str) -> str:
    written: Mapping[str, Text] = service.standard
    said = f"{written['complaints'].in_(language)} " if "complaints" in written else ""
    contacts = office.contacts
    return f"{said}{contacts.phone}, {contacts.email}. {hours_in_words(office.hours).in_(language)}."
