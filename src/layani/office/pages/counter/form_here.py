"""The form of one service as it stands at the counter: typed by this officer, for this person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils import timezone

from layani.office.actions.drafting import OpenDraft, Place, find_draft, identity_answers, kept_answers
from layani.office.actions.parties import person_of
from layani.office.actions.prefilling import look_ahead
from layani.office.house import catalogue, facts_on
from layani.office.tables.models import Party, User
from layani.rules.catalogue import FieldProblem, FormPage, Service, check_answers
from layani.rules.catalogue.answers import asked_fields, without_unasked
from layani.rules.catalogue.bundles.model import Offered
from layani.rules.catalogue.model import Field
from layani.rules.catalogue.prefill import fillable, filled, outdated


def counter_service(slug: str) -> Service:
    """Return a service that can be applied for at the counter, or raise Http404."""
    found = catalogue().services.get(slug)
    if found is None or "counter" not in found.channels:
        raise Http404("No service of this name takes applications at the counter.")
    return found


def counter_form(slug: str) -> Offered:
    """Return a service or a bundle that can be applied for at the counter, or raise Http404."""
    found = catalogue().bundles.get(slug)
    return found if found is not None and "counter" in found.channels else counter_service(slug)


@dataclass(frozen=True)
class FormHere:
    """The answers so far; identity: what the register holds or a renewal keeps, shown and not asked.

    card:   the officer holds the person's card, so that registers of other bodies may be shown
    filled: what those said, as far as it stands; it is part of ``identity``
    """

    service: Offered
    place: Place
    identity: Mapping[str, Any]
    draft: OpenDraft | None
    card: bool = False
    filled: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, service: Offered, party: Party, officer: User, *, card: bool) -> "FormHere":
        """Open what this officer has typed for this person so far; raises KeyGone after an erasure."""
        service = service.on(facts_on(timezone.localdate()))
        place = Place(party, service.slug, str(service.version), typed_by=officer)
        draft = find_draft(place)
        known = {**identity_answers(service, person_of(party)), **kept_answers(service, draft)}
        found = filled(service, draft.lookups, timezone.now()) if draft and card else {}
        found = {name: value for name, value in found.items() if name not in known}
        return cls(service, place, {**known, **found}, draft, card, found)

    def looked_ahead(self, officer: User) -> "FormHere":
        """Ask registers about what is asked, where that is still to be done, and return the form then."""
        if not fillable(self.service):
            return self
        names = {one.name for _, fields in self.pages for one in fields} - (self.identity.keys() - self.filled.keys())
        asked = look_ahead(self.place, self.service, names, self.draft, established=self.card, now=timezone.now())
        return FormHere.of(self.service, self.place.party, officer, card=self.card) if asked else self

    @cached_property
    def outdated(self) -> frozenset[str]:
        """The questions whose kept answer came from a register and may not be used any more."""
        return outdated(self.draft.lookups, self.filled) if self.draft else frozenset()

    @property
    def could_look(self) -> bool:
        """Whether a register could give an answer, if the officer held the person's card."""
        asked = {one.name for _, fields in self.pages for one in fields} - self.identity.keys()
        return not self.card and not asked.isdisjoint(fillable(self.service))

    @cached_property
    def answers(self) -> dict[str, Any]:
        """Every answer that fits the form as it is now."""
        valid = self.service.answers.validator.is_valid
        stored = self.draft.answers if self.draft else {}
        fitting = {name: value for name, value in stored.items() if name not in self.outdated and valid({name: value})}
        return without_unasked(self.service, {**fitting, **self.identity})

    @cached_property
    def pages(self) -> list[tuple[FormPage, list[Field]]]:
        """Each page of the form with the questions that are asked, given the answers."""
        asked = asked_fields(self.service, self.answers)
        found = [(page, [one for one in page.fields if one.name in asked]) for page in self.service.pages]
        return [(page, fields) for page, fields in found if fields]

    @property
    def problems(self) -> tuple[FieldProblem, ...]:
        """What keeps it from being filed."""
        return check_answers(self.service, self.answers)

    @property
    def may_be_filed(self) -> bool:
        """Whether nothing is missing, and nothing that a register gave has to be looked up anew."""
        return not self.problems and not self.outdated
