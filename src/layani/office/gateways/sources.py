"""Registers of other bodies: the one question that the office asks them, and the stand-in of the demo.

A real register is reached through the interoperability service of its body; each needs an agreement, and none is
connected here. Until one is, ``connected`` raises NotConnected, and the office goes on with what was declared or seen.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from layani.rules.catalogue.model import Register

DEMO_FILE = "sources.demo.json"


class NotConnected(Exception):
    """The register cannot be asked now: it is not connected, or it does not answer."""


class Source(Protocol):
    """What a register answers."""

    def fetch(self, nik: str, elements: Sequence[str]) -> Mapping[str, Any]:
        """Return {element: value} of what is known of a person, as answers hold it; {} for somebody unknown.

        Never more than the elements that were asked for. Raises NotConnected.
        """


class DemoSource:
    """The stand-in: made-up people from a file beside office.yaml, as {source: {NIK: {element: value}}}."""

    def __init__(self, people: Mapping[str, Mapping[str, Any]]) -> None:
        self._people = people

    def fetch(self, nik: str, elements: Sequence[str]) -> Mapping[str, Any]:
        """Return what the file says."""
        known = self._people.get(nik, {})
        return {name: known[name] for name in elements if name in known}


def connected(register: Register, catalogue: Path, day: date, *, demo: bool) -> Source:
    """Return the register as it can be asked here, or raise NotConnected.

    catalogue: the office's folder; day: on which the agreement must hold; demo: whether the stand-in may answer
    """
    if not register.open_on(day):
        raise NotConnected(f"No agreement lets the office look into '{register.id}' on {day}.")
    path = catalogue / DEMO_FILE
    if not demo or not path.exists():
        raise NotConnected(f"The register '{register.id}' is not connected to this office.")
    people = json.loads(path.read_text(encoding="utf-8")).get(register.id)
    if people is None:
        raise NotConnected(f"The stand-in of the demo has no register '{register.id}'.")
    return DemoSource(people)
