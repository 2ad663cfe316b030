"""Programs of other systems that may call the API, and their tokens, of which only hashes are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Max, Q

from layani.office.tables.models.people import User
from layani.office.tables.prepared import read_moment, rows_of, stored
from layani.rules.systems.scopes import Grant

USED_EVERY = timedelta(hours=1)
"""How often the use of a token is noted: a write for every call would cost as much as the call."""


@dataclass(frozen=True, slots=True)
class Behind:
    """Who calls: the program, the officer for whom it acts, with the roles of the day; what an actor is made of.

    networks: from which it may call; none named: from everywhere
    used_at:  when this token was last noted as used
    """

    token: int
    used_at: datetime | None
    program: int
    system: str
    grant: Grant
    networks: tuple[str, ...]
    user: int
    name: str
    nik_mac: bytes | None
    roles: frozenset[str]


class ProgramQuerySet(models.QuerySet["Program"]):
    """Questions about programs."""

    def behind(self, token_hash: bytes, office: str, day: date, now: datetime) -> Behind | None:
        """The program with this token, and the officer for whom it acts with the roles of ``day`` in one office.

        None for a token that is unknown, over or revoked, or when the officer has no role there on that day.

        Plain SQL, for every call of the API asks it: one query, and a fifth of what its ORM twin costs.
        """
        rows = rows_of(_BEHIND, [token_hash, stored(now), office, day, day])
        if not rows:
            return None
        token, used, program, system, scopes, services, networks, user, username, full_name, mac, _ = rows[0]
        grant = Grant(frozenset(scopes.split()), frozenset(services.split()))
        roles = frozenset(row[-1] for row in rows)
        used_at = read_moment(used) if used else None
        return Behind(
            token, used_at, program, system, grant, tuple(networks.split()), user, full_name or username, mac, roles
        )

    def newest_first(self, before: int | None) -> Self:
        """Programs with their officers, the newest first, from below a key on."""
        rows = self.filter(pk__lt=before) if before else self
        return rows.select_related("acts_for").order_by("-pk")

    def ending(self, by: datetime) -> Self:
        """Programs in force whose last token ends by then, or has ended."""
        return self.in_force().annotate(last=Max("tokens__ends_at")).filter(last__lte=by)

    def in_force(self) -> Self:
        """Programs that were not revoked."""
        return self.filter(revoked_at=None)


_BEHIND = (
    "select t.id, t.used_at, p.id, p.system, p.scopes, p.services, p.networks, "
    "u.id, u.username, u.full_name, u.nik_mac, r.name from tables_programtoken t "
    "join tables_program p on p.id = t.program_id "
    "join tables_user u on u.id = p.acts_for_id join tables_role r on r.user_id = u.id "
    "where t.token_hash = %s and t.ends_at > %s and p.revoked_at is null and u.is_active "
    "and r.office = %s and r.since <= %s and (r.until is null or r.until >= %s)"
)


class Program(models.Model):
    """A program that calls the API in the name of an officer.

    system:   whose it is, as the office's register of systems names it; empty for one that was entered before
    scopes, services, networks: what it may, for which services (none: all), from which networks (none: all); each
              a list of words with a blank between two
    """

    name = models.CharField(max_length=100)
    system = models.CharField(max_length=60, blank=True)
    scopes = models.TextField(blank=True)
    services = models.TextField(blank=True)
    networks = models.TextField(blank=True)
    acts_for = models.ForeignKey(User, on_delete=models.PROTECT)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ProgramQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class ProgramTokenQuerySet(models.QuerySet["ProgramToken"]):
    """Questions about tokens."""

    def alive(self, now: datetime) -> Self:
        """Tokens that are in force now, of programs that are."""
        return self.filter(ends_at__gt=now, program__revoked_at=None)

    def of(self, programs: Iterable["Program"]) -> Self:
        """The tokens of programs, the newest first."""
        return self.filter(program__in=programs).order_by("-issued_at", "-pk")

    def note_use(self, token: int, now: datetime) -> None:
        """Note that a token was used, unless that was noted within the hour by another call."""
        old = Q(used_at=None) | Q(used_at__lte=now - USED_EVERY)
        self.filter(old, pk=token).update(used_at=now)


class ProgramToken(models.Model):
    """One token of a program: from when until when it is in force, and about when it was last used."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="tokens")
    token_hash = models.BinaryField(max_length=32, unique=True)
    issued_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = ProgramTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.program}: until {self.ends_at:%Y-%m-%d}"
