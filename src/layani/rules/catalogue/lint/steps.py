"""The steps lead to a decision, each can be reached, and together they fit into the promise."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from layani.rules.cases.clock import CALENDAR_DAYS, Term
from layani.rules.catalogue.definition import Definition, tree
from layani.rules.catalogue.expressions import Node, parse
from layani.rules.catalogue.grammar.steps import StepEntry
from layani.rules.catalogue.order import longest, without
from layani.rules.catalogue.problems import Problem

_ALWAYS: Node = parse("true")
_A_SECOND: Final = 1 / 3600 / 24
"""In days. Steps are added as fractions of a day: three times one hour may come out a trace above three hours."""


def check(one: Definition) -> Iterator[Problem]:
    """Look at the order of the steps, their names and their sum."""
    names: set[str] = set()
    decided_at = 0
    for number, step in enumerate(one.entry.steps):
        name = step.work.id or step.kind
        path = ("steps", number, step.kind)
        if name in names:
            write = f"Give it a name of its own, such as: id: {name}-again"
            yield one.source.problem(path, f"a step before this one is also called '{name}'.", write)
        if decided_at:
            what = f"the step '{name}' can never be reached: the case is always decided in line {decided_at}."
            yield one.source.problem(path, what, "Move it before the decision, or remove it.")
        names.add(name)
        if step.kind == "decide" and step.work.when is None and not decided_at:
            decided_at = one.source.line(path)
    if not decided_at:
        yield one.source.problem(
            ("steps",),
            "no step always decides the case.",
            "End the steps with a line such as: - decide: {by: head, within: 1 working day}",
            "A case would stay open for ever.",
        )
    yield from _sum(one)


def _sum(one: Definition) -> Iterator[Problem]:
    total = _days(one.entry.promise.total, one)
    needed = _longest(one, {step.name: _needs(step, one) for step in one.entry.steps})
    if needed > total + _A_SECOND:
        shown = one.entry.promise.total.words().en
        yield one.source.problem(
            ("promise", "total"),
            f"the steps may take {_in_unit(needed, one)} together, more than the {shown} of the promise.",
            "Give the steps less time, or promise more.",
            "Each officer could be in time and the office late.",
        )


def _in_unit(days: float, one: Definition) -> str:
    """Return working days in words: in hours where the promise is less than a day, so that the two can be compared."""
    if one.entry.promise.total.unit in ("working hours", "working minutes"):
        return f"{days * _hours_a_day(one):.3g} working hours"
    return f"{days:.3g} working days"


def _needs(step: StepEntry, one: Definition) -> float:
    """Return the working days of a step; a ranking takes its time and that of objections, the applicant none."""
    if step.applicant:
        return _days(step.applicant.confirm, one)  # the clock stands while the applicant acts
    more = _days(step.rank.objections, one) if step.rank else 0.0
    return _days(step.work.within, one) + more


def _longest(one: Definition, days: dict[str, float]) -> float:
    """Return the working days of the longest way through the steps.

    Steps that exclude each other are not added, and of steps side by side the longest counts.
    """
    order = [(step.name, step.work.after) for step in one.entry.steps]
    found = one.outcomes(*(tree(step.work.when or "true") or _ALWAYS for step in one.entry.steps))
    if found is None:
        return longest(order, days)
    ways = ([name for name, truth in zip(days, way, strict=False) if truth is not False] for way in found)
    return max(longest(without(order, way), days) for way in ways)


def _days(term: Term, one: Definition) -> float:
    """Return a term in working days of this office."""
    if term.unit == "working days":
        return float(term.amount)
    if term.unit in CALENDAR_DAYS:
        return term.amount * CALENDAR_DAYS[term.unit] * len(one.office.hours) / 7
    hours = term.amount / 60 if term.unit == "working minutes" else term.amount
    return hours / max(_hours_a_day(one), 1.0)


def _hours_a_day(one: Definition) -> float:
    some = date(2000, 1, 1)  # any day: only the difference of two times counts
    spans = [span for day in one.office.hours.values() for span in day]
    seconds = sum((datetime.combine(some, end) - datetime.combine(some, start)).seconds for start, end in spans)
    return seconds / 3600 / max(len(one.office.hours), 1)


CHECK = check
