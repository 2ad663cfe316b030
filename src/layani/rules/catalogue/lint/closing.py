"""A service that ends does so after it began, and says what there is instead and what becomes of its letters."""

from collections.abc import Iterator, Mapping

from layani.rules.catalogue.definition import Definition, meant
from layani.rules.catalogue.problems import Problem


def check(one: Definition) -> Iterator[Problem]:
    """Compare the last day with the version and the windows, and what there is instead with the catalogue."""
    closes = one.entry.closes
    if closes is None:
        return
    if closes.last_day < one.entry.version:
        what = f"it ends on {closes.last_day}, before this version begins on {one.entry.version}."
        write = f"Write {one.entry.version} or a later day."
        yield one.source.problem(("closes", "last_day"), what, write, "Nobody can be told of a day that is over.")
    for number, window in enumerate(one.entry.intake):
        if window.closes > closes.last_day:
            what = f"this window closes on {window.closes}, after the service's last day, {closes.last_day}."
            write = f"Write {closes.last_day} or an earlier day, or take the window out."
            yield one.source.problem(("intake", number, "closes"), what, write)
    instead = closes.instead.service
    if instead == one.entry.service:
        what = "it is to be used instead of itself."
        yield one.source.problem(("closes", "instead", "service"), what, "Name another service, or take the line out.")
    elif instead and instead not in one.services:
        what = f"the office has no service '{instead}'."
        yield one.source.problem(("closes", "instead", "service"), what, meant(instead, one.services))
    if closes.letters is None and (one.entry.gives.lasts or one.entry.gives.valid):
        what = "nothing says what becomes of the letters that it gave, which hold for a time."
        write = "Add below 'closes:' a line such as: letters: {id: …, en: …}"
        yield one.source.problem(("closes",), what, write, "Their holders will ask.", warning=True)


def closings(definitions: Mapping[str, Definition]) -> Iterator[Problem]:
    """Hold what ends against the services that name it; looks at the whole catalogue, and warns only."""
    for one in definitions.values():
        yield from _instead(one, definitions)
        for number, slug in enumerate(one.entry.next):
            if (other := definitions.get(slug)) and other.entry.closes:
                what = f"'{slug}' is offered next and takes no applications after {other.entry.closes.last_day}."
                yield one.source.problem(("next", number), what, "Take it out by then.", warning=True)
        for part, about in (("renews", one.entry.renews), ("changes", one.entry.changes)):
            earlier = definitions.get(about.service) if about else None
            closes = earlier.entry.closes if earlier else None
            if closes and not closes.letters and not one.entry.closes:
                what = f"'{earlier.entry.service if earlier else ''}' ends on {closes.last_day} and does not say what "
                what += "becomes of its letters, which this service goes on taking."
                write = "Add there below 'closes:' a line such as: letters: {id: …, en: …}"
                yield one.source.problem((part, "service"), what, write, warning=True)


def _instead(one: Definition, definitions: Mapping[str, Definition]) -> Iterator[Problem]:
    """Find a service that cannot take the place of one that ends."""
    closes = one.entry.closes
    other = definitions.get(closes.instead.service or "") if closes else None
    if closes is None or other is None:
        return
    path = ("closes", "instead", "service")
    if other.entry.closes:
        what = f"'{other.entry.service}' ends too, on {other.entry.closes.last_day}."
        yield one.source.problem(path, what, "Name one that goes on.", warning=True)
    if (other.entry.renews or other.entry.changes) and not (one.entry.renews or one.entry.changes):
        what = f"'{other.entry.service}' is only for those who hold an earlier letter."
        yield one.source.problem(path, what, "Name a service with which one can begin.", warning=True)


CHECK = check
