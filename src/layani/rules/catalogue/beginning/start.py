"""What a new service begins with: a few facts, and the files that are made from them."""

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from layani.rules.cases.clock import CALENDAR_DAYS, OPEN_TIME, Term, due, nth_working_day
from layani.rules.catalogue.beginning.yaml_text import block, inline, one_line, scalar
from layani.rules.catalogue.model import OfficeFile
from layani.rules.catalogue.working_time import calendar_of
from layani.rules.text import Text


@dataclass(frozen=True)
class Question:
    """One question of the form, as its line of service.yaml says it.

    entry:   the keys after the name ("is", "label" …), in the words of the file
    sample:  an answer for the first example, as one writes it there
    """

    name: str
    entry: Mapping[str, Any]
    sample: Any


@dataclass(frozen=True)
class QuestionPage:
    """One page of the form."""

    id: str
    title: Text
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Start:
    """What must be known to begin a service.

    kind:       "certificate", "permission" or "letter"
    fee:        "free", or an amount such as "50_000 IDR"
    law:        the legal basis as a lawyer cites it
    check_by, decide_by: roles of the office
    todos:      what the analyst still has to look at, one line each; they stand at the head of the file
    """

    slug: str
    version: date
    name: Text
    need: Text
    gives: Text
    kind: str
    promise: Term
    fee: str
    law: str
    check_by: str
    decide_by: str
    pages: tuple[QuestionPage, ...]
    todos: tuple[str, ...] = ()


PURPOSE: Final = QuestionPage(
    "purpose",
    Text(id="Keperluan", en="Purpose"),
    (
        Question(
            "purpose",
            {"is": "text", "label": Text(id="Untuk keperluan apa?", en="What do you need it for?")},
            "Mendaftar sekolah",
        ),
    ),
)
"""The page that a new service begins with beside the applicant."""


def files_of(start: Start, office: OfficeFile) -> dict[str, str]:
    """Return {path in the service's folder: text} of a service that ``layani check`` accepts."""
    return {
        "service.yaml": _joined(_service(start, office)),
        "examples.yaml": _joined(_examples(start, office)),
        "letters/granted.id.md": _letter(start, "id"),
        "letters/granted.en.md": _letter(start, "en"),
    }


def law_id(cite: str) -> str:
    """Return the name by which a file cites a law; a long one ends with a whole word.

    >>> law_id("UU 25/2009 pasal 21"), law_id("25/2009")
    ('uu-25-2009-pasal-21', 'law-25-2009')
    >>> law_id("Perda Kota Contoh 1/2024 tentang pajak dan retribusi daerah")
    'perda-kota-contoh-1-2024-tentang-pajak-dan'
    """
    words = re.sub("[^a-z0-9]+", " ", cite.lower())
    name = textwrap.shorten(words, 50, placeholder="").replace(" ", "-") or words.strip()[:50]
    return name if name[:1].isalpha() else f"law-{name}".strip("-")


