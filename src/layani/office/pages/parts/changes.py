"""What differs between two versions of a service, as a page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from layani.rules.catalogue.differing import Change, nothing_for_citizens
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes by part of the service; ``inside`` when none concerns citizens, ``new`` for a first version."""

    groups: tuple[tuple[Text, tuple[Change, ...]], ...]
    count: int
    inside: bool
    new: bool


def changes_shown(changes: Sequence[Change]) -> Changes:
    """Return the changes for parts/changes.html."""
    groups = tuple((group.name, tuple(some)) for group, some in groupby(changes, key=lambda change: change.group))
    new = bool(changes) and all(change.before is None for change in changes)
    return Changes(groups, len(changes), nothing_for_citizens(changes), new)
