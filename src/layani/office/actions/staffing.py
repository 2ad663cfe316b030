"""Enter officers and their roles; done by the operator, never by the officers themselves."""

from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q

from layani.office.actions.serving import clear_desk
from layani.office.house import catalogue, codes
from layani.office.tables.models.people import Role, User

# Roles of the house itself; the others are those of the office's file.
HOUSE_ROLES = ("supervisor", "auditor", "operator", "analyst", "publisher")


def known_roles() -> frozenset[str]:
    """Return every role that can be given here, those in one section among them ("verifier@north")."""
    here = catalogue().office
    return frozenset({*here.roles, *here.sections.names(), *HOUSE_ROLES})


class UnknownRole(ValueError):
    """The office has no such role."""


class KnownPerson(ValueError):
    """An officer with another user name has this NIK."""


@dataclass(frozen=True)
class Officer:
    """What the operator enters of an officer. nik: so that nobody handles their own case; totp: a base32 secret."""

    username: str
    full_name: str
    roles: tuple[str, ...]
    password: str
    nik: str = ""
    totp: str = ""


@transaction.atomic
def enter_officer(officer: Officer, *, since: date, check_password: bool = True) -> User:
    """Enter an officer, or bring the one with this user name up to date.

    Raises UnknownRole, KnownPerson or ValidationError.
    """
    known = known_roles()
    for role in officer.roles:
        if role not in known:
            raise UnknownRole(f"The office has no role '{role}'. There are: {', '.join(sorted(known))}.")
    known_person = account_of(codes().nik(officer.nik)) if officer.nik else None
    if known_person is not None and known_person.username != officer.username:
        raise KnownPerson(f"The officer '{known_person.username}' has that NIK. One person has one account.")
    user = User.objects.filter(username=officer.username).first() or User(username=officer.username)
    user.full_name = officer.full_name
    user.nik_mac = codes().nik(officer.nik) if officer.nik else None
    if check_password:
        validate_password(officer.password, user)
    user.set_password(officer.password)
    user.save()
    for role in officer.roles:
        Role.objects.get_or_create(
            user=user, office=catalogue().office.slug, name=role, until=None, defaults={"since": since}
        )
    if officer.totp and not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, officer.totp)
    return user


def account_of(nik_mac: bytes) -> User | None:
    """Return the account of the person with this NIK, as its code; closed ones do not count."""
    return User.objects.filter(nik_mac=nik_mac, is_active=True).order_by("pk").first()


@dataclass(frozen=True, slots=True)
class Ended:
    """How many roles ended, and how many cases went from the officer's desk back to their queue."""

    roles: int
    cases: int


def end_roles(username: str, *, on: datetime) -> Ended:
    """End every role of an officer with this day, local time, and clear their desk. What they did stays on record.

    May be called again: what they took in the hours that were left goes back too.
    """
    # One that was given with an end, as to who acts for somebody, would else go on until then.
    beyond = Q(until=None) | Q(until__gt=on.date())
    ended = Role.objects.filter(beyond, user__username=username).update(until=on.date())
    return Ended(ended, clear_desk(username, now=on))
