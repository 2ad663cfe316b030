"""A look at a person's data is kept with its purpose: they may ask who looked and what for, and so may inspectors.

Whoever has no part in a case says why before they open it; the words are sealed under the case's key.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, cast
from uuid import uuid4

from layani.office.actor import Actor, Caller
from layani.office.gateways.sealing import open_sealed, seal
from layani.office.house import calendar, key_store
from layani.office.tables.models.cases import Case
from layani.office.tables.models.looks import Look, LookReason
from layani.rules.looks.reasons import Said, objections_to_reason
from layani.rules.record.look_words import PROGRAM
from layani.rules.refusal import Refused


@dataclass(frozen=True, slots=True)
class Shown:
    """What was shown: whose data, of which application (None for the person themselves), on which page, and what for.

    reason: id of what was written before it was opened; None where nothing is asked
    """

    party: int
    case: int | None
    what: str
    purpose: str
    reason: int | None = None


def keep_look(shown: Shown, *, actor: Actor, role: str, now: datetime) -> None:
    """Write that an officer was shown something; whoever shows it does so only after this. One statement.

    role: the one of the officer's that opened the page
    """
    Look.objects.create(
        officer_id=cast("int", actor.user),
        role=role,
        party_id=shown.party,
        case_id=shown.case,
        what=shown.what,
        purpose=shown.purpose,
        reason_id=shown.reason,
        system=actor.system if isinstance(actor, Caller) else "",
        at=now,
    )


def keep_program_look(row: Case, what: str, *, actor: Caller, now: datetime) -> None:
    """Write that a program was given something of a case, in the name of its officer; one statement.

    Its purpose stands in the register of systems, under the system that the look names.
    """
    role = min(actor.roles_in(""), default="")
    keep_look(Shown(row.party_id, row.pk, what, PROGRAM), actor=actor, role=role, now=now)


def give_reason(row: Case, said: Said, *, audit: bool, actor: Actor, role: str, now: datetime) -> LookReason:
    """Keep why somebody opens a case in which they have no part; it holds until the day is over. Raises Refused.

    audit: the inspectorate asks, whose kinds of reasons are others. After an erasure it still reads the course of the
           case, and its reason is kept without words, for no key is left that would go with the case; everybody else
           gets KeyGone, for nothing else of the case is left
    """
    today = calendar().local(now).date()
    if refused := objections_to_reason(said, audit=audit, today=today):
        raise Refused(*refused)
    ref, words = uuid4(), {"words": said.words.strip()}
    key = key_store().held([row.ref]).get(row.ref) if audit else key_store().get(row.ref)
    return LookReason.objects.create(
        ref=ref,
        officer_id=cast("int", actor.user),
        role=role,
        case=row,
        kind=said.kind,
        sealed=seal(key, words, f"look-reason/{ref}") if key else b"",
        at=now,
        until=calendar().at(today + timedelta(days=1), time()),
        shown_from=said.until,
    )


def words_of(reason: LookReason, key: bytes) -> str:
    """Return what was written, under the key of its case."""
    found: dict[str, Any] = open_sealed(key, bytes(reason.sealed), f"look-reason/{reason.ref}")
    return str(found["words"])
