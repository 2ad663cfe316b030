"""Replay another office's log through the office's own actions: filing, and acts on cases, at the log's own times.

Everything that is recorded here is marked imported for ever. The controls and the case's rules look at every act and
their refusals are kept as observed attempts, but nothing is stopped: it has happened already, elsewhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from django.db import transaction

from layani.office.actions.acting import Deed, Done, act_on, sending_codes
from layani.office.actions.filing import Application, file
from layani.office.actions.parties import Person
from layani.office.actor import Actor
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.cases import Event as EventRow
from layani.office.tables.models.people import User
from layani.office.tables.projection import state_of
from layani.rules.cases.state import Case
from layani.rules.catalogue import Service
from layani.rules.importing.plan import Plan, PlannedAct
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

AT_ONCE = 200
"""Acts of one transaction: few enough that another writer on SQLite waits less than a second."""
CODES_AT_ONCE = 500
LONGEST_NAME = 150  # of a user

Progress = Callable[[int, int], None]


@dataclass
class Imported:
    """What a replay did: cases filed, acts written (the filings among them), implied takes, and acts already there.

    taken_over: acts that were left out, for the office has taken their cases over; what happens since is recorded here
    """

    filed: int = 0
    acts: int = 0
    taken: int = 0
    skipped: int = 0
    refused: int = 0
    taken_over: int = 0
    cases: dict[str, str] = field(default_factory=dict)


def import_log(plan: Plan, service: Service, *, now: datetime, progress: Progress | None = None) -> Imported:
    """Do every act of the plan that was not done by an earlier replay of the same log; the same again does nothing.

    progress: called with (acts looked at, acts of the plan)
    Raises Refused if an act was recorded as another one, because the map was another: events are never changed.
    """
    replay = _Replay(plan, service, _officers(plan), now)
    replay.look_for_what_is_done()
    looked_at = 0
    acts = iter(plan.acts)
    while batch := list(islice(acts, AT_ONCE)):
        with transaction.atomic():
            replay.do(batch)
        looked_at += len(batch)
        if progress:
            progress(looked_at, len(plan.acts))
    return replay.result


def _officers(plan: Plan) -> dict[str, int]:
    """Return {account in the log: id of its user}; an officer of a log is a user who cannot sign in."""
    accounts = {act.officer: user_name(plan.map.log, act.officer) for act in plan.acts if act.officer}
    known = set(User.objects.filter(username__in=accounts.values()).values_list("username", flat=True))
    new = []
    for account, name in accounts.items():
        if name not in known:
            user = User(username=name, full_name=printable(account)[:LONGEST_NAME], is_active=False)
            user.set_unusable_password()
            new.append(user)
    User.objects.bulk_create(new)
    ids = dict(User.objects.filter(username__in=accounts.values()).values_list("username", "pk"))
    return {account: ids[name] for account, name in accounts.items()}


def user_name(log: str, account: str) -> str:
    """Return the user name of an account of a log; the name of the log keeps two logs' accounts apart."""
    name = f"{log}:{printable(account)}"
    if len(name) <= LONGEST_NAME and printable(account) == account:
        return name
    # What had to be cut or cleaned is told apart by its digest.
    return f"{name[: LONGEST_NAME - 17]}:{sha256(account.encode()).hexdigest()[:16]}"


