"""Who calls: a program with a token, which acts for its officer with that officer's roles of today."""

import hashlib

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from layani.office.actor import Actor, program_actor
from layani.office.house import catalogue
from layani.office.tables.models.people import Program
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

FRONT_DESK = "front-desk"
# They read no case by way of being officers: to audit and to operate have their own, recorded, ways in.
WATCHERS = frozenset({"auditor", "operator", "analyst", "publisher"})
_SCHEME = "bearer "


class NotPermitted(Refused):
    """The officer behind the program does not hold the role; nothing was looked at."""


class ProgramToken(HttpBearer):
    """``Authorization: Bearer TOKEN``; one query."""

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Return the actor, or None without a token."""
        # Not request.headers, which would read every header of every call for this one.
        given = request.META.get("HTTP_AUTHORIZATION", "")
        return self.authenticate(request, given[len(_SCHEME) :]) if given[: len(_SCHEME)].lower() == _SCHEME else None

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the actor, or None for a token that is unknown or revoked, or whose officer has no role today."""
        digest = hashlib.sha256(token.encode()).digest()
        found = Program.objects.officer_behind(digest, timezone.localdate(), catalogue().office.slug)
        return program_actor(found) if found else None


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
