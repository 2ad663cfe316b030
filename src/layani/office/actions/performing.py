"""The work between checking and deciding: what was found, initials, other systems, public notices.

Each act names the step it was meant for, so that a form that lay open does not end the step after it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from layani.office.actions.acting import Deed, Done, act_on
from layani.office.actions.amounts import amounts_of, conditions_of
from layani.office.actions.filing import AnswersRejected, attach
from layani.office.actions.filing_documents import documents_in, uploads_in
from layani.office.actions.outside_numbers import keep_number, unlike_the_register
from layani.office.actions.sections import asked_in
from layani.office.actions.telling_others import found_told
from layani.office.actions.viewing import answers_of, findings_of
from layani.office.actor import SYSTEM, Actor
from layani.office.house import calendar, facts_on, service
from layani.office.tables.models.cases import Case as CaseRow
from layani.rules.cases.state import Case
from layani.rules.cases.state_json import planned
from layani.rules.catalogue import Service, Step, evaluate_rules
from layani.rules.catalogue.fees import findings_of_amounts
from layani.rules.catalogue.findings import findings_problems
from layani.rules.catalogue.rules import reads_findings
from layani.rules.catalogue.scope import FINDINGS
from layani.rules.catalogue.step_kinds import DONE, NUMBER
from layani.rules.catalogue.steps import steps_after

# Kind of step -> the act that ends it with what was found.
FINDING_ACTS = {"visit": "visit", "perform": "perform", "external": "external_done", "applicant": "turn_done"}


@dataclass(frozen=True, slots=True)
class Found:
    """What an officer found in a step.

    values:  by the finding's name, as JSON holds them (a photo as its upload gave it)
    team:    names of all who were there; only a visit has them
    told:    places, from 0, of the people of a list whom the officer told by mouth
    """

    step: str
    values: Mapping[str, Any]
    team: Sequence[str] = field(default=())
    told: Collection[int] = field(default=())


def finish(number: str, found: Found, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """End a visit, another piece of work or a step in another system with what was found, all of it sealed.

    The rules that read findings are worked out again, and with them the steps and the fee that waited for these.
    Raises AnswersRejected for what cannot be a finding, and Refused.
    """
    row = CaseRow.objects.select_related("party").get(number=number)
    definition = service(row.service, row.version)
    step = step_of_case(definition, found.step)
    if step is None or step.kind not in FINDING_ACTS:
        return act_on(number, Deed("perform", {"step": found.step}, once=once), actor=actor, now=now)
    found = replace(found, values={**found.values, **found_told(row, definition, step, found.told)})
    if problems := findings_problems(step, found.values) or unlike_the_register(step, found.values):
        raise AnswersRejected(problems)
    documents = documents_in(step.finds, found.values) if step.finds else ()
    uploads = uploads_in(step.finds, found.values) if step.finds else ()
    data = {
        "step": step.id,
        "found": sorted(found.values),
        **_visited(step, found.team),
        **({"fits": True} if step.external else {}),
        **({"done": bool(found.values.get(DONE))} if step.turn else {}),
    }
    personal = {
        "findings": dict(found.values),
        "team": list(found.team),
        "documents": [str(ref) for ref in documents],
    }
    deed = Deed(FINDING_ACTS[step.kind], data, personal=personal, once=once)

    def with_rules(row: CaseRow, case: Case) -> Deed:
        # Side by side with this step another one may have found something since; only now does nobody else.
        return replace(deed, data={**data, **_found_out(row, case, definition, step, found.values)})

    def keep(row: CaseRow, case: Case) -> None:
        if documents:
            attach(uploads, row.party, row)
        keep_number(row, step, str(found.values.get(NUMBER, "")), now)

    deed = replace(deed, finish=with_rules)
    return act_on(number, deed, actor=actor, now=now, also=keep)


def step_of_case(definition: Service, step: str) -> Step | None:
    """Return a step of a service by its name, or None."""
    return next((one for one in definition.steps if one.id == step), None)


def _visited(step: Step, team: Sequence[str]) -> dict[str, int]:
    return {"team": len(team), "team_at_least": step.visit.people} if step.visit else {}


def _found_out(row: CaseRow, case: Case, definition: Service, step: Step, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what follows from the findings: outcomes of rules, and the plan and amounts that waited for them.

    The rules that read findings come out anew, the others as they were.
    """
    again = {rule.id for rule in definition.rules if reads_findings(rule)}
    waiting = any(one.waits for one in case.steps)
    money = {step.name} & findings_of_amounts(definition)
    if not (again or waiting or money):
        return {"rules": dict(case.rules)}
    findings = {**findings_of(row), step.name: dict(values)}
    answers = answers_of(row)
    facts = {**facts_on(calendar().local(row.received_at).date()), FINDINGS: findings}
    results = evaluate_rules(definition, answers, facts, findings)
    kept = {rule: outcome for rule, outcome in case.rules.items() if rule not in again}
    found: dict[str, Any] = {"rules": kept | {one.rule: one.outcome for one in results if one.rule in again}}
    if waiting:
        found["steps"] = [planned(one) for one in steps_after(definition, case.steps, answers, facts)]
    if money:
        found |= amounts_of(definition, answers, facts)
        conditions = conditions_of(definition, answers, facts).get("conditions", {})
        found["conditions"] = asked_in(conditions, case.section)
    return found