def printable(text: str) -> str:
    """Return the text with each character that no database or page should hold replaced."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


@dataclass
class _Replay:
    """One run: the state of each case as it goes, by the case's name in the log."""

    plan: Plan
    service: Service
    officers: dict[str, int]
    now: datetime
    result: Imported = field(default_factory=Imported)
    done: dict[str, str] = field(default_factory=dict)
    states: dict[str, Case] = field(default_factory=dict)

    def look_for_what_is_done(self) -> None:
        """Find the acts that an earlier replay of this log did, before anything is written; raises Refused."""
        acts = iter(self.plan.acts)
        while batch := list(islice(acts, CODES_AT_ONCE)):
            self.done.update(self._done_before(batch))

    def do(self, batch: Sequence[PlannedAct]) -> None:
        """Do the acts in their order; the caller holds the transaction."""
        for act in batch:
            if number := self.done.get(self._once(act)):
                self.result.cases[act.case] = number
                self.result.skipped += 1
            elif act.act == "file":
                self._file(act)
            elif self._state(act).taken_over:
                self.result.taken_over += 1
            else:
                self._take_first(act)
                self._act(act, act.act, act.data, self._once(act))

    def _once(self, act: PlannedAct) -> str:
        return f"{self.plan.log.digest}/{act.case}/{act.key}"

    def _done_before(self, batch: Sequence[PlannedAct]) -> dict[str, str]:
        """Return {idempotency key: case number} of those that are recorded."""
        keys = {self._code(act): act for act in batch}
        rows = EventRow.objects.filter(once__in=list(keys)).values_list("once", "act", "case__number")
        found = {bytes(once or b""): (kind, number) for once, kind, number in rows}
        done = {}
        for code, act in keys.items():
            if code in found:
                kind, done[self._once(act)] = found[code]
                if kind != act.act:
                    raise Refused(another_map(act, kind))
        return done

    def _code(self, act: PlannedAct) -> bytes:
        once, _ = sending_codes(Deed(act.act, once=self._once(act)), self._actor(act))
        return bytes(once or b"")

    def _actor(self, act: PlannedAct) -> Actor:
        return Actor(kind="importer", user=self.officers.get(act.officer) if act.officer else None)

    def _file(self, act: PlannedAct) -> None:
        data = dict(act.data)
        done = file(
            Application(
                service=self.service,
                applicant=Person(nik="", name="", source=self.plan.map.log),
                answers={"log_case": act.case},
                channel=data.pop("channel"),
                once=self._once(act),
                at=act.at,
                imported=data,
            ),
            actor=self._actor(act),
            now=self.now,
        )
        self.result.filed += 1
        self._keep(act, done)

    def _take_first(self, act: PlannedAct) -> None:
        """Record that an officer who works on a case took it, where it was not on their desk and waited for one."""
        case, officer = self._state(act), self._actor(act).user
        if act.works and case.is_open and case.ball == "office" and case.step and case.holder != officer:
            data = {"implied": True, "row": act.row}
            self._act(act, "take", data, f"{self._once(act)}/take")
            self.result.taken += 1

    def _act(self, act: PlannedAct, kind: str, data: Any, once: str) -> None:
        personal = {"activity": act.activity, "label": act.label} if act.activity and kind == act.act else None
        deed = Deed(kind, data, personal=personal, once=once, role="importer", at=act.at)
        done = act_on(self._number(act), deed, actor=self._actor(act), now=self.now)
        self.result.refused += len(done.refused)
        self._keep(act, done)

    def _keep(self, act: PlannedAct, done: Done) -> None:
        self.result.acts += 1
        self.result.cases[act.case] = done.row.number
        self.states[act.case] = done.case

    def _number(self, act: PlannedAct) -> str:
        return self.result.cases[act.case]

    def _state(self, act: PlannedAct) -> Case:
        """Return the case as it is; read from its row only where an earlier replay was broken off."""
        if act.case not in self.states:
            self.states[act.case] = state_of(CaseRow.objects.get(number=self._number(act)))
        return self.states[act.case]


def another_map(act: PlannedAct, recorded: str) -> Refusal:
    """Return the refusal for a log that was replayed before under another map."""
    place = f"{act.row}" if act.row else act.key
    return Refusal(
        code="another-map",
        reason=Text(
            id=f"Log ini sudah pernah diputar ulang dengan peta lain: baris {place} tercatat sebagai “{recorded}”, "
            f"bukan “{act.act}”. Peristiwa yang tercatat tidak pernah diubah.",
            en=f"This log was replayed before under another map: row {place} was recorded as “{recorded}”, and would "
            f"now be “{act.act}”. What is recorded is never changed.",
        ),
        remedy=Text(
            id="Pakai peta yang sama, atau putar ulang ke kantor baru.",
            en="Use the same map, or replay into a fresh office.",
        ),
    )
