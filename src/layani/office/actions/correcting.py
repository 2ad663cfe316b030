"""Correct a letter that was issued: a proposal that the applicant sees, their answer, the decision, and a new letter.

What may change are answers of the form and the words of the letter; what was decided never does. The rules, the steps
and the fee are worked out with the old answers and with the new ones, and must come out alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from layani.office.actions.acting import Deed, Done, act_on
from layani.office.actions.amounts import amounts_of
from layani.office.actions.authorising import signed
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.signing import reissue_or_wait
from layani.office.actions.subjects import note_subject, subject_of
from layani.office.actions.viewing import answers_of, findings_of, opened
from layani.office.actor import Actor
from layani.office.house import calendar, facts_on, key_store, service
from layani.office.tables.models import Case as CaseRow
from layani.office.tables.models import Event
from layani.office.tables.projection import state_of
from layani.rules.cases.acts.correcting import deciders
from layani.rules.cases.state import Case
from layani.rules.catalogue import Service, check_answers, evaluate_rules
from layani.rules.catalogue.answers import asked_fields
from layani.rules.catalogue.scope import FINDINGS
from layani.rules.catalogue.steps import steps_for

FILES = frozenset({"file"})
"""Kinds of questions whose answer a correction cannot change: a paper is not put in another's place."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What an officer proposes; all but the ground is sealed.

    ground:  one of CORRECTION_GROUNDS
    wrong, right, source: what the letter says wrongly, what is right, and what proves it, in words
    changes: field -> the right answer, as JSON holds it
    """

    ground: str
    wrong: str
    right: str
    source: str
    changes: Mapping[str, Any] = field(default_factory=dict)


def correctable(definition: Service, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the questions whose answers a correction can put right, in the order of the form."""
    asked = asked_fields(definition, answers)
    return tuple(name for name, one in definition.fields.items() if name in asked and one.kind not in FILES)


def propose_correction(
    number: str, correction: Correction, *, actor: Actor, now: datetime, once: str | None = None
) -> Done:
    """Propose it; the applicant is told and can dispute it. Raises AnswersRejected for what is no answer, and Refused.

    Whoever holds no deciding role is refused before anything of the answers is looked at.
    """
    row = CaseRow.objects.select_related("party").get(number=number)
    role = role_for(row, actor)
    changed: dict[str, Any] = {}
    differs: list[str] = []
    if role:
        answers, changed = _changed(row, correction.changes)
        differs = _differing(row, answers, {**answers, **changed})
    data = {
        "ground": correction.ground,
        "fields": sorted(changed),
        **{f"{name}_length": len(getattr(correction, name).strip()) for name in ("wrong", "right", "source")},
    }
    words = {name: getattr(correction, name).strip() for name in ("wrong", "right", "source")}
    deed = Deed(
        "propose_correction",
        data,
        personal={**words, "changes": changed},
        once=once,
        role=role or "none",
        noted={"differs": differs} if differs else {},
    )
    return act_on(number, deed, actor=actor, now=now)


def answer_correction(
    number: str, words: str, *, agrees: bool, actor: Actor, now: datetime, once: str | None = None
) -> Done:
    """Let the applicant agree, or say in their own words (sealed) what is wrong with the correction."""
    words = words.strip()
    data = {"agrees": agrees, "words_length": len(words)}
    return act_on(
        number, Deed("answer_correction", data, personal={"words": words} if words else None, once=once),
        actor=actor, now=now,
    )  # fmt: skip


def correct(number: str, why: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Decide the correction: the answers are put right, and the new letter is issued, or waits to be signed.

    why: what speaks for it, and against a dispute (sealed; the applicant reads it)
    """
    row = CaseRow.objects.select_related("party").get(number=number)
    proposed = proposal_of(row) if role_for(row, actor) else {}
    changes = proposed.get("changes", {})
    differs: list[str] = []
    if changes:
        answers = answers_of(row)
        differs = _differing(row, answers, {**answers, **changes})
    data = {"why_length": len(why.strip()), "fields": sorted(changes)}
    personal = {"why": why.strip(), **({"answers": changes} if changes else {})}
    noted = {"differs": differs} if differs else {}
    deed = Deed("correct", data, personal=personal, once=once, role=role_for(row, actor) or "none", noted=noted)

    def keep(row: CaseRow, case: Case) -> None:
        definition = service(row.service, row.version)
        if changes and definition.once_per:
            note_subject(row, subject_of(definition, answers_of(row)))
        reissue_or_wait(number, now=now)

    return act_on(number, signed(deed, actor=actor, now=now), actor=actor, now=now, also=keep)


def drop_correction(number: str, why: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Leave the letter as it is, with the reason (sealed; the applicant reads it)."""
    row = CaseRow.objects.get(number=number)
    deed = Deed("drop_correction", {"why_length": len(why.strip())}, personal={"why": why.strip()}, once=once)
    return act_on(number, replace(deed, role=role_for(row, actor) or "none"), actor=actor, now=now)


def role_for(row: CaseRow, actor: Actor) -> str:
    """Return the role in which an officer corrects the letters of a case; "" when they hold none that decides it."""
    return next(iter(sorted(deciders(state_of(row)) & actor.roles)), "")


def proposal_of(row: CaseRow) -> dict[str, Any]:
    """Return what the last proposal said: wrong, right, source and changes; {} where there was none."""
    event = Event.objects.of_case(row.pk).filter(act="propose_correction").last()
    return opened(event, key_store().get(row.ref)) if event else {}


def _changed(row: CaseRow, changes: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the answers as they stand, and which of the changes are any; raises AnswersRejected for a wrong one."""
    definition = service(row.service, row.version).on(_facts(row, {}))
    answers = answers_of(row)
    allowed = set(correctable(definition, answers))
    changed = {name: one for name, one in changes.items() if name in allowed and answers.get(name) != one}
    problems = check_answers(definition, {**answers, **changed}) if changed else ()
    if wrong := tuple(one for one in problems if one.field in changed):
        raise AnswersRejected(wrong)
    return answers, changed


def _differing(row: CaseRow, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return what would come out otherwise with other answers: rules by name, "steps", "fee", "questions"."""
    if dict(before) == dict(after):
        return []
    findings = findings_of(row)
    facts = _facts(row, findings)
    definition = service(row.service, row.version).on(facts)
    come_out = [
        {
            **{one.rule: one.outcome for one in evaluate_rules(definition, answers, facts, findings)},
            "steps": [step.id for step in steps_for(definition, answers, facts)],
            "fee": amounts_of(definition, answers, facts),
            "questions": asked_fields(definition, answers),
        }
        for answers in (before, after)
    ]
    return sorted(name for name in come_out[0] if come_out[0][name] != come_out[1].get(name))


def _facts(row: CaseRow, findings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of the day of filing, by which the case was judged."""
    return {**facts_on(calendar().local(row.received_at).date()), FINDINGS: findings}
