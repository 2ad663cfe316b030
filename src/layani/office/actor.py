"""Who is asking: the officer, the citizen, a program, or a stranger; read once for each request."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from allauth.account.authentication import get_authentication_records
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from layani.office.house import catalogue
from layani.office.tables.models.people import OfficerBehind, Role, User
from layani.rules.cases.state import By, ByKind

CITIZEN_KEY = "party"


@dataclass(frozen=True)
class Actor:
    """Who acts.

    kind:   citizen, officer, system or importer; empty for a stranger
    user:   id of the officer; party: id of the citizen's party
    roles:  what the officer may do today in ``office``
    nik_mac: code of the officer's own NIK, if the office knows it
    """

    kind: ByKind | str = ""
    user: int | None = None
    party: int | None = None
    name: str = ""
    office: str = ""
    roles: frozenset[str] = frozenset()
    nik_mac: bytes | None = None
    two_factor: bool = False

    @property
    def is_citizen(self) -> bool:
        """A signed-in citizen."""
        return self.kind == "citizen"

    @property
    def is_officer(self) -> bool:
        """A signed-in officer, or a program that acts for one."""
        return self.kind == "officer"

    def by(self, role: str = "") -> By:
        """Return the actor as an event names it."""
        return By(kind=self.kind, officer=self.user, role=role or self.kind)  # type: ignore[arg-type]


STRANGER = Actor()
SYSTEM = Actor(kind="system")


def roles_today(user: User) -> frozenset[str]:
    """Return the names of the officer's roles that are in force today in this office; one query."""
    return Role.objects.names_of(user.pk, catalogue().office.slug, timezone.localdate())


def officer_actor(user: User, *, roles: frozenset[str], two_factor: bool) -> Actor:
    """Return the actor for an officer."""
    return Actor(
        kind="officer",
        user=user.pk,
        name=str(user),
        office=catalogue().office.slug,
        roles=roles,
        nik_mac=bytes(user.nik_mac) if user.nik_mac else None,
        two_factor=two_factor,
    )


def program_actor(officer: OfficerBehind) -> Actor:
    """Return the actor for a program; its token stands for both of its officer's factors."""
    return Actor(
        kind="officer",
        user=officer.pk,
        name=officer.name,
        office=catalogue().office.slug,
        roles=officer.roles,
        nik_mac=bytes(officer.nik_mac) if officer.nik_mac else None,
        two_factor=True,
    )


class _Reader:
    """Reads the actor of one request when it is first asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def actor(self) -> Actor:
        user = self._request.user
        if not isinstance(user, AnonymousUser) and user.is_authenticated:
            records = get_authentication_records(self._request, user)
            known = any(record.get("method") == "mfa" for record in records)
            return officer_actor(user, roles=roles_today(user), two_factor=known)
        party = self._request.session.get(CITIZEN_KEY)
        return Actor(kind="citizen", party=party) if party else STRANGER


class ActorMiddleware:
    """Sets ``request.actor``; a page that never asks costs no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the lazy actor."""
        reader = _Reader(request)
        request.actor = SimpleLazyObject(lambda: reader.actor)
        return self.get_response(request)
