"""What was granted of an application that was granted in part, as a page shows it."""

from collections.abc import Iterable, Mapping
from typing import Any

from layani.office.pages.parts.lists import SummaryRow
from layani.office.pages.parts.say import language
from layani.rules.catalogue import Service
from layani.rules.catalogue.fields import show
from layani.rules.text import Text


def given_in(said: Iterable[tuple[str, Mapping[str, Any]]]) -> Mapping[str, Any]:
    """Return what was set of a grant in part, by name; {} where nothing was. said: each act with its opened words."""
    return next((words["given"] for act, words in said if act == "decide_grant" and "given" in words), {})


def rows_of(service: Service | None, given: Mapping[str, Any]) -> list[SummaryRow]:
    """Return what was set as rows; by its name where the service no longer has it."""
    sets = next((step.partly.sets for step in service.steps if step.partly), None) if service else None
    fields = {one.name: one for one in sets.fields} if sets else {}
    return [
        SummaryRow(
            fields[name].label if name in fields else Text(name, name),
            show(fields[name], value, language()) if name in fields else str(value),
        )
        for name, value in given.items()
    ]
