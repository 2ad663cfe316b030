"""What a service keeps is kept long enough to object, and at least one span is said."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition
from layani.rules.catalogue.lint.validity import days
from layani.rules.catalogue.problems import Problem
from layani.rules.retention.schedule import schedule_on


def check(one: Definition) -> Iterator[Problem]:
    """Hold the spans under 'retention' against the shortest one of the schedule."""
    entry = one.entry.retention
    if entry is None:
        return
    shortest = schedule_on(one.entry.version).shortest
    spans = {"granted": entry.granted, "refused": entry.refused, "withdrawn": entry.withdrawn}
    if not any(spans.values()):
        write = "Add a line such as: granted: 10 years, or take 'retention' out."
        yield one.source.problem(("retention",), "it says no span.", write)
    for key, span in spans.items():
        if span is not None and days(span) < days(shortest):
            what = f"{span.words().en} is shorter than the time to object and to go to court."
            yield one.source.problem(("retention", key), what, f"Write at least: {shortest.words().en}")


CHECK = check
