"""The times that the law on government administration sets for letters, each with its article and status.

They stand in ``administration.yaml`` beside this file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from layani.rules.cases.clock import Term
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Lawful:
    """One time that is set: how long, by which article, what that says, where it was read, and whether it was."""

    within: Term
    cite: str
    says: Text
    source: str
    status: str

    @property
    def certain(self) -> bool:
        """Whether the article was read, and not only recalled."""
        return self.status == "verified"


@cache
def lawful_times() -> Mapping[str, Lawful]:
    """Return every time by its name in the file."""
    read = yaml.safe_load((files("layani.rules.cases") / "administration.yaml").read_text(encoding="utf-8"))
    return {name: _lawful(one) for name, one in read["terms"].items()}


def _lawful(one: Mapping[str, object]) -> Lawful:
    says, days = one["says"], one["days"]
    if not isinstance(says, dict) or not isinstance(days, int):
        raise TypeError("administration.yaml: 'says' is words in both languages, and 'days' is a whole number.")
    return Lawful(Term(days, "working days"), str(one["cite"]), Text(**says), str(one["source"]), str(one["status"]))
