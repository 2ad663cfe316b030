"""A version of a service comes into force: one person proposes it, the public reads it, another person publishes it."""

import json
import logging
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db import IntegrityError, transaction

from layani.office.actions.attempts import keep_attempt
from layani.office.actions.publication_refusals import refuse
from layani.office.actor import Actor
from layani.office.environment import SettingError
from layani.office.gateways.in_force import Published, write_register
from layani.office.gateways.kept_versions import Shelf, files_of, keep
from layani.office.house import calendar, publication_changed
from layani.office.tables.models import Comment, Outbox, Proposal, Ruling
from layani.office.tables.models.publications import take_turn
from layani.rules.cases.act import Act
from layani.rules.catalogue import Catalogue, CatalogueError
from layani.rules.catalogue.compiling import digest
from layani.rules.catalogue.differing import Change, differences, whole
from layani.rules.catalogue.loading import letters_in
from layani.rules.catalogue.problems import as_published
from layani.rules.catalogue.reading import parse_yaml
from layani.rules.record.leaf import PublicationLeaf
from layani.rules.refusal import Refused
from layani.rules.text import Text

log = logging.getLogger(__name__)

SECONDS = 90  # for checking a folder and judging past cases by it; a definition that needs more is refused
ANALYST, PUBLISHER = "analyst", "publisher"
LEAST_DAYS, MOST_DAYS = 3, 90
WHY_AT_LEAST = 10  # characters
CALLED = [sys.executable, "-m", "layani.cli", "compare", "--json"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a proposer says beside the files.

    why: for the public; days: how long it can be commented on; waived: why it cannot be, when days is 0
    """

    why: Text
    days: int
    waived: str = ""


def propose(service: str, wanted: Wanted, *, actor: Actor, now: datetime, folder: Path | None = None) -> Proposal:
    """Propose what lies in the service's folder, or raise Refused: it must have no error and begin after today.

    folder: where the draft lies, if not in the catalogue; named as the service
    """
    if folder is None and service not in drafts():
        refuse("no-draft", service=service)
    folder = folder or settings.CATALOGUE / service
    _require_words(wanted)
    files = _read(folder)
    report = compared(folder)
    if report["errors"]:
        refuse("has-errors", count=len(report["errors"]), first=report["errors"][0])
    version, today = date.fromisoformat(report["version"]), calendar().local(now).date()
    # The folder may have been changed and changed back: what was checked must be what is kept.
    if _read(folder) != files or _digest_of(files) != report["digest"]:
        refuse("changed-meanwhile")
    with transaction.atomic():
        take_turn(service)
        _require_new(service, version, report["digest"], today)
        # Not what is in force today: a later version may be published already and begin tomorrow.
        before = _latest(service)
        return Proposal.objects.create(
            service=service,
            version=version,
            digest=report["digest"],
            base=before.proposal.digest if before else "",
            files=files,
            why_id=wanted.why.id,
            why_en=wanted.why.en,
            comments_until=now + timedelta(days=wanted.days) if wanted.days else None,
            waived=wanted.waived if not wanted.days else "",
            report={name: report[name] for name in ("warnings", "replay", "open_cases", "closing")},
            proposed_by_id=actor.user,
            proposed_at=now,
        )


def publish(number: int, *, actor: Actor, now: datetime) -> Ruling:
    """Put a proposal in force from its day on, or raise Refused: never by who proposed it, never before its time.

    What was refused is kept as an attempt.
    """
    try:
        ruling = _publish(number, actor, now)
    except Refused as refused:
        keep_attempt(None, Act("publish", actor.by(PUBLISHER), now, {}), refused.refusals, actor=actor, now=now)
        raise
    write_versions()
    return ruling


def _publish(number: int, actor: Actor, now: datetime) -> Ruling:
    with transaction.atomic():
        proposal = _open(number)
        _require_another_person(proposal, actor)
        if proposal.takes_comments(now):
            refuse("comments-open", until=proposal.comments_until)
        if proposal.version <= calendar().local(now).date():
            refuse("begins-too-early", version=proposal.version)
        before = _latest(proposal.service)
        if (before.proposal.digest if before else "") != proposal.base:
            refuse("another-came-first", service=proposal.service)
        return _put_in_force(proposal, proposal.version, actor.user, now)


def decline(number: int, why: str, *, actor: Actor, now: datetime) -> Ruling:
    """End a proposal without putting it in force; who proposed it withdraws it, anybody who publishes declines it."""
    with transaction.atomic():
        proposal = _open(number)
        own = proposal.proposed_by_id == actor.user
        if len(why.strip()) < WHY_AT_LEAST:
            refuse("no-reason")
        kind = "withdrawn" if own else "declined"
        return _rule(proposal, Ruling(proposal=proposal, kind=kind, by_id=actor.user, why=why.strip(), at=now))


def comment(number: int, text: str, *, now: datetime) -> Comment:
    """Keep what somebody says about a proposal, without asking who they are; raises Refused when its time is over."""
    proposal = Proposal.objects.get(pk=number)
    if not proposal.takes_comments(now) or Ruling.objects.filter(proposal=proposal).exists():
        refuse("comments-closed")
    return Comment.objects.create(proposal=proposal, text=text, at=now)


def hide(comment_id: int, why: str, *, actor: Actor) -> None:
    """Show in the place of a comment why it cannot be shown; it goes on being counted."""
    if len(why.strip()) < WHY_AT_LEAST:
        refuse("no-reason")
    Comment.objects.filter(pk=comment_id, hidden_why="").update(hidden_why=why.strip(), hidden_by_id=actor.user)


def drafts() -> list[str]:
    """Return the services in the catalogue's folder whose files say something else than what is in force."""
    return [path.parent.name for path in sorted(settings.CATALOGUE.glob("*/service.yaml")) if _differs(path.parent)]


def still_called(service: str) -> str:
    """Return the version that a draft still has in common with what is in force; "" where it has a day of its own."""
    latest = _latest(service)
    if latest is None:
        return ""
    try:
        written = str(_values(_read(settings.CATALOGUE / service)).get("version", ""))
    except (Refused, CatalogueError):
        return ""  # proposing it says what is wrong
    return written if written == str(latest.proposal.version) else ""


def _differs(folder: Path) -> bool:
    latest = _latest(folder.name)
    try:
        return latest is None or latest.proposal.files != files_of(folder)
    except (OSError, UnicodeDecodeError, SettingError):
        return True  # proposing it says what is wrong


def _read(folder: Path) -> dict[str, str]:
    try:
        return files_of(folder)
    except (OSError, UnicodeDecodeError, SettingError) as fault:
        refuse("cannot-be-read", fault=fault)


def _digest_of(files: Mapping[str, str]) -> str:
    try:
        return digest(_values(files), letters_in(files))
    except CatalogueError:
        return ""  # what was checked could be read, so this is another text


def changes_of(proposal: Proposal) -> tuple[Change, ...]:
    """Return what a proposal changes of the version that it was compared with; everything is new for a new service."""
    base = Proposal.objects.filter(service=proposal.service, digest=proposal.base, ruling__kind="published").last()
    old = base.files if base else {}
    return differences(_whole(old), _whole(proposal.files), letters_in(old), letters_in(proposal.files))


def _whole(files: Mapping[str, str]) -> Mapping[str, Any]:
    return whole(_values(files), files.get("examples.yaml"))


def _values(files: Mapping[str, str]) -> Mapping[str, Any]:
    return parse_yaml(files["service.yaml"], "service.yaml").values if "service.yaml" in files else {}


def compared(folder: Path) -> dict[str, Any]:
    """Return what ``layani compare`` says of a folder, from a process of its own that is killed when it takes long."""
    try:
        done = subprocess.run(  # noqa: S603  our own program; the folder is one of the catalogue's
            [*CALLED, str(folder)], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        refuse("too-slow", seconds=SECONDS)
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        log.error("layani compare ended with %d and no answer: %s", done.returncode, done.stderr[-2000:])  # noqa: TRY400
        refuse("cannot-be-checked")
    return found


def open_office(found: Catalogue, *, now: datetime) -> list[str]:
    """Put in force what the folder says, where nothing was ever published: the office opens. Returns the names.

    In a demo, whatever the folder says otherwise by now comes into force at each start. Elsewhere nothing opens while a
    text that citizens would read still says TODO: raises CatalogueError with each of them, and puts nothing in force.
    """
    opened, is_open = [], Ruling.objects.exists() and not settings.LAYANI_DEMO
    if not is_open and not settings.LAYANI_DEMO:
        _require_finished(found)
    for slug, service in found.services.items():
        latest = _latest(slug)
        if is_open or (latest is not None and latest.proposal.digest == service.digest):
            continue  # what is new in an office that is open is proposed
        with transaction.atomic():
            proposal = Proposal.objects.create(
                service=slug,
                version=service.version,
                digest=service.digest,
                base=latest.proposal.digest if latest else "",
                files=files_of(settings.CATALOGUE / slug),
                proposed_at=now,
            )
            _put_in_force(proposal, calendar().local(now).date(), None, now)
        opened.append(slug)
    write_versions()
    return opened


def _require_finished(found: Catalogue) -> None:
    left = tuple(one for one in as_published(found.warnings) if one.level == "error")
    if left:
        raise CatalogueError(left)


def write_versions() -> list[str]:
    """Write the versions that were published, and the register of what is in force, from the database.

    Returns those whose files somebody had changed, "SERVICE VERSION"; they are as they were published again.
    """
    changed: list[str] = []
    register: dict[str, list[Published]] = {}
    shelf = Shelf(settings.CATALOGUE, settings.VERSION_FOLDER, _names())
    for ruling in Ruling.objects.published():
        one = ruling.proposal
        if settings.LAYANI_DEMO and not (settings.CATALOGUE / one.service).is_dir():
            continue  # the demo was started with another catalogue
        if keep(one.service, str(one.version), one.digest, one.files, shelf):
            changed.append(f"{one.service} {one.version}")
        register.setdefault(one.service, []).append(Published(str(one.version), one.digest, cast("date", ruling.since)))
    if register:
        write_register(register, settings.VERSION_FOLDER)
        publication_changed()
    return changed


def _names() -> Sequence[str]:
    return sorted({*Ruling.objects.published().values_list("proposal__service", flat=True)})


def _require_words(wanted: Wanted) -> None:
    if min(len(wanted.why.id.strip()), len(wanted.why.en.strip())) < WHY_AT_LEAST:
        refuse("no-reason")
    if wanted.days == 0 and len(wanted.waived.strip()) < WHY_AT_LEAST:
        refuse("no-waiver")
    if wanted.days and not LEAST_DAYS <= wanted.days <= MOST_DAYS:
        refuse("wrong-days", least=LEAST_DAYS, most=MOST_DAYS)


def _require_new(service: str, version: date, digest: str, today: date) -> None:
    if version <= today:
        refuse("begins-too-early", version=version)
    latest = _latest(service)
    if latest is not None and latest.proposal.digest == digest:
        refuse("nothing-changed", service=service)
    if latest is not None and version <= max(latest.proposal.version, cast("date", latest.since)):
        refuse("not-later", version=version, latest=latest.proposal.version)
    if Proposal.objects.undecided().filter(service=service).exists():
        refuse("one-at-a-time", service=service)


def _require_another_person(proposal: Proposal, actor: Actor) -> None:
    """Four eyes: another account, and another person behind it."""
    proposer = proposal.proposed_by
    same = proposer is None or proposer.pk == actor.user
    if not same and actor.nik_mac and proposer and proposer.nik_mac:
        same = bytes(proposer.nik_mac) == actor.nik_mac
    if same:
        refuse("same-person")


def _open(number: int) -> Proposal:
    """Return a proposal that nothing was ruled on; nobody else rules or proposes for its service meanwhile."""
    proposal = Proposal.objects.select_related("proposed_by").get(pk=number)
    take_turn(proposal.service)
    if Ruling.objects.filter(proposal=proposal).exists():
        refuse("ruled-already")
    return proposal


def _latest(service: str) -> Ruling | None:
    """Return the version of a service that was published last, whether it has begun or not."""
    return Ruling.objects.published().filter(proposal__service=service).order_by("id").last()


def _put_in_force(proposal: Proposal, since: date, by: int | None, now: datetime) -> Ruling:
    leaf = PublicationLeaf(proposal.service, proposal.version, bytes.fromhex(proposal.digest), now)
    outbox = Outbox.objects.create(leaf=leaf.text())
    ruling = Ruling(proposal=proposal, kind="published", by_id=by, since=since, at=now, outbox=outbox)
    return _rule(proposal, ruling)


def _rule(proposal: Proposal, ruling: Ruling) -> Ruling:
    try:
        with transaction.atomic():
            ruling.save(force_insert=True)
    except IntegrityError:
        refuse("ruled-already")
    return ruling