def initial(number: str, step: str, note: str = "", *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Put one's initial under the draft.

    note: what the decider should weigh (sealed); who disagrees says so instead of letting the case lie
    """
    note = note.strip()
    personal = {"words": note} if note else None
    deed = Deed("initial", {"step": step, "noted": bool(note)}, personal=personal, once=once)
    return act_on(number, deed, actor=actor, now=now)


def send_outside(number: str, step: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Note that it was sent to the other system: that body has the ball."""
    return act_on(number, Deed("external_sent", {"step": step}, once=once), actor=actor, now=now)


def record_outage(number: str, step: str, words: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Note that the other system is down; no due date moves.

    words: what shows it (sealed: a fault report may name people)
    """
    words = words.strip()
    deed = Deed("outage", {"step": step, "evidence_length": len(words)}, personal={"words": words}, once=once)
    return act_on(number, deed, actor=actor, now=now)


def open_notice(number: str, step: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Note that the notice hangs out from now on."""
    return act_on(number, Deed("notice_opened", {"step": step}, once=once), actor=actor, now=now)


def say_done(number: str, step: str, words: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Let the applicant say that what was asked of them is done; the case waits in the queue of the role that looks.

    words: what they want to add (sealed); may be empty
    """
    words = words.strip()
    personal = {"words": words} if words else None
    return act_on(number, Deed("turn_said", {"step": step}, personal=personal, once=once), actor=actor, now=now)


def decline(number: str, step: str, words: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Let the applicant say no, where the step lets them; the role that looks records it.

    words: why (sealed); may be empty
    """
    words = words.strip()
    personal = {"words": words} if words else None
    return act_on(number, Deed("turn_declined", {"step": step}, personal=personal, once=once), actor=actor, now=now)


def not_done_yet(number: str, step: str, words: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Give it back to the applicant, with what is still to be done (sealed)."""
    words = words.strip()
    deed = Deed("turn_again", {"step": step, "words_length": len(words)}, personal={"words": words}, once=once)
    return act_on(number, deed, actor=actor, now=now)


@dataclass(frozen=True, slots=True)
class Objection:
    """What somebody has against an application that is public; both are sealed.

    who: as they want to be called; may be empty
    """

    words: str
    who: str = ""


def take_objection(
    number: str, step: str, objection: Objection, *, actor: Actor, now: datetime, once: str | None = None
) -> Done:
    """Record an objection for the decider to read."""
    words = objection.words.strip()
    personal = {"words": words, "who": objection.who.strip()}
    deed = Deed("notice_objection", {"step": step, "words_length": len(words)}, personal=personal, once=once)
    return act_on(number, deed, actor=actor, now=now)


def end_notice(number: str, step: str, *, now: datetime) -> Done:
    """Put a case whose notice is over back into its queue; the system does it."""
    return act_on(number, Deed("notice_over", {"step": step}, role="system"), actor=SYSTEM, now=now)


def close_notice(number: str, step: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """End the notice, once its time has passed."""
    return act_on(number, Deed("notice_closed", {"step": step}, once=once), actor=actor, now=now)
