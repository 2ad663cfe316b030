"""What a letter says: the catalogue's text for the outcome, filled with the case, in both languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from layani.office.actions.letters.wording import Wording, places, worded
from layani.office.actions.sections import role_in
from layani.office.actions.viewing import ANSWERING, findings_in
from layani.office.house import calendar, catalogue, facts_on
from layani.office.tables.models.cases import Event
from layani.office.tables.projection import event_of
from layani.rules.cases.act import moment
from layani.rules.cases.duties import with_days
from layani.rules.cases.state import Case
from layani.rules.cases.validity import ends
from layani.rules.catalogue import Ground, Service
from layani.rules.catalogue.amounts.plan import plan_in_words, plan_of
from layani.rules.catalogue.duties import owed_by
from layani.rules.catalogue.fields import show
from layani.rules.catalogue.kinds.date import show_date
from layani.rules.catalogue.letter_choices import chosen_in, each_values, with_each
from layani.rules.catalogue.letter_figures import FEE, NOTHING, figure_values
from layani.rules.catalogue.letters import OWES, finding_values, list_values, partly_values, with_rows
from layani.rules.catalogue.model import in_expressions
from layani.rules.catalogue.scope import FINDINGS
from layani.rules.money.amount import Money
from layani.rules.sections import plain
from layani.rules.text import Language, Text

STANDARD = Path(__file__).parent / "standard"
LANGUAGES: tuple[Language, ...] = ("id", "en")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
MASK = "***"
HOW_SIGNED = {
    "": Text("diputuskan secara elektronik", "decided electronically"),
    "electronic": Text("ditandatangani secara elektronik", "signed electronically"),
    "ink": Text("", ""),
}
DECIDING = frozenset({"decide_grant", "decide_refuse"})
"""Acts with which the fact is sealed, and what was set of a grant in part."""
SIGNING = DECIDING | {"correct", "take_signature"}
"""Acts whose event says in which form the officer signs."""


@dataclass(frozen=True, slots=True)
class Corrects:
    """The letter that one corrects: its number and moment, and that of the case's first, from which all counts."""

    number: str
    dated: datetime
    first: datetime


@dataclass(frozen=True)
class Opened:
    """A decided case with what is sealed in it, from which a letter is written.

    events:   in their order, each with its opened sealed part
    name:     the party's full name; language: in which the party reads
    decider:  full name of the officer who decided; empty when the law did
    drafted:  the fact of a refusal that is only being drafted, and the language in which it is written
    signing:  how the letter will be signed, "electronic" or "ink"; "" where the decision stands for it
    setting:  what is set of a grant in part that is only being drafted
    corrects: the letter that this one corrects; None of a first letter
    """

    case: Case
    service: Service
    events: Sequence[tuple[Event, Mapping[str, Any]]]
    name: str
    language: str
    decider: str = ""
    drafted: tuple[str, str] | None = None
    setting: Mapping[str, Any] | None = None
    signing: str = ""
    corrects: Corrects | None = None

    def since(self, now: datetime) -> datetime:
        """Return from when what the letter gives counts: a corrected one changes nothing of that."""
        return self.corrects.first if self.corrects else now

    @property
    def answers(self) -> dict[str, Any]:
        """The answers as they stand when the letter is written."""
        found: dict[str, Any] = {}
        for event, personal in self.events:
            if event.act in ANSWERING:
                found.update(personal.get("answers", {}))
        return found

    @property
    def findings(self) -> dict[str, dict[str, Any]]:
        """What the steps found, by the step's name in expressions."""
        return findings_in(self.events)

    @property
    def given(self) -> Mapping[str, Any]:
        """What was set of a grant in part, by name."""
        if self.setting is not None:
            return self.setting
        said = (p["given"] for e, p in reversed(self.events) if e.act in DECIDING and "given" in p)
        return next(said, {})

    @property
    def fact(self) -> str:
        """The fact behind a refusal, in the officer's words to the citizen."""
        return self._fact[0]

    @property
    def fact_language(self) -> str:
        """In which language the fact is written, "id" or "en"; empty when nobody said."""
        return self._fact[1]

    @property
    def _fact(self) -> tuple[str, str]:
        if self.drafted:
            return self.drafted
        said = (p for e, p in reversed(self.events) if e.act in DECIDING and "fact" in p)
        return next(((str(p["fact"]), str(p.get("language", ""))) for p in said), ("–", ""))


