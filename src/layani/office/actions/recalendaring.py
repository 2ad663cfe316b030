"""Compute the due days of open cases again after a decree, and tell each case what moved and why."""

from collections.abc import Iterator
from datetime import datetime

from layani.office.actions.acting import Deed, Done, act_on
from layani.office.actor import SYSTEM
from layani.office.house import calendar
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.projection import state_of
from layani.rules.cases.recalendaring import Moved, recalendared


def moved_cases(now: datetime) -> Iterator[tuple[str, Moved]]:
    """Yield (number, what moves) of every open case that the calendar as known now would move; writes nothing."""
    for row in CaseRow.objects.open().filter(imported=False).order_by("id").iterator():
        moved = recalendared(calendar(), state_of(row), now)
        if moved:
            yield row.number, moved


def recalendar(number: str, moved: Moved, *, now: datetime) -> Done:
    """Write one event with the old and the new days and the reason; raises Refused if the case changed meanwhile."""
    return act_on(number, Deed("recalendar", moved.data(), role="system"), actor=SYSTEM, now=now)
