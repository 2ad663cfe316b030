"""Keep what a citizen has filled in so far, sealed under their key, so that a session that ends loses nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from layani.office.actions.acting import Done
from layani.office.actions.filing import Application, FromTheDoor, file
from layani.office.actions.parties import Person
from layani.office.actions.proxying import FOR, ByProxy
from layani.office.actions.uploading import discard
from layani.office.actor import Actor
from layani.office.gateways.key_store import KeyGone
from layani.office.gateways.sealing import open_sealed, seal
from layani.office.house import codes, key_store
from layani.office.tables.models import Case, Draft, Event, Party, User
from layani.office.tables.models.cases import ONLINE
from layani.office.tables.models.papers import ANSWER_TO
from layani.rules.catalogue import FormResult, Service
from layani.rules.catalogue.answers import Form, identity_fields
from layani.rules.catalogue.bundles.model import Offered
from layani.rules.catalogue.prefill import Lookups, fits, gone_with, lookups_read, lookups_written
from layani.rules.retention.schedule import DRAFT, days_of

KEPT_FOR = timedelta(days=days_of(DRAFT))
SWEPT_AT_A_TIME = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft belongs: a party, what it is a draft of, the version of the form, and who types it.

    of:        slug of the service, or ``answer_to(number)`` for the answer to a notice
    typed_by:  the officer at the counter; None when the citizen types
    proxy:     the mandate by which somebody else brings it; their own draft is one ``of`` that mandate (draft_for)
    """

    party: Party
    of: str
    version: str
    typed_by: User | None = None
    proxy: ByProxy | None = None


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft that was opened.

    ref:      its name, known to nobody else; also the idempotency key of its filing
    done:     ids of the pages that were filled in without a problem
    renewed:  it was begun with another version of the form, so that every page must be looked through again
    renews:   number of the case whose product it renews; "" for none
    lookups:  what registers of other bodies said of it
    """

    ref: UUID
    answers: Mapping[str, Any] = field(default_factory=dict)
    done: frozenset[str] = frozenset()
    version: str = ""
    renewed: bool = False
    updated_at: datetime | None = None
    started_at: datetime | None = None
    renews: str = ""
    lookups: Lookups = field(default_factory=Lookups)


Fill = Callable[[Mapping[str, Any]], FormResult]
"""Takes the answers so far and returns them after one more page was posted."""


def answer_to(number: str) -> str:
    """Return what a draft of the answer to a case's notice is a draft of."""
    return f"{ANSWER_TO}{number}"


def find_draft(place: Place) -> OpenDraft | None:
    """Return the draft of a place, or None; raises KeyGone after an erasure. One query."""
    row = Draft.objects.at(place.party.pk, place.of, place.typed_by.pk if place.typed_by else None)
    return _opened(row, place) if row else None


def drafts_of(party: Party) -> list[Draft]:
    """Return the applications that a citizen has begun and not sent, the latest first."""
    rows = (
        Draft.objects.filter(party=party, typed_by=None)
        .exclude(service__startswith=ANSWER_TO)
        .exclude(service__startswith=FOR)
    )
    return list(rows.order_by("-updated_at"))


def fill(place: Place, page: str, filled: Fill, *, now: datetime) -> FormResult:
    """Put one posted page into the draft, made if there is none; answers without a problem are kept in any case.

    Two pages posted at the same time wait for one another, so that neither loses the other's answers.
    """
    with transaction.atomic():
        row = _locked(place, now)
        before = _opened(row, place)
        result = filled(before.answers)
        done = before.done | {page} if not result.problems else before.done - {page}
        _seal(row, place, replace(before, answers=result.answers, done=done))
        row.version, row.updated_at = place.version, now
        row.save()
    discard(files_in(before.answers) - files_in(result.answers))
    return result


def change(place: Place, changed: Callable[[OpenDraft], OpenDraft], *, now: datetime) -> None:
    """Change a draft, made if there is none, while nobody else writes into it."""
    with transaction.atomic():
        row = _locked(place, now)
        _seal(row, place, changed(_opened(row, place)))
        row.version, row.updated_at = place.version, now
        row.save()


def without_file(place: Place, name: str, *, now: datetime) -> None:
    """Take the file of one question out of a draft, and forget it; nothing happens where there is none."""
    with transaction.atomic():
        row = _locked(place, now)
        before = _opened(row, place)
        rest = {key: value for key, value in before.answers.items() if key != name}
        _seal(row, place, replace(before, answers=rest))
        row.updated_at = now
        row.save()
    discard(files_in(before.answers) - files_in(rest))


def begin(place: Place, answers: Mapping[str, Any], *, renews: str, now: datetime) -> None:
    """Begin a draft anew with answers from an earlier case; every page is still to be looked through."""
    with transaction.atomic():
        row = _locked(place, now)
        before = files_in(_opened(row, place).answers)
        row.ref, row.started_at, row.version, row.updated_at = uuid4(), now, place.version, now
        _seal(row, place, OpenDraft(row.ref, answers, renews=renews))
        row.save()
    discard(before - files_in(answers))


