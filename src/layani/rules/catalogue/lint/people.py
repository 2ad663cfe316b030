"""Every step can be done by somebody: the role exists, is held, may do it, and separation of duties leaves a person."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition, meant, tree
from layani.rules.catalogue.grammar.steps import StepEntry
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_
from layani.rules.catalogue.second_officers import exempt_step, pool_for


def check(one: Definition) -> Iterator[Problem]:
    """Hold each step's role against office.yaml, and its 'not_same_as' against the steps before it."""
    earlier: dict[str, StepEntry] = {}
    for number, step in enumerate(one.entry.steps):
        path: Path_ = ("steps", number, step.kind)
        yield from _role(one, step, (*path, "by"))
        yield from _unit(one, step, (*path, "unit"))
        yield from _others(one, step, earlier, (*path, "not_same_as"))
        yield from _four_eyes(one, step, earlier, path)
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
                warning=_helped(one, step),
            )


def _four_eyes(one: Definition, step: StepEntry, earlier: dict[str, StepEntry], path: Path_) -> Iterator[Problem]:
    """Whoever checked may not decide; that needs the line that says so, and enough people."""
    before = earlier if step.kind == "decide" else {}
    checks = {name: other for name, other in before.items() if other.kind == "check" and _both(one, step, other)}
    missing = sorted(checks.keys() - set(step.work.not_same_as))
    alone = [name for name in missing if checks[name].work.by == step.work.by and _holders(one, step) == 1]
    if alone and not _helped(one, step):
        what = f"'{alone[0]}' and the decision are both for '{step.work.by}', which one person holds."
        write = "Name another role for one of the two steps, and add: not_same_as: [check]"
        yield one.source.problem((*path, "by"), what, write, "Four eyes need two people.")
    elif missing:
        write = f"Add to the step: not_same_as: [{', '.join(missing)}]"
        what = f"whoever does '{missing[0]}' may also decide."
        yield one.source.problem(path, what, write, "Four eyes see what two do not.", warning=True)
    crowd = [name for name in step.work.not_same_as if name in earlier and earlier[name].work.by == step.work.by]
    if 1 < _holders(one, step) <= len(crowd) and _all_differ(earlier, crowd):
        what = f"{len(crowd) + 1} people of '{step.work.by}' are needed, and {_holders(one, step)} hold it."
        write = "Name another role for one of the steps, or leave one out of 'not_same_as'."
        why = "Nobody could do the last one."
        yield one.source.problem((*path, "not_same_as"), what, write, why, warning=_helped(one, step))


def _helped(one: Definition, step: StepEntry) -> bool:
    """Return whether the pool may be asked for a step, or an exemption be held for it: then it is not a dead end."""
    office, service = one.office, one.entry.service
    asked = pool_for(office.pools, step.work.by, step.kind, service)
    return asked is not None or exempt_step(office.exempt_steps, service, step.name) is not None


def _both(one: Definition, step: StepEntry, other: StepEntry) -> bool:
    """Return whether one case can go through both steps; an unknown condition means that the step is done."""
    conditions = [tree(work.when) for work in (step.work, other.work)]
    found = one.outcomes(*(condition for condition in conditions if condition is not None))
    return found is None or any(False not in way for way in found)


def _all_differ(earlier: dict[str, StepEntry], names: list[str]) -> bool:
    """Return whether each of the steps excludes the officers of those before it."""
    order = [name for name in earlier if name in names]
    return all(set(order[:number]) <= set(earlier[name].work.not_same_as) for number, name in enumerate(order))


def _holders(one: Definition, step: StepEntry) -> int:
    role = one.office.roles.get(step.work.by)
    return role.holders if role else 0


CHECK = check
