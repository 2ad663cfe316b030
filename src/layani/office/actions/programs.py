"""Enter programs that may call the API, give them another token, and end their right; done by the operator."""

import hashlib
import ipaddress
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from layani.office.house import calendar, catalogue
from layani.office.tables.models.people import User
from layani.office.tables.models.programs import Program, ProgramToken
from layani.rules.systems.scopes import LONGEST_DAYS, SCOPES, unknown_scopes

TOKEN_BYTES = 32
LONGEST_NAME = 100  # characters; see the column


class Unfit(ValueError):
    """What was asked for cannot be: the sentence says why and what to write instead."""


class UnknownOfficer(Unfit):
    """The office has no officer of this user name who may still sign in."""


class NameTaken(Unfit):
    """A program of this name is in force already."""


class UnfitName(Unfit):
    """The name could not be told from others in a list and a log."""


@dataclass(frozen=True, slots=True)
class Right:
    """What a program is to have.

    acts_for: user name of the officer; system: whose it is, by the office's register of systems
    services, networks: none named means all of them; a network is written as CIDR, such as 10.4.0.0/16
    until:    the last day on which its token is in force
    """

    acts_for: str
    system: str
    scopes: Sequence[str]
    until: date
    services: Sequence[str] = ()
    networks: Sequence[str] = ()


def enter_program(name: str, right: Right, *, now: datetime) -> str:
    """Return the token of a new program, which is kept nowhere else; raises Unfit."""
    if not (name.strip() and name.isprintable() and len(name) <= LONGEST_NAME):
        raise UnfitName(f"A program's name has 1 to {LONGEST_NAME} letters that can be read. Write such as: kiosk-7")
    officer = User.objects.filter(username=right.acts_for, is_active=True).first()
    if officer is None:
        raise UnknownOfficer(f"The office has no officer '{right.acts_for}'. Enter the officer first.")
    if Program.objects.in_force().filter(name=name).exists():
        raise NameTaken(f"A program '{name}' is in force. Revoke it first, or choose another name.")
    require_possible(right, now)
    with transaction.atomic():
        program = Program.objects.create(
            name=name,
            acts_for=officer,
            system=right.system,
            scopes=_words(right.scopes),
            services=_words(right.services),
            networks=_words(right.networks),
        )
        return _new_token(program, right.until, now)


def require_possible(right: Right, now: datetime) -> None:
    """Raise Unfit for a right that names what is not there, or that would last too long."""
    file = catalogue()
    if right.system not in file.office.systems:
        known = ", ".join(file.office.systems) or "none"
        raise Unfit(f"The office's register has no system '{right.system}'. Add it under 'systems:'; it has: {known}.")
    if not right.scopes:
        raise Unfit(f"A program without a scope can do nothing. Write --scope with one of: {', '.join(SCOPES)}")
    if strange := unknown_scopes(right.scopes):
        raise Unfit(f"'{strange[0]}' is no scope. Write one of: {', '.join(SCOPES)}")
    if unknown := [one for one in right.services if one not in file.services]:
        raise Unfit(f"The office has no service '{unknown[0]}'. See: layani check")
    _require_networks(right.networks)
    _require_end(right.until, now)


def _require_networks(networks: Sequence[str]) -> None:
    for one in networks:
        try:
            ipaddress.ip_network(one)
        except ValueError as fault:
            raise Unfit(f"'{one}' is no network ({fault}). Write such as: 10.4.0.0/16") from None


def _require_end(until: date, now: datetime) -> None:
    today = calendar().local(now).date()
    if not today <= until <= today + timedelta(days=LONGEST_DAYS):
        last = today + timedelta(days=LONGEST_DAYS)
        raise Unfit(f"A token ends on a day from {today} to {last}, not on {until}. Rotate it before it ends.")


def rotate_program(
    name: str,
    until: date | None,
    *,
    overlap: timedelta,
    now: datetime,
    added: Sequence[str] = (),
    **changed: Sequence[str] | str,
) -> str:
    """Return another token of a program in force; those that it has go on for ``overlap`` at most. Raises Unfit.

    until:   the last day of the new token; None: as the last of those that it has
    added:   scopes that it is to have besides
    changed: what else it is to have from now on: scopes, services, networks, system; it holds for all of its tokens
    """
    with transaction.atomic():
        program = Program.objects.in_force().select_for_update().select_related("acts_for").filter(name=name).first()
        if program is None:
            raise Unfit(f"No program '{name}' is in force. See: layani program list")
        until = until or _last_day(program, now)
        right = Right(
            acts_for=program.acts_for.username,
            system=str(changed.get("system", program.system)),
            scopes=(*changed.get("scopes", program.scopes.split()), *added),
            services=tuple(changed.get("services", program.services.split())),
            networks=tuple(changed.get("networks", program.networks.split())),
            until=until,
        )
        require_possible(right, now)
        program.system, program.scopes = right.system, _words(right.scopes)
        program.services, program.networks = _words(right.services), _words(right.networks)
        program.save(update_fields=["system", "scopes", "services", "networks"])
        ProgramToken.objects.filter(program=program, ends_at__gt=now + overlap).update(ends_at=now + overlap)
        return _new_token(program, until, now)


def _last_day(program: Program, now: datetime) -> date:
    """Return the last day of a program's tokens in force; raises Unfit where there is none."""
    ends = max(ProgramToken.objects.alive(now).of([program]).values_list("ends_at", flat=True), default=None)
    if ends is None:
        raise Unfit(f"No token of the program '{program.name}' is in force. Say how long another one is: --until DATE")
    return last_day(ends)


def last_day(ends_at: datetime) -> date:
    """Return the last whole day of a token, in the office's own time."""
    return calendar().local(ends_at - timedelta(seconds=1)).date()


def revoke_program(name: str, *, now: datetime) -> int:
    """End the right of every program of this name, at once; returns how many. What they did stays on the record."""
    return Program.objects.in_force().filter(name=name).update(revoked_at=now)


def _new_token(program: Program, until: date, now: datetime) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    after = datetime.combine(until + timedelta(days=1), time(), tzinfo=calendar().local(now).tzinfo)
    digest = hashlib.sha256(token.encode()).digest()
    ProgramToken.objects.create(program=program, token_hash=digest, issued_at=now, ends_at=after)
    return token


def _words(names: Sequence[str]) -> str:
    return " ".join(sorted(set(names)))
