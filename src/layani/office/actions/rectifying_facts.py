"""What a person can call wrong, how it stands with a request, and who else was given what is wrong; only reading."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from layani.office.actions.correcting import correctable
from layani.office.actions.objecting import open_to_objection
from layani.office.actions.parties import person_of
from layani.office.actions.viewing import ANSWERING, answers_of, opened
from layani.office.actor import Actor
from layani.office.house import calendar, facts_on, key_store, service
from layani.office.tables.models import Case as CaseRow
from layani.office.tables.models import Event, Letter, Party, Rectification
from layani.office.tables.models.people import SEEN
from layani.office.tables.projection import event_of, state_of
from layani.rules.cases.acts.correcting import deciders
from layani.rules.cases.silence import granted_by_silence
from layani.rules.cases.state import OPEN_STATUSES, Case
from layani.rules.catalogue import Service
from layani.rules.rectifying.deciding import PERSON_ITEMS, Standing
from layani.rules.rectifying.likeness import PERSON_KINDS
from layani.rules.text import Text

_BY_OFFICER = re.compile(r"officer ([0-9]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Given:
    """Who was given an item: other systems and registers, as ``system:ID`` and ``register:ID``; numbers of letters."""

    recipients: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    names: Mapping[str, Text] = field(default_factory=dict)


def definition_for(row: CaseRow) -> Service | None:
    """Return the service under which a case was filed; None where this office never had it."""
    try:
        return service(row.service, row.version).on(facts_on(calendar().local(row.received_at).date()))
    except KeyError:
        return None


def items_of(row: CaseRow | None) -> dict[str, Text]:
    """Return {name: words} of what may be called wrong: in one case, or without one in the register of people.

    Raises KeyGone after an erasure.
    """
    if row is None:
        return dict(PERSON_ITEMS)
    definition = definition_for(row)
    if definition is None:
        return {}
    answers = answers_of(row)
    return {
        name: definition.fields[name].label
        for name in correctable(definition, answers)
        if _is_told(definition, name, answers)
    }


def kind_of(row: CaseRow | None, item: str) -> str:
    """Return the kind of question that an item answers, "" where it is not known."""
    if row is None:
        return PERSON_KINDS.get(item, "")
    definition = definition_for(row)
    return definition.fields[item].kind if definition and item in definition.fields else ""


def _is_told(definition: Service, name: str, answers: Mapping[str, Any]) -> bool:
    """Say whether an answer tells something; a declaration that was ticked cannot be a wrong one of these."""
    return name in answers and definition.fields[name].kind != "declaration"


def label_of(one: Rectification) -> Text:
    """Return what a request calls wrong, in words; never what stands there."""
    if one.case is None:
        return PERSON_ITEMS.get(one.item, Text(one.item, one.item))
    definition = definition_for(one.case)
    known = definition.fields if definition else {}
    return known[one.item].label if one.item in known else Text(one.item, one.item)


def standing_of(one: Rectification, actor: Actor, now: datetime) -> Standing:
    """Gather what an answer depends on; four queries at most, and a look for the key of the case."""
    own = bool(actor.nik_mac) and one.party.nik_mac is not None and bytes(one.party.nik_mac) == actor.nik_mac
    noted = {one.asked_by_id} if one.asked_by_id else set()
    answered = hasattr(one, "answer")
    if one.case is None:
        entered = _entered_person(one.party)
        return Standing(
            True, one.item, entered=frozenset(noted | entered), own=own, answered=answered,
            card_on_file=one.party.assurance == SEEN,
        )  # fmt: skip
    case = state_of(one.case)
    agent = bool(actor.nik_mac) and case.proxy.get("agent") == (actor.nik_mac or b"").hex()
    return Standing(
        False,
        one.item,
        decided=_decided(case, now),
        deciding=deciders(case),
        roads=roads_of(case, now),
        entered=frozenset(noted | _entered_answer(one.case, one.item)),
        own=own or agent,
        answered=answered,
    )


def roads_of(case: Case, now: datetime) -> tuple[str, ...]:
    """Return the lawful roads that are open where a decision was taken on what is wrong; () while none was."""
    if not _decided(case, now):
        return ()
    letter = bool(case.issued_at) and not (case.revoked_at or case.superseded_at or case.correction or case.imported)
    objection = open_to_objection(case)
    return (
        *(("letter",) if letter else ()),
        *(("objection",) if objection and now <= objection.until else ()),
        "new",
    )


def given_to(one: Rectification) -> Given:
    """Return who was given the item of a request, or holds it: so that they are told. Three queries."""
    if one.case is None:
        letters = Letter.objects.filter(case__party=one.party_id, in_force=True).order_by("pk")
        return Given(letters=tuple(letters.values_list("number", flat=True)))
    definition = definition_for(one.case)
    letters = Letter.objects.filter(case=one.case, in_force=True).order_by("pk")
    names: dict[str, Text] = {}
    if definition is not None:
        if one.item in definition.fields and (found := definition.fields[one.item].register):
            names[f"register:{found[0].id}"] = found[0].name
        sent = Event.objects.of_case(one.case_id or 0).filter(act="external_sent")
        steps = {event_of(event).data.get("step") for event in sent}
        for step in definition.steps:
            if step.id in steps and step.external:
                names[f"system:{step.external.of or step.id}"] = step.external.system
    return Given(tuple(names), tuple(letters.values_list("number", flat=True)), names)


def present(one: Rectification) -> Any:
    """Return what stands there now; for whoever answers. Raises KeyGone after an erasure."""
    if one.case is None:
        return getattr(person_of(one.party), one.item)
    return answers_of(one.case).get(one.item)


def _decided(case: Case, now: datetime) -> bool:
    return case.status not in OPEN_STATUSES or granted_by_silence(case, now)


def _entered_person(party: Party) -> set[int]:
    """Return the officer who entered somebody, as the register names the source of its data."""
    return {int(number) for number in _BY_OFFICER.findall(person_of(party).source)}


def _entered_answer(row: CaseRow, item: str) -> set[int]:
    """Return the officers who typed an answer or put it right."""
    key = key_store().get(row.ref)
    typed = Event.objects.of_case(row.pk).filter(act__in=ANSWERING, officer__isnull=False)
    return {one.officer_id for one in typed if one.officer_id and item in opened(one, key).get("answers", {})}