def divided(promise: Term, office: OfficeFile) -> tuple[Term, Term]:
    """Return the time for the check and for the decision, together no longer than the promise."""
    if promise.unit in OPEN_TIME:
        check = max(1, promise.amount // 3)
        return Term(check, promise.unit), Term(max(1, promise.amount - check), promise.unit)
    days = promise.amount * CALENDAR_DAYS.get(promise.unit, 1.0)
    if promise.unit in CALENDAR_DAYS:
        days *= len(office.hours) / 7
    if days >= 2:
        return Term(1, "working days"), Term(int(days) - 1, "working days")
    hours = int(days * _hours_a_day(office))
    check = max(1, hours // 3)
    return Term(check, "working hours"), Term(max(1, hours - check), "working hours")


def _hours_a_day(office: OfficeFile) -> float:
    some = date(2000, 1, 1)  # any day: only the difference of two times counts
    spans = [span for day in office.hours.values() for span in day]
    seconds = sum((datetime.combine(some, end) - datetime.combine(some, begin)).seconds for begin, end in spans)
    return seconds / 3600 / max(len(office.hours), 1)


def _joined(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _service(start: Start, office: OfficeFile) -> Iterator[str]:
    yield f"# {one_line(start.name.id)} ({one_line(start.name.en)})"
    yield "# layani check names every line that is still a guess. Put it right, then take its mark away."
    yield "# Check after each change:  layani check FOLDER      Look at it while you write:  layani try FOLDER/SERVICE"
    yield from (f"# TODO: {one_line(todo)}" for todo in start.todos)
    yield f"service: {start.slug}"
    yield f"version: {start.version}"
    yield f"name: {inline(start.name)}"
    yield "# The need in the citizen's own words: people look for a service by it."
    yield f"need: {inline(start.need)}"
    yield "# TODO: one or two sentences: what one gets, what it costs, how long it is valid."
    yield f"summary: {inline(start.need)}"
    yield "# TODO: every word that people use for it, also the wrong ones."
    yield f"words: {inline({'id': [_word(start.name.id)], 'en': [_word(start.name.en)]})}"
    yield "for: [person]  # person, organisation"
    yield "channels: [online, counter]"
    yield "minutes: 5  # TODO: let somebody fill it in, and write how long it took"
    yield ""
    yield from _law(start)
    yield from _STANDARD
    yield ""
    yield "# The time for the whole. if_late: escalate, or grant where a law says that silence grants."
    promised = {"total": f"{start.promise.words().en}", "starts": "complete", "pledge": "95%", "if_late": "escalate"}
    yield f"promise: {{{', '.join(f'{key}: {value}' for key, value in promised.items())}}}"
    yield f"fee: {_fee(start)}"
    yield f"gives: {inline({'kind': start.kind, 'name': start.gives})}  # TODO: valid: {{id: 6 bulan, en: 6 months}}"
    yield ""
    yield from _form(start)
    yield from _RULES
    yield from _work(start, office)


def _law(start: Start) -> Iterator[str]:
    yield "law:"
    yield f"  - id: {law_id(start.law)}"
    yield f"    cite: {scalar(start.law)}"
    yield "    # TODO: read it at its source; then write the address, the day, and: status: verified"
    yield "    source: dari ingatan; masih harus dibaca (recalled; still to be read)"
    yield "    status: recalled"
    yield f"    checked_on: {start.version}"
    yield ""


def _fee(start: Start) -> str:
    if start.fee == "free":
        return "free"
    return f"{{amount: {start.fee}, law: {law_id(start.law)}}}  # TODO: the decree that sets it"


_STANDARD: Final = (
    "# The parts of the service standard that do not follow from the rest of this file.",
    "standard:  # TODO: as your office published them",
    "  complaints:",
    "    id: Meja pengaduan, telepon, atau surel kantor ini. Anda juga dapat memakai SP4N-LAPOR! atau Ombudsman.",
    "    en: This office's complaints desk, telephone or e-mail. You can also use SP4N-LAPOR! or the Ombudsman.",
    "  facilities: {id: Ruang tunggu dan jalur kursi roda, en: A waiting room and a wheelchair ramp}",
    "  competence: {id: Petugas memahami layanan ini, en: Staff know this service}",
    "  internal_control: {id: Atasan memeriksa permohonan yang terlambat, en: The superior looks at late applications}",
    "  service_guarantee:",
    "    id: Anda menerima tanda terima, batas waktu, dan alasan tertulis bila ditolak.",
    "    en: You get a receipt, a due time, and a written reason if it is refused.",
    "  safety_guarantee: {id: Data pribadi Anda disimpan dengan sandi, en: Your personal data are kept encrypted}",
    "  evaluation: {id: Survei setelah setiap permohonan, en: A survey after each application}",
)

_IDENTITY: Final = (
    "  - page: you",
    "    title: {id: Data Anda, en: About you}",
    "    fields:  # the identity gives these: they are shown, and nobody is asked",
    "      name: {is: text, from: identity, label: {id: Nama lengkap, en: Full name}}",
    "      nik: {is: nik, from: identity, label: {id: NIK, en: Population number (NIK)}}",
    "      birth_date: {is: date, from: identity, label: {id: Tanggal lahir, en: Date of birth}}",
)


def _form(start: Start) -> Iterator[str]:
    yield "# The form: one thing on a page. Ask only what the decision needs."
    yield "ask:"
    yield from _IDENTITY
    for page in start.pages:
        yield f"  - page: {page.id}"
        yield f"    title: {inline(page.title)}"
        yield "    fields:"
        for question in page.questions:
            yield from block({question.name: dict(question.entry)}, indent=6)
    yield ""


_RULES: Final = (
    "# What must be true, each rule with its law. Take the marks away and write your own:",
    "# rules:",
    "#   - id: old-enough",
    "#     says: {id: Anda berumur 17 tahun atau lebih, en: You are 17 years old or more}",
    "#     law: THE-ID-OF-A-LAW",
    "#     must: years(birth_date, today) >= 17",
    "#     fix: {id: Mintalah orang tua Anda yang mengajukan., en: Ask a parent to apply.}",
    "",
)


_THEIR_STEP: Final = (
    "# Does the applicant act in the middle: pay, repair, bring an original? Then take the marks away. Your clock",
    "# stands meanwhile; only the time to look (confirm) counts, so take it out of the decision's. In office.yaml",
    "# the role must hold 'applicant' under may.",
    "#   - applicant:",
    "#       id: payment",
    "#       by: {by}",
    "#       within: 14 calendar days",
    "#       confirm: 1 working hour",
    "#       law: {law}",
    "#       says: {{id: Bayar retribusi dan tunjukkan buktinya, en: Pay the fee and show the receipt}}",
)


def _work(start: Start, office: OfficeFile) -> Iterator[str]:
    check, decision = divided(start.promise, office)
    separate = ", not_same_as: [check]"
    yield "# The work: by which role of office.yaml, within which part of the promise. Who checks does not decide."
    yield "steps:"
    yield f"  - check: {{by: {start.check_by}, within: {check.words().en}}}"
    yield from (line.format(by=start.check_by, law=law_id(start.law)) for line in _THEIR_STEP)
    yield f"  - decide: {{by: {start.decide_by}, within: {decision.words().en}{separate}}}"
    yield ""
    yield "# The only grounds on which it may be refused, each with a way out for the citizen."
    yield "grounds:"
    yield f"  - id: {GROUND}"
    yield f"    law: {law_id(start.law)}"
    yield "    says: {id: Keterangan Anda tidak sesuai dengan kenyataan, en: What you stated is not what was found}"
    yield "    remedy: {id: Betulkan keterangannya lalu ajukan lagi., en: Put it right and apply again.}"


GROUND: Final = "not-as-stated"
_PERSON: Final = '  carla: {name: Carla Wijaya, nik: "3171015503980000", birth_date: 1998-03-15}'
_OPENED: Final = timedelta(minutes=30)


def _examples(start: Start, office: OfficeFile) -> Iterator[str]:
    calendar = calendar_of(office)
    day = nth_working_day(calendar, start.version, 0)
    opens = calendar.openings(day)[0][0]
    at = datetime.combine(day, time(opens.hour, opens.minute)) + _OPENED
    ends = calendar.local(due(calendar, at.replace(tzinfo=calendar.timezone), start.promise))
    yield "# Worked cases: answers in, outcome out. They are the definition's tests; layani check runs them."
    yield "# Take cases from your desk: one for each rule that fails, one with a paper missing, one before a holiday."
    yield "people:"
    yield f"{_PERSON}  # a NIK that ends in 0000 belongs to nobody"
    yield ""
    yield "examples:"
    yield "  - example: Carla has everything, and it is granted"
    yield "    who: carla"
    answers = {one.name: one.sample for page in start.pages for one in page.questions if one.sample is not None}
    yield from block({"answers": answers}, indent=4)
    yield f"    on: {at:%Y-%m-%d %H:%M}"
    yield "    expect:"
    yield "      steps: [check, decide]"
    yield f"      fee: {start.fee}"
    yield f"      due: {ends:%Y-%m-%d %H:%M}"
    yield "      letter: {granted.id: [Carla Wijaya], granted.en: [Carla Wijaya]}"
    yield "    then:"
    yield "      - {do: check complete, after: 1 working hour, expect: {step: decide, ball: office}}"
    yield "      - {do: decide grant, expect: {status: granted, letter: granted}}"
    yield ""
    yield "  - example: What Carla stated is not what was found"
    yield "    like: Carla has everything, and it is granted"
    yield f"    on: {at:%Y-%m-%d %H:%M}"
    yield "    expect: {}"
    yield "    then:"
    yield "      - {do: check complete, after: 1 working hour}"
    yield f"      - {{do: decide refuse, ground: {GROUND}, expect: {{status: refused, letter: refused}}}}"


_LETTER: Final = {
    "id": ("Dengan ini diterangkan bahwa:", "Nama", "Surat ini diberikan untuk dipakai sebagaimana mestinya."),
    "en": ("This is to certify that:", "Name", "This letter was issued for its proper use."),
}


def _letter(start: Start, language: str) -> str:
    """Return the granted letter: the applicant, the answers that are not files, and a sentence to put right."""
    opening, name, closing = _LETTER[language]
    rows = [f"| {name} | {{{{ name }}}} |", "| NIK | {{ nik }} |"]
    for page in start.pages:
        for question in page.questions:
            label = question.entry["label"]
            if question.entry["is"] not in ("file", "declaration"):
                rows.append(f"| {_cell(label.in_(language))} | {{{{ {question.name} }}}} |")
    table = "\n".join(rows)
    remark = "<!-- TODO: the sentences of your own letter. Answers stand in double braces; a remark is not printed. -->"
    return f"{remark}\n# {one_line(start.gives.in_(language))}\n\n{opening}\n\n{table}\n\n{closing}\n"


def _cell(text: str) -> str:
    return re.sub(r"[|*{}<>]", " ", one_line(text)).rstrip(" ?:").strip()


def _word(text: str) -> str:
    return textwrap.shorten(one_line(text).lower(), 40, placeholder="").rstrip(" (")