def letter_number(serial: int, prefix: str, day: date) -> str:
    """Return a number as Indonesian offices write it: serial, office, month in Roman figures, year.

    >>> letter_number(7, "SKM", date(2026, 11, 23))
    '0007/SKM/XI/2026'
    """
    return f"{serial:04d}/{prefix}/{ROMAN[day.month - 1]}/{day.year}"


def masked(name: str) -> str:
    """Return the initials of a name: enough to compare with the paper in one's hand, too little to learn it.

    >>> masked("Carla  Wijaya")
    'C*** W***'
    """
    return " ".join(word[0].upper() + MASK for word in name.split()[:4]) or MASK


def content_of(opened: Opened, number: str, code: str, now: datetime) -> dict[str, Any]:
    """Return everything that the letter says, as JSON; it is sealed, and the paper is set from it at any later time.

    The Indonesian text is the letter (an official letter must be in Indonesian); the English one follows it as a
    translation when the party reads English.
    """
    case, service = opened.case, opened.service
    return {
        "number": number,
        "code": code,
        "case": case.number,
        "outcome": case.outcome,
        "office": _both(catalogue().office.name),
        "service": _both(service.name),
        "product": _both(service.gives.name) if _is_product(opened) else None,
        "valid": _both(service.gives.validity) if _is_product(opened) else None,
        "initials": masked(opened.name),
        "issued_on": calendar().local(now).date().isoformat(),
        **({"signing": opened.signing} if opened.signing else {}),
        **({"corrects": opened.corrects.number} if opened.corrects else {}),
        "languages": ["id", "en"] if opened.language == "en" else ["id"],
        "sample": settings.LAYANI_DEMO,
        "address": f"{settings.SITE_ADDRESS.rstrip('/')}/letter/{code}/",
        "text": {language: _text(opened, number, code, now, language) for language in LANGUAGES},
    }


def letter_text(service: Service, outcome: str, language: str) -> str:
    """Return the text of a letter as the catalogue has it, or the house's standard one.

    A grant by law is the service's own letter, followed by the sentence that says so.
    """
    if found := service.letters.get((outcome, language)):
        return found
    if outcome != "deemed_granted":
        return standard(outcome, language)
    return f"{letter_text(service, 'granted', language)}\n\n{standard(outcome, language)}"


@cache
def standard(outcome: str, language: str) -> str:
    """Return the house's own text for an outcome."""
    return (STANDARD / f"{outcome}.{language}.md").read_text(encoding="utf-8")


def values_of(opened: Opened, number: str, now: datetime, language: str) -> dict[str, str]:
    """Return what a letter may ask for by ``{{ name }}``: every field of the form, the case, the office, the letter."""
    case, service, office = opened.case, opened.service, catalogue().office
    ground = next((one for one in service.grounds if one.id == (case.part_ground or case.ground)), None)
    return {
        **{name: show(field, opened.answers.get(name), language) for name, field in service.fields.items()},
        **list_values(service.fields, opened.answers, language),
        **finding_values(service, opened.findings, language),
        **figure_values(service, opened.answers, _facts(opened), language),
        FEE: NOTHING if case.fee_waits else _fee(opened).words(language),
        **_partly_values(opened, language),
        "case.number": case.number,
        "case.received": _day(case.received_at, language),
        "case.decided": _day(case.decided_at, language),
        "case.plan": _plan(opened, language),
        "case.due": _day(case.due_at, language),
        "fact": _fact_in(opened, language),
        "gives.name": service.gives.name.in_(language),
        "gives.valid": service.gives.validity.in_(language) if service.gives.validity else "–",
        "letter.date": _day(now, language),
        "letter.number": number,
        "letter.until": _day(moment(ends(case, opened.since(now), calendar()).get("valid_until")), language),
        "office.name": office.name.in_(language),
        "party.name": opened.name,
        "service.name": service.name.in_(language),
        **_ground_values(service, ground, language),
        **_owed_values(opened, opened.since(now), language),
    }


def owed(opened: Opened) -> dict[str, Any]:
    """Return what the case owes once it is granted, without its days."""
    if not opened.service.owes:
        return {}
    owed = owed_by(opened.service, opened.answers, _facts(opened))
    return {name: {**one, "role": role_in(one["role"], opened.case.section)} for name, one in owed.items()}


def _owed_values(opened: Opened, now: datetime, language: str) -> dict[str, str]:
    """Return the last day of everything that is owed; "–" of what is not owed in this case."""
    duties = with_days(owed(opened), now, calendar())
    days = {name: _day(moment(one["due_at"]), language) for name, one in duties.items()}
    return {f"{OWES}.{in_expressions(one.id)}": days.get(one.id, NOTHING) for one in opened.service.owes}


