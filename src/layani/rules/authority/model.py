"""What the authority register holds: who was given the power to sign what, by which decree, from when to when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from layani.rules.text import Text

Kind = Literal["own", "delegation", "mandate", "plt", "plh", "away"]

BY_POST: Final = ("own", "delegation")
"""Power of a post: whoever holds the post signs in their own name."""

BY_PERSON: Final = ("mandate", "plt", "plh")
"""Power of a named person, who signs for the post and says so."""

ACTING: Final = ("plt", "plh")
"""While one of these is in force, or the post is marked "away", its holder does not sign by the post's own power."""

SIGNED_ACTS: Final[Mapping[str, str]] = {
    "decide_grant": "grant",
    "decide_refuse": "refuse",
    "revoke": "revoke",
    "correct": "grant",
    "take_signature": "grant",
}
"""Act on a case -> what an entry calls it; of a refusal, its letter needs the power to refuse."""

ACTS: Final = tuple(dict.fromkeys(SIGNED_ACTS.values()))

KIND_WORDS: Final[Mapping[str, Text]] = {
    "own": Text("Wewenang jabatan sendiri (atribusi)", "Own power of the post (attribution)"),
    "delegation": Text("Delegasi", "Delegation"),
    "mandate": Text("Mandat (a.n.)", "Mandate (a.n.)"),
    "plt": Text("Pelaksana tugas (Plt.)", "Acting, the post is vacant (Plt.)"),
    "plh": Text("Pelaksana harian (Plh.)", "Acting, the holder is away (Plh.)"),
    "away": Text("Pemegang jabatan berhalangan", "The holder of the post is away"),
}
ACT_WORDS: Final[Mapping[str, Text]] = {
    "grant": Text("mengabulkan", "granting"),
    "refuse": Text("menolak", "refusing"),
    "revoke": Text("mencabut", "revoking"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the register that two people stand behind, or that the office's file names.

    id:        "file/1" of the office's file, else its number in the register
    post:      role of the office whose power it is
    decree, decree_on: number and date of what gave it
    since, until: first and last day, local dates; until is None without end
    officer:   id of the person it names; None for the power of a post and for "away"; name: theirs
    signs_as:  title of the person's own post, under a mandate; for a delegation who gave it
    through:   title of the post between, where a mandate was passed on (u.b.)
    services, acts: what it covers; empty: all
    not_services, not_acts: what it leaves out
    initials: roles that initial a letter of this power before it is signed, in order
    """

    id: str
    post: str
    kind: Kind
    decree: str
    decree_on: date
    since: date
    until: date | None = None
    officer: int | None = None
    name: str = ""
    signs_as: Text | None = None
    through: Text | None = None
    services: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    not_services: frozenset[str] = frozenset()
    not_acts: frozenset[str] = frozenset()
    initials: tuple[str, ...] = ()

    def in_force(self, day: date) -> bool:
        """Say whether the entry holds on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def covers(self, service: str, act: str) -> bool:
        """Say whether it reaches a service and an act."""
        named = (not self.services or service in self.services) and (not self.acts or act in self.acts)
        return named and service not in self.not_services and act not in self.not_acts


@dataclass(frozen=True, slots=True)
class Register:
    """The register of one office with what is needed to name who may sign.

    titles:  role -> its title; holders: role -> full names of those who hold it by themselves, in order
    """

    entries: tuple[Entry, ...]
    titles: Mapping[str, Text]
    holders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def title(self, post: str) -> Text:
        """Return the title of a post, or its name where the office has no such role any more."""
        return self.titles.get(post, Text(post, post))


@dataclass(frozen=True, slots=True)
class Question:
    """Who wants to sign what.

    post: role whose power the act needs; act: one of ACTS; day: local date
    officer, roles: who asks, and the roles they hold that day
    """

    post: str
    service: str
    act: str
    day: date
    officer: int | None = None
    roles: frozenset[str] = frozenset()
