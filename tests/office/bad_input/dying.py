"""Lets a process die in the middle of an action, and looks after each death. A program, started by a test:

    python -m tests.office.bad_input.dying ROUNDS

The environment names the database and the folder. A process is killed (SIGKILL, so nothing is tidied up) before or
after one of its low-level steps: a key written, a statement sent, a commit. Then the rows are looked at, and the same
is sent again under the same key. It prints one JSON object with what it saw.
"""

import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from layani.office.start import start_django

start_django()

import psycopg  # noqa: E402  Django must have started
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402
from django.db.backends.sqlite3.base import SQLiteCursorWrapper  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from layani.office.actions import checking, deciding, serving  # noqa: E402
from layani.office.actions.rebuilding import Difference, differences  # noqa: E402
from layani.office.actor import Actor  # noqa: E402
from layani.office.gateways.key_store import SqliteStore  # noqa: E402
from layani.office.house import catalogue, key_store  # noqa: E402
from layani.office.tables.models import Case, Event, Message, Outbox, Party, Role, User  # noqa: E402
from tests.office.api.conftest import enter, filing  # noqa: E402
from tests.office.conftest import CARLA  # noqa: E402

TOKEN = "token-of-desk"
STEPS = [(SqliteStore, "put"), (BaseDatabaseWrapper, "commit")]
STEPS += [(psycopg.Cursor, "execute")] if connection.vendor == "postgresql" else [(SQLiteCursorWrapper, "execute")]


@dataclass(frozen=True)
class Death:
    """Where a process dies: at its n-th step, before it is done or after."""

    step: int
    after: bool


@contextmanager
def counting(death: Death | None) -> Iterator[list[str]]:
    """Name each step as it comes, and die at the one that is asked for."""
    names: list[str] = []
    originals = [(place, name, getattr(place, name)) for place, name in STEPS]

    def wrapped(original: Callable, name: str) -> Callable:
        def run(*args, **kwargs):
            names.append(name)
            mine = death is not None and len(names) == death.step
            if mine and not death.after:
                os.kill(os.getpid(), signal.SIGKILL)
            result = original(*args, **kwargs)
            if mine:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return run

    for place, name, original in originals:
        setattr(place, name, wrapped(original, name))
    try:
        yield names
    finally:
        for place, name, original in originals:
            setattr(place, name, original)


def in_child(act: Callable[[], object], death: Death | None) -> tuple[int, list[str]]:
    """Do an act in a process of its own; return how that ended, and the steps that it took."""
    connection.close()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with counting(death) as names:
                act()
            os.write(write, json.dumps(names).encode())
        except BaseException as fault:
            print(repr(fault), file=sys.stderr, flush=True)
            os._exit(4)
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as told:
        names = told.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), json.loads(names or b"[]")


class Round:
    """One act that is to be done once, however often it is sent."""

    def __init__(self, kind: str, number: int) -> None:
        """Prepare the case that the act needs; the act itself is not done yet."""
        self.kind, self.once = kind, f"round-{number}-{kind}"
        person = replace(CARLA, nik=f"317401550190{number % 10_000:04d}")
        self._body = json.dumps(filing(person))
        self._case = "" if kind == "file" else self._case_for(kind, number)

    def send(self) -> str:
        """Do the act and return the case's number; raises unless it was done."""
        if self.kind == "file":
            headers = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": self.once}
            answer = Client().post("/api/v1/cases/", self._body, content_type="application/json", headers=headers)
            if answer.status_code != 201:
                raise SystemExit(f"The API answered {answer.status_code}: {answer.content!r}")
            return answer.json()["number"]
        act = checking.check_complete if self.kind == "check_complete" else deciding.grant
        return act(self._case, actor=ACTORS[self.kind], now=timezone.now(), once=self.once).row.number

    def _case_for(self, kind: str, number: int) -> str:
        """File one more case, and bring the head of the queue onto the desk of who does the act."""
        Round("file", 10_000 + number).send()
        ana = ACTORS["check_complete"]
        case = serving.take_next(actor=ana, now=timezone.now()).row.number
        if kind == "decide_grant":
            checking.check_complete(case, actor=ana, now=timezone.now())
            case = serving.take_next(actor=ACTORS[kind], now=timezone.now()).row.number
        return case


