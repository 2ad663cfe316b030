"""The pages of the citizen's journey, a case's page, and the officer's "next": CPU and answer times."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from bench import load, long_form
from bench.cpu import Meter, postmaster
from bench.office import PORT, Office
from bench.sample import SERVICE
from layani.office.actor import CITIZEN_KEY
from layani.office.house import catalogue
from layani.office.tables.models import Case, Role, User

REQUESTS = 600
WARM_UP = 60
OFFICERS = 360  # the first of them warm the server up; the load has more cases waiting than that
CSRF = "b" * 32


@dataclass(frozen=True)
class Asked:
    """What one kind of request cost: CPU of server and database in milliseconds, and how it was answered."""

    name: str
    cpu: float
    result: load.Result


def measure(office: Office, server: int) -> Iterator[Asked]:
    """Ask for each page, and yield what it cost at once; the cases looked at are spread over the whole table."""
    cases = _spread()
    party = cases[0].party_id
    mine = [case.number for case in cases if case.party_id == party] or [cases[0].number]
    citizen = _cookie(**{CITIZEN_KEY: party})
    kinds = {
        "home": [load.request("GET", "/")],
        "service": [load.request("GET", f"/service/{SERVICE}/")],
        "check whether you qualify": [load.request("GET", f"/service/{SERVICE}/check/")],
        "one page of the form": [load.request("GET", f"/apply/{SERVICE}/moved-on/", citizen)],
        "one page of 300 questions": [load.request("GET", f"/apply/{long_form.ONE_PAGE}/part-0/", citizen)],
        "one page of a form of 300 questions": [
            load.request("GET", f"/apply/{long_form.MANY_PAGES}/part-50/", citizen)
        ],
        "promise kept?": [load.request("GET", f"/promise/{SERVICE}/")],
        "case, to its applicant": [load.request("GET", f"/case/{number}/", citizen) for number in mine],
    }
    for name, requests in kinds.items():
        yield _asked(office, server, name, requests)
    yield from _officers(office, server)


def _officers(office: Office, server: int) -> Iterator[Asked]:
    """Let as many officers press "next" once each, and then open the case that is on their desk."""
    sessions = [_officer(n) for n in range(OFFICERS)]
    body = f"csrfmiddlewaretoken={CSRF}".encode()
    head = {"Content-Type": "application/x-www-form-urlencoded"}
    press = [load.request("POST", "/officer/", {**_with_csrf(session), **head}, body) for session, _ in sessions]
    desk = [load.request("GET", "/officer/", session) for session, _ in sessions]
    load.run(PORT, desk[:WARM_UP] + press[:WARM_UP])
    pressed = _run(office, server, "officer presses \u201cnext\u201d", press[WARM_UP:], 302)
    if b"/officer/case/" not in pressed.result.sample:
        raise RuntimeError(f'"next" led elsewhere: {pressed.result.sample[:400]!r}')
    yield pressed
    held = dict(Case.objects.exclude(holder=None).values_list("holder_id", "number"))
    opened = [
        load.request("GET", f"/officer/case/{held[user]}/", session) for session, user in sessions if user in held
    ]
    load.run(PORT, opened[:WARM_UP])
    yield _run(office, server, "case, to its officer", opened[WARM_UP:])
    yield _run(office, server, "officer's desk", desk[WARM_UP:])


def _asked(office: Office, server: int, name: str, requests: list[bytes]) -> Asked:
    load.run(PORT, [requests[n % len(requests)] for n in range(WARM_UP)])
    return _run(office, server, name, [requests[n % len(requests)] for n in range(REQUESTS)])


def _run(office: Office, server: int, name: str, requests: list[bytes], status: int = 200) -> Asked:
    database = postmaster() if office.vendor == "postgresql" else None
    with Meter(server, database) as meter:
        result = load.run(PORT, requests)
    if set(result.statuses) != {status}:
        raise RuntimeError(f"'{name}' was answered {result.statuses}, not {status}: {result.sample[:400]!r}")
    return Asked(name, 1000 * meter.cpu / len(requests), result)


def _spread() -> list[Case]:
    """Return some finished cases from every part of the table, those of one party first."""
    last = Case.objects.latest("pk").pk
    one = Case.objects.filter(pk__gte=last // 2).exclude(decided_at=None).earliest("pk")
    return [*Case.objects.filter(party_id=one.party_id).exclude(decided_at=None)]


def _cookie(**values: object) -> dict[str, str]:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session.update(values)
    session.save()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


def _with_csrf(cookie: dict[str, str]) -> dict[str, str]:
    return {"Cookie": f"{cookie['Cookie']}; {settings.CSRF_COOKIE_NAME}={CSRF}"}


def _officer(n: int) -> tuple[dict[str, str], int]:
    """Sign an officer of the front desk in, with both factors; return the cookie and the officer's id."""
    user, _ = User.objects.get_or_create(username=f"desk{n}")
    since = datetime(2020, 1, 1, tzinfo=UTC).date()
    Role.objects.get_or_create(user=user, office=catalogue().office.slug, name="front-desk", since=since)
    now = time.time()
    signed_in = [{"method": "password", "at": now}, {"method": "mfa", "type": "totp", "at": now}]
    return _cookie(
        **{
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            "account_authentication_methods": signed_in,
            "account_authentication_methods_user": str(user.pk),
        }
    ), user.pk
