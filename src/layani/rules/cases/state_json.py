"""The parts of a case as JSON values, for its row and its events."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from layani.rules.cases.act import written
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import Term
from layani.rules.cases.parts import Extended, OpenStep, Pause, PlannedStep
from layani.rules.cases.state import Case

# What the case row keeps in its JSON column: the fields that no list asks about.
REST_FIELDS = (
    "steps", "promise", "promise_starts", "ball_since", "balls", "paused_at", "asked", "pending", "rules", "must",
    "done_by", "recused", "ground", "letter", "last_act", "last_at", "work", "objections", "contact_at", "legal",
    "legal_due_at", "step_since", "pauses", "extension", "extended", "answer", "answer_by", "warn_at", "warned_at",
    "outage", "paused_for", "resume_by", "renews", "ends_with", "lasts", "remind", "revocable", "valid_until",
    "reminded_at", "superseded_by", "superseded_at", "revocation", "revoked_at", "closes_at", "place",
    "evidence_needed", "evidence", "conditions", "met", "looked_until", "beside", "ended", "silence_refuses",
    "silent_at", "bundle", "waits_for", "otherwise", "awaits", "without", "opened_at", "fee_waits", "put_first",
    "expedite", "kept_version", "listed", "revealed", "part_ground", "duties", "objection", "proxy", "disowned_at",
    "alone", "corrected", "correction", "draws", "exempt", "initials", "paper", "pooled", "posted_at", "section",
    "taken_over", "reopened_at",
)  # fmt: skip
_MOMENTS = (
    "ball_since", "paused_at", "last_at", "contact_at", "legal_due_at", "step_since", "answer_by", "warn_at",
    "warned_at", "resume_by", "valid_until", "reminded_at", "superseded_at", "revoked_at", "ends_with", "closes_at",
    "silent_at", "opened_at", "disowned_at", "posted_at", "reopened_at",
)  # fmt: skip


def rest_of(case: Case) -> dict[str, Any]:
    """Return the JSON of the fields that have no column of their own; empty ones are left out."""
    found: dict[str, Any] = {}
    for name in REST_FIELDS:
        value = getattr(case, name)
        if isinstance(value, datetime):
            value = written(value)
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
        "must", "promise", "pending", "met", "recused", "legal", "extension", "answer", "lasts", "remind", "ended",
        "without", "fee_waits", "put_first", "corrected", "initials",
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
    return {"by": [one.by.amount, one.by.unit], "at": written(one.at), "reason": one.reason} if one else None


def step_of(values: Mapping[str, Any]) -> PlannedStep:
    """Return a planned step from its JSON."""
    tuples = {key: tuple(values[key]) for key in ("length", "objections", "after", "waits", "turn") if key in values}
    return PlannedStep(**{**values, **tuples, "not_same_as": tuple(values.get("not_same_as", ()))})


def planned(step: PlannedStep) -> dict[str, Any]:
    """Return a planned step as JSON; what only some steps have is left out elsewhere."""
    terms = {"length": step.length, "objections": step.objections}
    unit = {"office_unit": step.office_unit} if step.office_unit else {}
    after = {} if step.after is None else {"after": list(step.after)}
    return {
        **{key: list(term) for key, term in terms.items() if term},
        "id": step.id,
        "kind": step.kind,
        "role": step.role,
        "amount": step.amount,
        "unit": step.unit,
        "not_same_as": list(step.not_same_as),
        **unit,
        **after,
        **({"waits": list(step.waits)} if step.waits else {}),
        **({"turn": list(step.turn)} if step.turn else {}),
        **({"closes": True} if step.closes else {}),
        **({"declines": True} if step.declines else {}),
        **({"draw": True} if step.draw else {}),
    }


def _open(values: Mapping[str, Any]) -> OpenStep:
    moments = {key: datetime.fromisoformat(values[key]) for key in ("since", "due_at") if key in values}
    return OpenStep(**{**values, **moments})


def _opened(one: OpenStep) -> dict[str, Any]:
    found = {
        "id": one.id,
        "since": written(one.since),
        "due_at": written(one.due_at),
        "holder": one.holder,
        "ball": one.ball,
        "work": dict(one.work),
    }
    return {key: value for key, value in found.items() if value}


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "steps": lambda steps: tuple(step_of(one) for one in steps),
    "pauses": lambda pauses: tuple(_pause(*one) for one in pauses),
    "outage": outage_of,
    "extended": extended_of,
    "beside": lambda steps: tuple(_open(one) for one in steps),
}
"""How they are read back."""

_WRITTEN: Final[Mapping[str, Callable[[Any], Any]]] = {
    "steps": lambda steps: [planned(step) for step in steps],
    "pauses": lambda pauses: [[one.cause, written(one.since), written(one.until)] for one in pauses],
    "extended": _extended,
    "beside": lambda steps: [_opened(one) for one in steps],
}
"""How the fields that are not plain values are written into the row's JSON."""
