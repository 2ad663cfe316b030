"""Whoever is not known surely enough must have another way in; a level is asked only of who files online."""

from collections.abc import Iterator

from layani.rules.assurance import DECLARED
from layani.rules.catalogue.definition import Definition
from layani.rules.catalogue.problems import Problem


def check(one: Definition) -> Iterator[Problem]:
    """Hold the assurance against the ways in."""
    needed, channels = one.entry.assurance, one.entry.channels
    if needed == DECLARED:
        return
    if "online" not in channels:
        what = f"'{needed}' is asked of those who file online, and nobody can."
        yield one.source.problem(("assurance",), what, "Take the line out, or add online to 'channels:'.")
    elif "counter" not in channels:
        what = f"'{needed}' keeps people from filing online, and there is no other way in."
        yield one.source.problem(("assurance",), what, "Add counter to 'channels:'.", "No reader may end up nowhere.")


CHECK = check
