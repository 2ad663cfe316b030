"""A service that is printed on a numbered blank names one that the office keeps."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition
from layani.rules.catalogue.problems import Problem


def check(one: Definition) -> Iterator[Problem]:
    """Look up the blank in office.yaml."""
    blank = one.entry.gives.blank
    if blank is not None and blank not in one.office.blanks:
        known = ", ".join(one.office.blanks) or "none yet"
        yield one.source.problem(
            ("gives", "blank"),
            f"the office has no blank '{blank}'.",
            f"Add it under 'blanks' in office.yaml, or write one of: {known}.",
            "On a blank that nobody keeps nothing can be handed over.",
        )


CHECK = check
