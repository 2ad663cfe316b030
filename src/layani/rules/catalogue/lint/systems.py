"""A step in another system names one of the office's register; and nobody types again what goes there by machine."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition, meant
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_


def check(one: Definition) -> Iterator[Problem]:
    """Hold each step in another system against ``systems:`` of office.yaml."""
    for number, step in enumerate(one.entry.steps):
        work = step.external
        if work is None or work.of is None:
            continue
        path: Path_ = ("steps", number, "external", "of")
        found = one.office.systems.get(work.of)
        if found is None:
            what = f"the office's register has no system '{work.of}'."
            write = f"List it under 'systems:' in office.yaml. {meant(work.of, one.office.systems)}"
            yield one.source.problem(path, what, write)
        elif work.types_again and found.link == "api":
            what = f"'{work.of}' is connected by machine, and {work.types_again.fields} fields are typed there again."
            write = "Take out types_again, or write in office.yaml how it is connected: link: by-hand"
            yield one.source.problem(path, what, write, warning=True)


CHECK = check
