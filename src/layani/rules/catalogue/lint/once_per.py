"""What a case is about is said by answers that can be compared."""

from collections.abc import Iterator
from typing import Final

from layani.rules.catalogue.definition import Definition, meant, repeated
from layani.rules.catalogue.problems import Problem

_NEVER_THE_SAME: Final = frozenset({"file", "declaration", "list"})


def check(one: Definition) -> Iterator[Problem]:
    """Hold the names under 'once_per' against the questions."""
    kinds = {name: field.is_ for _, name, field in one.fields()}
    for number, name in enumerate(one.entry.once_per):
        path = ("once_per", number)
        if name not in kinds:
            yield one.source.problem(path, f"there is no question '{name}'.", meant(name, kinds))
        elif kinds[name] in _NEVER_THE_SAME:
            what = f"'{name}' is a {kinds[name]}, and no two of those are compared."
            yield one.source.problem(path, what, "Name an answer such as a NIK, a name or a day.")
    for number in repeated(one.entry.once_per):
        yield one.source.problem(("once_per", number), "this question stands above already.", "Keep one of the two.")


CHECK = check
