"""The days of what a granted case still owes, and who has to look at it next."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from layani.rules.cases.act import moment, written
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import Term, due
from layani.rules.cases.state import Case
from layani.rules.cases.validity import before

_SECOND: Final = timedelta(seconds=1)

Duty = Mapping[str, Any]
"""One duty of a case, as JSON: role, due_at; remind_at, reminded_at, said_at, late_at and met_at once there is one."""


def with_days(owed: Mapping[str, Duty], issued_at: datetime, calendar: Calendar) -> dict[str, dict[str, Any]]:
    """Return the duties with their last moment, and when the holder is reminded.

    owed: as ``catalogue.duties.owed_by`` returns them
    They count from the letter's date, or from a later day that the application named.
    """
    return {name: _with_days(one, issued_at, calendar) for name, one in owed.items()}


def _with_days(one: Duty, issued_at: datetime, calendar: Calendar) -> dict[str, Any]:
    named = one.get("from")
    start = max(issued_at, calendar.at(date.fromisoformat(named), time(12))) if named else issued_at
    due_at = due(calendar, start, Term(*one["within"]))
    found = {"role": one["role"], "due_at": written(due_at)}
    if one.get("remind"):
        found["remind_at"] = written(max(issued_at, before(calendar, due_at, Term(*one["remind"]))))
    return found


def open_duties(case: Case) -> dict[str, Duty]:
    """Return what is still owed, by name; nothing once the product was revoked."""
    return {} if case.revoked_at else {name: one for name, one in case.duties.items() if not one.get("met_at")}


def to_be_done(case: Case) -> bool:
    """Say whether the holder still has to do something, or to say that it is done."""
    return any(not one.get("said_at") for one in open_duties(case).values())


def stands_as(one: Duty) -> str:
    """Return "met", "said" (a role has to look), "late" or "open" of a duty."""
    return next((name for name in ("met", "said", "late") if one.get(f"{name}_at")), "open")


def next_duty(case: Case, now: datetime) -> tuple[str, str]:
    """Return the name of a duty that the clock has to look at by ``now``, and the act; ("", "") for none."""
    for name, one in open_duties(case).items():
        remind, late = reminds_at(one), lates_at(one)
        if remind and remind <= now:
            return name, "duty_reminded"
        if late and late <= now:
            return name, "duty_late"
    return "", ""


def looked_at(case: Case) -> Case:
    """Return the case with what the clock and the queues ask of its duties: when next, by which role, due when.

    ``duty_at`` is when the clock looks next, ``duty_role`` and ``duty_due`` who has to look, and when that was due:
    a role has to look at what is said to be done and at what is late; of several, at the one that is due first.
    """
    owed = open_duties(case)
    moments = [found for one in owed.values() for found in _moments(one)]
    waiting = sorted(
        (one["due_at"], str(one["role"])) for one in owed.values() if one.get("said_at") or one.get("late_at")
    )
    due_at, role = waiting[0] if waiting else (None, "")
    return replace(case, duty_at=min(moments) if moments else None, duty_role=role, duty_due=moment(due_at))


def _moments(one: Duty) -> list[datetime]:
    """Return when the clock has something to do: to remind, and to note that it is late."""
    return [found for found in (reminds_at(one), lates_at(one)) if found]


def reminds_at(one: Duty) -> datetime | None:
    """Return when its holder is to be reminded of it; None without a reminder, or once there is nothing to say."""
    return moment(one.get("remind_at")) if not one.get("reminded_at") and not one.get("said_at") else None


def lates_at(one: Duty) -> datetime | None:
    """Return when it is to be noted that it is late: the second after its last moment; None when it is, or was said."""
    due_at = moment(one.get("due_at"))
    return due_at + _SECOND if due_at and not one.get("late_at") and not one.get("said_at") else None
