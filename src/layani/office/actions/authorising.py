"""Keep the authority register: one person enters a power to sign, another confirms it, and either ends it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NoReturn

from django.db import transaction

from layani.office.actions.acting import Deed
from layani.office.actions.attempts import keep_attempt
from layani.office.actor import Actor
from layani.office.house import calendar, catalogue
from layani.office.tables.authority_register import register_of
from layani.office.tables.facts import authority
from layani.office.tables.models.authorities import AuthorityEntry, AuthorityRuling, take_turn
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.cases import Event
from layani.office.tables.models.people import Role, User
from layani.office.tables.projection import event_of
from layani.rules.authority.entering import objections_to_entry, objections_to_ruling
from layani.rules.authority.model import BY_PERSON, Entry
from layani.rules.authority.wording import signature_lines
from layani.rules.cases.act import Act
from layani.rules.cases.changing import replace
from layani.rules.cases.state import Case
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

KEEPERS = frozenset({"operator", "supervisor"})
WHY_AT_LEAST = 10  # characters


@dataclass(frozen=True, slots=True)
class Power:
    """What somebody enters; the values are those of ``AuthorityEntry``.

    username: of the person it names, "" for the power of a post
    """

    post: str
    kind: str
    decree: str
    decree_on: date
    since: date
    until: date | None = None
    username: str = ""
    signs_as: Text | None = None
    through: Text | None = None
    services: tuple[str, ...] = field(default=())
    acts: tuple[str, ...] = field(default=())
    not_services: tuple[str, ...] = field(default=())
    not_acts: tuple[str, ...] = field(default=())


def posts() -> frozenset[str]:
    """Return the office's roles that decide or revoke: those whose power to sign the register can hold."""
    found = {role for role, one in catalogue().office.roles.items() if "decide" in one.may}
    for service in catalogue().services.values():
        found |= {step.role for step in service.steps if step.kind == "decide"}
    return frozenset(found)


def enter_power(power: Power, *, actor: Actor, now: datetime) -> AuthorityEntry:
    """Enter a power to sign; it holds once another person confirms it. Raises Refused and changes nothing."""
    _require_keeper(actor)
    user = User.objects.filter(username=power.username, is_active=True).first() if power.username else None
    if power.username and user is None:
        _refuse("no-such-officer", f"Tidak ada petugas “{power.username}”.", f"There is no officer '{power.username}'.")
    row = _row_of(power, user, actor, now)
    if refused := objections_to_entry(row.entry(), posts()):
        raise Refused(*refused)
    strange = {*power.services, *power.not_services} - catalogue().services.keys()
    if strange:
        names = ", ".join(sorted(strange))
        _refuse("no-such-service", f"Tidak ada layanan “{names}”.", f"There is no service '{names}'.")
    row.save()
    return row


def _row_of(power: Power, user: User | None, actor: Actor, now: datetime) -> AuthorityEntry:
    signs_as, through = power.signs_as or Text("", ""), power.through or Text("", "")
    return AuthorityEntry(
        office=catalogue().office.slug,
        post=power.post,
        kind=power.kind,
        officer=user,
        signs_as_id=signs_as.id,
        signs_as_en=signs_as.en,
        through_id=through.id,
        through_en=through.en,
        services=list(power.services),
        acts=list(power.acts),
        not_services=list(power.not_services),
        not_acts=list(power.not_acts),
        decree=power.decree.strip(),
        decree_on=power.decree_on,
        since=power.since,
        until=power.until,
        entered_by_id=actor.user,
        entered_at=now,
    )


def confirm_power(number: int, *, actor: Actor, now: datetime) -> AuthorityRuling:
    """Put an entry in force, or raise Refused: never by who entered it, never by whom it names.

    A person who signs for a post is given its queue for these days, since nobody can decide what does not reach them.
    What was refused is kept as an attempt.
    """
    try:
        with transaction.atomic():
            by, row = _require_keeper(actor), _open(number)
            if refused := objections_to_ruling(row.entered_by_id, row.officer_id, actor.user or 0):
                raise Refused(*refused)
            role = _open_queue(row) if row.kind in BY_PERSON else None
            return AuthorityRuling.objects.create(entry=row, kind="confirmed", role=role, by_id=by, at=now)
    except Refused as refused:
        keep_attempt(None, Act("confirm_power", actor.by("keeper"), now, {}), refused.refusals, actor=actor, now=now)
        raise


def _open_queue(row: AuthorityEntry) -> Role | None:
    """Give the person whom an entry names the role of the post for its days; None where they hold it already."""
    about = {"user_id": row.officer_id, "office": row.office, "name": row.post}
    if Role.objects.filter(**about, since__lte=row.since, until=None).exists():
        return None
    return Role.objects.create(**about, since=row.since, until=row.until)


