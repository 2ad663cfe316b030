"""Applications filed by one API call each: CPU by part, speed, answer times."""

import hashlib
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from os import urandom
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils import timezone

from bench import house_approval, large_case, load
from bench.cpu import Meter, postmaster
from bench.office import PORT, Office, serving
from bench.sample import IDENTITY, applicant, service_and_answers
from layani.office.actions import filing
from layani.office.actions.writing import entry_for
from layani.office.actor import Actor
from layani.office.house import catalogue, codes, facts_on
from layani.office.tables.models import Program, ProgramToken, Role, User
from layani.rules.cases.state import By, Event
from layani.rules.catalogue import check_answers, evaluate_rules, fee_for, steps_for

FILINGS = 3000
WARM_UP = 200
CONNECTIONS = 16
REPEATS = 400
PERSONS = count()


@dataclass(frozen=True)
class Filing:
    """What one run of filings cost; milliseconds each."""

    cpu_server: float
    cpu_database: float
    result: load.Result

    @property
    def cpu(self) -> float:
        """Server and database together."""
        return self.cpu_server + self.cpu_database


def token() -> str:
    """Enter an officer of the front desk and a program that acts for them; return its token."""
    user, _ = User.objects.get_or_create(username="bench")
    office = catalogue().office.slug
    Role.objects.get_or_create(
        user=user, office=office, name="front-desk", since=datetime(2020, 1, 1, tzinfo=UTC).date()
    )
    words = secrets.token_urlsafe(32)
    program = Program.objects.create(name="bench", system="village-app", scopes="cases:file", acts_for=user)
    now = timezone.now()
    ProgramToken.objects.create(
        program=program,
        token_hash=hashlib.sha256(words.encode()).digest(),
        issued_at=now,
        ends_at=now + timedelta(days=30),
    )
    return words


def measure(office: Office, how_many: int = FILINGS) -> Filing:
    """File ``how_many`` applications over 16 connections, each by a person in the register, with two documents."""
    requests = _requests(token(), how_many + WARM_UP)
    with serving(office) as server:
        load.run(PORT, requests[:WARM_UP], CONNECTIONS)
        database = postmaster() if office.vendor == "postgresql" else None
        with Meter(server) as web, Meter(database) as rows:
            result = load.run(PORT, requests[WARM_UP:], CONNECTIONS)
    if set(result.statuses) != {201}:
        raise RuntimeError(f"Filings were answered {result.statuses}: {result.sample[:600]!r}")
    return Filing(1000 * web.cpu / how_many, 1000 * rows.cpu / how_many, result)


def _requests(token: str, how_many: int) -> list[bytes]:
    service, _ = service_and_answers()
    now, found = timezone.now(), []
    for n in range(how_many):
        person, answers = applicant(next(PERSONS), now)
        mine = {name: value for name, value in answers.items() if name not in IDENTITY}
        who = {"nik": person.nik, "name": person.name, "birth_date": person.birth_date, "phone": person.phone}
        body = json.dumps({"service": service.slug, "applicant": who, "answers": mine}).encode()
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"bench-{token[:8]}-{n}",
        }
        found.append(load.request("POST", "/api/v1/cases/", headers, body))
    return found


def parts() -> dict[str, float]:
    """Return CPU-milliseconds of this process for rules and for sealing with keys and writing, one filing each.

    "house" are the rules of one house building approval (bench/house_approval.py); "large" are those of a made-up case
    that has more of them.
    """
    service, answers = service_and_answers()
    today = timezone.localdate()

    def rules() -> None:
        check_answers(service, answers)
        evaluate_rules(service, answers, facts_on(today))
        steps_for(service, answers, facts_on(today))
        fee_for(service, answers)

    waiting = [applicant(next(PERSONS), timezone.now()) for _ in range(REPEATS + WARM_UP)]

    def whole() -> None:
        person, given = waiting.pop()
        application = filing.Application(service, person, given, "api", once=secrets.token_hex(8))
        filing.file(application, actor=Actor(kind="officer"), now=timezone.now())

    sealing = _sealing(service, answers)
    return {"rules": _cpu(rules), "sealing": _cpu(sealing), "action": _cpu(whole), **_rules_alone()}


def _rules_alone() -> dict[str, float]:
    return {"house": house_approval.cpu_ms(), "large": large_case.cpu_ms()}


def _sealing(service: Any, answers: dict[str, Any]) -> Callable[[], None]:
    """Return what is sealed for one filing: the wrapped key of the case, the event and its leaf."""
    master, now = AESGCM(urandom(32)), timezone.now()

    event = Event("file", 0, By("officer", 1, "officer"), now, {"service": service.slug})

    def once() -> None:
        key = urandom(64)
        master.encrypt(urandom(12), urandom(64), uuid4().bytes)
        codes().nik(answers["nik"])
        entry_for(event, key=key, personal={"answers": answers}, recorded_at=now)

    return once


def _cpu(what: Callable[[], None]) -> float:
    for _ in range(WARM_UP):
        what()
    begun = time.process_time()
    for _ in range(REPEATS):
        what()
    return 1000 * (time.process_time() - begun) / REPEATS