ACTORS: dict[str, Actor] = {}
KINDS = ("file", "check_complete", "file", "decide_grant")


def set_up() -> None:
    """Enter Ana, Ben and a program of the front desk."""
    office = catalogue().office.slug
    for kind, name, roles in (
        ("check_complete", "ana", {"front-desk"}),
        ("decide_grant", "ben", {"head", "verifier"}),
    ):
        user = User.objects.create_user(username=name)
        for role in roles:
            Role.objects.create(user=user, office=office, name=role, since="2020-01-01")
        ACTORS[kind] = Actor("officer", user.pk, None, name, office, frozenset(roles), None, True)
    ana = User.objects.get(username="ana")
    enter("desk", ana)


def look_after() -> list[str]:
    """Return what is half done or does not fit together; () is what must be."""
    wrong = [str(found) for found in differences() if isinstance(found, Difference)]
    events = Counter(Event.objects.values_list("case_id", flat=True))
    wrong += [
        f"{case} has {events[case.pk]} of {case.seq} events"
        for case in Case.objects.all()
        if case.seq != events[case.pk]
    ]
    wrong += [f"event {event} has no leaf" for event in Event.objects.filter(outbox=None)]
    leaves = set(Outbox.objects.values_list("pk", flat=True)) - set(Event.objects.values_list("outbox_id", flat=True))
    wrong += [f"leaf {leaf} has no event" for leaf in leaves]
    wrong += [f"case {case} told nobody" for case in Case.objects.exclude(pk__in=Message.objects.values("case_id"))]
    known = refs_in_use()
    try:
        key_store().get_many(known)
    except LookupError as gone:
        wrong.append(f"the key {gone} is missing")
    return wrong


def refs_in_use() -> set[UUID]:
    """Return the references of all cases and parties."""
    return {*Case.objects.values_list("ref", flat=True), *Party.objects.values_list("ref", flat=True)}


def orphans() -> int:
    """Count keys whose act never came."""
    kept = key_store()._store._connection().execute("select count(*) from key").fetchone()[0]
    return kept - len(refs_in_use())


def run(rounds: int) -> dict[str, object]:
    """Let ``rounds`` processes die and send each act again."""
    known = {kind: in_child(Round(kind, 25_000 + n).send, None)[1] for n, kind in enumerate(sorted(set(KINDS)))}
    chance, deaths, filed = random.Random(rounds), Counter(), 0
    for number in range(rounds):
        kind = KINDS[number % len(KINDS)]
        steps = known[kind]
        death = wanted(number, steps) or Death(chance.randint(1, len(steps)), chance.random() < 0.5)
        one = Round(kind, number)
        code, _ = in_child(one.send, death)
        if code not in (-signal.SIGKILL, 0):
            raise SystemExit(f"{kind}, {death}: the act failed in a way that was not asked for ({code})")
        deaths[f"{'after' if death.after else 'before'} {steps[death.step - 1]}"] += code != 0
        if wrong := look_after():
            raise SystemExit(f"{kind}, {death}: {wrong}")
        numbers = {one.send(), one.send()}
        if (
            len(numbers) != 1
            or Event.objects.filter(once__isnull=False, act=kind, case__number__in=numbers).count() != 1
        ):
            raise SystemExit(f"{kind}, {death}: sent again it became {numbers}")
        filed += kind == "file"
    return {
        "deaths": deaths,
        "killed": sum(deaths.values()),
        "wrong": look_after(),
        "orphans": orphans(),
        "filed": filed,
        "found": Case.objects.filter(party__isnull=False).count(),
        "parties": Party.objects.count(),
    }


def wanted(number: int, steps: list[str]) -> Death | None:
    """Return the deaths that every run must see: after the keys, before and after the last write."""
    if number == 0:
        return Death(steps.index("put") + 1, after=True)
    if number == 2:
        return Death(len(steps), after=False)
    return Death(len(steps), after=True) if number == 4 else None


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    set_up()
    print(json.dumps(run(int(sys.argv[1]))))
