"""What an application says of its person and the register holds otherwise, side by side, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from layani.office.actions.differing import differing_in
from layani.office.actions.parties import Person
from layani.office.pages.parts.say import language
from layani.rules.catalogue import Service
from layani.rules.catalogue.fields import show
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Shown:
    """One difference: the question with its name, what the application says, and what the register holds."""

    name: str
    label: Text
    here: str
    held: str


def differing_shown(service: Service | None, answers: Mapping[str, Any], person: Person) -> tuple[Shown, ...]:
    """Return the differences in the reader's language, in the form's order."""
    return tuple(
        Shown(
            one.asked.name, one.asked.label, show(one.asked, one.here, language()),
            show(one.asked, one.held, language()),
        )
        for one in differing_in(service, answers, person)
    )  # fmt: skip