def drop(place: Place) -> None:
    """Forget a draft and its files."""
    for row in list(_rows(place)):
        _forget(row, place)


def file_draft(
    draft: OpenDraft,
    place: Place,
    service: Service,
    *,
    actor: Actor,
    language: str,
    now: datetime,
    brought: FromTheDoor | None = None,
) -> Done:
    """File what a draft holds; raises AnswersRejected or Refused as ``filing.file`` does, and then keeps the draft.

    From then on the office writes to people in the language in which they last applied themselves.
    """
    if not (place.typed_by or place.proxy) and place.party.language != language:
        Party.objects.filter(pk=place.party.pk).update(language=language)
    application = Application(
        service=service,
        applicant=place.party,
        answers=draft.answers,
        channel="counter" if place.typed_by else ONLINE,
        draft=draft.ref,
        contacted=contacted(draft, place, brought),
        listed=brought.lists.get(service.slug, {}) if brought else {},
        version=draft.version,
        language=language,
        once=str(draft.ref),
        renews=draft.renews,
        looked_up=gone_with(service, draft.lookups, draft.answers, now),
        proxy=place.proxy,
    )
    return file(application, actor=actor, now=now)


def contacted(draft: OpenDraft, place: Place, brought: FromTheDoor | None) -> datetime | None:
    """Return when its applicant first came with it: with a ticket, or when an officer began to type; None online."""
    came = brought.contacted if brought else None
    if not place.typed_by or draft.started_at is None:
        return came
    return min(came, draft.started_at) if came else draft.started_at


def filed_before(ref: UUID, actor: Actor) -> Case | None:
    """Return the case that a draft became when it was sent the first time, or None."""
    once = codes().sending(actor.sender, str(ref))
    event = Event.objects.filter(once=once).select_related("case").first()
    return event.case if event else None


def identity_answers(service: Form, person: Person) -> dict[str, Any]:
    """Return what the register holds of a person for the questions that need not be asked.

    What it lacks, or holds in a way that the form would not take, is left out, so that the person is asked.
    """
    known = {one.name: getattr(person, one.name, "") for one in identity_fields(service)}
    return {
        name: value for name, value in known.items() if value and fits(service.answers.fields[name], service, value)
    }


def kept_answers(service: Offered, draft: OpenDraft | None) -> dict[str, Any]:
    """Return what a renewal keeps of the earlier case: shown like what the register holds, and not asked."""
    if service.renews is None or draft is None or not draft.renews:
        return {}
    kept = {name: draft.answers[name] for name in service.renews.keeps if name in draft.answers}
    return {name: value for name, value in kept.items() if fits(service.answers.fields[name], service, value)}


def files_in(answers: Mapping[str, Any]) -> set[UUID]:
    """Return the references of all files that answers name, whatever version of the form they are of."""
    return {UUID(value["id"]) for value in answers.values() if isinstance(value, dict) and "sha256" in value}


def forget_old(now: datetime) -> int:
    """Forget drafts that nobody has touched for a month, some at a time; returns how many."""
    old = list(Draft.objects.filter(updated_at__lt=now - KEPT_FOR).select_related("party")[:SWEPT_AT_A_TIME])
    for row in old:
        _forget(row, Place(row.party, row.service, row.version))
    return len(old)


def _forget(row: Draft, place: Place) -> None:
    try:
        files = files_in(_opened(row, place).answers)
    except KeyGone:  # nothing of it can be read any more, also not the names of its files
        files = set()
    row.delete()
    discard(files)


def _rows(place: Place) -> Any:
    return Draft.objects.filter(party=place.party, service=place.of, typed_by=place.typed_by)


def _locked(place: Place, now: datetime) -> Draft:
    """Return the draft's row, a new one if there is none; the party's lock keeps a second one from being made."""
    Party.objects.select_for_update().get(pk=place.party.pk)
    row = _rows(place).first()
    if row is None:
        row = Draft(party=place.party, service=place.of, typed_by=place.typed_by, ref=uuid4(), started_at=now)
        row.version = place.version
        _seal(row, place, OpenDraft(row.ref))
    return row


def _seal(row: Draft, place: Place, draft: OpenDraft) -> None:
    content = {"answers": dict(draft.answers), "done": sorted(draft.done), "renews": draft.renews}
    if draft.lookups != Lookups():
        content["lookups"] = lookups_written(draft.lookups)
    row.sealed = seal(key_store().get(place.party.ref), content, f"draft/{row.ref}")


def _opened(row: Draft, place: Place) -> OpenDraft:
    content = open_sealed(key_store().get(place.party.ref), bytes(row.sealed), f"draft/{row.ref}")
    renewed = row.version != place.version
    done = frozenset() if renewed else frozenset(content["done"])
    renews = content.get("renews", "")
    return OpenDraft(
        row.ref,
        content["answers"],
        done,
        row.version,
        renewed,
        row.updated_at,
        row.started_at,
        renews,
        lookups_read(content.get("lookups", {})),
    )
