"""Everyone who may come to the office's pages, in real browsers, and every address that there is to come to."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from layani.office.actions.parties import register
from layani.office.actions.staffing import HOUSE_ROLES, Officer, enter_officer
from layani.office.actor import let_in
from layani.office.house import catalogue
from tests.office.conftest import CARLA
from tests.office.officer.sign_in_codes import sign_in

SECRET, PASSWORD = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "melati-kenanga-1234"
ROLES = (*catalogue().office.roles, *HOUSE_ROLES)
NOBODY = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Address:
    """One address: the pattern it comes from, and the path with values in their places."""

    route: str
    path: str
    page: object


def addresses(number: str = "SKM-2026-0000-0000") -> list[Address]:
    """Return every address below the root but the API's, with this case's number in it."""
    values = {
        "<str:number>": number,
        "<slug:slug>": "residence-letter",
        "<slug:page>": "home",
        "<slug:period>": "2027-01-04",
        "<int:seq>": "0",
        "<int:number>": "0",
        "<int:pk>": "0",
        "<int:block>": "0",
        "<int:index>": "0",
        "<str:leaf>": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "<uuid:ref>": NOBODY,
        "<str:code>": "K7Q4-9TBM-X2HD-5P3W",
        "<str:file>": "data.json",
        "<str:secret>": "0123456789ABCDEF",
        "<path:rest>": "0/000",
    }
    found = []
    for route, pattern in patterns(get_resolver().url_patterns):
        path = route
        for place, value in values.items():
            path = path.replace(place, value)
        if "<" in path:
            raise ValueError(f"The address '{route}' has a value that is not in the table above; add one.")
        found.append(Address(route, f"/{path}", getattr(pattern.callback, "page", None)))
    return found


def patterns(found: list, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every pattern with its whole route, the API's left out."""
    for one in found:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            if route != "api/":
                yield from patterns(one.url_patterns, route)
        else:
            yield route, one


def officer_client(name: str, *roles: str, **more) -> Client:
    """Return a browser in which an officer is signed in with both factors."""
    cache.clear()  # the used codes of an earlier test's officer of the same id are remembered there
    person = Officer(name, name.title(), roles, PASSWORD, totp=SECRET)
    enter_officer(person, since=timezone.localdate(), check_password=False)
    client = Client(**more)
    sign_in(client, name, PASSWORD, SECRET)
    return client


def citizen_client(**more) -> Client:
    """Return a browser in which Carla is signed in."""
    party = register(CARLA, now=timezone.now())
    client = Client(**more)
    session = client.session
    let_in(session, party)
    session.save()
    return client


def visitor(who: str, **more) -> Client:
    """Return a browser of a role, of "everything" (all roles at once), of the citizen, or of a stranger."""
    if who == "stranger":
        return Client(**more)
    if who == "citizen":
        return citizen_client(**more)
    roles = ROLES if who == "everything" else () if who == "no role" else (who,)
    return officer_client("gita", *roles, **more)