def words_of(opened: Opened, number: str, now: datetime, language: str) -> Wording:
    """Return the words of a case's letter: a line for every row of a list and for each answer that was chosen."""
    letter = letter_text(opened.service, opened.case.outcome, language)
    letter = with_rows(letter, opened.service.fields, opened.answers)
    chosen = chosen_in(opened.service, opened.answers, opened.findings, language)
    return worded(with_each(letter, chosen), values_of(opened, number, now, language) | each_values(chosen))


def _partly_values(opened: Opened, language: str) -> dict[str, str]:
    """Return what was set of a grant in part; dashes where all was granted or nothing."""
    partly = next((step.partly for step in opened.service.steps if step.partly), None)
    return partly_values(partly, opened.given, language)


def _fact_in(opened: Opened, language: str) -> str:
    """Return the fact for a letter in ``language``: the officer's own words, and their language if another."""
    if opened.fact_language in {"", language}:
        return opened.fact
    if language == "en":
        return f"{opened.fact} (written by the officer in Indonesian)"
    return f"{opened.fact} (ditulis petugas dalam bahasa Inggris)"


def _plan(opened: Opened, language: str) -> str:
    plan = plan_of(opened.service, opened.answers, _facts(opened))
    return plan_in_words(plan, "en" if language == "en" else "id")


def _facts(opened: Opened) -> dict[str, Any]:
    """Return what the reckoning read on the day of filing, with what the steps found since."""
    received = opened.case.received_at
    day = facts_on(calendar().local(received).date()) if received else {}
    return {**day, FINDINGS: opened.findings}


def _fee(opened: Opened) -> Money:
    """Return the fee as it was set; a correction of the answers can change it, so the last one counts."""
    fee = next((fee for event, _ in reversed(opened.events) if (fee := event_of(event).data.get("fee"))), None)
    return Money(int(fee["minor"]), fee["currency"]) if fee else Money(0)


def _ground_values(service: Service, ground: Ground | None, language: str) -> dict[str, str]:
    if ground is None:
        return {"ground.says": "–", "ground.law": "–", "ground.remedy": "–"}
    law = service.law[ground.law]
    says = f"{law.cite}: {law.says.in_(language)}" if law.says else law.cite
    return {"ground.says": ground.says.in_(language), "ground.law": says, "ground.remedy": ground.remedy.in_(language)}


def _text(opened: Opened, number: str, code: str, now: datetime, language: str) -> dict[str, Any]:
    """Return one language's text: head, title, blocks, closing, and how to check the letter."""
    said = words_of(opened, number, now, language)
    return {
        "head": _head(language),
        **_opening(opened, said, number, language),
        "corrects": _correction(opened, language),
        "blocks": list(said.blocks),
        "valid": _validity(opened, opened.since(now), language),
        "closing": _closing(opened, now, language),
        "check": _check(opened, code, language),
    }


def _head(language: str) -> dict[str, Any]:
    """Return the letterhead: the government, the office, and how to reach it."""
    office = catalogue().office
    name, _, place = office.name.in_(language).partition(", ")
    over = Text(id=f"Pemerintah {place}", en=f"Government of the {place}").in_(language) if place else ""
    reach = [office.contacts.phone, office.contacts.email, (office.contacts.website or "").removeprefix("https://")]
    return {
        "over": over,
        "name": name,
        "lines": [office.contacts.address.in_(language), "  ·  ".join(part for part in reach if part)],
    }


def _opening(opened: Opened, said: Wording, number: str, language: str) -> dict[str, Any]:
    """Return how it opens: a paper to show to others has its title in the middle, a refusal is a letter to them."""
    words = {
        "number": Text("Nomor", "Number").in_(language),
        "about": Text("Hal", "About").in_(language),
        "to": Text("Kepada Yth.", "To").in_(language),
    }
    return {
        "form": "certificate" if _is_product(opened) else "letter",
        "title": said.title,
        "number": number,
        "words": words,
        "name": opened.name,
    }


def _correction(opened: Opened, language: str) -> str:
    """Return the sentence by which a letter says which one it corrects; empty for a first letter."""
    if opened.corrects is None:
        return ""
    number, day = opened.corrects.number, {one: _day(opened.corrects.dated, one) for one in LANGUAGES}
    first = {one: _day(opened.corrects.first, one) for one in LANGUAGES}
    return Text(
        id=f"Surat ini memperbaiki dan menggantikan surat nomor {number} tanggal {day['id']}. Keputusannya tetap, "
        f"dan masa berlakunya tetap dihitung sejak {first['id']}.",
        en=f"This letter corrects and replaces letter {number} of {day['en']}. What was decided stays, and how long "
        f"it is valid still counts from {first['en']}.",
    ).in_(language)


