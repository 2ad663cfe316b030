"""A page: where it is, what it is called and who may read it; whoever is not among its readers is turned away."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from layani.office import pages
from layani.rules.sections import plain

View = Callable[..., HttpResponse]
NOT_AREAS = frozenset({"parts"})


# Roles that do not serve citizens: they read no case by way of being officers.
WATCHERS = frozenset({"auditor", "operator", "analyst", "publisher"})


class Readers(Enum):
    """Who a page is for. The value names the roles of the office that open it, where that matters."""

    EVERYONE = frozenset[str]()
    CITIZEN = frozenset({"citizen"})
    COUNTER = frozenset({"counter", "front-desk"})
    OFFICER = frozenset({"officer"})
    SUPERVISOR = frozenset({"supervisor", "head"})
    AUDITOR = frozenset({"auditor"})
    OPERATOR = frozenset({"operator"})
    ANALYST = frozenset({"analyst"})
    PUBLISHING = frozenset({"analyst", "publisher"})
    AUTHORITY = frozenset({"operator", "supervisor"})
    RETENTION = frozenset({"operator", "auditor"})
    STAFF = frozenset({"operator", "supervisor", "auditor"})
    REGISTER = frozenset({"front-desk", "head", "supervisor", "auditor"})
    OVERSIGHT = frozenset({"supervisor", "head", "auditor"})

    def admit(self, actor: Any, *, in_section: bool = False) -> bool:
        """Tell whether ``actor`` (request.actor, or None for a stranger) may read; officers need two factors.

        An officer is whoever has a role that serves citizens; to audit or to operate is not such a role.
        in_section: also who holds one of its roles in one section of the office alone. The counter is open to these:
                    it serves whoever comes, and shows them the cases of its section.
        """
        if self is Readers.EVERYONE:
            return True
        if actor is None:
            return False
        if self is Readers.CITIZEN:
            return bool(actor.is_citizen)
        if not (actor.is_officer and actor.two_factor):
            return False
        if self is Readers.OFFICER:
            return bool(actor.roles - WATCHERS)
        in_section = in_section or self is Readers.COUNTER
        return bool((set(map(plain, actor.roles)) if in_section else actor.roles) & self.value)

    def sign_in(self) -> str:
        """Return the address at which a stranger can get the right to read."""
        return reverse("citizen-sign-in" if self is Readers.CITIZEN else "account_login")


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    path:      below the root, with Django's converters, such as ``case/<str:number>/``
    name:      for ``{% url %}``; unique
    view:      takes the request and the path's values
    readers:   required; there is no page without them
    methods:   all others are answered 405
    only_for_trying: served only in the demo or while developing
    in_sections: it opens to who holds one of its readers' roles in one section alone, and shows them that section's
    """

    path: str
    name: str
    view: View
    readers: Readers
    methods: tuple[str, ...] = ("GET", "HEAD", "POST")
    only_for_trying: bool = False
    in_sections: bool = False


def discover_pages() -> tuple[Page, ...]:
    """Return the ``PAGE`` of every file in the areas, in the order of their paths; twins raise ValueError."""
    found = [one for area in _areas() for one in _pages_of(area)]
    _refuse_twins(found)
    # A path with a value in it comes after those that are written out, or "case/<number>/" would swallow "case/new/".
    return tuple(sorted((page for _, page in found), key=lambda page: page.path.replace("<", "~")))


def _areas() -> list[str]:
    packages = sorted(info.name for info in pkgutil.iter_modules(pages.__path__) if info.ispkg)
    return [f"{pages.__name__}.{name}" for name in packages if name not in NOT_AREAS]


def _pages_of(area: str) -> list[tuple[str, Page]]:
    package = importlib.import_module(area)
    modules = sorted(f"{area}.{info.name}" for info in pkgutil.iter_modules(package.__path__))
    return [(name, module.PAGE) for name in modules if hasattr(module := importlib.import_module(name), "PAGE")]


def _refuse_twins(found: list[tuple[str, Page]]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for module, page in found:
        for what, value in (("name", page.name), ("path", page.path)):
            first = seen.setdefault((what, value), module)
            if first != module:
                raise ValueError(f"{module}: the page's {what} '{value}' is already that of {first}. Choose another.")


def url_patterns() -> list[URLPattern]:
    """Return one guarded Django URL for each page; pages for trying only where trying is meant."""
    trying = settings.DEBUG or getattr(settings, "LAYANI_DEMO", False)
    shown = (page for page in discover_pages() if trying or not page.only_for_trying)
    return [path(page.path, guarded(page), name=page.name) for page in shown]


def guarded(page: Page) -> View:
    """Return the page's view behind its readers: a stranger is sent to sign in, a wrong role is told so (403)."""

    @wraps(page.view)
    def view(request: HttpRequest, **values: Any) -> HttpResponse:
        actor = getattr(request, "actor", None)
        if not page.readers.admit(actor, in_section=page.in_sections):
            return _turned_away(request, page.readers, actor)
        if request.method not in page.methods:
            return HttpResponseNotAllowed(page.methods)
        if "\0" in request.path_info:
            raise Http404("No address has a NUL in it, and PostgreSQL takes none in a question.")
        request.page = page
        answer = page.view(request, **values)
        if page.readers is not Readers.EVERYONE:
            # The next user of a shared phone or counter must not find it with the button "back".
            answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    view.page = page  # type: ignore[attr-defined]
    return view


def _turned_away(request: HttpRequest, readers: Readers, actor: Any) -> HttpResponse:
    """Send a stranger to sign in and an officer without the second factor to give it; refuse everybody else."""
    if actor is not None and actor.is_officer and not actor.two_factor:
        step = _second_factor(request)
    elif actor is not None and (actor.is_officer or actor.is_citizen):
        raise PermissionDenied(f"This page is for: {readers.name.lower()}.")
    else:
        step = readers.sign_in()
    # Who posts to a citizen's page had it before them, signed in; what stands in the draft is kept.
    ended = {"ended": "earlier"} if request.method == "POST" and readers is Readers.CITIZEN else {}
    return HttpResponseRedirect(f"{step}?{urlencode({'next': request.get_full_path()} | ended)}")


def _second_factor(request: HttpRequest) -> str:
    """Return where an officer who gave only the password goes on: to give the second factor, or to set it up."""
    if not is_mfa_enabled(request.user):
        return reverse("mfa_activate_totp")
    has_code = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
    return reverse("mfa_reauthenticate" if has_code else "mfa_reauthenticate_webauthn")
