"""In which order steps run: what each waits for, which run side by side, and how long the longest way through takes.

An order maps the name of each step, as they stand in the file, to the steps that it waits for: those that it names
itself, or all that stand above it (None). What stands below a step is not waited for; the lint says so.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

Named = tuple[str, Sequence[str] | None]
"""A step's name, and what it says that it comes after; None where it says nothing."""


def waits_for(steps: Iterable[Named]) -> dict[str, frozenset[str]]:
    """Return all that must have ended before each step begins, near and far.

    >>> found = waits_for([("check", None), ("roads", ["check"]), ("water", ["check"]), ("decide", None)])
    >>> sorted(found["water"]), sorted(found["decide"])
    (['check'], ['check', 'roads', 'water'])
    """
    found: dict[str, frozenset[str]] = {}
    for name, after in steps:
        named = found.keys() if after is None else [one for one in after if one in found]
        found[name] = frozenset(named).union(*(found[one] for one in named))
    return found


def without(steps: Sequence[Named], kept: Collection[str]) -> list[Named]:
    """Return the steps that a case takes; what comes after one that it does not take comes after what that waits for.

    A step that waits for all that are left above it says nothing (None), so that steps in one line stay so.

    >>> steps = [("check", None), ("roads", ["check"]), ("water", ["check"]), ("decide", None)]
    >>> without(steps, ["check", "water", "decide"])
    [('check', None), ('water', None), ('decide', None)]
    """
    far = waits_for(steps)
    left: list[Named] = []
    for name, after in steps:
        if name not in kept:
            continue
        above = [one for one, _ in left]
        needed = {one for one in far[name] if one in kept}
        left.append((name, None if after is None or needed.issuperset(above) else near(needed, far, above)))
    return left


def near(needed: Collection[str], far: Mapping[str, Collection[str]], above: Iterable[str]) -> tuple[str, ...]:
    """Return those of ``needed`` that no other of them waits for, in the order of the file."""
    return tuple(one for one in above if one in needed and not any(one in far[other] for other in needed))


def leads_to(steps: Sequence[Named]) -> dict[str, tuple[str, ...]]:
    """Return the steps directly before each one, without those that are before one of these anyway.

    >>> leads_to([("check", None), ("roads", ["check"]), ("water", ["check"]), ("decide", None)])["decide"]
    ('roads', 'water')
    """
    far = waits_for(steps)
    names = [name for name, _ in steps]
    return {name: near(far[name], far, names) for name in names}


def longest(steps: Sequence[Named], lasts: Mapping[str, float]) -> float:
    """Return how long the longest way through the steps takes, those side by side counted once.

    >>> longest([("check", None), ("roads", ["check"]), ("water", ["check"]), ("decide", None)],
    ...         {"check": 1, "roads": 5, "water": 2, "decide": 1})
    7
    """
    ends: dict[str, float] = {}
    for name, before in leads_to(steps).items():
        ends[name] = lasts[name] + max((ends[one] for one in before), default=0)
    return max(ends.values(), default=0)


def beside(steps: Sequence[Named]) -> dict[str, tuple[str, ...]]:
    """Return with which steps each one may run side by side: neither waits for the other."""
    far = waits_for(steps)
    return {
        one: tuple(other for other in far if other != one and other not in far[one] and one not in far[other])
        for one in far
    }
