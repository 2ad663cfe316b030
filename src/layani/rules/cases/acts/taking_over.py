"""A case that came from another system while it was open is taken over: from here on it is one of this office's own.

What is late stays late: the promise counts from the day on which the other system received the application. A day that
was told there and comes earlier than the one by this office's promise stands. An open step has its time from the taking
over, for no desk of this office had it before; but it is never due after the decision that was promised. Where silence
would grant, the law's term and the time of the check count from the taking over as well, and nothing ends them sooner:
this office was not silent before it had the case.
"""

from collections.abc import Mapping
from dataclasses import replace as with_day
from datetime import datetime
from typing import Any, Final

from layani.rules.cases.act import Act, ActRule, moment, written
from layani.rules.cases.acts.checking import rules_after
from layani.rules.cases.acts.evidence import after_answer
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.parts import COPIED_BY
from layani.rules.cases.recalendaring import DUES
from layani.rules.cases.reckoning import legal_of, promise_of, reckoned, step_of
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.cases.steps import as_found
from layani.rules.refusal import Refusal
from layani.rules.text import Text

TAKE_OVER_REASONS: Final[Mapping[str, Text]] = {
    "office": Text("kewenangannya beralih ke kantor ini", "its competence came to this office"),
    "system": Text("sistem lamanya dihentikan", "the older system was switched off"),
    "asked": Text("kantor lain menyerahkannya", "the other office handed it over"),
}
KEPT: Final = ("reason", "letter", "stand", "counted", "capped")
"""What the case keeps of its taking over, beside when it was."""
LETTER_AT_LEAST, LONGEST_LETTER = 3, 80  # characters of the number of what handed it over


def check_take_over(case: Case, act: Act) -> Refusal | None:
    """A case of another system's log that is still open, for a listed reason, by a record with a number."""
    if not case.imported or not case.is_open:
        return _not_from_elsewhere()
    letter = str(act.data.get("letter", "")).strip()
    if act.data.get("reason") not in TAKE_OVER_REASONS or not LETTER_AT_LEAST <= len(letter) <= LONGEST_LETTER:
        return _no_reason()
    return None


