"""Object to a decision, answer the objection, and set the decision aside where it was wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from layani.office.actions.acting import Also, Deed, Done, act_on
from layani.office.actions.evidence import COUNTER
from layani.office.actions.issuing import set_aside
from layani.office.actions.sections import role_in
from layani.office.actions.turns import bundled_with, come_back
from layani.office.actor import SYSTEM, Actor
from layani.office.house import calendar, service
from layani.office.tables.models import Document
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.projection import state_of
from layani.rules.cases.act import written
from layani.rules.cases.acts.objecting import may_object, steps_to_redo
from layani.rules.cases.clock import Term, due
from layani.rules.cases.objection_terms import Known, ObjectionTerms, known_since, objected_to, objection_terms
from layani.rules.cases.state import Case
from layani.rules.catalogue.afterwards import OwnObjection
from layani.rules.catalogue.model import Field
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

SUPERVISOR: Final = "supervisor"
_NOT_AT_THE_COUNTER: Final = Refusal(
    code="not-at-the-counter",
    reason=Text(
        id="Anda tidak bertugas di loket, tempat keberatan lisan dicatat.",
        en="You do not serve at the counter, where an objection that is spoken is written down.",
    ),
    remedy=Text(
        id="Antarkan orangnya ke loket, atau tunjukkan halaman berkasnya.",
        en="Take the person to the counter, or show them the page of their case.",
    ),
)


@dataclass(frozen=True, slots=True)
class Open:
    """What a person may object to now; until: the last moment to do so, about: refused, part or silence."""

    about: str
    until: datetime


def terms_of(case: Case) -> ObjectionTerms:
    """Return the terms of objecting to a case: those of its service's own law, or the general ones."""
    terms, own = objection_terms(), _own(case)
    if own is None:
        return terms
    law = service(case.service, case.version).law[own.law]
    within, answered = (Known(one, law.cite, law.status == "verified") for one in (own.within, own.answered))
    return replace(terms, within=within, answered=answered, silence_upholds=own.upholds, then=own.then)


def _own(case: Case) -> OwnObjection | None:
    try:
        return service(case.service, case.version).objection
    except KeyError:  # an imported case of a service that this office never had
        return None


def open_to_objection(case: Case) -> Open | None:
    """Return what may be objected to in a case, and until when; None where there is nothing."""
    since = known_since(case)
    if since is None or not may_object(case):
        return None
    return Open(objected_to(case), due(calendar(), since, terms_of(case).within.term))


def roles_that_answer(case: Case) -> tuple[str, ...]:
    """Return who answers an objection: the supervisor or another in the deciding role, or as its law says."""
    if (own := _own(case)) and own.by:
        return (role_in(own.by, case.section),)
    deciding = [step.role for step in case.steps if step.kind == "decide"]
    return (SUPERVISOR, *dict.fromkeys(role for role in deciding if role != SUPERVISOR))


EVIDENCE: Final = Field(
    "evidence",
    "file",
    Text("Bukti, bila ada", "Proof, if there is any"),
    accept=("pdf", "jpg", "png"),
    max_bytes=5_000_000,
)
"""The file that may come with an objection; it is looked at and scanned as the files of a form are."""


def object_to(
    number: str,
    words: str,
    *,
    actor: Actor,
    now: datetime,
    once: str | None = None,
    evidence: Mapping[str, Any] | None = None,
) -> Done:
    """Object to the decision of a case; by its applicant, or by the counter that writes down what the person says.

    words: what is wrong with it (sealed); evidence: the answer of ``uploading.upload`` to EVIDENCE (sealed)
    Raises Refused and changes nothing: nothing to object to, too late, objected already, no words.
    """
    case = state_of(CaseRow.objects.get(number=number))
    counter = actor.roles_in(case.section) & COUNTER
    if actor.is_officer and not counter:
        raise Refused(_NOT_AT_THE_COUNTER)
    opened = open_to_objection(case)
    data = {
        "words_length": len(words.strip()),
        "roles": list(roles_that_answer(case)),
        "answered": _of(terms_of(case).answered.term),
        "upholds": terms_of(case).silence_upholds,
        **({"until": written(opened.until)} if opened else {}),
    }
    said = {"words": words.strip(), **({"evidence": dict(evidence)} if evidence else {})}
    deed = Deed("objection_filed", data, personal=said, once=once)
    role = next(iter(sorted(counter)), "") if actor.is_officer else ""
    also = _joins(UUID(evidence["id"])) if evidence else None
    return act_on(number, replace(deed, role=role) if role else deed, actor=actor, now=now, also=also)


def _joins(ref: UUID) -> Also:
    """Return what makes an upload of the applicant's a document of the case."""

    def join(row: CaseRow, case: Case) -> None:
        if Document.objects.filter(ref=ref, party=row.party_id, case=None).update(case=row) != 1:
            raise AssertionError("an upload belongs to who objects, and to no case yet")

    return join


def uphold(number: str, fact: str, back_to: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Set the decision aside: the case goes back to a step and is decided anew by others, in the law's time.

    fact: what was wrong, which the applicant reads (sealed); back_to: id of the step that is done again
    Raises Refused: no objection is open, another role, one's own decision, no reason, no such step.
    """
    data = {
        "fact_length": len(fact.strip()),
        "back_to": back_to,
        "carried_out": _of(objection_terms().carried_out.term),
    }
    return _answer(number, Deed("objection_upheld", data, personal={"fact": fact.strip()}, once=once), actor, now)


def reject(number: str, fact: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Let the decision stand, with the reason, which the applicant reads (sealed)."""
    data = {"fact_length": len(fact.strip())}
    return _answer(number, Deed("objection_rejected", data, personal={"fact": fact.strip()}, once=once), actor, now)


def count_as_upheld(number: str, *, now: datetime) -> Done:
    """Set the decision aside because nobody answered the objection in time; the system does it."""
    row = CaseRow.objects.get(number=number)
    redo = steps_to_redo(state_of(row))
    data: dict[str, Any] = {"carried_out": _of(objection_terms().carried_out.term)}
    if redo:
        data["back_to"] = redo[-1].id
    deed = Deed("objection_silent", data, role="system")
    return act_on(number, deed, actor=SYSTEM, now=now, also=_letter_falls(now), beside=bundled_with(row))


def role_that_answers(case: Case, actor: Actor) -> str:
    """Return the role in which an officer answers the open objection of a case; "" when they hold none of them."""
    return next((role for role in case.objection.get("roles", ()) if role in actor.roles), "")


def _answer(number: str, deed: Deed, actor: Actor, now: datetime) -> Done:
    row = CaseRow.objects.get(number=number)
    deed = replace(deed, role=role_that_answers(state_of(row), actor) or "none")
    if deed.kind != "objection_upheld":
        return act_on(number, deed, actor=actor, now=now)
    return act_on(number, deed, actor=actor, now=now, also=_letter_falls(now), beside=bundled_with(row))


def _letter_falls(now: datetime) -> Also:
    """Return what lets the refusal's letter fall with it, and what else fell with the refusal come back; of a part that
    was granted, the letter stays.
    """

    def fall(row: CaseRow, case: Case) -> None:
        if earlier := case.objection.get("earlier"):
            set_aside(row, now, granted=earlier["status"] == "granted", issued=bool(earlier["letter"]))
            come_back(row, now=now)

    return fall


def _of(term: Term) -> list[Any]:
    return [term.amount, term.unit]
