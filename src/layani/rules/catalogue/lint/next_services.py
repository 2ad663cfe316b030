"""The services offered next exist in this catalogue."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition, meant
from layani.rules.catalogue.problems import Problem


def check(one: Definition) -> Iterator[Problem]:
    """Compare 'next' with the folders of the catalogue."""
    others = one.services - {one.entry.service}
    for number, slug in enumerate(one.entry.next):
        if slug not in others:
            what = f"the office has no other service '{slug}'."
            yield one.source.problem(("next", number), what, meant(slug, others))


CHECK = check
