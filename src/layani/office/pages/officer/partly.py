"""A grant in part on an officer's page: the form in which a part is set, and what was set of one that was granted."""

from collections.abc import Mapping, Sequence
from typing import Any

from layani.office.pages.parts.forms import field_part
from layani.office.pages.parts.partly import given_in, rows_of
from layani.office.tables.models import Event
from layani.rules.cases.state import Case
from layani.rules.catalogue import Service
from layani.rules.catalogue.fields import show
from layani.rules.catalogue.partly import grounds_of, partly_of
from layani.rules.text import Text


def part_form(
    service: Service | None,
    case: Case,
    answers: Mapping[str, Any],
    posted: Mapping[str, list[str]],
    problems: Mapping[str, Text],
) -> dict[str, Any]:
    """Return {"partly": …} with the boxes, the grounds with their laws and what was asked; {} where all or nothing is.

    posted: what the officer has just written, where something of it is wrong
    """
    partly = partly_of(service, case.step) if service else None
    if service is None or partly is None:
        return {}
    allowed = set(grounds_of(service, partly))
    asked = [(service.fields[one], answers.get(one)) for one in partly.asked.values() if one in service.fields]
    return {
        "partly": {
            "says": partly.says,
            "law": service.law[partly.law],
            "fields": [
                field_part(one, None, problems.get(one.name), posted=posted or None) for one in partly.sets.fields
            ],
            "grounds": [(one, service.law[one.law]) for one in service.grounds if one.id in allowed],
            "asked": [(one.label, Text(show(one, value, "id"), show(one, value, "en"))) for one, value in asked],
        }
    }


def granted_part(service: Service | None, opened: Sequence[tuple[Event, Mapping[str, Any]]]) -> list[Any]:
    """Return what was set of a grant in part, as rows; [] where all was granted, or nothing."""
    return rows_of(service, given_in((event.act, said) for event, said in opened))
