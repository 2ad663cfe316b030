"""What the expressions of a service can read: the answers, the office's facts and the day, with their types."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from layani.rules.catalogue.expressions import Node, names_in
from layani.rules.catalogue.expressions.types import DATE, NUMBER, TEXT, YES_NO, Type, list_of, record
from layani.rules.catalogue.fields import kind_of
from layani.rules.catalogue.model import Field, OfficeFile, Step

FINDINGS: Final = "findings"
"""The name under which rules read what was found; a finding that is not there yet makes them unknown."""

_ELSEWHERE: Final = {
    "today": "Only rules, tables and amounts read it. Ask the question with required: false, and let a rule decide.",
    "office": "Only rules, tables and amounts read it. Ask the question with required: false, and let a rule decide.",
    FINDINGS: "Only rules read what a step found. Write a rule with it.",
}
"""What to do where an expression names what exists, but not in its place."""


def read_elsewhere(node: Node | None, names: Mapping[str, Type]) -> str:
    """Return what to do about a name that exists but cannot be read here; "" when there is none.

    names: what can be read here
    """
    missing = sorted(name for name in (names_in(node) if node else ()) if name in _ELSEWHERE and name not in names)
    return f"'{missing[0]}' is not known here. {_ELSEWHERE[missing[0]]}" if missing else ""


def field_types(fields: Iterable[Field]) -> dict[str, Type]:
    """Return the types of the answers by name, and of ``answers``, by which has(answers.NAME) asks for one."""
    types = {one.name: kind_of(one).type(one) for one in fields}
    return types | {"answers": record(types)}


def finding_types(steps: Iterable[Step]) -> dict[str, Type]:
    """Return the type of ``findings``: what the steps' officers write down, by step and name."""
    found = {one.name: record({f.name: kind_of(f).type(f) for f in one.finds.fields}) for one in steps if one.finds}
    return {FINDINGS: record(found)}


def fact_types(office: OfficeFile) -> dict[str, Type]:
    """Return the types of what ``office_facts`` gives."""
    parts = {"slug": TEXT, "ward": TEXT, "wards": list_of(TEXT), "holidays": list_of(DATE)}
    return {"today": DATE, "office": record(parts | {name: _type(value) for name, value in office.facts.items()})}


def _type(value: Any) -> Type:
    if isinstance(value, bool):
        return YES_NO
    if isinstance(value, int):
        return NUMBER
    return list_of(TEXT) if isinstance(value, list) else TEXT


def office_facts(office: OfficeFile, today: date, holidays: Iterable[date] = ()) -> dict[str, Any]:
    """Return what expressions may read beside the answers: ``today``, ``office.wards``, ``office.holidays`` …

    today:     the office's local date at filing
    holidays:  days on which the office is closed in the coming year, by its calendar
    """
    return {
        "today": today.isoformat(),
        "office": {
            "slug": office.slug,
            "ward": office.ward,
            "wards": list(office.wards),
            "holidays": [day.isoformat() for day in holidays],
            **office.facts,
        },
    }


def values_at(paths: Iterable[tuple[str, ...]], values: Mapping[str, Any]) -> dict[str, object]:
    """Return {"address.ward": value} for every path that has a value."""
    found: dict[str, object] = {}
    for path in paths:
        value: Any = values
        for name in path:
            value = value.get(name) if isinstance(value, (dict, Mapping)) else None
        if value is not None:
            found[".".join(path)] = value
    return found
