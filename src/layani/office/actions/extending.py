"""Take more time for a case: once, with a reason from the list, where the law of the service lets it."""

from datetime import datetime

from layani.office.actions.acting import Deed, Done, act_on
from layani.office.actor import Actor


def extend(number: str, reason: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Move the promised day by the service's extension; the citizen is told the day and the reason.

    reason: a name in ``rules.cases.acts.extending.EXTENSION_REASONS``
    """
    return act_on(number, Deed("extend", {"reason": reason}, once=once), actor=actor, now=now)
