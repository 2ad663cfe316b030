"""Steps that pass the ball out of the office: an act in another system, and a public notice.

Neither stops the clock: the citizen's due date was promised with them in it.
"""

from collections.abc import Mapping
from typing import Any

from layani.rules.cases.act import Act, ActRule, moment, written
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import Term, due
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.cases.steps import not_the_step, to_next_step, with_next_due
from layani.rules.refusal import Refusal
from layani.rules.text import Text

EVIDENCE_AT_LEAST = 10  # characters: a ticket number, or what the other system's page said and when
OBJECTION_AT_LEAST = 10  # characters


def check_sent(case: Case, act: Act) -> Refusal | None:
    """It is sent to the other system once."""
    if refusal := not_the_step(case, act, "external"):
        return refusal
    if "sent_at" not in case.work:
        return None
    return Refusal(
        code="sent-once",
        reason=Text(id="Berkas ini sudah diajukan ke sistem itu.", en="This case was already sent to that system."),
        remedy=Text(
            id="Ketik nomornya begitu ada, atau catat gangguan.", en="Type its number once there is one, or an outage."
        ),
    )


def sent(case: Case, event: Event) -> Case:
    """Pass the ball to the other body; the case leaves the desk."""
    work = {**case.work, "sent_at": written(event.occurred_at)}
    return replace(case, work=work, holder=None).with_ball("outside", event.occurred_at)


def check_done(case: Case, act: Act) -> Refusal | None:
    """The number that is typed back is written as that system writes it (``fits``)."""
    if refusal := not_the_step(case, act, "external"):
        return refusal
    if act.data.get("fits") is True:
        return None
    return Refusal(
        code="number-does-not-fit",
        reason=Text(
            id="Nomor itu tidak ditulis seperti nomor dari sistem itu.", en="That is not how its number looks."
        ),
        remedy=Text(id="Salin lagi nomornya dari sistem itu.", en="Copy the number again from that system."),
    )


def check_outage(case: Case, act: Act) -> Refusal | None:
    """That another system is down is recorded with what shows it (``evidence_length`` in characters)."""
    if refusal := not_the_step(case, act, "external"):
        return refusal
    if int(act.data.get("evidence_length", 0)) >= EVIDENCE_AT_LEAST:
        return None
    return Refusal(
        code="evidence-missing",
        reason=Text(id="Bukti gangguan belum ditulis.", en="What shows the outage is not written."),
        remedy=Text(
            id="Tulis nomor laporan gangguan, atau pesan yang tampil di sistem itu dan jamnya.",
            en="Write the number of the fault report, or what that system's page said and when.",
        ),
    )


def outage(case: Case, event: Event) -> Case:
    """Count it; no due date moves, and the ball stays where it is."""
    return replace(case, work={**case.work, "outages": int(case.work.get("outages", 0)) + 1})


def check_open(case: Case, act: Act) -> Refusal | None:
    """A notice is opened once."""
    if refusal := not_the_step(case, act, "notice"):
        return refusal
    return _open_already() if "ends_at" in case.work else None


def record_open(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add until when it is public and until when objections are taken, both counted from now."""
    step = case.open_step
    if step is None:
        return act.data
    length = step.length or (step.amount, step.unit)
    ends = {"ends_at": length, "objections_until": step.objections or length}
    found = {key: written(due(calendar, act.at, Term(*term))) for key, term in ends.items()}  # type: ignore[arg-type]
    return {**found, **act.data}


def opened(case: Case, event: Event) -> Case:
    """Pass the ball to the public until the notice ends; the case leaves the desk."""
    kept = {key: event.data.get(key) for key in ("ends_at", "objections_until")}
    return replace(case, work={**case.work, **kept}, holder=None).with_ball("outside", event.occurred_at)


def check_objection(case: Case, act: Act) -> Refusal | None:
    """An objection is taken while the notice says so, with its words (``words_length`` in characters)."""
    if refusal := not_the_step(case, act, "notice"):
        return refusal
    until = moment(case.work.get("objections_until"))
    if until is None or act.at > until:
        return Refusal(
            code="no-objections-now",
            reason=Text(id="Masa keberatan belum dibuka atau sudah lewat.", en="Objections are not taken now."),
            remedy=Text(
                id="Arahkan orang itu ke meja pengaduan kantor ini.", en="Show that person to the complaints desk."
            ),
        )
    if int(act.data.get("words_length", 0)) >= OBJECTION_AT_LEAST:
        return None
    return Refusal(
        code="objection-missing",
        reason=Text(id="Isi keberatan belum ditulis.", en="What is objected to is not written."),
        remedy=Text(id="Tulis dengan kata-kata orang itu sendiri.", en="Write it in that person's own words."),
    )


def objected(case: Case, event: Event) -> Case:
    """Count the objection, for the decider to read."""
    return replace(case, objections=case.objections + 1)


def check_over(case: Case, act: Act) -> Refusal | None:
    """A notice is over when its time has passed; said once, while it still waits outside."""
    if refusal := not_the_step(case, act, "notice"):
        return refusal
    ends = moment(case.work.get("ends_at"))
    return None if ends and act.at >= ends and case.ball == "outside" else _not_over()


def over(case: Case, event: Event) -> Case:
    """Give the ball back to the office: the case stands in its queue again, to be closed."""
    return case.with_ball("office", event.occurred_at)


def check_close(case: Case, act: Act) -> Refusal | None:
    """A notice is closed when its time has passed, not before."""
    if refusal := not_the_step(case, act, "notice"):
        return refusal
    ends = moment(case.work.get("ends_at"))
    return None if ends and act.at >= ends else _not_over()


def _not_over() -> Refusal:
    return Refusal(
        code="notice-not-over",
        reason=Text(id="Masa pengumuman belum selesai.", en="The time of the notice is not over."),
        remedy=Text(
            id="Tutup pengumuman setelah masanya lewat. Sampai saat itu warga boleh membacanya.",
            en="Close it when its time has passed. Until then everybody may read it.",
        ),
    )


def _open_already() -> Refusal:
    return Refusal(
        code="notice-open",
        reason=Text(id="Pengumuman ini sudah dibuka.", en="This notice is open already."),
        remedy=Text(
            id="Catat keberatan, atau tutup setelah masanya lewat.", en="Take objections, or close it in time."
        ),
    )


OFFICE = frozenset({"officer", "importer"})
ACTS = (
    ActRule("external_sent", OPEN_STATUSES, OFFICE, sent, held=True, check=check_sent),
    ActRule("external_done", OPEN_STATUSES, OFFICE, to_next_step, held=True, check=check_done, record=with_next_due),
    ActRule("outage", OPEN_STATUSES, OFFICE, outage, held=True, check=check_outage),
    ActRule("notice_opened", OPEN_STATUSES, OFFICE, opened, held=True, check=check_open, record=record_open),
    ActRule("notice_objection", OPEN_STATUSES, OFFICE, objected, held=True, check=check_objection),
    ActRule("notice_over", OPEN_STATUSES, frozenset({"system"}), over, check=check_over),
    ActRule("notice_closed", OPEN_STATUSES, OFFICE, to_next_step, held=True, check=check_close, record=with_next_due),
)
