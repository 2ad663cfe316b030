"""The correction of a letter that was issued: proposed with its ground, open to dispute, decided, and a new letter.

A correction changes what a letter says, never what was decided: the rules, the steps and the fee must come out as they
did. What would change the decision has other roads: a revocation, an objection, a new application.
Source: UU 30/2014 pasal 63 on changing a decision (recalled; the text is still to be read).
"""

from collections.abc import Mapping
from typing import Any, Final

from layani.rules.cases.act import Act, ActRule, moment, written
from layani.rules.cases.acts.deciding import FACT_AT_LEAST
from layani.rules.cases.acts.issuing import DECIDED
from layani.rules.cases.administration import lawful_times
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import due
from layani.rules.cases.parts import CORRECTED_BY, CORRECTION_PROPOSED_BY, SIGNS
from layani.rules.cases.state import Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text

CORRECTION_GROUNDS: Final[Mapping[str, Text]] = {
    "clerical": Text("Salah tulis atau salah ketik oleh kantor", "A slip of the office's pen"),
    "fact": Text(
        "Fakta yang dicatat keliru, dan ada sumber yang membuktikan yang benar",
        "A fact was recorded wrongly, and a source proves the right one",
    ),
    "wording": Text("Kalimat baku suratnya keliru", "The letter's own fixed wording is wrong"),
}
WITHOUT_ANSWERS: Final = frozenset({"wording"})
"""Grounds on which no answer changes: the letter is only worded anew."""

WORDS_AT_LEAST = 5
"""Characters of a dispute."""


def deciders(case: Case) -> frozenset[str]:
    """Return the roles that decide such a case: they correct its letter."""
    return frozenset(step.role for step in case.steps if step.kind == "decide")


def check_propose(case: Case, act: Act) -> Refusal | None:
    """Only of a letter that is out and stands, by a role that decides, on a listed ground, with the words for it."""
    if not case.issued_at or case.revoked_at or case.superseded_at or case.imported:
        return _no_letter()
    if case.correction:
        return _open_already()
    return _another_role(case, act) or _bare(act) or _changes_decision(act)