def decline_power(number: int, why: str, *, actor: Actor, now: datetime) -> AuthorityRuling:
    """Leave an entry without force, with the reason; also by who entered it."""
    with transaction.atomic():
        by, row = _require_keeper(actor), _open(number)
        _require_reason(why)
        return AuthorityRuling.objects.create(entry=row, kind="declined", by_id=by, at=now, why=why.strip())


def end_power(number: int, last_day: date, why: str, *, actor: Actor, now: datetime) -> AuthorityRuling:
    """End an entry in force with a last day, from yesterday on; the queue that it opened closes with it.

    What was signed by it stands, and so does the day on which it was: the last day is never before that.
    """
    today = calendar().local(now).date()
    with transaction.atomic():
        by = _require_keeper(actor)
        take_turn(catalogue().office.slug)
        row = AuthorityEntry.objects.ruled().get(pk=number, office=catalogue().office.slug)
        if row.confirmed_at is None or row.ended_on is not None:
            _refuse("not-in-force", "Entri ini tidak sedang berlaku.", "This entry is not in force.")
        if last_day < today - timedelta(days=1) or (row.until is not None and last_day > row.until):
            _refuse(
                "last-day-wrong",
                "Hari terakhir paling awal kemarin, dan tidak sesudah hari terakhir yang tercatat.",
                "The last day is yesterday at the earliest, and not after the one that is entered.",
            )
        if _signed_after(row, last_day):
            _refuse(
                "signed-with-it",
                "Dengan wewenang ini sudah ada yang diputus atau ditandatangani sesudah hari itu, dan itu tetap sah. "
                "Hari terakhir paling awal hari ini.",
                "Something was decided or signed by this power after that day, and it stands. "
                "The last day is today at the earliest.",
            )
        _require_reason(why)
        Role.objects.filter(pk__in=row.rulings.filter(kind="confirmed").values("role")).update(until=last_day)
        return AuthorityRuling.objects.create(
            entry=row, kind="ended", last_day=last_day, by_id=by, at=now, why=why.strip()
        )


def _signed_after(row: AuthorityEntry, last_day: date) -> bool:
    """Say whether an event after a day, which is yesterday or later, carries this entry's signature; one query."""
    begins = calendar().at(last_day + timedelta(days=1), time())
    whose = {"officer": row.officer_id} if row.officer_id else {"officer__isnull": False}
    found = Event.objects.filter(recorded_at__gte=begins, body__contains='"signs"', **whose)
    return any(event_of(one).data.get("signs", {}).get("entry") == str(row.pk) for one in found.iterator())


def _open(number: int) -> AuthorityEntry:
    """Return an entry on which nothing was ruled; raises AuthorityEntry.DoesNotExist."""
    take_turn(catalogue().office.slug)
    row = AuthorityEntry.objects.ruled().get(pk=number, office=catalogue().office.slug)
    if row.confirmed_at is not None or row.declined_at is not None:
        _refuse("ruled-already", "Entri ini sudah diputus.", "This entry was ruled on already.")
    return row


def _require_keeper(actor: Actor) -> int:
    """Return the id of who keeps the register; raises Refused for anybody else."""
    if actor.user is None or not (actor.is_officer and actor.roles & KEEPERS):
        _refuse("not-a-keeper", "Ini tugas operator atau pengawas.", "This is for an operator or a supervisor.")
    return actor.user


def _require_reason(why: str) -> None:
    if len(why.strip()) < WHY_AT_LEAST:
        _refuse(
            "no-reason",
            f"Alasannya belum ditulis (paling sedikit {WHY_AT_LEAST} huruf).",
            f"The reason is not written yet (at least {WHY_AT_LEAST} characters).",
        )


def _refuse(code: str, id_: str, en: str) -> NoReturn:
    remedy = Text(
        "Tidak ada yang berubah. Betulkan, lalu kirim lagi.", "Nothing changed. Correct it and send it again."
    )
    raise Refused(Refusal(code, Text(id_, en), remedy))


def signed(deed: Deed, *, actor: Actor, now: datetime) -> Deed:
    """Return a deed whose event says by which power and in which form of words it is signed; none without a register.

    The form is kept as it is on that day: a letter does not change because a post is renamed.
    """

    def with_form(row: CaseRow, case: Case) -> Deed:
        found = authority(deed.kind, case, actor, now)
        register = register_of(case.office) if isinstance(found, Entry) else None
        if register is None or not isinstance(found, Entry):
            return deed
        lines = signature_lines(found, register)
        form = {"id": [one.id for one in lines], "en": [one.en for one in lines]}
        return replace(deed, noted={**deed.noted, "signs": {"entry": found.id, "kind": found.kind, **form}})

    return replace(deed, finish=with_form)
