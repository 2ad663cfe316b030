"""The work between checking and deciding, as the examples tell it: visits, initials, other systems, notices."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from layani.rules.cases.acts.deciding import FACT_AT_LEAST
from layani.rules.cases.acts.outside import EVIDENCE_AT_LEAST, OBJECTION_AT_LEAST
from layani.rules.cases.acts.their_turn import WORDS_AT_LEAST
from layani.rules.catalogue.findings import findings_problems
from layani.rules.catalogue.model import Field, Service, Step
from layani.rules.catalogue.partly import part_data, part_problems, partly_of
from layani.rules.catalogue.rules import evaluate_rules, reads_findings
from layani.rules.catalogue.step_kinds import DONE
from layani.rules.money.amount import Money
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

Found = Mapping[str, Mapping[str, Any]]
"""What steps found, by the step's name in expressions and the finding's name."""

WORK: Final[Mapping[str, str]] = {
    "visit": "visit",
    "perform": "perform",
    "initial": "initial",
    "send outside": "external_sent",
    "outage": "outage",
    "number back": "external_done",
    "open notice": "notice_opened",
    "objection": "notice_objection",
    "close notice": "notice_closed",
    "say it is done": "turn_said",
    "decline": "turn_declined",
    "record what was done": "turn_done",
    "not done yet": "turn_again",
}
"""The words of examples.yaml for the acts that belong to one kind of step."""

_ENDS_WITH_FINDINGS: Final = frozenset({"visit", "perform", "external_done", "turn_done"})


def work_data(act: str, step: Step | None, findings: Found) -> tuple[dict[str, Any], Mapping[str, Any] | None]:
    """Return the data of the act, and what the step found (None where this act ends no step with findings).

    step: the open one; an act that does not fit it is refused by the act's own rule
    findings: of the example; raises Refused when they cannot be those of this step
    """
    data: dict[str, Any] = {"step": step.id if step else ""}
    if act == "outage":
        return {**data, "evidence_length": EVIDENCE_AT_LEAST}, None
    if act == "notice_objection":
        return {**data, "words_length": OBJECTION_AT_LEAST}, None
    if act == "turn_again":
        return {**data, "words_length": WORDS_AT_LEAST}, None
    if step is None or act not in _ENDS_WITH_FINDINGS:
        return data, None
    found = findings.get(step.name, {})
    if problems := findings_problems(step, found):
        raise Refused(_not_found(step, ", ".join(dict.fromkeys(problem.field for problem in problems))))
    if step.visit:
        data |= {"team": step.visit.people, "team_at_least": step.visit.people}
    return {
        **data,
        "found": sorted(found),
        **({"fits": True} if step.external else {}),
        **({"done": bool(found.get(DONE))} if step.turn else {}),
    }, found


def part_granted(
    service: Service, step: str, ground: str, given: Mapping[str, Any], answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the data of a grant in part; raises Refused when what is set is no part of what was asked."""
    partly = partly_of(service, step)
    if partly:
        typed = held_as(partly.sets.fields, given)
        if problems := part_problems(partly, typed, answers):
            raise Refused(_no_part(problems[0].field, problems[0].text))
    return part_data(service, step, ground, FACT_AT_LEAST)


def held_as(fields: Iterable[Field], written: Mapping[str, Any]) -> dict[str, Any]:
    """Return written values as a form would hold them: an amount of money in minor units."""
    money = {one.name for one in fields if one.kind == "money"}
    return {name: Money.parse(str(one)).minor if name in money else one for name, one in written.items()}


def _no_part(name: str, text: Text) -> Refusal:
    return Refusal("part-rejected", Text(f"“{name}”: {text.id}", f"'{name}': {text.en}"), _WRITE_A_PART)


_WRITE_A_PART: Final = Text("Tulis bagian yang dikabulkan di bawah partly.", "Write what is granted below 'partly:'.")


def rules_after(
    service: Service, before: Mapping[str, str], answers: Mapping[str, Any], facts: Mapping[str, Any], found: Found
) -> dict[str, str]:
    """Return the outcome of every rule once steps found something: those that read findings anew, the others as before.

    before: outcome by rule; facts: of the office on the day of the filing
    """
    again = {rule.id for rule in service.rules if reads_findings(rule)}
    results = evaluate_rules(service, answers, facts, found)
    kept = {rule: outcome for rule, outcome in before.items() if rule not in again}
    return kept | {result.rule: result.outcome for result in results if result.rule in again}


def _not_found(step: Step, fields: str) -> Refusal:
    return Refusal(
        code="findings-rejected",
        reason=Text(
            id=f"Langkah '{step.id}' tidak dapat selesai dengan temuan ini: {fields}.",
            en=f"The step '{step.id}' cannot end with these findings: {fields}.",
        ),
        remedy=Text(
            id=f"Tulis di bawah findings: {{{step.id}: {{…}}}} pada contoh ini.",
            en=f"Write them in the example, below findings: {{{step.id}: {{…}}}}.",
        ),
    )
