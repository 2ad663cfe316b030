"""Note that another body, for which a case waits, was reminded, or that somebody above wrote to it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import cast

from django.db import transaction

from layani.office.actor import Actor
from layani.office.gateways.sealing import open_sealed, seal
from layani.office.house import calendar, catalogue, key_store
from layani.office.tables.desk import Outside, outside_for
from layani.office.tables.models import Case, OutsideReminder
from layani.office.tables.projection import state_of
from layani.office.tables.queues import Server
from layani.rules.cases.act import moment
from layani.rules.cases.outside_waiting import Kind, Next, Reminder, next_of, objection
from layani.rules.cases.state import Case as State
from layani.rules.door.ticket import SUPERVISORS
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

LONGEST = 300  # characters
HOW = "outside-reminder"
"""To what the words are bound, so that sealed parts cannot be swapped."""
NOT_THEIRS = Refusal(
    "waits-for-nobody",
    Text("Berkas itu tidak menunggu instansi lain, atau bukan milik peran Anda.",
         "That case waits for no other body, or is not of your role."),
    Text("Pilih dari daftar.", "Choose from the list."),
)  # fmt: skip


def remind(number: str, step: str, words: str, *, actor: Actor, now: datetime) -> OutsideReminder:
    """Note it, or raise Refused and keep nothing: officers of the step's role remind, supervisors write above.

    words: how; sealed under the case's key
    """
    # Without a number all that waits would be asked for.
    waiting = next((one for one in waiting_for(actor, number) if one.step == step), None) if number else None
    if waiting is None:
        raise Refused(NOT_THEIRS)
    with transaction.atomic():
        row = Case.objects.locked(number)
        sent = sent_at(state_of(row), step)
        if sent is None:
            raise Refused(NOT_THEIRS)
        before = reminders_of([row.pk]).get((row.number, step), [])
        kind: Kind = _kind(actor, number, step, next_of(sent, before, calendar(), now)[0])
        if refused := objection(kind, words, sent, before, calendar(), now):
            raise Refused(refused)
        sealed = seal(key_store().get(row.ref), words.strip()[:LONGEST], HOW)
        return OutsideReminder.objects.create(
            case=row, step=step, kind=kind, officer_id=actor.user or 0, sealed=sealed, at=now
        )


def _kind(actor: Actor, number: str, step: str, comes: Next) -> Kind:
    """Return what a note is: above once that is due and by whoever stands there, else a reminder of the step's role."""
    if not actor.roles & SUPERVISORS:
        return "reminded"
    own = any(one.step == step for one in waiting_for(actor, number, above=False))
    return "reminded" if own and comes != "escalate" else "escalated"


def waiting_for(actor: Actor, number: str = "", *, above: bool = True) -> list[Outside]:
    """Return what of the actor's roles waits for another body's system; of a supervisor's office, all of it.

    above: False leaves out what a supervisor sees without the role of its step
    """
    roles = set(actor.roles)
    if above and roles & SUPERVISORS:
        outside = {step.role for one in catalogue().services.values() for step in one.steps if step.kind == "external"}
        roles |= catalogue().office.sections.held(outside)
    found = outside_for(Server(actor.office, roles, actor.user or 0, actor.nik_mac), number)
    external = {
        (slug, step.id) for slug, one in catalogue().services.items() for step in one.steps if step.kind == "external"
    }
    return [one for one in found if (one.service, one.step) in external]


def sent_at(case: State, step: str) -> datetime | None:
    """Return since when a step of a case waits for the other body, None where it does not."""
    views = [case, *(case.seen_at(one.id) for one in case.beside)]
    view = next((one for one in views if one.step == step), None)
    return moment(view.work.get("sent_at")) if view else None


def reminders_of(cases: Iterable[int]) -> Mapping[tuple[str, str], list[Reminder]]:
    """Return {(case number, step): reminders in their order}; one query."""
    rows = OutsideReminder.objects.filter(case_id__in=list(cases)).order_by("pk")
    found: dict[tuple[str, str], list[Reminder]] = {}
    for number, step, kind, at in rows.values_list("case__number", "step", "kind", "at"):
        found.setdefault((number, step), []).append(Reminder(cast("Kind", kind), at))
    return found


def how(row: OutsideReminder) -> str:
    """Return how a body was reminded, in the officer's words; raises KeyGone after an erasure."""
    return str(open_sealed(key_store().get(row.case.ref), bytes(row.sealed), HOW))
