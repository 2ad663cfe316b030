"""Programs that call the API: each acts for an officer, and some should not be let in."""

import hashlib
import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from layani.office.house import catalogue, service
from layani.office.tables.models import Program, ProgramToken, Role, User
from layani.rules.systems.scopes import SCOPES
from tests.office.actions.applications import answers
from tests.office.conftest import CARLA

IDENTITY = ("nik", "name", "birth_date", "phone")


class Caller:
    """A program with its token; what it sends is JSON unless it says otherwise."""

    def __init__(self, token=None):
        self._client = Client(headers={"Authorization": f"Bearer {token}"} if token else None)

    def get(self, path, **more):
        return self._client.get(f"/api/v1{path}", **more)

    def post(self, path, body, *, once=None, **more):
        headers = {"Idempotency-Key": once} if once else {}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = more.pop("content_type", "application/json")
        headers |= more.pop("headers", {})
        return self._client.post(f"/api/v1{path}", content, content_type=kind, headers=headers, **more)

    def upload(self, fields):
        return self._client.post("/api/v1/documents/", fields)

    def ask(self, method, address, **more):
        return self._client.generic(method, address, **more)


def enter(name, user, *, scopes=SCOPES, services=(), networks=(), system="village-app", ends_at=None):
    """Enter a program that acts for a user; its token is "token-of-NAME"."""
    made = Program.objects.create(
        name=name,
        system=system,
        acts_for=user,
        scopes=" ".join(sorted(scopes)),
        services=" ".join(services),
        networks=" ".join(networks),
    )
    now = timezone.now()
    digest = hashlib.sha256(f"token-of-{name}".encode()).digest()
    ends_at = ends_at or now + timedelta(days=30)
    ProgramToken.objects.create(program=made, token_hash=digest, issued_at=now, ends_at=ends_at)
    return made


def program(name, *roles, office=None, since=date(2020, 1, 1), until=None, revoked=False, **right):
    """Return a caller that acts for an officer with these roles."""
    user = User.objects.create_user(username=f"{name}-officer", full_name=f"{name.title()} at work")
    for role in roles:
        Role.objects.create(
            user=user, office=office or catalogue().office.slug, name=role, since=since, until=until
        )  # fmt: skip
    made = enter(name, user, **right)
    if revoked:
        Program.objects.filter(pk=made.pk).update(revoked_at=timezone.now())
    return Caller(f"token-of-{name}")


@pytest.fixture
def desk(db):
    """A program of the front desk."""
    return program("desk", "front-desk")


@pytest.fixture
def callers(db):
    """Everyone who may come: by name."""
    yesterday = timezone.localdate() - timedelta(days=1)
    roles = {role: program(role, role) for role in (*catalogue().office.roles, "supervisor", "auditor", "operator")}
    return {
        **roles,
        "everything": program("everything", *catalogue().office.roles, "supervisor", "auditor", "operator"),
        "no role": program("idle"),
        "role that has ended": program("former", "front-desk", until=yesterday),
        "another office": program("elsewhere", "front-desk", "head", office="another-office"),
        "revoked token": program("revoked", "front-desk", revoked=True),
        "unknown token": Caller("nobody-gave-this"),
        "token that is over": program("over", "front-desk", ends_at=timezone.now()),
        "stranger": Caller(),
    }


def applicant(person=CARLA, **changed):
    return {**{name: getattr(person, name) for name in IDENTITY}, **changed}


def filing(person=CARLA, *, about=None, **changed):
    """A filing of the residence letter: the body of the call."""
    own = {name: value for name, value in answers(person, **changed).items() if name not in IDENTITY}
    return {
        "service": "residence-letter",
        "version": str(service("residence-letter").version),
        "applicant": about or applicant(person),
        "answers": own,
    }


@pytest.fixture
def filed(desk):
    """A case that was filed by API: what the API answered."""
    answer = desk.post("/cases/", filing(), once="first-filing")
    assert answer.status_code == 201, answer.content
    return answer.json()
