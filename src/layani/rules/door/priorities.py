"""The published classes of those who are called first, from priorities.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from layani.rules.catalogue.reading import parse_yaml
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Priority:
    """One class. ``law``: which puts it first; "" for the office's own rule. ``status``: verified or recalled."""

    id: str
    says: Text
    law: str
    source: str
    status: Literal["verified", "recalled"]


@cache
def priorities() -> Mapping[str, Priority]:
    """Return the classes by name, in the order in which they are shown.

    >>> priorities()["pregnant"].says.en
    'Pregnant or nursing'
    """
    name = "priorities.yaml"
    values = parse_yaml(files(__package__).joinpath(name).read_text(encoding="utf-8"), name).values
    return MappingProxyType(
        {
            name: Priority(name, Text(one["says"]["id"], one["says"]["en"]), one["law"], one["source"], one["status"])
            for name, one in values.items()
        }
    )
