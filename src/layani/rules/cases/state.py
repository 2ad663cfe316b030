"""The state of a case: what its events add up to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Literal, Self

from layani.rules.cases.clock import Term

Ball = Literal["office", "citizen", "outside", "nobody"]
Status = Literal[
    "checking", "waiting", "working", "deciding", "granted", "refused", "deemed_granted", "withdrawn", "lapsed"
]
ByKind = Literal["citizen", "officer", "system", "importer"]

OPEN_STATUSES: frozenset[str] = frozenset({"checking", "waiting", "working", "deciding"})
GRANTED_STATUSES: frozenset[str] = frozenset({"granted", "deemed_granted"})


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step that this case will go through, as its service's version planned it on the day of filing.

    amount, unit:  its term ("2", "working days"); office_unit: by whose opening hours, "" for the office's own
    length, objections: of a public notice, amount and unit: how long it hangs out, and takes objections
    """

    id: str
    kind: str
    role: str
    amount: int
    unit: str
    not_same_as: tuple[str, ...] = ()
    length: tuple[int, str] | None = None
    objections: tuple[int, str] | None = None
    office_unit: str = ""

    @property
    def kept_apart(self) -> tuple[str, ...]:
        """What must have been done by others: the named steps, and of a decision also the typing of what is decided."""
        return (*self.not_same_as, FILED_BY, ANSWERED_BY) if self.kind == "decide" else self.not_same_as

    @property
    def within(self) -> Term:
        """The time in which the step must be done."""
        return Term(self.amount, self.unit)  # type: ignore[arg-type]


