"""The papers behind the answers: what the law asks to be done with each, and who did it when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from layani.rules.cases.state import Case, Event
from layani.rules.catalogue import Law, Service
from layani.rules.catalogue.evidence import KINDS
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """One paper: the question, what is to be done with it by which law, and when it was; ``who`` for officers only."""

    field: str
    label: Text
    kind: str
    words: Text
    law: Law | None
    at: datetime | None
    who: str = ""


def evidence_parts(case: Case, service: Service | None, events: Iterable[tuple[Event, str]]) -> list[EvidencePart]:
    """Return the papers of a case in the order of its form.

    events: the case's, each with the name of its officer ("" where it is not to be shown)
    """
    noted = {event.data["field"]: (event.occurred_at, who) for event, who in events if event.act == "evidence_noted"}
    fields = service.fields if service else {}
    found = []
    for name, kind in case.evidence_needed.items():
        at, who = noted.get(name, (None, "")) if name in case.evidence else (None, "")
        one = fields.get(name)
        law = service.law.get(one.evidence.law) if service and one and one.evidence else None
        found.append(EvidencePart(name, one.label if one else Text(name, name), kind, KINDS[kind], law, at, who))
    return found
