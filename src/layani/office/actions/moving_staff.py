"""People join, move and leave: one keeper enters it with its order, another confirms it, and the days do the rest."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NoReturn

from django.db import IntegrityError, transaction

from layani.office.actions.authorising import KEEPERS
from layani.office.actions.inviting import invite
from layani.office.actions.serving import clear_desk
from layani.office.actions.staff_at_the_shell import undo_joining
from layani.office.actions.staffing import account_of, known_roles
from layani.office.actions.stopping_staff import end_sign_in, let_in, lock_out
from layani.office.actor import Actor
from layani.office.gateways.notification import NotSent, notifier
from layani.office.house import calendar, catalogue, codes
from layani.office.tables.models import Role, StaffEntry, StaffRuling, User
from layani.office.tables.queues import wait_for_turn
from layani.rules.refusal import Refusal, Refused
from layani.rules.staffing import AT_ONCE, RECOVERY_HOURS, Change, objections_to_change, objections_to_confirming
from layani.rules.text import Text

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Person:
    """What is written of somebody new, beside the change: so that nobody handles their own case, and is reached."""

    nik: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a confirmation led to: the word of a link for its owner alone, and how many cases left a desk."""

    word: str = ""
    cases: int = 0


def enter_change(change: Change, person: Person, *, actor: Actor, now: datetime) -> StaffEntry:
    """Enter a change of staff; nothing is done until another keeper confirms it. Raises Refused and changes nothing.

    A review, which changes nothing, needs nobody else.
    """
    by = _require_keeper(actor)
    if refused := objections_to_change(change, known_roles(), by, _today(now)):
        raise Refused(*refused)
    if change.kind == "join" and person.nik:
        _require_new_person(codes().nik(person.nik))
    with transaction.atomic():
        row = _entered(change, person, by, now)
        if change.kind == "lock":
            _lock(row)
    if change.kind == "lock":
        # What lay on the desk goes back at once; a colleague goes on with it.
        clear_desk(row.username, now=now)
    return row


def _lock(row: StaffEntry) -> None:
    """Lock an officer out on the word of one keeper, until another confirms or declines it, or its time is over."""
    if row.officer is None or row.entered_by_id is None:
        raise ValueError("Only somebody new has no officer, and the command line locks nobody.")
    officer = User.objects.select_for_update().get(pk=row.officer.pk)
    if not officer.is_active:
        _refuse("locked-already", "Akun itu sudah ditutup.", "That account is closed already.")
    if StaffEntry.objects.lapsed_locks(officer.pk, row.entered_by_id).exists():
        _refuse(
            "lapsed-before",
            "Kunci Anda atas orang ini sudah pernah gugur, jadi orang lain yang menguncinya bila masih perlu.",
            "Your lock of this person has lapsed before, so somebody else locks them if that is still needed.",
        )
    lock_out(officer)


def _entered(change: Change, person: Person, by: int, now: datetime) -> StaffEntry:
    return StaffEntry.objects.create(
        office=catalogue().office.slug,
        kind=change.kind,
        officer_id=change.officer,
        username=change.username,
        full_name=change.name.strip(),
        nik_mac=codes().nik(person.nik) if person.nik else None,
        email=person.email,
        roles=sorted(change.roles),
        day=change.day,
        decree=change.decree.strip(),
        entered_by_id=by,
        entered_at=now,
    )


def confirm_change(number: int, *, actor: Actor, now: datetime) -> Confirmed:
    """Do what an entry says, or raise Refused: never by who entered it, never by whom it concerns."""
    with transaction.atomic():
        wait_for_turn("staff")  # of two entries of one person at once the second finds the first one's account
        by, row = _require_keeper(actor), _open(number)
        if refused := objections_to_confirming(row.entered_by_id, row.officer_id, by):
            raise Refused(*refused)
        _rule(row, "confirmed", by, now)
        if row.is_from_shell:
            done = Confirmed()  # it counts already; somebody has looked at it now, and answers for it
        elif row.kind == "recover":
            done = Confirmed(_recover(row, now))
        elif row.kind == "join":
            done = Confirmed(_join(row, now))
        elif row.kind in AT_ONCE and row.officer:
            done = Confirmed(cases=end_sign_in(row, row.officer, now))
        else:
            done = _move(row, now)
    if row.kind == "recover" and row.officer:
        _tell(row.officer)
    return done


def decline_change(number: int, *, actor: Actor, now: datetime) -> None:
    """Leave an entry undone; also by who entered it. A lock ends with it, and whom it names cannot decline it.

    Roles that the command line gave end.
    """
    with transaction.atomic():
        by, row = _require_keeper(actor), _open(number)
        if row.officer_id == by:
            _refuse("own-roles", "Ini tentang Anda sendiri.", "This is about yourself.")
        _rule(row, "declined", by, now)
        if row.kind == "lock" and row.officer:
            let_in(row.officer)
        if row.is_from_shell:
            undo_joining(row, now, _today(now))