OUTAGE: Final = "outage"
"""The cause of a pause in which another body's system was out."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the office's clock stood still; ``cause``: "citizen" or OUTAGE."""

    cause: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Extended:
    """More time that the office took, once: how much, when it said so, and the reason's name."""

    by: Term
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class By:
    """Who acts: an officer (by id) in a role, the citizen, the system, or the importer of an older log."""

    kind: ByKind
    officer: int | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One act on a case, as it will be written.

    data: every value that the projection needs, none of them personal; times are ISO 8601 in UTC
    """

    act: str
    seq: int
    by: By
    occurred_at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A case after its events so far; ``seq`` counts them.

    rules:    rule id -> outcome as evaluated last; must: ids of the rules that the law makes mandatory
    done_by:  step id -> officer who did it; FILED_BY, ANSWERED_BY -> officer who typed it for the applicant
    recused:  officers who put it back for a conflict of interest, in order of their ids; none of its steps is theirs
    balls:    seconds for which each side had to act, in clock time
    asked:    how many deficiency notices were sent
    contact_at: when the citizen first came with it, if that was before it was received
    promise:  amount and unit of the time promised for the whole; promise_starts: what it counts from
    legal:    amount, unit and start of the law's own term; legal_due_at: its end, before which silence grants nothing
    closes_at: the end of the window, month or year whose places it shares, before which nobody ranks it
    place:    where a ranking put it (rules/cases/acts/ranking.py); JSON values
    evidence_needed, evidence: field -> kind of what an officer must have recorded before a grant, and of what is
    looked_until: field -> until when what was looked up may be relied on
    conditions: part of an amount -> role that records what it waits for; met: the parts of which that is done
    step_since: when the open step opened
    pauses:   times in which the office's clock stood still, in order
    answer:   time to answer a notice, time after which it is recalled, and their unit, where no answer closes the case
    answer_by, warn_at, warned_at: the last moment to answer; when to warn of it, and when that was done
    outage:   amount and unit of the longest pause for another body's system, and the systems; paused_for, resume_by:
              the cause of a pause that is on, and when it ends by itself
    extension: amount and unit of the time that may be added once; extended: what was added
    pending:  other bodies that were asked and have not answered
    work:     what happened in the open step so far (when it was sent out, until when a notice is public); JSON values
    objections: how many were made while the application was public
    renews:   number of the case whose product this one renews or changes; "" for none
    ends_with: the last moment of the earlier product, where this one changes it and keeps its end
    lasts, remind: amount and unit of how long the product holds, and of how long before its end the holder is reminded
    revocable: the roles that warn and decide, the time to answer and the grounds, where the product may be revoked
    valid_until: the product's last moment; remind_at, reminded_at: when its holder is to be reminded, and was
    superseded_by, superseded_at: the case whose product took this one's place
    revocation: ground, warned_at, answer_by, answered_at and heard_at (answered by its holder) of a revocation that is
        open or was carried out
    revocation_due: the last moment to answer a warning, while the revocation is open; revoked_at: when it was decided
    """

    number: str = ""
    office: str = ""
    service: str = ""
    version: str = ""
    channel: str = ""
    status: str = "checking"
    steps: tuple[PlannedStep, ...] = ()
    step: str = ""
    ball: Ball = "office"
    ball_since: datetime | None = None
    balls: Mapping[str, int] = field(default_factory=dict)
    holder: int | None = None
    received_at: datetime | None = None
    complete_at: datetime | None = None
    due_at: datetime | None = None
    step_due_at: datetime | None = None
    promise: tuple[int, str] | None = None
    promise_starts: str = "complete"
    contact_at: datetime | None = None
    legal: tuple[int, str, str] | None = None
    legal_due_at: datetime | None = None
    closes_at: datetime | None = None
    place: Mapping[str, Any] = field(default_factory=dict)
    evidence_needed: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    looked_until: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, str] = field(default_factory=dict)
    met: tuple[str, ...] = ()
    step_since: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    answer: tuple[int, int, str] | None = None
    outage: tuple[int, str, tuple[str, ...]] | None = None
    paused_for: str = ""
    resume_by: datetime | None = None
    answer_by: datetime | None = None
    warn_at: datetime | None = None
    warned_at: datetime | None = None
    extension: tuple[int, str] | None = None
    extended: Extended | None = None
    silence_grants: bool = False
    paused_at: datetime | None = None
    asked: int = 0
    pending: tuple[str, ...] = ()
    work: Mapping[str, Any] = field(default_factory=dict)
    objections: int = 0
    renews: str = ""
    ends_with: datetime | None = None
    lasts: tuple[int, str] | None = None
    remind: tuple[int, str] | None = None
    revocable: Mapping[str, Any] = field(default_factory=dict)
    valid_until: datetime | None = None
    remind_at: datetime | None = None
    reminded_at: datetime | None = None
    superseded_by: str = ""
    superseded_at: datetime | None = None
    revocation: Mapping[str, Any] = field(default_factory=dict)
    revocation_due: datetime | None = None
    revoked_at: datetime | None = None
    rules: Mapping[str, str] = field(default_factory=dict)
    must: tuple[str, ...] = ()
    done_by: Mapping[str, int] = field(default_factory=dict)
    recused: tuple[int, ...] = ()
    ground: str = ""
    letter: str = ""
    decided_at: datetime | None = None
    issued_at: datetime | None = None
    delivered_at: datetime | None = None
    closed_at: datetime | None = None
    imported: bool = False
    last_act: str = ""
    last_at: datetime | None = None
    seq: int = 0

    @property
    def open_step(self) -> PlannedStep | None:
        """The step that is to be done now, or None."""
        return next((s for s in self.steps if s.id == self.step), None)

    @property
    def is_open(self) -> bool:
        """Whether no decision and no withdrawal has ended it."""
        return self.status in OPEN_STATUSES and self.closed_at is None

    @property
    def lane(self) -> str:
        """The queue in which the open step waits: office, service and step."""
        return f"{self.office}/{self.service}/{self.step}"

    @property
    def step_role(self) -> str:
        """The role that may do the open step; empty when there is none."""
        step = self.open_step
        return step.role if step else ""

    @property
    def barred(self) -> tuple[int, ...]:
        """The officers who may not do the open step, in order: they did one that it must not share, or are recused."""
        step = self.open_step
        if step is None:
            return ()
        return tuple(sorted({self.done_by[s] for s in step.kept_apart if s in self.done_by} | set(self.recused)))

    @property
    def failed_mandatory(self) -> tuple[str, ...]:
        """The rules that the law makes mandatory and that have failed, or could not be decided from the answers."""
        return tuple(rule for rule in self.must if self.rules.get(rule) in ("failed", "unknown"))

    @property
    def unseen(self) -> tuple[str, ...]:
        """The fields whose evidence nobody has recorded yet, in their order."""
        return tuple(name for name in self.evidence_needed if name not in self.evidence)

    def next_step(self) -> PlannedStep | None:
        """The planned step after the open one, or None if that was the last."""
        ids = [s.id for s in self.steps]
        place = ids.index(self.step) + 1 if self.step in ids else 0
        return self.steps[place] if place < len(self.steps) else None

    def with_ball(self, ball: Ball, at: datetime) -> Self:
        """Return the case with the ball passed at ``at``, the time until then counted to who had it."""
        if ball == self.ball and self.ball_since:
            return self
        balls = dict(self.balls)
        if self.ball_since and at > self.ball_since and self.ball != "nobody":
            balls[self.ball] = balls.get(self.ball, 0) + int((at - self.ball_since).total_seconds())
        return replace(self, ball=ball, ball_since=at, balls=balls)


