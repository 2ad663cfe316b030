"""A step in which the applicant acts, as pages tell of it: what to do, until when, what to pay, who records it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from layani.office.house import calendar, facts_on, role_title
from layani.office.pages.parts.reckoned import Reckoned, reckoned
from layani.office.tables.models.cases import Case as CaseRow
from layani.rules.cases.act import moment
from layani.rules.cases.acts.their_turn import DECLINED
from layani.rules.cases.handing_over import HANDED
from layani.rules.cases.state import Case, Event
from layani.rules.catalogue import Law, Service
from layani.rules.catalogue.scope import FINDINGS
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class TheirTurn:
    """What is asked of the applicant.

    fee:   the amount as set, where they are asked to pay it
    again: what an officer wrote that is still to be done; "" where nobody did
    said_at, said: when they said that it is done, and their words
    declines, declined: the other answer that they may give, and whether they gave it
    """

    says: Text
    law: Law | None
    until: datetime | None
    role: Text
    fee: Reckoned | None
    again: str
    said_at: datetime | None
    said: str
    declines: Text | None
    declined: bool


def in_their_hands(row: CaseRow) -> bool:
    """Say whether a case waits for its applicant to do something, and not for an answer."""
    return HANDED in row.rest.get("work", {})


def their_turn(
    case: Case,
    service: Service | None,
    answers: Mapping[str, Any],
    findings: Mapping[str, Mapping[str, Any]],
    opened: Iterable[tuple[Event, Mapping[str, Any]]],
) -> TheirTurn | None:
    """Return what the open step asks of the applicant; None where it is the office's.

    opened: the case's events with their words, in their order
    """
    step = next((one for one in service.steps if one.id == case.step), None) if service and case.is_open else None
    if service is None or step is None or step.turn is None or case.received_at is None:
        return None
    fee = None
    if step.turn.pays:
        facts = facts_on(calendar().local(case.received_at).date())
        fee = reckoned(service, answers, {**facts, FINDINGS: findings})
    words = {event.act: str(one.get("words", "")) for event, one in opened if event.data.get("step") == step.id}
    return TheirTurn(
        step.says or Text("", ""),
        service.law.get(step.turn.law),
        case.answer_by,
        role_title(step.role),
        fee,
        words.get("turn_again", ""),
        moment(case.work.get("said_at")),
        words.get("turn_declined" if case.work.get(DECLINED) else "turn_said", ""),
        step.turn.declines,
        bool(case.work.get(DECLINED)),
    )
