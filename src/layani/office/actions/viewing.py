"""Open what is sealed: the answers, the notice, the reasons of a case."""

from typing import Any

from layani.office.gateways.sealing import open_sealed
from layani.office.house import key_store
from layani.office.tables.models.cases import Case, Event


def opened_events(row: Case, *, officers: bool = False) -> list[tuple[Event, dict[str, Any]]]:
    """Return the case's events in their order, each with its opened sealed part ({} where nothing is sealed).

    One query and one look into the key store; one query more for the officers, if they are wanted. Raises KeyGone after
    an erasure.
    """
    key = key_store().get(row.ref)
    events = Event.objects.all_with_officers(row.pk) if officers else Event.objects.all_of_case(row.pk)
    return [(event, opened(event, key)) for event in events]


def opened(event: Event, key: bytes) -> dict[str, Any]:
    """Return the sealed part of one event under its case's key."""
    if event.sealed is None:
        return {}
    found: dict[str, Any] = open_sealed(key, bytes(event.sealed), f"event/{event.seq}")
    return found


def answers_of(row: Case) -> dict[str, Any]:
    """Return the answers of a case as they stand: as filed, with every later correction."""
    key = key_store().get(row.ref)
    answers: dict[str, Any] = {}
    for event in Event.objects.of_case(row.pk).filter(act__in=("file", "answer")):
        answers.update(opened(event, key).get("answers", {}))
    return answers
