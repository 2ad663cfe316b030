"""Who did an act on a case, for the one whose case it is: a desk, a side, or the form in which a post was signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from layani.office.house import role_title
from layani.rules.authority.model import BY_PERSON
from layani.rules.authority.wording import in_a_line
from layani.rules.cases.state import Event
from layani.rules.text import Text

# Acts that are the citizen's, also where another system's log tells of them.
CITIZENS_ACTS = frozenset({"file", "answer", "withdraw", "disown"})


@dataclass(frozen=True, slots=True)
class Act:
    """One act with the role whose step it was, empty when no step was open."""

    event: Event
    step_role: str

    @property
    def data(self) -> Mapping[str, Any]:
        """The values of the act."""
        return self.event.data


def acted_by(act: Act) -> Text:
    """Return who acted, as a desk or a side, never by name."""
    sides = {
        "citizen": Text("Anda", "You"),
        "system": Text("Sistem", "The system"),
        "importer": Text("Kantor", "The office"),
    }
    by = act.event.by
    if by.kind == "importer":
        # Another system's log says what happened; who had the step is known from the step.
        if act.event.act in CITIZENS_ACTS:
            return sides["citizen"]
        return role_title(act.step_role) if act.step_role else sides["importer"]
    role = by.role if by.role not in ("", "officer") else act.step_role
    if by.kind == "officer" and role:
        return role_title(role)
    return sides.get(by.kind, Text("Kantor", "The office"))


def signing_as(act: Act) -> Text | None:
    """Return the form in which an act was signed for a post, such as "Plh. Camat"; None without one."""
    return form_words(act.data.get("signs") or {})


def for_a_post(data: Mapping[str, Any]) -> Text | None:
    """Return the form in which somebody signed for a post that is not theirs; None for whoever signed by their own.

    data: the values of the act
    """
    signs = data.get("signs") or {}
    return form_words(signs) if signs.get("kind") in BY_PERSON else None


def form_words(signs: Mapping[str, Any]) -> Text | None:
    """Return a form as an event keeps it, in one line; None where it is not there in both languages."""
    if not signs.get("id") or not signs.get("en"):
        return None
    return Text(in_a_line(signs["id"]), in_a_line(signs["en"]))
