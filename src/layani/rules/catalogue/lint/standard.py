"""A service has all 14 components of the service standard. Source: UU 25/2009 article 21."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition
from layani.rules.catalogue.model import STANDARD_COMPONENTS
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.standard import DERIVED


def check(one: Definition) -> Iterator[Problem]:
    """Ask for each component that is neither written nor derived from the rest of the file."""
    for component in STANDARD_COMPONENTS:
        if component not in DERIVED and getattr(one.entry.standard, component) is None:
            yield one.source.problem(
                ("standard",),
                f"the component '{component}' of the service standard is missing.",
                f"Add below 'standard:' a line such as: {component}: {{id: …, en: …}}",
                "The law asks for 14 components (UU 25/2009 pasal 21).",
            )


CHECK = check
