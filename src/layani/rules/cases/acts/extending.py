"""The office takes more time, once, for a reason from a list, where the law of the service lets it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from layani.rules.cases.act import Act, ActRule, moment, written
from layani.rules.cases.acts.working import EVERY_STATUS, told
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import Term, due
from layani.rules.cases.parts import Extended
from layani.rules.cases.state import Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text

EXTENSION_REASONS: Final[Mapping[str, Text]] = {
    "many-documents": Text("dokumen yang harus diperiksa banyak", "many documents have to be looked through"),
    "other-body": Text("keterangan instansi lain diperlukan", "another body's information is needed"),
    "on-site": Text("lokasi harus diperiksa lagi", "the place has to be looked at again"),
    "third-party": Text("hak orang lain harus dipertimbangkan", "the rights of others have to be weighed"),
}
"""Why an office may need longer. That somebody is absent or a system down is not among them: that is its own time."""


def check_extend(case: Case, act: Act) -> Refusal | None:
    """More time is taken once, where the law lets it, before the promised day, and for a listed reason."""
    if act.by.kind == "importer":
        return None
    if case.extension is None:
        return _no_extension()
    if case.extended is not None:
        return _extended_already()
    if not case.is_open or case.due_at is None or act.at > case.due_at:
        return _too_late()
    return None if act.data.get("reason") in EXTENSION_REASONS else _no_reason()


def record_extend(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add the new due date: by the service's extension, or by as many calendar ``days`` as another log says."""
    if act.by.kind == "importer":
        if not act.data.get("days") or not case.due_at or act.data.get("due_at"):
            return act.data
        return {**act.data, "due_at": written(case.due_at + timedelta(days=int(act.data["days"])))}
    if case.extension is None or case.due_at is None:
        raise AssertionError("check_extend lets no act pass without an extension and a due date")
    by = Term(*case.extension)  # type: ignore[arg-type]
    values = {**act.data, "by": list(case.extension), "due_at": written(due(calendar, case.due_at, by))}
    if case.legal_due_at:
        values["legal_due_at"] = written(due(calendar, case.legal_due_at, by))
    return values


def extend(case: Case, event: Event) -> Case:
    """Give the office more time, until ``due_at``; without it the event only says that an extension was taken."""
    by, reason = event.data.get("by"), str(event.data.get("reason", ""))
    return told(
        replace(
            case,
            due_at=moment(event.data.get("due_at")) or case.due_at,
            legal_due_at=moment(event.data.get("legal_due_at")) or case.legal_due_at,
            extended=Extended(Term(*by), event.occurred_at, reason) if by else case.extended,
        ),
        event,
    )


def _no_extension() -> Refusal:
    return Refusal(
        code="no-extension",
        reason=Text(
            id="Layanan ini tidak mempunyai perpanjangan waktu menurut hukum.",
            en="No law lets this service take more time.",
        ),
        remedy=Text(
            id="Putuskan dalam waktu yang dijanjikan. Bila terlambat, pengawas diberi tahu.",
            en="Decide in the promised time. If it is late, the superior is told.",
        ),
    )


def _extended_already() -> Refusal:
    return Refusal(
        code="extended-once",
        reason=Text(id="Waktu berkas ini sudah diperpanjang satu kali.", en="This case was given more time once."),
        remedy=Text(id="Putuskan sebelum hari yang tertulis.", en="Decide before the day that is written."),
    )


def _too_late() -> Refusal:
    return Refusal(
        code="extension-too-late",
        reason=Text(
            id="Waktu hanya dapat diperpanjang sesudah mulai dihitung dan sebelum lewat.",
            en="Time can be extended only after it has begun to count and before it has passed.",
        ),
        remedy=Text(
            id="Selesaikan berkas ini. Yang sudah terlambat tetap terlambat.",
            en="Finish this case. What is late stays late.",
        ),
    )


def _no_reason() -> Refusal:
    return Refusal(
        code="reason-missing",
        reason=Text(id="Alasan perpanjangan belum dipilih.", en="No reason for the extension was chosen."),
        remedy=Text(
            id="Pilih salah satu alasan; pemohon membacanya.", en="Choose one of the reasons; the applicant reads it."
        ),
    )


ACTS = (
    ActRule(
        kind="extend",
        statuses=EVERY_STATUS,
        by=frozenset({"officer", "importer"}),
        change=extend,
        held=True,
        check=check_extend,
        record=record_extend,
    ),
)
