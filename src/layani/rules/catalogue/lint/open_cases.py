"""What open applications are to follow is something that the service has."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition, repeated
from layani.rules.catalogue.problems import Problem


def check(one: Definition) -> Iterator[Problem]:
    """Warn of a part to follow that the file does not have, or that is named twice."""
    entry = one.entry.open_cases
    if entry is None:
        return
    for number, part in enumerate(entry.follow):
        if not getattr(one.entry, part):
            what = f"open applications are to follow '{part}', and the service has none."
            why = "It would change nothing for anybody."
            path = ("open_cases", "follow", number)
            yield one.source.problem(path, what, f"Remove '{part}' here.", why, warning=True)
    for number in repeated(entry.follow):
        what = f"'{entry.follow[number]}' stands here a second time."
        yield one.source.problem(("open_cases", "follow", number), what, "Keep one of the two.", warning=True)


CHECK = check