def _join(row: StaffEntry, now: datetime) -> str:
    """Enter the new officer with their roles; returns the word by which they set their own password."""
    if User.objects.filter(username=row.username).exists():
        _refuse("known-officer", "Nama pengguna itu sudah dipakai.", "That user name was taken meanwhile.")
    if row.nik_mac is not None:
        _require_new_person(bytes(row.nik_mac))
    user = User(username=row.username, full_name=row.full_name, email=row.email, nik_mac=row.nik_mac)
    user.set_unusable_password()
    user.save()
    _give(user, row, row.day)
    return invite(user, now=now)


def _require_new_person(nik_mac: bytes) -> None:
    """Raise Refused where an officer has this NIK: with two accounts one person would be the two of "four eyes"."""
    if (known := account_of(nik_mac)) is not None:
        _refuse(
            "known-person",
            f"Petugas “{known.username}” memiliki NIK itu. Satu orang, satu akun; yang kembali dimasukkan sebagai "
            "pindah tugas.",
            f"The officer '{known.username}' has that NIK. One person, one account; who comes back is entered as a "
            "move.",
        )


def _move(row: StaffEntry, now: datetime) -> Confirmed:
    """End the roles that are not among the new ones, give the others; whoever leaves has none from the next day."""
    if row.officer is None:
        raise ValueError("Only somebody new has no officer.")
    last = row.day if row.kind == "leave" else row.day - timedelta(days=1)
    held = Role.objects.select_for_update().filter(user=row.officer, office=row.office)
    for role in held.exclude(until__lte=last).exclude(name__in=row.roles):
        role.until = last
        role.save(update_fields=["until"])
    if row.kind == "move":
        _give(row.officer, row, row.day)
    # What lies on the desk from a day that is still to come goes back by the job that clears desks.
    begun = last < _today(now)
    return Confirmed(cases=clear_desk(row.username, now=now) if begun else 0)


def _give(user: User, row: StaffEntry, since: date) -> None:
    for name in row.roles:
        if not Role.objects.filter(user=user, office=row.office, name=name, until=None).exists():
            Role.objects.create(user=user, office=row.office, name=name, since=since)


def _recover(row: StaffEntry, now: datetime) -> str:
    """Return the word of a link that opens after a waiting time; whoever signs in meanwhile stops it."""
    if row.officer is None:
        raise ValueError("Only somebody new has no officer.")
    return invite(row.officer, now=now, opens_at=now + timedelta(hours=RECOVERY_HOURS))


def _tell(officer: User) -> None:
    """Tell the officer's known address that somebody recovers their sign-in; the ledger stands, sent or not."""
    text = Text(
        f"Dua orang telah mencatat bahwa Anda kehilangan cara masuk. Dalam {RECOVERY_HOURS} jam cara masuk lama "
        "diganti. Bukan Anda? Masuklah sekarang juga seperti biasa: itu menghentikannya. Lalu beri tahu pengawas.",
        f"Two people have entered that you lost your way to sign in. In {RECOVERY_HOURS} hours it is replaced. Was it "
        "not you? Sign in now as always: that stops it. Then tell the supervisor.",
    )
    subject = Text("Cara masuk Anda akan diganti", "Your sign-in is about to be replaced")
    if not officer.email:
        return
    try:
        notifier().send(to_email=officer.email, subject=subject.id, text=f"{text.id}\n\n{text.en}")
    except NotSent as fault:
        log.error("An officer was not told that their sign-in is being recovered: %s", fault)


def _open(number: int) -> StaffEntry:
    """Return an entry on which nothing was ruled; raises StaffEntry.DoesNotExist."""
    row = StaffEntry.objects.ruled().select_related("officer").get(pk=number, office=catalogue().office.slug)
    if row.confirmed_at or row.declined_at or row.lapsed_at or row.kind == "review":
        _refuse("ruled-already", "Entri ini sudah diputus.", "This entry was ruled on already.")
    return row


def _rule(row: StaffEntry, kind: str, by: int, now: datetime) -> None:
    try:
        with transaction.atomic():
            StaffRuling.objects.create(entry=row, kind=kind, by_id=by, at=now)
    except IntegrityError:  # two pressed at once
        _refuse("ruled-already", "Entri ini sudah diputus.", "This entry was ruled on already.")


def _require_keeper(actor: Actor) -> int:
    if actor.user is None or not (actor.is_officer and actor.roles & KEEPERS):
        _refuse("not-a-keeper", "Ini tugas operator atau pengawas.", "This is for an operator or a supervisor.")
    return actor.user


def _today(now: datetime) -> date:
    return calendar().local(now).date()


def _refuse(code: str, id_: str, en: str) -> NoReturn:
    remedy = Text(
        "Tidak ada yang berubah. Betulkan, lalu kirim lagi.", "Nothing changed. Correct it and send it again."
    )
    raise Refused(Refusal(code, Text(id_, en), remedy))
