"""Hold an application back from being erased: one person enters it, another confirms it, and another lifts it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NoReturn

from django.db import IntegrityError, transaction

from layani.office.actions.attempts import keep_attempt
from layani.office.actions.retention_facts import today_at
from layani.office.actor import Actor
from layani.office.tables.models import Case, Hold, HoldRuling
from layani.rules.cases.act import Act
from layani.rules.refusal import Refusal, Refused
from layani.rules.retention.holding import objections_to_hold, objections_to_ruling
from layani.rules.text import Text

HOLDERS = frozenset({"operator", "auditor"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked to be held: the application's number, one of REASONS, the letter's number, the last day."""

    number: str
    reason: str
    letter: str
    until: date


def hold(asked: Asked, *, actor: Actor, now: datetime) -> Hold:
    """Hold one application from now on, or raise Refused; unconfirmed it ends after fourteen days."""
    by = _require_holder(actor)
    row = Case.objects.numbered(asked.number)
    if row is None:
        _refuse("no-such-case", f"Tidak ada permohonan “{asked.number}”.", f"There is no application '{asked.number}'.")
    today = today_at(now)
    if refused := objections_to_hold(asked.reason, asked.letter, asked.until, today):
        raise Refused(*refused)
    with transaction.atomic():
        # Whoever erases has locked the case: what is gone by then cannot be held.
        locked = Case.objects.locked(row.number)
        if hasattr(locked, "erasure"):
            _refuse("erased-already", "Datanya sudah dihapus menurut jadwal.", "Its data were erased by the schedule.")
        return Hold.objects.create(
            case=locked, reason=asked.reason, letter=asked.letter.strip(), until=asked.until, entered_by_id=by,
            entered_on=today, at=now,
        )  # fmt: skip


def rule_on(hold_id: int, kind: str, *, actor: Actor, now: datetime) -> HoldRuling:
    """Confirm or lift a hold; never by who entered it. Raises Hold.DoesNotExist, or Refused and keeps the attempt."""
    try:
        with transaction.atomic():
            by = _require_holder(actor)
            row = Hold.objects.ruled().get(pk=hold_id)
            if refused := objections_to_ruling(row.entered_by_id, by, kind):
                raise Refused(*refused)
            if row.lifted_at is not None:
                _refuse("lifted-already", "Penahanan ini sudah diakhiri.", "This hold was ended already.")
            if kind == "confirmed" and row.last_day() < today_at(now):
                _refuse("hold-over", "Penahanan ini sudah lewat waktunya.", "This hold is over; enter a new one.")
            return HoldRuling.objects.create(hold=row, kind=kind, by_id=by, at=now)
    except IntegrityError:
        _refuse("ruled-already", "Penahanan ini sudah diputus.", "This hold was ruled on already.")
    except Refused as refused:
        keep_attempt(None, Act("rule_on_hold", actor.by("keeper"), now, {}), refused.refusals, actor=actor, now=now)
        raise


def _require_holder(actor: Actor) -> int:
    if actor.user is None or not (actor.is_officer and actor.roles & HOLDERS):
        _refuse("not-a-holder", "Ini tugas operator atau inspektorat.", "This is for an operator or the inspectorate.")
    return actor.user


def _refuse(code: str, id_: str, en: str) -> NoReturn:
    remedy = Text("Tidak ada yang berubah. Betulkan, lalu kirim lagi.", "Nothing changed. Correct it, send it again.")
    raise Refused(Refusal(code, Text(id_, en), remedy))
