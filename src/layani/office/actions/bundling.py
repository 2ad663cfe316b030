"""File a bundle: one act, one transaction, one case for each of its services, all of them or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from layani.office.actions.acting import Done
from layani.office.actions.drafting import OpenDraft, Place, contacted
from layani.office.actions.filing import (
    ANOTHER_VERSION,
    TRIES,
    AnswersRejected,
    Application,
    FromTheDoor,
    file,
    require_no_objection,
    sent_already,
)
from layani.office.actions.numbering import case_number
from layani.office.actions.parties import Person, find_party
from layani.office.actions.proxying import ByProxy
from layani.office.actions.sharing_files import Copy, make_copies, shared_out
from layani.office.actor import Actor
from layani.office.house import calendar, catalogue, facts_on
from layani.office.tables.models import Case, Party
from layani.office.tables.models.cases import ONLINE
from layani.office.tables.projection import state_of
from layani.rules.catalogue import check_answers
from layani.rules.catalogue.bundles.model import Bundle, Joined
from layani.rules.catalogue.prefill import FromRegister, gone_with
from layani.rules.refusal import Refused


@dataclass(frozen=True)
class BundleApplication:
    """What is filed: as ``Application``, with answers by the bundle's questions.

    lists:   of each service, the list from the door that binds the office
    version: that of the bundle from which the form was made; "" to ask for none
    """

    bundle: Bundle
    applicant: Party | Person
    answers: Mapping[str, Any]
    channel: str
    draft: UUID | None = None
    version: str = ""
    language: str = "id"
    once: str | None = None
    contacted: datetime | None = None
    lists: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    looked_up: tuple[FromRegister, ...] = ()
    through: int | None = None
    proxy: ByProxy | None = None


def file_bundle(application: BundleApplication, *, actor: Actor, now: datetime) -> tuple[Done, ...]:
    """Open a case for each service that is taken, or raise AnswersRejected or Refused and change nothing.

    The same idempotency key with the same content finds the cases of the first time. The first case comes under the key
    itself, so that ``drafting.filed_before`` finds it.
    """
    application = replace(application, bundle=application.bundle.on(facts_on(calendar().local(now).date())))
    taken = application.bundle.taken(application.answers)
    sent = _applications(application, taken, now)
    if sent:
        # Before the transaction, which a refusal would roll back with the attempt that is kept of it.
        for one in sent:
            require_no_objection(one, actor, now)
    if earlier := _of_the_first_time(sent, actor):
        return earlier
    if application.version and application.version != application.bundle.version:
        raise Refused(ANOTHER_VERSION)
    if problems := check_answers(application.bundle, application.answers):
        raise AnswersRejected(problems)
    _share_files(application, taken)
    for _ in range(TRIES - 1):
        try:
            return _filed(application, taken, actor, now)
        except IntegrityError:
            continue  # two of the numbers were drawn before: all are drawn anew
    return _filed(application, taken, actor, now)


def file_bundle_draft(
    draft: OpenDraft,
    place: Place,
    bundle: Bundle,
    *,
    actor: Actor,
    language: str,
    now: datetime,
    brought: FromTheDoor | None = None,
) -> tuple[Done, ...]:
    """File what a draft holds; raises as ``file_bundle`` does, and then keeps the draft."""
    if not (place.typed_by or place.proxy) and place.party.language != language:
        Party.objects.filter(pk=place.party.pk).update(language=language)
    application = BundleApplication(
        bundle=bundle,
        applicant=place.party,
        answers=draft.answers,
        channel="counter" if place.typed_by else ONLINE,
        draft=draft.ref,
        version=draft.version,
        language=language,
        once=str(draft.ref),
        contacted=contacted(draft, place, brought),
        lists=brought.lists if brought else {},
        looked_up=gone_with(bundle, draft.lookups, draft.answers, now),
        proxy=place.proxy,
    )
    return file_bundle(application, actor=actor, now=now)


def siblings(row: Case) -> list[Case]:
    """Return every case of the bundle with which a case was filed, in the bundle's order; none for a case alone."""
    numbers = list(state_of(row).bundle.get("cases", {}).values())
    found = {one.number: one for one in Case.objects.filter(number__in=numbers)} if numbers else {}
    return [found[number] for number in numbers if number in found]


def _filed(application: BundleApplication, taken: Sequence[Joined], actor: Actor, now: datetime) -> tuple[Done, ...]:
    with transaction.atomic():
        return tuple(file(one, actor=actor, now=now) for one in _applications(application, taken, now))


def _of_the_first_time(applications: Sequence[Application], actor: Actor) -> tuple[Done, ...]:
    """Return what was filed before under the same key, or (); raises Refused when something else was.

    All or none were filed, and the first case's request names the services of all of them.
    """
    found = (sent_already(one, actor) for one in applications if one.once)
    return tuple(one for one in found if one)


def _applications(application: BundleApplication, taken: Sequence[Joined], now: datetime) -> list[Application]:
    """Return the application for each service, under numbers that all of them know."""
    prefix, day = catalogue().office.prefix, calendar().local(now).date()
    cases = {one.slug: case_number(prefix, day) for one in taken}
    answers, _ = _answers(application, taken)
    last = taken[-1].slug if taken else ""
    return [
        Application(
            service=one.service,
            applicant=application.applicant,
            answers=own,
            channel=application.channel,
            # It goes with the last case: until then its answers are not all filed.
            draft=application.draft if one.slug == last else None,
            version=str(one.service.version),
            language=application.language,
            once=_key(application.once, one, taken),
            contacted=application.contacted,
            listed=application.lists.get(one.slug, {}),
            joined=_joined(application.bundle, one, cases),
            looked_up=_own(application.looked_up, one),
            through=application.through,
            proxy=application.proxy,
        )
        for one, own in zip(taken, answers, strict=True)
    ]


def _answers(application: BundleApplication, taken: Sequence[Joined]) -> tuple[list[dict[str, Any]], list[Copy]]:
    return shared_out((one.service, one.own(application.answers)) for one in taken)


def _share_files(application: BundleApplication, taken: Sequence[Joined]) -> None:
    """Copy what several cases ask for, before the transaction: a file that no case names in the end is swept."""
    _, copies = _answers(application, taken)
    if not copies:
        return
    applicant = application.applicant
    party = find_party(applicant.nik) if isinstance(applicant, Person) else applicant
    if party is not None:
        make_copies(copies, party.pk)


def _own(looked_up: Sequence[FromRegister], joined: Joined) -> tuple[FromRegister, ...]:
    """Return what was looked up for one service, under the names of its own questions."""
    pairs = [(own, one) for own, shared in joined.names.items() for one in looked_up if one.name == shared]
    return tuple(replace(one, name=own) for own, one in pairs)


def _key(once: str | None, one: Joined, taken: Sequence[Joined]) -> str | None:
    return once if once is None or one is taken[0] else f"{once}/{one.slug}"


def _joined(bundle: Bundle, one: Joined, cases: Mapping[str, str]) -> dict[str, Any]:
    """Return what stands of the bundle in the filing of one case, so that its events alone say how it goes on."""
    waits = {after.service: cases[after.service] for after in one.after}
    return {
        "number": cases[one.slug],
        "bundle": {"name": bundle.slug, "cases": dict(cases)},
        **({"waits_for": waits, "otherwise": {after.service: after.otherwise for after in one.after}} if waits else {}),
        **({"awaits": {name: list(source) for name, source in one.awaits.items()}} if one.awaits else {}),
    }
