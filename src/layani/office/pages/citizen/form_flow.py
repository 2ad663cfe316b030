"""One citizen's way through the form of one service: which pages there are, which are done, what stands in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from layani.office.actions.drafting import (
    OpenDraft,
    Place,
    files_in,
    fill,
    find_draft,
    identity_answers,
    kept_answers,
    without_file,
)
from layani.office.actions.parties import person_of
from layani.office.actions.prefilling import look_ahead
from layani.office.house import catalogue, facts_on
from layani.office.pages.citizen.uploads import Sent, take_files
from layani.office.tables.models import Party
from layani.office.tables.models.people import SEEN
from layani.rules.catalogue import FieldProblem, FormPage, FormResult, Service, check_answers, read_form
from layani.rules.catalogue.admission import not_open
from layani.rules.catalogue.answers import asked_fields, without_unasked
from layani.rules.catalogue.bundles.model import Bundle, Offered
from layani.rules.catalogue.fields import posted as posted_again
from layani.rules.catalogue.kind import Posted
from layani.rules.catalogue.model import Field
from layani.rules.catalogue.prefill import fillable, filled, outdated
from layani.rules.refusal import Refusal
from layani.rules.text import Text


def online_service(slug: str) -> Service:
    """Return a service that can be applied for online, or raise Http404."""
    found = catalogue().services.get(slug)
    if found is None or "online" not in found.channels:
        raise Http404("No service of this name takes applications online.")
    return found


def online_form(slug: str) -> Offered:
    """Return a service or a bundle that can be applied for online, or raise Http404."""
    found = catalogue().bundles.get(slug)
    return found if found is not None and "online" in found.channels else online_service(slug)


def closed_on(offered: Offered, day: date) -> Refusal | None:
    """Return why nothing can be applied for on a day, or None; of a bundle what belongs to it always decides."""
    always = [one.service for one in offered.joined if one.always] if isinstance(offered, Bundle) else [offered]
    return next((refusal for one in always if (refusal := not_open(one, day))), None)


def about(offered: Offered) -> str:
    """Return the address of the page that says what a service or a bundle is."""
    return reverse("bundle" if isinstance(offered, Bundle) else "service", args=[offered.slug])


@dataclass(frozen=True)
class Flow:
    """The form of a service or a bundle as one party has filled it in so far.

    identity:  what the register holds, and what a renewal keeps of the earlier case; it is shown and not asked
    draft:     what was filled in before, or None when nothing was
    filled:    what registers of other bodies said, as far as it stands; it is shown with its source, and not asked
    """

    service: Offered
    place: Place
    identity: Mapping[str, Any]
    draft: OpenDraft | None
    filled: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, service: Offered, party: Party) -> "Flow":
        """Open the draft of a party; raises KeyGone after an erasure. One query."""
        service = service.on(facts_on(timezone.localdate()))
        place = Place(party, service.slug, str(service.version))
        draft = find_draft(place)
        known = {**identity_answers(service, person_of(party)), **kept_answers(service, draft)}
        found: dict[str, Any] = {}
        if draft and party.assurance == SEEN:  # a NIK that somebody only declared proves nothing
            found = filled(service, draft.lookups, timezone.now())
        found = {name: value for name, value in found.items() if name not in known}
        return cls(service, place, {**known, **found}, draft, found)

    def looked_ahead(self, page: FormPage) -> "Flow":
        """Ask registers about what is asked on a page, where that is still to be done, and return the form then."""
        names = {one.name for one in self.fields(page)} - (self.identity.keys() - self.filled.keys())
        seen = self.place.party.assurance == SEEN
        if not fillable(self.service):
            return self
        asked = look_ahead(self.place, self.service, names, self.draft, established=seen, now=timezone.now())
        return Flow.of(self.service, self.place.party) if asked else self

    @cached_property
    def outdated(self) -> frozenset[str]:
        """The questions whose kept answer came from a register and may not be used any more."""
        return outdated(self.draft.lookups, self.filled) if self.draft else frozenset()

    @cached_property
    def answers(self) -> dict[str, Any]:
        """Every answer that fits the form as it is now; what another version asked is left out."""
        valid = self.service.answers.validator.is_valid
        stored = self.draft.answers if self.draft else {}
        fitting = {name: value for name, value in stored.items() if name not in self.outdated and valid({name: value})}
        return without_unasked(self.service, {**fitting, **self.identity})

    @cached_property
    def files(self) -> set[UUID]:
        """The files that the draft names."""
        return files_in(self.answers)

    @cached_property
    def asked(self) -> frozenset[str]:
        """The names of the questions that are asked, given the answers."""
        return asked_fields(self.service, self.answers)

    @cached_property
    def pages(self) -> tuple[FormPage, ...]:
        """The pages on which something is asked or shown, up to the last look."""
        return tuple(page for page in self.service.pages if self.fields(page) and page not in self.closing)

    @cached_property
    def closing(self) -> tuple[FormPage, ...]:
        """The pages that do nothing but declare. They are asked at the last look, over all that is sent."""
        only = tuple(page for page in self.service.pages if all(one.kind == "declaration" for one in page.fields))
        return only if len(only) < len(self.service.pages) else ()

    @cached_property
    def unfinished(self) -> tuple[FormPage, ...]:
        """The pages that are still to be filled in, in order; empty when the application can be sent."""
        wrong = self.outdated | {problem.field for problem in check_answers(self.service, self.answers)}
        done = self.draft.done if self.draft else frozenset()
        return tuple(p for p in self.pages if p.id not in done or any(one.name in wrong for one in p.fields))

    @cached_property
    def taken_over(self) -> tuple[FormPage, ...]:
        """The pages of a renewal on which all that must be answered was taken over, and nobody has looked yet."""
        if self.draft is None or not self.draft.renews:
            return ()
        wrong = {problem.field for problem in check_answers(self.service, self.answers)}
        new = (page for page in self.unfinished if page.id not in self.draft.done)
        return tuple(
            page
            for page in new
            if any(one.name in self.answers for one in page.fields)
            and wrong.isdisjoint(one.name for one in page.fields)
        )

    def page(self, page_id: str) -> FormPage:
        """Return a page of the form, or raise Http404."""
        try:
            return self.service.page(page_id)
        except KeyError:
            raise Http404("The form has no such page.") from None

    def fields(self, page: FormPage) -> tuple[Field, ...]:
        """Return what is asked or shown on a page."""
        return tuple(one for one in page.fields if one.name in self.asked)

    def before(self, page: FormPage) -> FormPage | None:
        """Return the page before, or None on the first one."""
        ids = [one.id for one in self.pages]
        place = ids.index(page.id) if page.id in ids else 0
        return self.pages[place - 1] if place else None

    def after(self, page: FormPage) -> FormPage | None:
        """Return the next page that is still to be filled in, looking on from this one; None when all are done."""
        order = [one.id for one in self.service.pages]
        later = [one for one in self.unfinished if order.index(one.id) > order.index(page.id)]
        return next(iter([*later, *self.unfinished]), None)

    def fill(self, page: FormPage, posted: Posted, sent: Sent, now: datetime) -> FormResult:
        """Take one posted page into the draft; the good answers are kept also when others have a problem."""
        taken = take_files(self.place.party, page.fields, sent, now)
        known = {key: [value] for one in page.fields for key, value in self._known(one).items()}

        def filled(before: Mapping[str, Any]) -> FormResult:
            answers = {**before, **self.identity}
            result = read_form(
                self.service, page.id, {**posted, **known}, answers, files=taken.files, ask_identity=True
            )
            return FormResult(result.answers, tuple(_worse(problem, taken.refused) for problem in result.problems))

        result = fill(self.place, page.id, filled, now=now)
        taken.settle(result.answers)
        # A refused file does no harm where one was uploaded before, but the citizen must learn of it.
        told = {problem.field for problem in result.problems}
        late = [
            FieldProblem(name, text)
            for name, text in taken.refused.items()
            if name in result.answers and name not in told
        ]
        return FormResult(result.answers, (*result.problems, *late))

    def remove_file(self, name: str, now: datetime) -> None:
        """Take back a file that was uploaded and not sent; the question is open again."""
        if name in self.service.fields and self.service.fields[name].kind == "file":
            without_file(self.place, name, now=now)

    def _known(self, one: Field) -> dict[str, str]:
        """Return the boxes of what the register holds, so that nothing that is posted can change it."""
        return posted_again(one, self.identity.get(one.name))


def _worse(problem: FieldProblem, refused: Mapping[str, Text]) -> FieldProblem:
    """Return why the file was refused instead of that it is missing."""
    return FieldProblem(problem.field, refused.get(problem.field, problem.text))


def draft_ref(text: str) -> UUID | None:
    """Return the draft's reference that a form carried, or None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
