"""A case that came from another system while it was open is taken over: from here on it is one of this office's own.

What is late stays late: the clock counts from the day on which the other system received the application. A day that
was told there and comes earlier than the one by this office's promise stands. Only where silence would grant, the law's
term and the time of the check count from the taking over: this office was not silent before it had the case.
"""

from collections.abc import Mapping
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
    law's term is the promised one
    """
    own = replace(case, imported=False, silence_grants=silence, taken_over={"at": written(at)})
    found, stand = dict[str, Any](), list[str]()
    if silence and case.legal is None and case.promise:
        found["legal"] = [*case.promise, case.promise_starts]
        own = replace(own, legal=tuple(found["legal"]))
    anew = frozenset({"legal_due_at", "step_due_at"}) if silence else frozenset()
    for name, one in zip(DUES, (promise_of(own), legal_of(own), step_of(own)), strict=True):
        told = getattr(case, name)
        unit = case.open_step.office_unit if name == "step_due_at" and case.open_step else ""
        reckons = reckoned(calendar.of_unit(unit), one) if one else None
        if reckons and (told is None or reckons < told or name in anew):
            found[name] = written(reckons)
        # The steps to come have days of their own.
        elif told and told != reckons and name not in {"step_due_at", *anew}:
            stand.append(name)
    return {**found, **({"stand": stand} if stand else {})}


def take_over(case: Case, event: Event) -> Case:
    """Let it be one of this office's own, judged by its own rules; who may read it stays as it was."""
    days = {name: moment(event.data[name]) for name in DUES if event.data.get(name)}
    silence, copied = bool(event.data.get("silence_grants", case.silence_grants)), event.data.get("fields")
    if silence:  # a day of the law that was told elsewhere is none of this office's silence
        days.setdefault("legal_due_at", None)
    kept = {name: event.data[name] for name in ("reason", "letter", "stand") if event.data.get(name)}
    return replace(
        as_found(after_answer(case, event), event.data),
        imported=False,
        taken_over={"at": written(event.occurred_at), **kept},
        silence_grants=silence,
        legal=tuple(event.data["legal"]) if event.data.get("legal") else case.legal,
        done_by={**case.done_by, COPIED_BY: event.by.officer} if copied and event.by.officer else case.done_by,
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
