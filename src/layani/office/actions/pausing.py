"""Stop the clock of a case while another body's system is out, and let it run on."""

from datetime import datetime

from layani.office.actions.acting import Deed, Done, act_on
from layani.office.actor import SYSTEM, Actor


def pause(number: str, system: str, evidence: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Stop the clock, or raise Refused; it runs on by itself when the service's limit has passed.

    system:    one that the service names
    evidence:  the outage notice's number, or the error with its time (sealed)
    """
    data = {"system": system, "evidence_length": len(evidence.strip())}
    return act_on(number, Deed("pause", data, personal={"evidence": evidence.strip()}, once=once), actor=actor, now=now)


def resume(number: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Let the clock run on, because the system works again."""
    return act_on(number, Deed("resume", once=once), actor=actor, now=now)


def resume_at_limit(number: str, *, now: datetime) -> Done:
    """Let the clock run on because the longest pause has passed; raises Refused before that."""
    return act_on(number, Deed("resume", role="system"), actor=SYSTEM, now=now)
