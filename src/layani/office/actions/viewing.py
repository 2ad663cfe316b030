"""Open what is sealed: the answers, the notice, the reasons of a case."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from layani.office.gateways.sealing import open_sealed
from layani.office.house import key_store
from layani.office.tables.models.cases import Case, Event
from layani.office.tables.models.people import User
from layani.office.tables.projection import event_of
from layani.rules.cases.state import Event as CaseEvent
from layani.rules.catalogue.model import in_expressions


def opened_events(row: Case) -> list[tuple[Event, dict[str, Any]]]:
    """Return the case's events in their order, each with its opened sealed part ({} where nothing is sealed).

    One query and one look into the key store. Raises KeyGone after an erasure.
    """
    key = key_store().get(row.ref)
    return [(event, opened(event, key)) for event in Event.objects.all_of_case(row.pk)]


def opened_with_officers(row: Case, known: Sequence[User] = (), key: bytes = b"") -> list[tuple[Event, dict[str, Any]]]:
    """As ``opened_events``, each event with its officer; one query more where one is not ``known``.

    key: the case's, where the caller has it already
    """
    key = key or key_store().get(row.ref)
    return [(event, opened(event, key)) for event in Event.objects.all_with_officers(row.pk, known)]


def opened(event: Event, key: bytes) -> dict[str, Any]:
    """Return the sealed part of one event under its case's key."""
    if event.sealed is None:
        return {}
    found: dict[str, Any] = open_sealed(key, bytes(event.sealed), f"event/{event.seq}")
    return found


FOUND = ("visit", "perform", "external_done", "turn_done")
"""Acts that hold findings; those of imported logs hold none."""


def findings_of(row: Case) -> dict[str, dict[str, Any]]:
    """Return what the steps of a case found so far, by the step's name in expressions."""
    key = key_store().get(row.ref)
    events = Event.objects.of_case(row.pk).filter(act__in=FOUND)
    return findings_in([(event, opened(event, key)) for event in events])


def findings_in(events: Iterable[tuple[Event, Mapping[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Return the findings among opened events."""
    return findings_said((event_of(event), personal) for event, personal in events if event.act in FOUND)


def findings_said(events: Iterable[tuple[CaseEvent, Mapping[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Return the findings among events that were read already, each with its opened part."""
    return {
        in_expressions(event.data["step"]): dict(personal["findings"])
        for event, personal in events
        if event.act in FOUND and "findings" in personal
    }


ANSWERING = ("file", "answer", "predecessor_ended", "correct", "put_right", "take_over")
"""Acts that hold answers: the applicant's own, what another case of the bundle has given, a corrected letter's, what
was put right because its person said that it is wrong, and what an officer copied from another system's file."""


def answers_of(row: Case) -> dict[str, Any]:
    """Return the answers of a case as they stand: as filed, with every later correction."""
    key = key_store().get(row.ref)
    answers: dict[str, Any] = {}
    for event in Event.objects.of_case(row.pk).filter(act__in=ANSWERING):
        answers.update(opened(event, key).get("answers", {}))
    return answers
