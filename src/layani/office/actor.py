"""Who is asking: the officer, the citizen, a program, or a stranger; read once for each request."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from allauth.account.authentication import get_authentication_records
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from layani.office.house import catalogue
from layani.office.tables.models.people import Party, Role, User
from layani.office.tables.models.programs import Behind
from layani.rules.assurance import DECLARED, HIGH, SEEN
from layani.rules.cases.state import By, ByKind
from layani.rules.sections import plain_in
from layani.rules.systems.scopes import Grant

CITIZEN_KEY, VOUCHED_KEY, LEVEL_KEY = "party", "vouched", "level"


@dataclass(frozen=True)
class Actor:
    """Who acts.

    kind:   citizen, officer, system or importer; empty for a stranger
    user:   id of the officer; party: id of the citizen's party
    roles:  what the officer may do today in ``office``; one that holds in the whole office also by its name in each
            section (``rules/sections.py``)
    nik_mac: code of the officer's own NIK, if the office knows it
    seen:   an officer or an identity provider has seen the citizen's card; else they only declared who they are
    assurance: how sure the office is of a citizen in this session: declared, seen or high
    """

    kind: ByKind | str = ""
    user: int | None = None
    party: int | None = None
    name: str = ""
    office: str = ""
    roles: frozenset[str] = frozenset()
    nik_mac: bytes | None = None
    two_factor: bool = False
    seen: bool = False
    assurance: str = ""

    @property
    def is_citizen(self) -> bool:
        """A signed-in citizen."""
        return self.kind == "citizen"

    @property
    def is_officer(self) -> bool:
        """A signed-in officer, or a program that acts for one."""
        return self.kind == "officer"

    @property
    def sender(self) -> str:
        """Whose idempotency keys are this one's: nobody's finds what another sent under the same key."""
        return f"{self.kind}/{self.user}/{self.party}"

    def roles_in(self, section: str) -> frozenset[str]:
        """Return the roles that hold for the cases of one section of the office ("": of none), without its name."""
        return plain_in(self.roles, section)

    def reaches(self, section: str) -> bool:
        """Whether a case of this section may come before an officer at all; a case of none keeps nobody away by it."""
        return not section or bool(self.roles_in(section))

    def by(self, role: str = "") -> By:
        """Return the actor as an event names it."""
        return By(kind=self.kind, officer=self.user, role=role or self.kind)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Caller(Actor):
    """A program that calls the API and acts for an officer: the program's id, its system, and what it was granted."""

    program: int = 0
    system: str = ""
    grant: Grant = Grant()

    @property
    def sender(self) -> str:
        """The officer in this system: two systems may act for one officer, and know nothing of each other's keys."""
        return f"{super().sender}/{self.system or self.program}"


STRANGER = Actor()
SOMEBODY = Actor(kind="citizen")  # who seems to be signed in: good for a menu, and opens nothing
SYSTEM = Actor(kind="system")


def roles_today(user: User) -> frozenset[str]:
    """Return the names of the officer's roles here that are in force today; one query if they were not read yet."""
    if user.roles_today is not None:
        return user.roles_today
    return Role.objects.names_of(user.pk, catalogue().office.slug, timezone.localdate())


def officer_actor(user: User, *, roles: frozenset[str], two_factor: bool) -> Actor:
    """Return the actor for an officer."""
    return Actor(
        kind="officer",
        user=user.pk,
        name=str(user),
        office=catalogue().office.slug,
        roles=catalogue().office.sections.held(roles),
        nik_mac=bytes(user.nik_mac) if user.nik_mac else None,
        two_factor=two_factor,
    )


def program_actor(behind: Behind) -> Caller:
    """Return the actor for a program; its token stands for both of its officer's factors."""
    return Caller(
        kind="officer",
        user=behind.user,
        name=behind.name,
        office=catalogue().office.slug,
        roles=catalogue().office.sections.held(behind.roles),
        nik_mac=bytes(behind.nik_mac) if behind.nik_mac else None,
        two_factor=True,
        program=behind.program,
        system=behind.system,
        grant=behind.grant,
    )


def let_in(session: SessionBase, party: Party, *, level: str = "") -> None:
    """Let a citizen act in this session, until it ends or an officer vouches for the party anew.

    level: HIGH where a provider proved so much at this sign-in; else the party's own assurance counts
    """
    session[CITIZEN_KEY], session[VOUCHED_KEY] = party.pk, party.vouched
    if level:
        session[LEVEL_KEY] = level
    else:
        session.pop(LEVEL_KEY, None)


def _citizen(session: SessionBase) -> Actor:
    """Return the citizen of a session; one query, for the session does not know what happened since at the counter.

    A session from before an officer last vouched for the party belongs to whoever declared the NIK: it is ended.
    """
    party = session.get(CITIZEN_KEY)
    if not party:
        return STRANGER
    standing = Party.objects.standing(party)
    if standing is None or standing.vouched != session.get(VOUCHED_KEY, 0):
        session.flush()
        return STRANGER
    level = DECLARED if not standing.seen else HIGH if session.get(LEVEL_KEY) == HIGH else SEEN
    return Actor(kind="citizen", party=party, seen=standing.seen, assurance=level)


class _Reader:
    """Reads the actor of one request when it is first asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def actor(self) -> Actor:
        return self._officer or _citizen(self._request.session)

    def visitor(self) -> Actor:
        return self._officer or (SOMEBODY if self._request.session.get(CITIZEN_KEY) else STRANGER)

    @cached_property
    def _officer(self) -> Actor | None:
        user = self._request.user
        if isinstance(user, AnonymousUser) or not user.is_authenticated:
            return None
        records = get_authentication_records(self._request, user)
        known = any(record.get("method") == "mfa" for record in records)
        return officer_actor(user, roles=roles_today(user), two_factor=known)


class ActorMiddleware:
    """Sets ``request.actor``, and ``request.visitor()`` for the frame of a page that shows nothing of anybody's.

    A page that never asks costs no query. The visitor is who the session names, unasked whether that still holds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the lazy actor."""
        reader = _Reader(request)

        def found() -> Actor:
            # Who asks again asks the actor and not what waits for it: that makes each question six times as dear.
            request.actor = reader.actor
            return reader.actor

        request.actor = SimpleLazyObject(found)
        request.visitor = reader.visitor
        return self.get_response(request)
