"""Why a case is served before others, or asked to be, as pages show it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from layani.office.house import calendar, facts_on
from layani.rules.cases.act import moment
from layani.rules.cases.state import Case, Event
from layani.rules.cases.urgency import FIRST, RECORDED
from layani.rules.catalogue import Law, Service
from layani.rules.catalogue.amounts.model import Expedite
from layani.rules.catalogue.fees import priorities_for
from layani.rules.text import Text

WORDS_OF = frozenset({"put_first", "expedite_asked", "expedite_granted", "expedite_refused"})
"""Acts whose sealed words these pages show."""

Opened = Iterable[tuple[Event, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class ClassPart:
    """A class by which a case is first, with its law; ``seen``: what an officer wrote who recorded it."""

    says: Text
    law: Law
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a page says of a case's place before others.

    first:    the classes that put it first; () where none does
    matter:   what it was asked to go ahead for, with the words of the request and of the answer
    granted:  None while nobody has answered
    may_ask:  the matters for which it can still be asked
    classes:  the classes that an officer can still record
    """

    first: tuple[ClassPart, ...]
    matter: Text | None
    asked: str
    granted: bool | None
    answered_at: datetime | None
    why: str
    may_ask: tuple[Expedite, ...]
    classes: tuple[tuple[str, Text], ...]


def ahead_of_others(case: Case, service: Service | None, answers: Mapping[str, Any], opened: Opened) -> Ahead | None:
    """Return why a case goes before others and what can be asked; None where its service knows no such thing.

    opened: its events, those of ``WORDS_OF`` with their words
    """
    if service is None or not (service.amounts.priority or service.amounts.expedite):
        return None
    said = {event.act: words for event, words in opened if event.act in WORDS_OF}
    matters = {one.id: one for one in service.amounts.expedite}
    asked, known = case.expedite, matters.get(str(case.expedite.get("class", "")))
    waits = case.is_open and not asked
    return Ahead(
        _first(case, service, answers, said.get("put_first", {})),
        known.says if known else None,
        str(said.get("expedite_asked", {}).get("words", "")),
        asked.get("granted") if asked.get("answered_at") else None,
        moment(asked.get("answered_at")),
        str((said.get("expedite_granted") or said.get("expedite_refused") or {}).get("words", "")),
        tuple(matters.values()) if waits else (),
        tuple((one.id, one.says) for one in service.amounts.priority)
        if case.is_open and RECORDED not in case.put_first
        else (),
    )


def _first(
    case: Case, service: Service, answers: Mapping[str, Any], recorded: Mapping[str, Any]
) -> tuple[ClassPart, ...]:
    if case.urgency != FIRST or case.received_at is None:
        return ()
    held = set(priorities_for(service, answers, facts_on(calendar().local(case.received_at).date())))
    seen = {str(recorded.get("class", "")): str(recorded.get("words", ""))} if recorded else {}
    return tuple(
        ClassPart(one.says, service.law[one.law], seen.get(one.id, ""))
        for one in service.amounts.priority
        if one.id in held or one.id in seen
    )
