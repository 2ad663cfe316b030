"""The evidence for the answers: what the law asks to be done, what another body's register says, who did it when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from layani.rules.cases.act import moment
from layani.rules.cases.acts.evidence import LOOKED_UP, SEEN
from layani.rules.cases.state import Case, Event
from layani.rules.catalogue import Field, Service
from layani.rules.catalogue.evidence import KINDS
from layani.rules.catalogue.fields import show
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """One answer that needs evidence, or that an officer could look up if the office had access.

    kind:    what an officer records for it; words: what must be done, or was
    basis:   the law, with a remark where it was not read at its source
    source:  name of the register, "" for paper; access: whether the office can look there
    until:   until when what was looked up may be relied on
    differs: what the register says instead, for officers
    """

    field: str
    label: Text
    kind: str
    words: Text
    basis: str
    certain: bool
    at: datetime | None
    who: str = ""
    source: str = ""
    source_name: Text | None = None
    access: bool = True
    until: datetime | None = None
    differs: str = ""


Happened = Iterable[tuple[Event, str, Mapping[str, Any]]]


def evidence_parts(case: Case, service: Service | None, events: Happened, language: str) -> list[EvidencePart]:
    """Return what needs evidence, in the order of the form.

    events: the case's, each with the name of its officer ("" where it is not to be shown) and its opened part ({} too)
    """
    if service is None:
        return []
    noted: dict[str, tuple[datetime, str]] = {}
    said: dict[str, Mapping[str, Any]] = {}
    for event, who, personal in events:
        if event.act == "evidence_noted":
            noted[str(event.data.get("field"))] = (event.occurred_at, who)
        if event.act == "looked_up":
            noted |= dict.fromkeys(event.data.get("fields", ()), (event.occurred_at, who))
            said |= dict.fromkeys(event.data.get("fields", ()), personal.get("said", {}))
    declared = [name for name, one in service.fields.items() if one.register and not one.register[0].access]
    parts = [*case.evidence_needed, *declared]
    return [
        _part(case, service, service.fields[name], noted.get(name), said.get(name, {}), language)
        for name in dict.fromkeys(parts)
        if name in service.fields
    ]


def _part(
    case: Case,
    service: Service,
    one: Field,
    noted: tuple[datetime, str] | None,
    said: Mapping[str, Any],
    language: str,
) -> EvidencePart:
    done = case.evidence.get(one.name)
    wanted = case.evidence_needed.get(one.name, LOOKED_UP)
    law = service.law[one.evidence.law] if one.evidence else None
    register, element = one.register or (None, "")
    return EvidencePart(
        one.name,
        one.label,
        SEEN if wanted == LOOKED_UP else wanted,
        KINDS[done or wanted],
        law.cite if law else register.basis if register else "",
        (law.status if law else register.status if register else "") == "verified",
        noted[0] if noted and done else None,
        noted[1] if noted and done else "",
        register.id if register else "",
        register.name if register else None,
        register.access if register else True,
        moment(case.looked_until.get(one.name)) if done == LOOKED_UP else None,
        show(one, said[element], language) if not done and element in said else "",
    )