# Under these names, which no step has, ``done_by`` says which officer typed the application or the answer.
FILED_BY, ANSWERED_BY = "@file", "@answer"
# And under this one who warned of a revocation.
WARNED_BY = "@warn"


# What the case row keeps in its JSON column: the fields that no list asks about.
REST_FIELDS = (
    "steps", "promise", "promise_starts", "ball_since", "balls", "paused_at", "asked", "pending", "rules", "must",
    "done_by", "recused", "ground", "letter", "last_act", "last_at", "work", "objections", "contact_at", "legal",
    "legal_due_at", "step_since", "pauses", "extension", "extended", "answer", "answer_by", "warn_at", "warned_at",
    "outage", "paused_for", "resume_by", "renews", "ends_with", "lasts", "remind", "revocable", "valid_until",
    "reminded_at", "superseded_by", "superseded_at", "revocation", "revoked_at", "closes_at", "place",
    "evidence_needed", "evidence", "conditions", "met", "looked_until",
)  # fmt: skip
_MOMENTS = (
    "ball_since", "paused_at", "last_at", "contact_at", "legal_due_at", "step_since", "answer_by", "warn_at",
    "warned_at", "resume_by", "valid_until", "reminded_at", "superseded_at", "revoked_at", "ends_with", "closes_at",
)  # fmt: skip


def rest_of(case: Case) -> dict[str, Any]:
    """Return the JSON of the fields that have no column of their own; empty ones are left out."""
    found: dict[str, Any] = {}
    for name in REST_FIELDS:
        value = getattr(case, name)
        if isinstance(value, datetime):
            value = value.isoformat()
        elif name in _WRITTEN:
            value = _WRITTEN[name](value)
        if value:
            found[name] = list(value) if isinstance(value, tuple) else value
    return found


def with_rest(case: Case, rest: Mapping[str, Any]) -> Case:
    """Return the case with the fields of ``rest_of`` read back."""
    values: dict[str, Any] = dict(rest)
    for name in _MOMENTS:
        if name in values:
            values[name] = datetime.fromisoformat(values[name])
    values |= {name: read(values[name]) for name, read in _READ.items() if name in values}
    for name in (
        "must", "promise", "pending", "met", "recused", "legal", "extension", "answer", "lasts", "remind",
    ):  # fmt: skip
        if name in values:
            values[name] = tuple(values[name])
    return replace(case, **values)


def outage_of(values: Sequence[Any]) -> tuple[int, str, tuple[str, ...]]:
    """Return the longest pause and its systems from their JSON."""
    amount, unit, systems = values
    return amount, unit, tuple(systems)


def _pause(cause: str, since: str, until: str) -> Pause:
    return Pause(cause, datetime.fromisoformat(since), datetime.fromisoformat(until))


def extended_of(values: Mapping[str, Any]) -> Extended:
    """Return an extension from its JSON."""
    return Extended(Term(*values["by"]), datetime.fromisoformat(values["at"]), values["reason"])


def _extended(one: Extended | None) -> dict[str, Any] | None:
    return {"by": [one.by.amount, one.by.unit], "at": one.at.isoformat(), "reason": one.reason} if one else None


def step_of(values: Mapping[str, Any]) -> PlannedStep:
    """Return a planned step from its JSON."""
    tuples = {key: tuple(values[key]) for key in ("length", "objections") if key in values}
    return PlannedStep(**{**values, **tuples, "not_same_as": tuple(values.get("not_same_as", ()))})


def planned(step: PlannedStep) -> dict[str, Any]:
    """Return a planned step as JSON; what only a notice has is left out elsewhere, and so is the office's own unit."""
    terms = {"length": step.length, "objections": step.objections}
    unit = {"office_unit": step.office_unit} if step.office_unit else {}
    return {
        **{key: list(term) for key, term in terms.items() if term},
        "id": step.id,
        "kind": step.kind,
        "role": step.role,
        "amount": step.amount,
        "unit": step.unit,
        "not_same_as": list(step.not_same_as),
        **unit,
    }


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "steps": lambda steps: tuple(step_of(one) for one in steps),
    "pauses": lambda pauses: tuple(_pause(*one) for one in pauses),
    "outage": outage_of,
    "extended": extended_of,
}
"""How they are read back."""

_WRITTEN: Final[Mapping[str, Callable[[Any], Any]]] = {
    "steps": lambda steps: [planned(step) for step in steps],
    "pauses": lambda pauses: [[one.cause, one.since.isoformat(), one.until.isoformat()] for one in pauses],
    "extended": _extended,
}
"""How the fields that are not plain values are written into the row's JSON."""
