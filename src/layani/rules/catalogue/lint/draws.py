"""A step that is drawn has somebody to draw from: four people at least, and time for it."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition
from layani.rules.catalogue.grammar.steps import StepEntry
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_
from layani.rules.record.draw import LEAST_POOL

_HOUR = {"working minutes": 60, "working hours": 1}
"""A term of so much or less is too short to wait for a draw."""


def check(one: Definition) -> Iterator[Problem]:
    """Look at each step with 'draw'."""
    for number, step in enumerate(one.entry.steps):
        if step.work.draw:
            path: Path_ = ("steps", number, step.kind, "draw")
            yield from _enough(one, step, path)
            yield from _time(one, step, path)


def _enough(one: Definition, step: StepEntry, path: Path_) -> Iterator[Problem]:
    """Whoever did a step that this one must not share cannot be drawn, so that many more are needed."""
    name = step.work.by
    role = one.office.roles.get(name)
    if role is None:
        return  # reported elsewhere
    steps = {other.name: other for other in one.entry.steps}
    apart = [other for other in step.work.not_same_as if other in steps and steps[other].work.by == name]
    needed = LEAST_POOL + len(apart)
    if role.holders >= needed:
        return
    why = f", {LEAST_POOL} and one for each step in 'not_same_as'" if apart else ""
    large = sorted(
        other for other, held in one.office.roles.items() if step.kind in held.may and held.holders >= needed
    )
    instead = f"name a role that is held by as many ({', '.join(large)})" if large else "name a larger role"
    yield one.source.problem(
        path,
        f"'{name}' is held by {role.holders}, and a draw needs {needed}{why}.",
        f"Leave out 'draw', {instead}, or set 'holders' of '{name}' in office.yaml if more people hold it.",
        "Of fewer, two who agree would get most cases, and it would be a draw in name only.",
    )


def _time(one: Definition, step: StepEntry, path: Path_) -> Iterator[Problem]:
    within = step.work.within
    if within.amount <= _HOUR.get(within.unit, 0):
        yield one.source.problem(
            path,
            f"a step that is due in {within.words().en} cannot wait for a draw.",
            "Leave out 'draw', or give the step more than one working hour.",
            "Everything is logged some minutes before the random number exists.",
        )


CHECK = check
