"""A bundle, compiled: its services, the one form that asks for all of them, and which of them are filed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from layani.rules.cases.calendar import Calendar
from layani.rules.catalogue.answers import Answers, CompiledAnswers, asked_fields, without_unasked
from layani.rules.catalogue.expressions import Expression, Reads
from layani.rules.catalogue.model import Field, FormPage, Service
from layani.rules.catalogue.promised import Expected, expected
from layani.rules.text import Text

SERVICES: Final = "services"
"""The bundle's own question: which of the services that can be chosen the person wants."""


@dataclass(frozen=True, slots=True)
class After:
    """A service that must have ended before this one begins.

    otherwise: id of the ground on which this one is refused if that one is not granted
    gives:     own question -> what answers it: "letter" (its letter's number), or "findings.STEP.NAME"
    """

    service: str
    otherwise: str
    gives: Mapping[str, str]


@dataclass(frozen=True)
class Joined:
    """One service of a bundle.

    always: it belongs to the bundle; otherwise the person ticks it
    when:   it is filed only when this holds; why: the reason if it does not, in words
    names:  own question -> the bundle's question; not those that another case answers, or the bundle itself (``sets``)
    """

    service: Service
    always: bool
    when: Expression | None
    why: Text | None
    after: tuple[After, ...]
    names: Mapping[str, str]
    sets: Mapping[str, Any] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """The service's name."""
        return self.service.slug

    @property
    def awaits(self) -> dict[str, tuple[str, str]]:
        """Return {own question: (service, what)} of what other cases will answer."""
        return {name: (one.service, what) for one in self.after for name, what in one.gives.items()}

    def own(self, answers: Answers) -> dict[str, Any]:
        """Return the answers to this service's questions, under its own names, those alone that it asks."""
        return without_unasked(self.service, self.known(answers))

    def known(self, answers: Answers) -> dict[str, Any]:
        """Return every answer that there is to a question of this service, also those that it does not ask now."""
        return {**self.sets, **{name: answers[shared] for name, shared in self.names.items() if shared in answers}}


class BundleAnswers(CompiledAnswers):
    """What checking the answers of a bundle needs: a question is asked when one of the services taken asks it."""

    def __init__(self, pages: tuple[FormPage, ...], joined: tuple[Joined, ...]) -> None:
        super().__init__(pages)
        self.joined = joined
        self.conditions = Reads(one.when for one in joined)

    def asked(self, answers: Answers) -> frozenset[str]:
        """Return the names of the fields that are asked, given the answers."""
        found = {SERVICES} if SERVICES in self.fields else set()
        for one in self.taken(answers):
            asked = asked_fields(one.service, one.known(answers))
            found |= {one.names[name] for name in asked if name in one.names}
        return frozenset(found)

    def taken(self, answers: Answers) -> tuple[Joined, ...]:
        """Return the services that are filed with these answers, in the bundle's order."""
        wanted = answers.get(SERVICES) or ()
        scope = self.conditions.scope(answers)
        return tuple(
            one
            for one in self.joined
            if (one.always or one.slug in wanted) and (one.when is None or one.when.evaluate(scope) is True)
        )

    def depends(self) -> dict[str, set[str]]:
        """Return, of each question that is not always asked, the names on which that may depend."""
        found: dict[str, list[set[str]]] = {}
        for one in self.joined:
            own = one.service.answers.depends()
            ticked = set() if one.always else {SERVICES}
            if one.when:
                ticked |= {part for path in one.when.paths for part in path[:2]}
            for name, shared in one.names.items():
                found.setdefault(shared, []).append(
                    ticked | {one.names[read] for read in own.get(name, ()) if read in one.names}
                )
        # What one service asks of everybody does not depend on what another one asks it for.
        return {name: set().union(*reads) for name, reads in found.items() if all(reads)}


@dataclass(frozen=True, eq=False)
class Bundle:
    """Several services from one set of answers; it is filled in like a service, and filed as one case for each.

    version: names the bundle and the versions of its services, so that a form begun with others is looked through again
    """

    slug: str
    version: str
    name: Text
    need: Text
    summary: Text
    words: Mapping[str, tuple[str, ...]]
    life_events: tuple[str, ...]
    joined: tuple[Joined, ...]
    pages: tuple[FormPage, ...]
    answers: BundleAnswers = field(repr=False)
    renews: None = None

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every field of the form by name, in the order of the pages."""
        return self.answers.fields

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """The ways in: those of all its services."""
        first, *others = (one.service.channels for one in self.joined)
        return tuple(one for one in first if all(one in other for other in others))

    def page(self, page_id: str) -> FormPage:
        """Return the page, or raise KeyError."""
        for page in self.pages:
            if page.id == page_id:
                return page
        raise KeyError(page_id)

    def taken(self, answers: Answers) -> tuple[Joined, ...]:
        """Return the services that are filed with these answers, none before one that it waits for."""
        return in_order(self.answers.taken(answers))


Offered = Service | Bundle
"""What a person finds, fills in and sends: one service, or several with one set of answers."""


def in_order(joined: Iterable[Joined]) -> tuple[Joined, ...]:
    """Return services so that none stands before one that it waits for; those in a circle come last."""
    left, found = list(joined), dict[str, Joined]()
    while left:
        names = {one.slug for one in left}
        ready = [one for one in left if not any(after.service in names for after in one.after)] or left
        found |= {one.slug: one for one in ready}
        left = [one for one in left if one.slug not in found]
    return tuple(found.values())


def expected_of(joined: Iterable[Joined], calendar: Calendar, filed_at: datetime) -> dict[str, Expected]:
    """Return {service: when it will be decided at the latest}, what waits counted from the end of what it waits for.

    joined: as ``taken`` returns them; filed_at: when all of them are filed (UTC)
    """
    found: dict[str, Expected] = {}
    for one in joined:
        ends = [found[after.service].decided_by for after in one.after if after.service in found]
        when = expected(one.service, calendar, max(ends, default=filed_at))
        found[one.slug] = replace(when, checked_by=None) if ends else when
    return found
