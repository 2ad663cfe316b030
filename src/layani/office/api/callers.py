"""Who calls: a program with a token, which acts for its officer with that officer's roles of today."""

import hashlib

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from layani.office.actor import Actor, Caller, program_actor
from layani.office.house import catalogue
from layani.office.network import network_address, within
from layani.office.tables.models.programs import USED_EVERY, Program
from layani.office.tables.models.programs import ProgramToken as Token
from layani.rules.refusal import Refusal, Refused
from layani.rules.systems.scopes import OTHER_NETWORK, SCOPES, scope_missing, service_not_granted
from layani.rules.text import Text

FRONT_DESK = "front-desk"
# They read no case by way of being officers: to audit and to operate have their own, recorded, ways in.
WATCHERS = frozenset({"auditor", "operator", "analyst", "publisher"})
_SCHEME = "bearer "


class NotPermitted(Refused):
    """The officer behind the program does not hold the role; nothing was looked at."""


class ScopeMissing(NotPermitted):
    """The program's token has not the scope that the operation needs; nothing was looked at."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__(scope_missing(scope))


class ProgramToken(HttpBearer):
    """``Authorization: Bearer TOKEN`` of a program that has one scope; one query, and once an hour a write."""

    def __init__(self, scope: str) -> None:
        """Take the scope that the operation needs; "" admits nobody."""
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Return the actor, or None without a token."""
        # Not request.headers, which would read every header of every call for this one.
        given = request.META.get("HTTP_AUTHORIZATION", "")
        return self.authenticate(request, given[len(_SCHEME) :]) if given[: len(_SCHEME)].lower() == _SCHEME else None

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the actor, or None for a token that is unknown, over or revoked, or whose officer has no role today.

        Raises NotPermitted for a call from another network, and ScopeMissing.
        """
        digest, now = hashlib.sha256(token.encode()).digest(), timezone.now()
        found = Program.objects.behind(digest, catalogue().office.slug, timezone.localdate(), now)
        if found is None:
            return None
        if found.networks and not within(network_address(request), found.networks):
            raise NotPermitted(OTHER_NETWORK)
        if self.scope not in found.grant.scopes:
            raise ScopeMissing(self.scope)
        if found.used_at is None or now - found.used_at >= USED_EVERY:
            Token.objects.note_use(found.token, now)
        return program_actor(found)


NOBODY = ProgramToken("")
"""The API's default: an operation that names no scope admits no program."""


def needs(scope: str) -> ProgramToken:
    """Return what guards an operation: a token with this scope, which must be one of ``SCOPES``."""
    if scope not in SCOPES:
        raise ValueError(
            f"'{scope}' is no scope. Add it to rules/systems/scopes.py, or write one of: {', '.join(SCOPES)}."
        )
    return ProgramToken(scope)


def require_service(actor: Caller, *services: str) -> None:
    """Let a program act for the services that it was given only, or raise NotPermitted."""
    if refused := [service_not_granted(one) for one in services if not actor.grant.reaches(one)]:
        raise NotPermitted(*refused)


def require_front_desk(actor: Actor) -> None:
    """Let only the front desk act and read for applicants, or raise NotPermitted."""
    if FRONT_DESK not in actor.roles:
        raise NotPermitted(
            Refusal(
                code="not-front-desk",
                reason=Text(
                    id="Program ini tidak boleh bertindak atas nama pemohon.",
                    en="This program may not act on behalf of applicants.",
                ),
                remedy=Text(
                    id="Minta operator memberi petugas programnya peran front-desk.",
                    en="Ask the operator to give the program's officer the role front-desk.",
                ),
            )
        )


def require_serving(actor: Actor) -> None:
    """Let only officers who serve citizens see where a case stands, or raise NotPermitted."""
    if not actor.roles - WATCHERS:
        raise NotPermitted(
            Refusal(
                code="not-serving",
                reason=Text(
                    id="Peran petugas program ini tidak melayani pemohon.",
                    en="The role of this program's officer does not serve applicants.",
                ),
                remedy=Text(
                    id="Pakai data terbuka, atau minta peran lain kepada operator.",
                    en="Use the open data, or ask the operator for another role.",
                ),
            )
        )
