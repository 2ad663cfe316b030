"""The order of the steps can be kept: what a step comes after stands above it, and somebody waits for every step."""

from collections.abc import Iterator, Mapping, Sequence

from layani.rules.catalogue.definition import Definition, meant
from layani.rules.catalogue.grammar.steps import StepEntry
from layani.rules.catalogue.lint.circles import circles, shown
from layani.rules.catalogue.order import beside, waits_for
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_


def check(one: Definition) -> Iterator[Problem]:
    """Look at 'after' of each step."""
    steps = one.entry.steps
    if all(step.work.after is None for step in steps):
        return
    yield from _named(one, steps)
    names = [step.name for step in steps]
    if len(set(names)) < len(names):
        return  # reported elsewhere; which of two is meant cannot be known
    yield from _first(one, steps)
    yield from _alone(one, steps)
    yield from _nobody_waits(one, steps)


def _named(one: Definition, steps: Sequence[StepEntry]) -> Iterator[Problem]:
    """Report what is named and is no step, is the step itself, or stands below; a circle is shown with its path."""
    names = [step.name for step in steps]
    in_circles = {name: path for path in circles(_leads_to(steps)) for name in path}
    told: set[tuple[str, ...]] = set()
    for place, step in enumerate(steps):
        for number, name in enumerate(step.work.after or ()):
            path: Path_ = ("steps", place, step.kind, "after", number)
            if name not in names:
                yield one.source.problem(path, f"no step is called '{name}'.", meant(name, names[:place]))
            elif name not in names[:place]:
                circle = in_circles.get(step.name)
                if circle and circle not in told:
                    told.add(circle)
                    what = f"these steps wait for each other, so none of them begins: {shown(circle)}."
                    write = "Take one of them out of 'after'. A step without 'after' waits for all that stand above it."
                    yield one.source.problem(path, what, write, "A case would never get past them.")
                elif not circle:
                    write = f"Move '{name}' above it; steps are read from the top."
                    yield one.source.problem(path, f"the step '{name}' stands below this one.", write)


def _leads_to(steps: Sequence[StepEntry]) -> Mapping[str, Sequence[str]]:
    names = [step.name for step in steps]
    return {
        step.name: names[:place] if step.work.after is None else list(step.work.after)
        for place, step in enumerate(steps)
    }


def _first(one: Definition, steps: Sequence[StepEntry]) -> Iterator[Problem]:
    """The first step is always done: what comes after it would else have nothing to come after."""
    first = steps[0]
    if first.work.when is not None:
        what = f"'{first.name}' is not always done, and other steps come after it."
        write = "Begin with a step without 'when', such as: - check: {by: front-desk, within: 4 working hours}"
        yield one.source.problem(("steps", 0, first.kind, "when"), what, write)


def _alone(one: Definition, steps: Sequence[StepEntry]) -> Iterator[Problem]:
    """A check, an applicant's step, a ranking and a decision have the case for themselves: each can stop it all."""
    for place, step in enumerate(steps):
        others = beside(_order(steps))[step.name]
        if step.kind not in ("check", "applicant", "rank", "decide") or not others:
            continue
        path: Path_ = ("steps", place, step.kind)
        shown_others = ", ".join(f"'{name}'" for name in others)
        if step.kind == "decide":
            what = f"the case could be decided while it is still worked on: nothing joins {shown_others} before it."
            write = "Remove its line 'after': a step without it waits for all that stand above it."
            why = "Work that nobody waits for is lost, and a decision without it can be attacked."
        elif step.kind == "applicant":
            what = f"the applicant would act side by side with {shown_others}."
            write = "Let it come after all of them, and them after it: remove 'after' from both."
            why = "While the applicant has the ball the clock of the whole case stands, also for those who could work."
        elif step.kind == "rank":
            what = f"the case would be ranked side by side with {shown_others}."
            write = "Let the ranking come after all of them: remove its line 'after'."
            why = (
                "A list is signed when all that it rests on is known, and a place must not be taken by unfinished work."
            )
        else:
            what = f"completeness would be checked side by side with {shown_others}."
            write = "Let the others come after the check."
            why = "While the applicant completes the application, nobody else can work on it."
        yield one.source.problem(path, what, write, why)


def _nobody_waits(one: Definition, steps: Sequence[StepEntry]) -> Iterator[Problem]:
    """The last step joins all others."""
    far = waits_for(_order(steps))
    last = steps[-1]
    alone = [step for step in steps[:-1] if step.name not in far[last.name]]
    if last.kind == "decide":
        return  # said above
    for step in alone:
        what = f"no step waits for '{step.name}': its end joins nothing."
        write = f"Let a later step come after it, or remove 'after' from '{last.name}'."
        yield one.source.problem(("steps", steps.index(step), step.kind), what, write)


def _order(steps: Sequence[StepEntry]) -> list[tuple[str, Sequence[str] | None]]:
    return [(step.name, step.work.after) for step in steps]


CHECK = check