def _validity(opened: Opened, now: datetime, language: str) -> str:
    """Return how long the letter holds, in a sentence; empty where no end is set, or its own text says it already."""
    valid = opened.service.gives.validity
    written = places(letter_text(opened.service, opened.case.outcome, language))
    if valid is None or not _is_product(opened) or "gives.valid" in written:
        return ""
    day = {language: _day(now, language) for language in LANGUAGES}
    return Text(
        id=f"Surat ini berlaku {valid.id} sejak {day['id']}.",
        en=f"This letter is valid for {valid.en} from {day['en']}.",
    ).in_(language)


def _closing(opened: Opened, now: datetime, language: str) -> dict[str, str]:
    """Return who answers for the letter: the officer who decided, in the role of the step, or the law."""
    dated = Text(f"Ditetapkan pada {_day(now, 'id')}", f"Issued on {_day(now, 'en')}").in_(language)
    if opened.case.status == "deemed_granted" and opened.corrects is None:
        by_law = Text("Dikabulkan menurut hukum", "Granted by law")
        return {"date": dated, "title": by_law.in_(language), "how": "", "name": ""}
    how = HOW_SIGNED[opened.signing].in_(language)
    return {"date": dated, "title": _signed_as(opened, language), "how": how, "name": opened.decider}


def _signed_as(opened: Opened, language: str) -> str:
    """Return the form in which the officer signed (own post, a.n., u.b., Plt., Plh.), a line each.

    It is that of the authority register on the day of the decision; without a register it is the role of the step.
    """
    said = (event_of(event).data.get("signs") for event, _ in reversed(opened.events) if event.act in SIGNING)
    if form := next((one for one in said if one), None):
        return "\n".join(form["en" if language == "en" else "id"])
    deciding = [step for step in opened.case.steps if step.kind == "decide"]
    deciding = [step for step in deciding if step.id in opened.case.done_by] or deciding * bool(opened.corrects)
    role = catalogue().office.roles.get(plain(deciding[-1].role)) if deciding else None
    return role.title.in_(language) if role else ""


def _check(opened: Opened, code: str, language: str) -> dict[str, Any]:
    """Return the small print: how to check that the letter is genuine, how long it holds, and what it cost."""
    site = settings.SITE_ADDRESS.rstrip("/").removeprefix("https://").removeprefix("http://")
    scan = Text(
        id=f"Pindai kode ini dengan kamera telepon, atau buka {site}/letter/ lalu ketik",
        en=f"Scan this code with a phone's camera, or open {site}/letter/ and type",
    )
    return {
        "title": Text("Periksa keaslian surat ini", "Check that this letter is genuine").in_(language),
        "scan": scan.in_(language),
        "cost": _cost(opened, language),
        "alt": Text(f"Kode QR yang membuka {site}/letter/{code}/", f"QR code that opens {site}/letter/{code}/").in_(
            language
        ),
        "foot": Text(
            id=f"Permohonan {opened.case.number}. Terbit secara elektronik; tercatat dalam catatan publik kantor ini.",
            en=f"Application {opened.case.number}. Issued electronically; entered in the public record of this office.",
        ).in_(language),
        "translation": Text(
            id="",
            en="Translation. The Indonesian text is the letter; if the two differ, the Indonesian text holds.",
        ).in_(language),
    }


def _cost(opened: Opened, language: str) -> str:
    """Return what the service cost, and whom to tell if somebody asked for more."""
    money = _fee(opened)
    if opened.case.fee_waits:  # refused before the step that would have found it
        return Text(
            id="Biayanya tidak pernah ditetapkan, jadi tidak ada yang harus dibayar.",
            en="The fee was never set, so there is nothing to pay.",
        ).in_(language)
    phone = catalogue().office.contacts.phone
    return Text(
        id=f"Biaya resmi: {money.words('id')}. Diminta membayar lebih? Laporkan ke {phone}.",
        en=f"Official fee: {money.words('en')}. Were you asked for more? Report it to {phone}.",
    ).in_(language)


def _is_product(opened: Opened) -> bool:
    return opened.case.status != "refused"


def _both(text: Text | None) -> dict[str, str] | None:
    return {"id": text.id, "en": text.en} if text else None


def _day(moment: datetime | None, language: str) -> str:
    """Return a day in words that stay on one line."""
    return show_date(calendar().local(moment).date().isoformat(), language).replace(" ", "\u00a0") if moment else "–"