def record_propose(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add until when the applicant can dispute it, and until when it must be decided."""
    times = lawful_times()
    ends = {"answer_by": "correction_answer", "decide_by": "corrected_within"}
    return {**act.data, **{name: written(due(calendar, act.at, times[term].within)) for name, term in ends.items()}}


def propose(case: Case, event: Event) -> Case:
    """Open the correction; the letter stays as it is."""
    done = dict(case.done_by)
    if event.by.officer is not None:
        done[CORRECTION_PROPOSED_BY] = event.by.officer
    opened = {
        "ground": event.data.get("ground", ""),
        "fields": list(event.data.get("fields", ())),
        "proposed_at": written(event.occurred_at),
        "answer_by": event.data.get("answer_by"),
        "decide_by": event.data.get("decide_by"),
    }
    return replace(case, correction=opened, correction_due=moment(event.data.get("decide_by")), done_by=done)


def check_answer(case: Case, act: Act) -> Refusal | None:
    """The applicant agrees, or disputes it in their own words, while it is open."""
    if not case.correction or case.correction.get("decided_at"):
        return _nothing_open()
    if act.data.get("agrees") or int(act.data.get("words_length", 0)) >= WORDS_AT_LEAST:
        return None
    return Refusal(
        "dispute-empty",
        Text("Bantahan belum ditulis.", "The dispute is not written yet."),
        Text("Tulis apa yang keliru pada perbaikan itu.", "Write what is wrong with the correction."),
    )


def answer(case: Case, event: Event) -> Case:
    """Note that the applicant agreed or disputed; either way it need not wait longer."""
    said = {"answered_at": written(event.occurred_at), "disputed": not event.data.get("agrees")}
    return replace(case, correction={**case.correction, **said})


def check_correct(case: Case, act: Act) -> Refusal | None:
    """By a role that decides, once the applicant has answered or had the time to; never to another decision."""
    if (refused := check_drop(case, act)) is not None:
        return refused
    if case.revoked_at or case.superseded_at:
        return _no_letter()
    answer_by = moment(case.correction.get("answer_by"))
    if not case.correction.get("answered_at") and answer_by and act.at <= answer_by:
        return Refusal(
            "answer-awaited",
            Text(
                "Pemohon masih mempunyai waktu untuk membantah perbaikan ini.",
                "The applicant still has time to dispute this correction.",
            ),
            Text(
                "Tunggu jawabannya, atau sampai batas waktunya lewat.",
                "Wait for the answer, or until the time has passed.",
            ),
        )
    return _changes_decision(act)


def check_drop(case: Case, act: Act) -> Refusal | None:
    """By a role that decides, with the reason."""
    if not case.correction or case.correction.get("decided_at"):
        return _nothing_open()
    return _another_role(case, act) or (None if _long(act, "why_length") else _no_reason())


def correct(case: Case, event: Event) -> Case:
    """Decide it: from here on the corrected letter is owed."""
    done = {name: officer for name, officer in case.done_by.items() if name != SIGNS}
    if event.by.officer is not None:
        done[CORRECTED_BY] = event.by.officer
    decided = {**case.correction, "decided_at": written(event.occurred_at)}
    return replace(case, correction=decided, done_by=done)


def drop(case: Case, event: Event) -> Case:
    """Leave the letter as it is."""
    return replace(case, correction={}, correction_due=None)


def check_reissue(case: Case, act: Act) -> Refusal | None:
    """Only after a correction was decided, and once."""
    if case.correction.get("decided_at"):
        return None
    return _nothing_open()


def reissue(case: Case, event: Event) -> Case:
    """Note the new letter, to be delivered anew; how long the product holds and what is owed stay as they were."""
    kept = {"letter": case.letter, "at": written(event.occurred_at), "by": event.data.get("letter", "")}
    return replace(
        case,
        letter=str(event.data.get("letter", "")),
        corrected=(*case.corrected, kept),
        delivered_at=None,
        posted_at=None,
        correction={},
        correction_due=None,
    )


def _long(act: Act, name: str) -> bool:
    return int(act.data.get(name, 0)) >= FACT_AT_LEAST


def _bare(act: Act) -> Refusal | None:
    """Return what the proposal lacks: ground, the wrong, the right and the source, and what changes."""
    ground = act.data.get("ground")
    if ground not in CORRECTION_GROUNDS:
        return Refusal(
            "ground-missing",
            Text("Dasar perbaikan belum dipilih.", "The ground of the correction is not chosen."),
            Text("Pilih salah satu dari daftar.", "Choose one from the list."),
        )
    if not all(_long(act, name) for name in ("wrong_length", "right_length", "source_length")):
        return _no_reason()
    if ground in WITHOUT_ANSWERS or act.data.get("fields"):
        return None
    return Refusal(
        "nothing-changes",
        Text("Tidak ada jawaban yang berubah.", "No answer is changed."),
        Text(
            "Betulkan isian yang keliru. Bila yang keliru kalimat bakunya, pilih dasar itu.",
            "Put the wrong answer right. If the fixed wording is wrong, choose that ground.",
        ),
    )


def _changes_decision(act: Act) -> Refusal | None:
    if not act.data.get("differs"):
        return None
    return Refusal(
        "changes-decision",
        Text(
            "Dengan isian itu keputusan, langkah, atau biayanya menjadi lain, jadi ini bukan perbaikan surat.",
            "With these answers the decision, its steps or its fee would be another, so this corrects no letter.",
        ),
        Text(
            "Jalannya: pencabutan dengan peringatan, keberatan pemohon, atau permohonan baru.",
            "The roads are: a revocation with a warning, the applicant's objection, or a new application.",
        ),
    )


def _no_reason() -> Refusal:
    return Refusal(
        "fact-missing",
        Text(
            "Yang keliru, yang benar, sumbernya, atau alasannya belum jelas.", "What is wrong, right or why is unclear."
        ),
        Text(
            f"Tulis masing-masing dengan satu kalimat lengkap, paling sedikit {FACT_AT_LEAST} huruf.",
            f"Write each in one whole sentence, at least {FACT_AT_LEAST} characters.",
        ),
    )


def _no_letter() -> Refusal:
    return Refusal(
        "no-letter-to-correct",
        Text(
            "Tidak ada surat yang berlaku untuk diperbaiki pada berkas ini.",
            "This case has no standing letter that could be corrected.",
        ),
        Text(
            "Periksa keadaan surat: mungkin belum terbit, sudah dicabut, atau sudah digantikan.",
            "See how the letter stands: it may not be issued yet, or be revoked or superseded.",
        ),
    )


def _open_already() -> Refusal:
    return Refusal(
        "correction-open",
        Text("Satu perbaikan sedang berjalan.", "A correction is under way already."),
        Text("Putuskan yang itu dahulu.", "Decide on that one first."),
    )


def _nothing_open() -> Refusal:
    return Refusal(
        "no-correction",
        Text("Tidak ada perbaikan yang menunggu.", "No correction waits."),
        Text("Perbaikan dimulai dengan usul yang diberitahukan kepada pemohon.", "It begins with a proposal."),
    )


def _another_role(case: Case, act: Act) -> Refusal | None:
    if act.by.kind != "officer" or act.by.role in deciders(case):
        return None
    roles = ", ".join(sorted(deciders(case))) or "–"
    return Refusal(
        "not-your-role",
        Text(
            f"Memperbaiki surat milik peran “{roles}”, dan Anda tidak bertindak dalam peran itu.",
            f"Correcting a letter belongs to the role “{roles}”, in which you do not act.",
        ),
        Text("Serahkan kepada pemegang peran itu.", "Leave it to somebody who holds that role."),
    )


OFFICE = frozenset({"officer", "importer"})
ACTS = (
    ActRule("propose_correction", DECIDED, OFFICE, propose, check=check_propose, record=record_propose),
    ActRule("answer_correction", DECIDED, frozenset({"citizen", "importer"}), answer, check=check_answer),
    ActRule("correct", DECIDED, OFFICE, correct, check=check_correct),
    ActRule("drop_correction", DECIDED, OFFICE, drop, check=check_drop),
    ActRule("reissue", DECIDED, OFFICE | {"system"}, reissue, check=check_reissue),
)
