"""Every step can be done by somebody: the role exists, is held, may do it, and separation of duties leaves a person."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition, meant
from layani.rules.catalogue.grammar.service import StepEntry
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_


def check(one: Definition) -> Iterator[Problem]:
    """Hold each step's role against office.yaml, and its 'not_same_as' against the steps before it."""
    earlier: dict[str, StepEntry] = {}
    for number, step in enumerate(one.entry.steps):
        path: Path_ = ("steps", number, step.kind)
        yield from _role(one, step, (*path, "by"))
        yield from _unit(one, step, (*path, "unit"))
        yield from _others(one, step, earlier, (*path, "not_same_as"))
        earlier.setdefault(step.work.id or step.kind, step)


def _role(one: Definition, step: StepEntry, path: Path_) -> Iterator[Problem]:
    name = step.work.by
    role = one.office.roles.get(name)
    if role is None:
        yield one.source.problem(path, f"nobody at the office is called '{name}'.", meant(name, one.office.roles))
        return
    if role.holders == 0:
        write = f"Set 'holders' of '{name}' in office.yaml to the number of people who hold it, or name another role."
        yield one.source.problem(path, f"nobody holds the role '{name}'.", write, "The step could never be done.")
    if step.kind not in role.may:
        able = sorted(other for other, held in one.office.roles.items() if step.kind in held.may and held.holders)
        write = f"Name a role that may: {', '.join(able) or f'none yet; add {step.kind} to may: in office.yaml'}."
        yield one.source.problem(path, f"the role '{name}' may not do a step of the kind '{step.kind}'.", write)


def _unit(one: Definition, step: StepEntry, path: Path_) -> Iterator[Problem]:
    name = step.work.unit
    if name is not None and name not in one.office.units:
        what = f"the office has no unit '{name}' with opening hours of its own."
        yield one.source.problem(path, what, f"List it under 'units:' in office.yaml. {meant(name, one.office.units)}")


def _others(one: Definition, step: StepEntry, earlier: dict[str, StepEntry], path: Path_) -> Iterator[Problem]:
    for number, name in enumerate(step.work.not_same_as):
        other = earlier.get(name)
        if other is None:
            what = f"no step before this one is called '{name}'."
            yield one.source.problem((*path, number), what, meant(name, earlier))
        elif other.work.by == step.work.by and _holders(one, step) == 1:
            yield one.source.problem(
                (*path, number),
                f"'{name}' and this step are both for '{step.work.by}', which one person holds.",
                "Name another role for one of the two steps.",
                "Nobody could do the second one.",
            )


def _holders(one: Definition, step: StepEntry) -> int:
    role = one.office.roles.get(step.work.by)
    return role.holders if role else 0


CHECK = check
