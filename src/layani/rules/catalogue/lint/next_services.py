"""The services offered next exist in this catalogue."""

from collections.abc import Iterator, Mapping

from layani.rules.catalogue.definition import Definition, meant
from layani.rules.catalogue.lint.circles import circles, shown
from layani.rules.catalogue.problems import Problem


def check(one: Definition) -> Iterator[Problem]:
    """Compare 'next' with the folders of the catalogue."""
    others = one.services - {one.entry.service}
    for number, slug in enumerate(one.entry.next):
        if slug not in others:
            what = f"the office has no other service '{slug}'."
            yield one.source.problem(("next", number), what, meant(slug, others))


def offered_in_circles(definitions: Mapping[str, Definition]) -> Iterator[Problem]:
    """Warn of services that offer one another until the first comes back; looks at the whole catalogue."""
    for circle in circles({slug: one.entry.next for slug, one in definitions.items()}):
        one = definitions[circle[0]]
        what = f"'next' leads back to this service: {shown(circle)}."
        write = "Take out the step that nobody needs who comes from the one before."
        yield one.source.problem(("next",), what, write, "Nobody is sent in a circle.", warning=True)


CHECK = check
