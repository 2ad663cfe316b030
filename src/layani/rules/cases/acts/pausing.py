"""Another body's system is out: the clock stands still for a limited time, once, with evidence; then it runs on.

The office's own network, and an absent signer, are the office's time; no act stops the clock for them.
"""

from collections.abc import Mapping
from typing import Any, Final

from layani.rules.cases.act import Act, ActRule, moment, written
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import Term, due
from layani.rules.cases.parts import OUTAGE, Pause
from layani.rules.cases.reckoning import after_pause
from layani.rules.cases.state import Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text

EVIDENCE_AT_LEAST: Final = 10
"""Characters of what shows the outage: a notice's number, an error with its time."""


def check_pause(case: Case, act: Act) -> Refusal | None:
    """The service names the system, it is the first time, nothing is late, and there is evidence."""
    if case.outage is None or act.data.get("system") not in case.outage[2]:
        return _no_such_system()
    if case.paused_at or any(pause.cause == OUTAGE for pause in case.pauses):
        return _paused_before()
    if case.beside:
        return _others_work()
    if case.ball != "office":
        return _not_with_the_office()
    if any(day is not None and act.at > day for day in (case.due_at, case.legal_due_at, case.step_due_at)):
        return _late_already()
    return None if int(act.data.get("evidence_length", 0)) >= EVIDENCE_AT_LEAST else _no_evidence()


def record_pause(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add when the clock runs on at the latest."""
    if case.outage is None:
        return act.data  # only an observed log comes here
    amount, unit, _ = case.outage
    return {**act.data, "resume_by": written(due(calendar, act.at, Term(amount, unit)))}  # type: ignore[arg-type]


def pause(case: Case, event: Event) -> Case:
    """Stop the clock and pass the ball outside; the case leaves the desk and keeps its place in the queue."""
    if not case.is_open:
        return case
    return replace(
        case,
        paused_at=event.occurred_at,
        paused_for=OUTAGE,
        resume_by=moment(event.data.get("resume_by")),
        holder=None,
    ).with_ball("outside", event.occurred_at)


def check_resume(case: Case, act: Act) -> Refusal | None:
    """Only what was stopped runs on; the system does it by itself when the limit has passed."""
    over = act.by.kind != "system" or (case.resume_by is not None and act.at > case.resume_by)
    if case.paused_for == OUTAGE and case.paused_at and over:
        return None
    return Refusal(
        code="not-paused",
        reason=Text(id="Jam berkas ini tidak sedang berhenti.", en="The clock of this case does not stand still."),
        remedy=Text(id="Muat ulang halaman.", en="Reload the page."),
    )


def record_resume(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add when the pause ended, never later than its limit, and the due dates after it."""
    until = min(act.at, case.resume_by or act.at)
    return {**act.data, "until": written(until), **after_pause(calendar, case, until, act.data)}


def resume(case: Case, event: Event) -> Case:
    """Let the clock run on; the case is back in its place in the queue."""
    if not case.is_open or case.paused_at is None:
        return case
    until = moment(event.data.get("until")) or event.occurred_at
    return replace(
        case,
        due_at=moment(event.data.get("due_at")) or case.due_at,
        legal_due_at=moment(event.data.get("legal_due_at")) or case.legal_due_at,
        step_due_at=moment(event.data.get("step_due_at")) or case.step_due_at,
        pauses=(*case.pauses, Pause(OUTAGE, case.paused_at, until)),
        paused_at=None,
        paused_for="",
        resume_by=None,
    ).with_ball("office", event.occurred_at)


def _no_such_system() -> Refusal:
    return Refusal(
        code="no-such-system",
        reason=Text(
            id="Jam hanya dapat berhenti karena sistem instansi lain yang disebut layanan ini.",
            en="The clock can stand still only for another body's system that this service names.",
        ),
        remedy=Text(
            id="Pilih dari daftar. Jaringan kantor sendiri adalah waktu kantor.",
            en="Choose from the list. The office's own network is the office's time.",
        ),
    )


def _paused_before() -> Refusal:
    return Refusal(
        code="paused-once",
        reason=Text(
            id="Jam berkas ini sedang atau sudah pernah berhenti.",
            en="The clock of this case stands still, or did once.",
        ),
        remedy=Text(id="Selesaikan berkas ini pada waktunya.", en="Finish this case in its time."),
    )


def _not_with_the_office() -> Refusal:
    return Refusal(
        code="not-with-the-office",
        reason=Text(
            id="Berkas ini sudah di luar kantor; waktu itu termasuk dalam janji kantor.",
            en="This case is outside the office already; the promise was made with that time in it.",
        ),
        remedy=Text(id="Catat gangguannya pada langkah ini.", en="Record the outage in this step."),
    )


def _others_work() -> Refusal:
    return Refusal(
        code="others-work",
        reason=Text(
            id="Meja lain juga sedang mengerjakan berkas ini; jam kantor tidak berhenti untuk satu meja.",
            en="Other desks are at work on this case too; the office's clock does not stop for one desk.",
        ),
        remedy=Text(
            id="Kembalikan berkas ke antrean dengan alasan “sistem lain sedang mati”, dan lanjutkan begitu bisa.",
            en="Put the case back in the queue with the reason “another system is down”, and go on when you can.",
        ),
    )


def _late_already() -> Refusal:
    return Refusal(
        code="late-already",
        reason=Text(
            id="Berkas ini sudah terlambat; jam yang berhenti hanya akan menyembunyikannya.",
            en="This case is late already; a clock that stands still would only hide it.",
        ),
        remedy=Text(
            id="Selesaikan begitu sistem itu hidup. Yang sudah terlambat tetap terlambat.",
            en="Finish it once that system works. What is late stays late.",
        ),
    )


def _no_evidence() -> Refusal:
    return Refusal(
        code="evidence-missing",
        reason=Text(id="Bukti gangguan belum ditulis.", en="What shows the outage was not written."),
        remedy=Text(
            id="Tulis nomor pemberitahuan, atau pesan galat dengan jamnya.",
            en="Write the number of the notice, or the error with its time.",
        ),
    )


WORKED = frozenset({"checking", "working", "deciding"})
ACTS = (
    ActRule("pause", WORKED, frozenset({"officer"}), pause, held=True, check=check_pause, record=record_pause),
    ActRule(
        "resume",
        WORKED,
        frozenset({"officer", "system"}),
        resume,
        held=True,
        paused=True,
        check=check_resume,
        record=record_resume,
    ),
)
