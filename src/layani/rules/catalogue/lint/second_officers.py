"""An exemption is for a step that the service has, and is checked afterwards by others than those who do its steps."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition, meant
from layani.rules.catalogue.problems import Problem


def check(one: Definition) -> Iterator[Problem]:
    """Hold the entries of ``exemptions:`` for this service against its steps."""
    steps = {step.name: step for step in one.entry.steps}
    doing = {step.work.by for step in steps.values()}
    for entry in one.office.exempt_steps:
        if entry.service != one.entry.service:
            continue
        if entry.step not in steps:
            what = f"'exemptions:' in office.yaml names a step of this service that it does not have: '{entry.step}'."
            yield one.source.problem(("steps",), what, meant(entry.step, steps))
        if entry.checked_by in doing:
            what = f"'{entry.checked_by}' does a step of this service and checks it afterwards."
            write = "Name under 'exemptions:' in office.yaml a role of another unit in 'checked_by'."
            yield one.source.problem(("steps",), what, write, "Nobody checks their own unit's work.")


CHECK = check
