"""Holds the rules of a service against the answers, one by one, and keeps what each of them read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from layani.rules.catalogue.amounts.figures import Figures
from layani.rules.catalogue.expressions import Scope, Unknown
from layani.rules.catalogue.model import Rule, Service
from layani.rules.catalogue.scope import FINDINGS, office_facts, values_at
from layani.rules.catalogue.steps import steps_for

__all__ = ["RuleResult", "evaluate_rules", "office_facts"]


@dataclass(frozen=True, slots=True)
class RuleResult:
    """How one rule came out.

    used:  the trace: what it read, by path ("address.ward"); may hold personal data, so it belongs in the sealed body
    why:   the reason when the outcome is unknown
    rows:  the rows of lists that keep it from passing, from 0, by the list's name; they tell where to look, not what
           stands there
    """

    rule: str
    outcome: Literal["passed", "failed", "unknown"]
    mandatory: bool
    used: Mapping[str, object]
    why: str = ""
    rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def evaluate_rules(
    service: Service,
    answers: Mapping[str, Any],
    office_facts: Mapping[str, Any],
    findings: Mapping[str, Mapping[str, Any]] | None = None,
) -> tuple[RuleResult, ...]:
    """Return the result of every rule that applies; a rule whose ``when`` does not hold is left out.

    A rule of which cannot be known whether it applies is "unknown".

    office_facts: as ``scope.office_facts`` makes it; made once a day and office, it serves every filing
    findings:     what the steps found so far, by the step's name in expressions and the finding's name
    A rule whose ``when`` waits for a finding is unknown until then: nobody may grant as if it did not exist.
    """
    known = _with_left_out(service, answers, {**office_facts, FINDINGS: findings or {}})
    facts = Figures(service.amounts, answers, known).facts_for(service.reads["rules"])
    scope = service.reads["rules"].scope(answers, facts)
    values = {**answers, **facts, "answers": answers}
    results = (_result(rule, scope, values) for rule in service.rules)
    return tuple(result for result in results if result is not None)


def _asks_whether_found(rule: Rule) -> bool:
    called = rule.must.functions | (rule.when.functions if rule.when else frozenset())
    return "has" in called and reads_findings(rule)


def reads_findings(rule: Rule) -> bool:
    """Say whether a rule or its condition reads what a step found."""
    paths = (*rule.must.paths, *(rule.when.paths if rule.when else ()))
    return any(path[0] == FINDINGS for path in paths)


def _with_left_out(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the facts in which a step that the case does not take has found nothing, so that has() says no of it.

    Of a step that may still come, has() stays unknown. Only rules that ask so pay for it.
    """
    if not any(_asks_whether_found(rule) for rule in service.rules):
        return facts
    taken = {step.name for step in steps_for(service, answers, facts)}
    left_out: dict[str, Any] = {one.name: {} for one in service.steps if one.finds and one.name not in taken}
    return {**facts, FINDINGS: {**left_out, **facts[FINDINGS]}}


def _result(rule: Rule, scope: Scope, values: Mapping[str, Any]) -> RuleResult | None:
    """Return how a rule came out; None when it does not apply. Whether it does must be known as well."""
    applies = True if rule.when is None else rule.when.evaluate(scope)
    if rule.when is not None and isinstance(applies, Unknown):
        return RuleResult(rule.id, "unknown", rule.mandatory, values_at(rule.when.paths, values), applies.reason)
    if applies is not True:
        return None
    value = rule.must.evaluate(scope)
    used = values_at(rule.must.paths, values)
    if value is True:
        return RuleResult(rule.id, "passed", rule.mandatory, used)
    rows = {check.name: at_fault for check in rule.must.rows if (at_fault := check.rows_at_fault(values))}
    if value is False:
        return RuleResult(rule.id, "failed", rule.mandatory, used, rows=rows)
    why = value.reason if isinstance(value, Unknown) else f"It gives {value!r}, not yes or no."
    return RuleResult(rule.id, "unknown", rule.mandatory, used, why, rows)
