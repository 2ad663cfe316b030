"""Warn whoever has not answered a notice, and then close the case where the service says so."""

from datetime import datetime

from layani.office.actions.acting import Deed, Done, act_on
from layani.office.actor import SYSTEM
from layani.office.tables.models.papers import Message

WARNINGS = ("warned", "their-turn-closing")
"""The messages that warn of a closing: for want of an answer, and for want of what the applicant was asked to do."""


def warn(number: str, *, now: datetime) -> Done:
    """Say to the citizen by when an answer is needed, or raise Refused: once, and not too early."""
    return act_on(number, Deed("warn", role="system"), actor=SYSTEM, now=now)


def lapse(number: str, *, now: datetime) -> Done:
    """Close a case whose citizen was warned and has not answered, or raise Refused."""
    data = {"warning_sent": was_warned(number)}
    return act_on(number, Deed("lapse", data, role="system"), actor=SYSTEM, now=now)


def was_warned(number: str) -> bool:
    """Say whether the warning left the office: a gateway took it for at least one address of the citizen."""
    return Message.objects.filter(case__number=number, kind__in=WARNINGS, sent_at__isnull=False).exists()
