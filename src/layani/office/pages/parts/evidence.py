"""The evidence for the answers: what the law asks to be done, what another body's register says, who did it when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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
    declined: the applicant was shown what the register says, and said that it is wrong
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
    declined: bool = False


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
    before = _looked_up_before(service, events)
    declared = [name for name, one in service.fields.items() if one.register and not one.register[0].access]
    parts = [*case.evidence_needed, *before, *declared]
    found = [
        _part(case, service, service.fields[name], noted.get(name), said.get(name, {}), language)
        for name in dict.fromkeys(parts)
        if name in service.fields
    ]
    return [_with_filling(one, before[one.field], service, language) if one.field in before else one for one in found]


@dataclass(frozen=True, slots=True)
class _Filling:
    """What the filing says of one answer that was looked up before: when, by whom, until when, what it was."""

    at: datetime | None
    who: str
    until: datetime | None
    same: bool
    said: Any


def _looked_up_before(service: Service, events: Happened) -> dict[str, _Filling]:
    """Return what was looked up before the filing, by question; what was corrected since is not among it."""
    found: dict[str, _Filling] = {}
    for event, who, personal in events:
        if event.act == "file":
            for line in event.data.get("looked_up", ()):
                at, until = moment(line.get("at")), moment(line.get("until"))
                for name in line.get("fields", ()):
                    same, said = name in line.get("same", ()), personal.get("said", {}).get(name)
                    found[name] = _Filling(at, who, until, same, said)
        elif event.act in ("answer", "looked_up", "evidence_noted"):
            for name in (*event.data.get("fields", ()), str(event.data.get("field", ""))):
                found.pop(name, None)
    return {name: one for name, one in found.items() if name in service.fields and service.fields[name].register}


def _with_filling(part: EvidencePart, one: _Filling, service: Service, language: str) -> EvidencePart:
    if one.same:
        return replace(part, words=KINDS[LOOKED_UP], at=one.at, who=one.who, until=one.until)
    differs = "" if one.said is None else show(service.fields[part.field], one.said, language)
    return replace(part, differs=differs, declined=True)


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
