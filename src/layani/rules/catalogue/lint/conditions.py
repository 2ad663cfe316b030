"""What waits for somebody's word waits for a role that somebody holds: conditions of amounts, and leave to go ahead."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition, meant
from layani.rules.catalogue.grammar.amounts import ConditionEntry
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_


def check(one: Definition) -> Iterator[Problem]:
    """Hold each of these roles against office.yaml."""
    for path, entry in _conditions(one):
        yield from _held(one, (*path, "by"), entry.by, "Nothing were ever due.")
    for number, matter in enumerate(one.entry.expedite):
        yield from _held(one, ("expedite", number, "by"), matter.by, "Nobody could ever go ahead.")


def _held(one: Definition, path: Path_, name: str, why: str) -> Iterator[Problem]:
    role = one.office.roles.get(name)
    if role is None:
        yield one.source.problem(path, f"nobody at the office is called '{name}'.", meant(name, one.office.roles))
    elif role.holders == 0:
        write = f"Set 'holders' of '{name}' in office.yaml, or name another role."
        yield one.source.problem(path, f"nobody holds the role '{name}'.", write, why)


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
