"""Finds what leads back to itself; used where questions, services and examples refer to one another."""

from collections.abc import Iterable, Iterator, Mapping


def circles(leads_to: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """Yield one path for each place at which a walk comes back to where it has been: ("a", "b", "a").

    Every name is walked once, so a long file costs no more than its length.

    >>> list(circles({"a": ["b"], "b": ["c", "a"], "c": []}))
    [('a', 'b', 'a')]
    """
    done: set[str] = set()
    for start in leads_to:
        walk: dict[str, Iterator[str]] = {}
        follow(start, leads_to, walk, done)
        while walk:
            here = next(reversed(walk))
            there = next(walk[here], None)
            if there is None:
                done.add(here)
                del walk[here]
            elif there in walk:
                path = list(walk)
                yield (*path[path.index(there) :], there)
            else:
                follow(there, leads_to, walk, done)


def follow(name: str, leads_to: Mapping[str, Iterable[str]], walk: dict[str, Iterator[str]], done: set[str]) -> None:
    """Add a name to the walk, unless it was walked before or leads nowhere."""
    if name in leads_to and name not in done:
        walk[name] = iter(leads_to[name])


def shown(circle: tuple[str, ...]) -> str:
    """Return the circle as a reader sees it; a long one is shortened in the middle.

    >>> shown(("a", "b", "a"))
    "'a' → 'b' → 'a'"
    """
    names = [f"'{name}'" for name in circle]
    return " → ".join(names if len(names) <= 8 else [*names[:4], "…", *names[-3:]])
