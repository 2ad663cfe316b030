"""Every answer that is asked for is used: a condition reads it, a letter shows it, or a law asks for it."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final

from layani.rules.catalogue.definition import Definition, tree
from layani.rules.catalogue.expressions import Node, names_in, texts_in
from layani.rules.catalogue.grammar.form import FieldEntry
from layani.rules.catalogue.letters import places_in
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_

_LOOKED_AT: Final = frozenset({"choice", "several", "yes no"})
"""Kinds whose answers say nothing by themselves; a text or a file is for an officer's eyes."""


_WORD: Final = re.compile(r"[\w-]+")
"""The name of an answer in a cell: ``rent``, ``!= rent`` or ``in [rent, own]``."""


def check(one: Definition) -> Iterator[Problem]:
    """Compare the short-list questions with what reads them."""
    conditions = _conditions(one)
    read = frozenset(chain.from_iterable(names_in(condition) for condition in conditions))
    shown = frozenset(name.partition(".")[0] for letter in one.letters.values() for _, name in places_in(letter))
    for path, name, field in one.fields():
        if field.each is not None and field.law is None and name not in shown:
            yield from _columns(one, path, name, field, read)
        if field.is_ not in _LOOKED_AT or field.law is not None or name in shown:
            continue
        if name not in read:
            what = f"nothing reads the answer to '{name}', and no letter shows it."
            write = "Leave the question out, use it in a condition or a letter, or add the law that asks for it: law: …"
            yield one.source.problem(path, what, write, "What nobody uses need not be asked.", warning=True)
        elif field.of:
            yield from _alike(one, path, field, _texts(conditions, name) | _in_cells(one, name))


def _columns(one: Definition, path: Path_, name: str, field: FieldEntry, read: frozenset[str]) -> Iterator[Problem]:
    """Warn of a short-list question in the rows of a list that nothing reads, and no law asks for."""
    if name in read:
        return
    for column, entry in (field.each or {}).items():
        if entry.is_ in _LOOKED_AT and entry.law is None:
            what = f"nothing reads '{name}', and no letter shows it: '{column}' is asked in every row for nothing."
            write = "Leave it out, use the list in a condition or a letter, or add the law that asks for it: law: …"
            yield one.source.problem((*path, "each", column), what, write, warning=True)


def _texts(conditions: list[Node], name: str) -> frozenset[str]:
    """Return the texts that stand in conditions on this answer."""
    return frozenset(chain.from_iterable(texts_in(one) for one in conditions if name in names_in(one)))


def _in_cells(one: Definition, name: str) -> frozenset[str]:
    """Return the words that stand in the cells of tables below a column that looks at this answer."""
    cells = (
        str(row.when[place])
        for table in one.entry.tables.values()
        for place, column in enumerate(table.columns)
        if (looked_at := tree(column)) is not None and name in names_in(looked_at)
        for row in table.rows
        if place < len(row.when)
    )
    return frozenset(chain.from_iterable(_WORD.findall(cell) for cell in cells))


def _alike(one: Definition, path: Path_, field: FieldEntry, named: frozenset[str]) -> Iterator[Problem]:
    """Warn of answers that make no difference; one may be left over, as the other side of a condition."""
    options: Mapping[str, object] = field.of or {}
    alike = [option for option in options if option not in named]
    if len(alike) > 1:
        both = ", ".join(f"'{option}'" for option in alike[:6])
        what = f"nothing tells {both} apart: no condition names them and no letter shows them."
        write = "Make one answer of them, or add the law that asks for them: law: …"
        yield one.source.problem((*path, "of", alike[1]), what, write, warning=True)


def _conditions(one: Definition) -> list[Node]:
    entry = one.entry
    written = chain(
        (field.when for _, _, field in one.fields()),
        (condition for rule in entry.rules for condition in (rule.when, rule.must)),
        (step.work.when for step in entry.steps),
        (duty.when for duty in entry.owes),
        (row.when for row in entry.fee),
        (one.when for row in entry.fee for one in row.waivers),
        (row.amount for row in entry.fee if isinstance(row.amount, str)),
        (column for table in entry.tables.values() for column in table.columns),
        (str(one.points) for one in entry.score),
        (one.when for one in entry.priority if one.when),
    )
    return [found for condition in written if (found := tree(condition)) is not None]


CHECK = check
