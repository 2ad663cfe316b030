"""No question hangs on itself through the conditions of others, or through a table that reads it."""

from collections.abc import Collection, Iterable, Iterator

from layani.rules.catalogue.definition import Definition, tree
from layani.rules.catalogue.expressions import Node, names_in, paths_in
from layani.rules.catalogue.lint.circles import circles, shown
from layani.rules.catalogue.problems import Problem


def check(one: Definition) -> Iterator[Problem]:
    """Follow each question to those that its condition reads."""
    places = {name: path for path, name, _ in one.fields()}
    tables = {f"tables.{name}": [tree(column) for column in table.columns] for name, table in one.entry.tables.items()}
    known = {*places, *tables}
    leads_to = {name: _read([tree(field.when)], known) for _, name, field in one.fields()}
    leads_to |= {name: _read(columns, known) for name, columns in tables.items()}
    for circle in circles(leads_to):
        what = f"the question '{circle[0]}' depends on itself: {shown(circle)}."
        write = "Take the condition away from one of them."
        first = next(name for name in circle if name in places)
        what = what if first == circle[0] else f"the question '{first}' depends on itself: {shown(circle)}."
        yield one.source.problem((*places[first], "when"), what, write, "None of them could ever be asked.")


def _read(conditions: Iterable[Node | None], known: Collection[str]) -> list[str]:
    """Return the questions and tables that conditions read."""
    read = [one for one in conditions if one is not None]
    names = {name for one in read for name in names_in(one)}
    names |= {f"tables.{path[1]}" for one in read for path in paths_in(one) if path[0] == "tables" and len(path) > 1}
    return sorted(names & set(known))


CHECK = check
