"""What a granted case still owes: its holder says that it is done, a role records it, and the clock reminds."""

from datetime import datetime

from layani.office.actions.acting import Deed, Done, act_on, not_your_role
from layani.office.actor import SYSTEM, Actor
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.projection import state_of
from layani.rules.cases.duties import next_duty
from layani.rules.refusal import Refused


def say_done(number: str, duty: str, words: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Let the holder say that they did it; the role that looks at it finds it in its list.

    words: what they want to add (sealed); may be empty
    """
    words = words.strip()
    personal = {"words": words} if words else None
    return act_on(number, Deed("duty_said", {"duty": duty}, personal=personal, once=once), actor=actor, now=now)


def record(number: str, duty: str, words: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Record that it was done, with what was seen (sealed; its holder reads it). Raises Refused for another role."""
    return _by_its_role("duty_met", number, duty, words, actor=actor, now=now, once=once)


def give_back(number: str, duty: str, words: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Tell the holder what is still to be done (sealed). Raises Refused for another role."""
    return _by_its_role("duty_again", number, duty, words, actor=actor, now=now, once=once)


def look_at_the_clock(row: CaseRow, *, now: datetime) -> int:
    """Remind of what is owed, and note what is late; returns how often. Raises Refused if it changed meanwhile."""
    done, case = 0, state_of(row)
    while case.duty_at and case.duty_at <= now:
        duty, act = next_duty(case, now)
        case = act_on(row.number, Deed(act, {"duty": duty}, role="system"), actor=SYSTEM, now=now).case
        done += 1
    return done


def _by_its_role(
    act: str, number: str, duty: str, words: str, *, actor: Actor, now: datetime, once: str | None
) -> Done:
    one = state_of(CaseRow.objects.get(number=number)).duties.get(duty, {})
    role = str(one.get("role", ""))
    if role and role not in actor.roles:
        raise Refused(not_your_role(role))
    words = words.strip()
    data = {"duty": duty, "words_length": len(words)}
    return act_on(number, Deed(act, data, personal={"words": words}, once=once, role=role), actor=actor, now=now)
