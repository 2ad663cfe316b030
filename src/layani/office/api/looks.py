"""Keeps that a program was given something of a case; what for stands in the register of systems."""

from typing import Final

from django.core.cache import caches
from django.utils import timezone

from layani.office.actions.looking import keep_program_look
from layani.office.actor import Caller
from layani.office.house import calendar
from layani.office.tables.models.cases import Case

A_DAY: Final = 24 * 60 * 60  # seconds
EACH_TIME: Final = frozenset({"program-notice"})
"""What holds words about the person; of what holds none, the first call of a day is kept."""


def note_program_look(row: Case, what: str, actor: Caller) -> None:
    """Keep the look before the answer is sent: each one at somebody's words, and else the first of a day."""
    now = timezone.now()
    day = calendar().local(now).date()
    key, near = f"given/{actor.program}/{what}/{row.ref}/{day}", caches["near"]
    if what in EACH_TIME or not near.get(key):
        keep_program_look(row, what, actor=actor, now=now)
        near.set(key, 1, A_DAY)
