"""What a mandate is: who may bring papers for whom, for which services, from when to when, on what basis."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from layani.rules.text import Text

FAMILY, LETTER, GUARDIAN, WORD = "family", "letter", "guardian", "word"
BASES: Final = (FAMILY, LETTER, GUARDIAN, WORD)

LONGEST: Final = 366
"""Days. A house rule, not a law's: after a year nobody remembers whom they let act for them; it is given anew."""

MOST_SERVICES: Final = 5
"""A house rule: a mandate "for everything" is one that nobody reads before they give it."""

AGENT_ABOVE: Final = 4
"""Different persons in twelve months, above which somebody is an agent and stands in the register. A house rule: two
parents and two parents-in-law are a family's care; a fifth person is custom."""

AGENT_DAYS: Final = 365
"""Days looked back for that count."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """One mandate as it stands.

    giver, holder: the party for whom, and the party by whom, papers are brought
    services:  names of the services it is for; receives: the holder may also read and fetch the letter
    since, until: first and last local day
    confirmed: the person said so themselves: signed in, or by the code sent to their phone
    ended:     how it was ended: "person", "holder", "disowned", "death", "card" (it was given on somebody's bare word,
               and then the person's card was seen), or "" while it was not
    """

    id: str
    giver: int
    holder: int
    services: frozenset[str]
    basis: str
    since: date
    until: date
    receives: bool = False
    confirmed: bool = False
    ended: str = ""

    @property
    def waits_for_code(self) -> bool:
        """Whether it rests on the person's word alone and that word was not given yet."""
        return self.basis == WORD and not self.confirmed

    def in_force(self, day: date) -> bool:
        """Tell whether it holds on a day."""
        return not self.ended and not self.waits_for_code and self.since <= day <= self.until

    def covers(self, service: str, day: date) -> bool:
        """Tell whether it holds on a day for a service."""
        return service in self.services and self.in_force(day)


def how_it_stands(mandate: Mandate, day: date) -> str:
    """Return "ended", "waits", "later", "over" or "in force"."""
    if mandate.ended:
        return "ended"
    if mandate.waits_for_code:
        return "waits"
    if day < mandate.since:
        return "later"
    return "in force" if day <= mandate.until else "over"


@dataclass(frozen=True, slots=True)
class Basis:
    """On what a mandate rests, in words, with its law; ``certain`` when that was read."""

    id: str
    says: Text
    hint: Text
    cite: str
    certain: bool


@cache
def bases() -> Mapping[str, Basis]:
    """Return {name: basis} of what a mandate can rest on, and "ends", the law on how one ends."""
    found = yaml.safe_load(Path(__file__).with_name("bases.yaml").read_text(encoding="utf-8"))
    return {name: _basis(name, one) for name, one in found.items()}


def _basis(name: str, values: Mapping[str, Any]) -> Basis:
    return Basis(
        name, Text(**values["says"]), Text(**values["hint"]), str(values["cite"]), values["status"] == "verified"
    )


def state_after(kinds: Iterable[str]) -> tuple[bool, str]:
    """Return (confirmed, ended) after the events of these kinds, in their order; the projection is held to it.

    >>> state_after(["recorded", "confirmed", "ended-by-person"])
    (True, 'person')
    """
    confirmed, ended = False, ""
    for kind in kinds:
        confirmed = confirmed or kind in ("given", "confirmed")
        if kind.startswith("ended-by-") and not ended:
            ended = kind.removeprefix("ended-by-")
        if kind == "disowned":
            ended = "disowned"
    return confirmed, ended
