"""The types of values in expressions; few, because a form knows few."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class Type:
    """What a value can be.

    options:  of a text: the only values it can take (a choice); () any
    item:     of a list: the type of its items; ``most`` the greatest number of them
    parts:    of a record: the types of its parts by name; an open record (office facts) has parts that are not listed
    """

    name: Literal["yes or no", "number", "text", "date", "money", "list", "record", "anything"]
    options: tuple[str, ...] = ()
    item: "Type | None" = None
    most: int = 0
    parts: Mapping[str, "Type"] = field(default_factory=dict, hash=False)


YES_NO: Final = Type("yes or no")
NUMBER: Final = Type("number")
TEXT: Final = Type("text")
DATE: Final = Type("date")
MONEY: Final = Type("money")
ANYTHING: Final = Type("anything")

LONGEST_LIST: Final = 200
"""Items assumed in a list whose length is not known: the wards of a regency, the holidays of a few years."""


def list_of(item: Type, most: int = LONGEST_LIST) -> Type:
    """Return the type of a list of ``item``."""
    return Type("list", item=item, most=most)


def record(parts: Mapping[str, Type]) -> Type:
    """Return the type of a record with these parts."""
    return Type("record", parts=dict(parts))


def wider(one: Type, other: Type) -> Type:
    """Return the type of a value that is of either type; sizes are the greater ones, options are given up."""
    if one.name != other.name:
        return other if one.name == "anything" else one
    item = wider(one.item, other.item) if one.item and other.item else one.item or other.item
    return Type(one.name, item=item, most=max(one.most, other.most), parts={**other.parts, **one.parts})


def fits(one: Type, other: Type) -> bool:
    """Return whether values of the two types can be compared or put in one list; a date is also a text."""
    if "anything" in (one.name, other.name):
        return True
    if {one.name, other.name} == {"text", "date"}:
        return True
    if one.name == "list" and other.name == "list":
        return one.item is None or other.item is None or fits(one.item, other.item)
    return one.name == other.name


def said(one: Type) -> str:
    """Return a type as a sentence names it: "an amount of money"."""
    if one.name == "list":
        return "a list"
    return {"yes or no": "a yes or no", "anything": "something unknown", "money": "an amount of money"}.get(
        one.name, f"a {one.name}"
    )
