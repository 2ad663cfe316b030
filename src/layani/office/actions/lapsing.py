"""Warn whoever has not answered a notice, and then close the case where the service says so."""

from datetime import datetime

from layani.office.actions.acting import Deed, Done, act_on
from layani.office.actor import SYSTEM


def warn(number: str, *, now: datetime) -> Done:
    """Say to the citizen by when an answer is needed, or raise Refused: once, and not too early."""
    return act_on(number, Deed("warn", role="system"), actor=SYSTEM, now=now)


def lapse(number: str, *, now: datetime) -> Done:
    """Close a case whose citizen was warned and has not answered, or raise Refused."""
    return act_on(number, Deed("lapse", role="system"), actor=SYSTEM, now=now)
