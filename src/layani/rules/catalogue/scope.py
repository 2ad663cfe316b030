"""What the expressions of a service can read: the answers, the office's facts and the day, with their types."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from layani.rules.catalogue.amounts.figures import FINDINGS
from layani.rules.catalogue.expressions.types import DATE, NUMBER, TEXT, YES_NO, Type, list_of, record
from layani.rules.catalogue.fields import kind_of
from layani.rules.catalogue.model import Field, OfficeFile, Step

__all__ = ["FINDINGS", "fact_types", "field_types", "finding_types", "office_facts", "values_at"]


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