def record_take_over(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add the days that this office promises, from the receipt there, and which of the other system's days stand."""
    silence = bool(act.data.get("silence_grants", case.silence_grants))
    return {**act.data, **days_after(case, calendar, act.at, silence=silence)}


def days_after(case: Case, calendar: Calendar, at: datetime, *, silence: bool) -> dict[str, Any]:
    """Return the moments in DUES that a case has when it is taken over, as an event writes them, and which ``stand``.

    A moment that cannot be reckoned yet, or at all, is left as it is. silence: it grants, by the service's law; then
    the days from which it is counted never stand, for it counts from ``at``, and a ``legal`` term is added where the
    law's term is the promised one. Of the steps: see ``_steps_after``
    """
    own = replace(case, imported=False, silence_grants=silence, taken_over={"at": written(at)})
    found, stand = dict[str, Any](), list[str]()
    if silence and case.legal is None and case.promise:
        found["legal"] = [*case.promise, case.promise_starts]
        own = replace(own, legal=tuple(found["legal"]))
    for name, one in (("due_at", promise_of(own)), ("legal_due_at", legal_of(own))):
        told = getattr(case, name)
        anew = silence and name == "legal_due_at"
        reckons = reckoned(calendar, one) if one else None
        if reckons and (told is None or reckons < told or anew):
            found[name] = written(reckons)
        elif told and told != reckons and not anew:
            stand.append(name)
    promised = moment(found.get("due_at")) or case.due_at
    return {**found, **({"stand": stand} if stand else {}), **_steps_after(own, calendar, promised)}


def _steps_after(own: Case, calendar: Calendar, promised: datetime | None) -> dict[str, Any]:
    """Return when the open steps of a case that is just taken over are due, as its event writes it.

    step_due_at, beside: of the first, and of those side by side with it, by name
    counted: names of those that count from the taking over; capped: of those that are due with the promised decision
    While the clock stands still nothing counts from now on: then a step keeps its start, as another system's.
    """
    counted = [] if own.paused_at else [one.id for one in own.open_steps()]
    own = replace(own, taken_over={**own.taken_over, "counted": counted})
    days, capped = dict[str, datetime](), list[str]()
    for name in (one.id for one in own.open_steps()):
        seen = own.seen_at(name)
        step, one = seen.open_step, step_of(seen)
        if step is None or one is None:
            continue
        reckons, silent = reckoned(calendar.of_unit(step.office_unit), one), own.silence_grants and step.kind == "check"
        if not counted and not silent and seen.step_due_at and seen.step_due_at <= reckons:
            continue
        if promised and promised < reckons and not silent:
            reckons = promised
            capped.append(name)
        days[name] = reckons
    found: dict[str, Any] = {"step_due_at": written(days[own.step])} if own.step in days else {}
    beside = {name: written(day) for name, day in days.items() if name != own.step}
    noted = {"beside": beside, "counted": counted, "capped": capped}
    return {**found, **{name: value for name, value in noted.items() if value}}


def take_over(case: Case, event: Event) -> Case:
    """Let it be one of this office's own, judged by its own rules; who may read it stays as it was."""
    days = {name: moment(event.data[name]) for name in DUES if event.data.get(name)}
    silence, copied = bool(event.data.get("silence_grants", case.silence_grants)), event.data.get("fields")
    if silence:  # a day of the law that was told elsewhere is none of this office's silence
        days.setdefault("legal_due_at", None)
    kept = {name: event.data[name] for name in KEPT if event.data.get(name)}
    besides = {name: moment(day) for name, day in event.data.get("beside", {}).items()}
    return replace(
        as_found(after_answer(case, event), event.data),
        imported=False,
        taken_over={"at": written(event.occurred_at), **kept},
        silence_grants=silence,
        legal=tuple(event.data["legal"]) if event.data.get("legal") else case.legal,
        done_by={**case.done_by, COPIED_BY: event.by.officer} if copied and event.by.officer else case.done_by,
        beside=tuple(with_day(one, due_at=besides.get(one.id) or one.due_at) for one in case.beside),
        **rules_after(case, event),
        **days,  # type: ignore[arg-type]
    )


def taken_over_elsewhere(case: Case, act: Act) -> Refusal | None:
    """Refuse what another system's log says of a case after it was taken over; None for everything else."""
    if act.by.kind != "importer" or not case.taken_over:
        return None
    return Refusal(
        code="taken-over",
        reason=Text("Berkas ini sudah diambil alih kantor ini.", "This case was taken over by this office."),
        remedy=Text(
            "Yang terjadi sesudahnya dicatat di sini oleh petugas.",
            "What happens after that is recorded here, by its officers.",
        ),
    )


def _not_from_elsewhere() -> Refusal:
    return Refusal(
        code="not-from-elsewhere",
        reason=Text(
            "Berkas ini bukan dari sistem lain, sudah diambil alih, atau sudah selesai di sana.",
            "This case did not come from another system, was taken over already, or has ended there.",
        ),
        remedy=Text("Muat ulang halaman untuk melihat keadaannya.", "Reload the page to see how it stands."),
    )


def _no_reason() -> Refusal:
    return Refusal(
        code="reason-missing",
        reason=Text(
            "Alasan pengambilalihan atau nomor berita acaranya belum ditulis.",
            "Why it is taken over, or the number of the record by which it is, is missing.",
        ),
        remedy=Text(
            "Pilih alasannya dan tulis nomornya, tanpa nama orang.",
            "Choose the reason and write the number, without anybody’s name.",
        ),
    )


ACTS = (
    ActRule(
        "take_over",
        OPEN_STATUSES,
        frozenset({"officer"}),
        take_over,
        paused=True,
        check=check_take_over,
        record=record_take_over,
    ),
)
