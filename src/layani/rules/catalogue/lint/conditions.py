"""What a part of an amount waits for is recorded by a role that somebody holds."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition, meant
from layani.rules.catalogue.grammar.amounts import ConditionEntry
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_


def check(one: Definition) -> Iterator[Problem]:
    """Hold the role of each condition against office.yaml."""
    for path, entry in _conditions(one):
        role = one.office.roles.get(entry.by)
        if role is None:
            what = f"nobody at the office is called '{entry.by}'."
            yield one.source.problem((*path, "by"), what, meant(entry.by, one.office.roles))
        elif role.holders == 0:
            write = f"Set 'holders' of '{entry.by}' in office.yaml, or name another role."
            yield one.source.problem(
                (*path, "by"), f"nobody holds the role '{entry.by}'.", write, "Nothing were ever due."
            )


def _conditions(one: Definition) -> Iterator[tuple[Path_, ConditionEntry]]:
    listed = isinstance(one.source.values.get("fee"), list)
    for number, row in enumerate(one.entry.fee):
        path: Path_ = ("fee", number) if listed else ("fee",)
        if row.deposit and row.deposit.back:
            yield (*path, "deposit", "back"), row.deposit.back
        for place, part in enumerate(row.instalments):
            if part.condition:
                yield (*path, "instalments", place, "condition"), part.condition
    for place, part in enumerate(one.entry.pays.instalments if one.entry.pays else ()):
        if part.condition:
            yield ("pays", "instalments", place, "condition"), part.condition


CHECK = check
