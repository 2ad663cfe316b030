"""Whatever has a condition can happen: a question be asked, a step reached, a fee be due, a rule passed and failed."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition, tree
from layani.rules.catalogue.expressions import Node, Truth, parse
from layani.rules.catalogue.expressions.nodes import asked_whether
from layani.rules.catalogue.grammar.service import RuleEntry
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_

_ALWAYS: Node = parse("true")


def check(one: Definition) -> Iterator[Problem]:
    """Try each condition over the answers that the form allows."""
    yield from _questions(one)
    for number, rule in enumerate(one.entry.rules):
        yield from _rule(one, rule, ("rules", number))
    for number, step in enumerate(one.entry.steps):
        when = tree(step.work.when)
        if when and _never(one.outcomes(when), True) and _never(one.outcomes(when), None):
            what = f"the step '{step.work.id or step.kind}' can never be reached: {_shown(step.work.when)} never holds."
            yield one.source.problem(("steps", number, step.kind, "when"), what, "Correct the condition, or remove it.")
    yield from _fee(one)


def _never(found: frozenset[tuple[Truth, ...]] | None, *wanted: Truth) -> bool:
    return found is not None and wanted not in found


def _shown(condition: str | None) -> str:
    text = condition or ""
    return text if len(text) <= 80 else f"{text[:80]}…"


def _questions(one: Definition) -> Iterator[Problem]:
    dead: dict[int, list[tuple[Path_, str]]] = {}
    for path, name, field in one.fields():
        when = tree(field.when)
        if when and _never(one.outcomes(when), True):
            dead.setdefault(int(path[1]), []).append((path, f"'{name}' can never be asked: {_shown(field.when)}"))
    for number, fields in dead.items():
        page = one.entry.ask[number]
        if len(fields) == len(page.fields) > 1:
            what = f"nothing on the page '{page.page}' can ever be asked: none of its conditions can hold."
            yield one.source.problem(("ask", number), what, "Correct the conditions, or remove the page.")
            continue
        for path, what in fields:
            write = "Correct the condition, or remove the question."
            yield one.source.problem((*path, "when"), f"{what} never holds.", write)


def _rule(one: Definition, rule: RuleEntry, path: Path_) -> Iterator[Problem]:
    must, when = tree(rule.must), tree(rule.when)
    if must is None or (rule.when is not None and when is None):
        return
    when = when or _ALWAYS
    write = "Correct the condition, or remove the rule."
    found = one.outcomes(when, must)
    if found is None:
        return
    if not any(applies is True for applies, _ in found):
        what = f"the rule '{rule.id}' never applies: {_shown(rule.when)} never holds."
        yield one.source.problem((*path, "when"), what, write)
    elif _never(found, True, True):
        what = f"the rule '{rule.id}' can never pass: no answers make {_shown(rule.must)} true."
        yield one.source.problem((*path, "must"), what, write, "No case could ever be granted.")
    # A bound of the office may change next year, so a rule that only today's bound makes superfluous may stay.
    elif _never(found, True, False) and _never(one.outcomes(when, must, anywhere=True), True, False):
        what = f"the rule '{rule.id}' can never fail: the form allows no answers that make {_shown(rule.must)} false."
        why = "It would promise a check that is none."
        if enforcing := _must_be_given(one, must):
            named = " and ".join(f"'{name}'" for name in enforcing)
            why = f"The form does not go on without {named}, so nothing is left to check."
            write = f"Remove the rule. If {named} may be missing, write there: required: false"
        yield one.source.problem((*path, "must"), what, write, why)


def _must_be_given(one: Definition, must: Node) -> list[str]:
    """Return the questions of which a condition asks only whether they are answered, and which have to be."""
    required = {name for _, name, field in one.fields() if field.required}
    return sorted(name for name in asked_whether(must) if name in required)


def _fee(one: Definition) -> Iterator[Problem]:
    """A row counts when it holds and none before it does."""
    rows = [tree(row.when) if row.when is not None else _ALWAYS for row in one.entry.fee]
    readable = [row for row in rows if row is not None]
    found = one.outcomes(*readable, anywhere=True) if readable == rows else None
    for number in range(len(rows) if found is not None else 0):
        if not any(way[number] and True not in way[:number] for way in found or ()):
            what = "the fee's row can never count: it holds only where a row before it does, or never."
            yield one.source.problem(("fee", number), what, "Correct the conditions, or remove the row.")


CHECK = check
