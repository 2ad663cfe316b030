"""What is read of a step's findings was found by then: nothing waits for what is found later or never."""

from collections.abc import Iterator, Mapping

from layani.rules.catalogue.definition import Definition, tree
from layani.rules.catalogue.expressions import Node, paths_in
from layani.rules.catalogue.grammar.steps import StepEntry
from layani.rules.catalogue.model import in_expressions
from layani.rules.catalogue.order import Named, waits_for
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_

Way = tuple[str, ...]
"""How a reader comes to a finding: ("tables.rate", "findings.visit.area")."""

_ALWAYS = "true"


def check(one: Definition) -> Iterator[Problem]:
    """Follow every condition and amount that is read at a known moment to the findings behind it."""
    steps = {in_expressions(step.name): step for step in one.entry.steps}
    order: list[Named] = [(step.name, step.work.after) for step in one.entry.steps]
    far = waits_for(order)
    yield from _at_filing(one, steps)
    for number, step in enumerate(one.entry.steps):
        path: Path_ = ("steps", number, step.kind, "when")
        yield from _in_time(one, step, step.work.when, path, steps, far)
    yield from _points(one, steps, far)
    yield from _money(one, steps)


def _at_filing(one: Definition, steps: Mapping[str, StepEntry]) -> Iterator[Problem]:
    """A question is asked, and a place in the queue is given, before any step has begun."""
    read: list[tuple[Path_, str, str | None]] = [
        ((*path, "when"), f"the question '{name}'", field.when) for path, name, field in one.fields()
    ]
    read += [(("priority", n, "when"), f"the class '{x.id}'", x.when) for n, x in enumerate(one.entry.priority)]
    for path, reader, condition in read:
        for way in _ways(one, condition):
            if _step_of(way) in steps:
                what = f"{reader} reads what is found only after the application is sent: {_shown(reader, way)}."
                write = "Ask for it in the form, or read it in a later step, a rule or the fee."
                yield one.source.problem(path, what, write, "Nobody has looked yet at that moment.")


def _in_time(
    one: Definition,
    step: StepEntry,
    condition: str | None,
    path: Path_,
    steps: Mapping[str, StepEntry],
    far: Mapping[str, frozenset[str]],
) -> Iterator[Problem]:
    """Refuse what a step reads of itself, of one that waits for it, of one beside it, and of one that excludes it."""
    reader = f"the step '{step.name}'"
    for way in _ways(one, condition):
        finder = steps.get(_step_of(way))
        if finder is None or step.name not in far:
            continue
        if finder.name == step.name or step.name in far.get(finder.name, ()):
            what = f"{reader} waits for what is found only after it: {_shown(reader, way)} → '{step.name}'."
            yield one.source.problem(path, what, f"Move '{finder.name}' above it, or take the finding away.", _NEVER)
        elif finder.name not in far[step.name]:
            what = f"{reader} may begin before '{finder.name}' has found anything: {_shown(reader, way)}."
            write = f"Let it come after it: after: [{finder.name}]"
            yield one.source.problem(path, what, write, "Whether it is needed has to be known when it would begin.")
        elif _exclude(one, finder.work.when, condition):
            what = f"{reader} reads what is never found in the cases that need it: {_shown(reader, way)}."
            write = f"'{finder.name}' is taken only when {finder.work.when}. Correct one of the two conditions."
            yield one.source.problem(path, what, write, _NEVER)


_NEVER = "The step could never be reached."


def _points(one: Definition, steps: Mapping[str, StepEntry], far: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    """Points are counted when the list is made, so their findings come before the ranking."""
    ranking = next((step for step in one.entry.steps if step.kind == "rank"), None)
    for number, part in enumerate(one.entry.score):
        path: Path_ = ("score", number, "points")
        for way in _ways(one, str(part.points)):
            finder = steps.get(_step_of(way))
            if finder and (ranking is None or finder.name not in far.get(ranking.name, ())):
                reader = f"the points '{part.id}'"
                what = f"{reader} are counted before '{finder.name}' has found anything: {_shown(reader, way)}."
                yield one.source.problem(path, what, f"Let the step 'rank' come after '{finder.name}'.")


def _money(one: Definition, steps: Mapping[str, StepEntry]) -> Iterator[Problem]:
    """An amount that reads a finding needs a step that every case takes to which the amount applies."""
    entry = one.entry
    listed = isinstance(one.source.values.get("fee"), list)
    rows: list[tuple[Path_, str, str | None, list[str]]] = []
    for number, row in enumerate(entry.fee):
        written = [row.when, row.amount, *(each.when for each in row.waivers)]
        written += [row.deposit.amount] if row.deposit else []
        texts = [text for text in written if isinstance(text, str)]
        rows.append((("fee", number) if listed else ("fee",), "the fee", row.when, texts))
    if entry.pays and isinstance(entry.pays.amount, str):
        rows.append((("pays", "amount"), "the benefit", None, [entry.pays.amount]))
    for path, reader, when, texts in rows:
        for way in dict.fromkeys(way for text in texts for way in _ways(one, text)):
            finder = steps.get(_step_of(way))
            if finder and finder.work.when and _may_lack(one, finder.work.when, when):
                what = f"{reader} is set by '{finder.name}', which not every case takes: {_shown(reader, way)}."
                write = f"Let this amount count only when that step is taken: when: {finder.work.when}"
                yield one.source.problem(path, what, write, "The others could never be granted: nobody knew their fee.")


def _exclude(one: Definition, first: str | None, second: str | None) -> bool:
    """Say whether two conditions can never hold together; False where that cannot be told."""
    trees = tree(first or _ALWAYS), tree(second or _ALWAYS)
    found = one.outcomes(*trees) if all(trees) else None  # type: ignore[arg-type]
    return found is not None and not any(a is not False and b is not False for a, b in found)


def _may_lack(one: Definition, taken: str, counts: str | None) -> bool:
    """Say whether an amount can count in a case that does not take the step; True where that cannot be told."""
    trees = tree(taken), tree(counts or _ALWAYS)
    found = one.outcomes(*trees) if all(trees) else None  # type: ignore[arg-type]
    return found is None or any(b is not False and a is not True for a, b in found)


def _ways(one: Definition, condition: str | None) -> tuple[Way, ...]:
    """Return every way from a condition to a finding, through the tables that it reads."""
    node = tree(condition)
    return tuple(dict.fromkeys(_from(one, node, frozenset()))) if node is not None else ()


def _from(one: Definition, node: Node, seen: frozenset[str]) -> Iterator[Way]:
    for path in paths_in(node):
        if path[0] == "findings" and len(path) > 1:
            yield (".".join(path),)
        if path[0] == "tables" and len(path) > 1 and path[1] in one.entry.tables and path[1] not in seen:
            for column in map(tree, one.entry.tables[path[1]].columns):
                further = _from(one, column, seen | {path[1]}) if column is not None else ()
                yield from ((f"tables.{path[1]}", *way) for way in further)


def _step_of(way: Way) -> str:
    return way[-1].split(".")[1]


def _shown(reader: str, way: Way) -> str:
    return " → ".join((reader, *way))


CHECK = check
