"""A case of a bundle that follows another: that one has ended, so its first step opens and its clock begins.

Until then no step of it is open, it stands in no queue, and none of its own time runs. The mechanism is that of steps
that come ``after`` others (side_by_side.py): the other case stands among them under ``other_case`` of its service.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from layani.rules.cases.act import Act, ActRule, moment, written
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import Term, due
from layani.rules.cases.objection_terms import OVERTAKEN
from layani.rules.cases.parts import SIGNS
from layani.rules.cases.reckoning import CLOSING
from layani.rules.cases.state import OPEN_STATUSES, Case, Event, other_case
from layani.rules.cases.state_json import step_of
from layani.rules.cases.steps import after_this, opening
from layani.rules.refusal import Refusal
from layani.rules.text import Text

GRANTED = "granted"
"""The only outcome of another case after which this one may be granted too."""


def behind(steps: Sequence[Mapping[str, Any]], services: Iterable[str]) -> list[dict[str, Any]]:
    """Return planned steps, as JSON, of which those that would open at once come after other cases of the bundle."""
    others = [other_case(service) for service in services]
    opens = {step.id for step in Case(steps=tuple(step_of(step) for step in steps)).next_steps()} if others else set()
    return [{**one, "after": [*one.get("after", ()), *others]} if one["id"] in opens else dict(one) for one in steps]


def check_ended(case: Case, act: Act) -> Refusal | None:
    """It is a case for which this one still waits (``service``, ``case``); each ends once."""
    service = str(act.data.get("service", ""))
    if service in case.waits_for and case.waits_for[service] == act.data.get("case"):
        return None
    return Refusal(
        code="not-awaited",
        reason=Text(
            id="Berkas ini tidak (lagi) menunggu berkas itu.", en="This case does not wait for that one (any longer)."
        ),
        remedy=Text(
            id="Muat ulang halaman untuk melihat keadaan terakhir.", en="Reload the page to see the latest state."
        ),
    )


def record_ended(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add when what opens now is due, once this was the last case that it waited for."""
    after = _without_waiting(case, act.data)
    if after.waits_for:
        return act.data
    values = {**act.data, **opening(after, after.next_steps(), act.at, calendar)}
    if case.promise and case.promise_starts != "complete":
        start = case.closes_at if case.promise_starts == CLOSING and case.closes_at else act.at
        values["due_at"] = written(due(calendar, start, Term(*case.promise)))  # type: ignore[arg-type]
    if case.legal and case.legal[2] == "received":
        values["legal_due_at"] = written(due(calendar, act.at, Term(case.legal[0], case.legal[1])))  # type: ignore[arg-type]
    return values


def ended(case: Case, event: Event) -> Case:
    """Note how the other case ended; after the last of them the first step opens, which waits in its own queue."""
    data = event.data
    after = _without_waiting(case, data)
    if "must" in data:
        after = replace(after, rules=dict(data.get("rules", {})), must=tuple(data["must"]))
    if after.waits_for or not case.is_open:
        return after
    return replace(
        after_this(after, event, "checking"),
        opened_at=event.occurred_at,
        due_at=moment(data.get("due_at")),
        legal_due_at=moment(data.get("legal_due_at")),
    )


def fell_with(case: Case, service: str) -> bool:
    """Say whether a case stands without another one of its bundle: it is open so, or was refused on that very ground.

    What was refused on another ground was not refused for want of it, and what its person took back stays taken back.
    """
    if service not in case.without:
        return False
    return case.is_open or (
        case.status == "refused" and bool(case.ground) and case.ground == case.otherwise.get(service)
    )


def check_reopened(case: Case, act: Act) -> Refusal | None:
    """It is a case of the same bundle, without which this one stands."""
    service = str(act.data.get("service", ""))
    known = case.bundle.get("cases", {}).get(service)
    if known and known == act.data.get("case") and fell_with(case, service):
        return None
    return Refusal(
        code="did-not-fall-with-it",
        reason=Text(
            id="Berkas ini tidak tertahan atau ditolak karena berkas itu.",
            en="This case neither stands without that one nor was refused for want of it.",
        ),
        remedy=Text(
            id="Muat ulang halaman untuk melihat keadaan terakhir.", en="Reload the page to see the latest state."
        ),
    )


def reopened(case: Case, event: Event) -> Case:
    """Let it wait again, as it did after its filing: that other case is decided anew, and then its own turn comes.

    What was done without the other case is done again, by whoever is next: it was judged by an answer that is no more.
    """
    service, own = str(event.data.get("service", "")), {step.id for step in case.steps}
    done = {name: officer for name, officer in case.done_by.items() if name not in own | {SIGNS}}
    objection = {**case.objection, "outcome": OVERTAKEN} if case.objection_due else case.objection
    return replace(
        case,
        waits_for={**case.waits_for, service: str(event.data.get("case", ""))},
        without=tuple(one for one in case.without if one != service),
        ended=tuple(one for one in case.ended if one not in own | {other_case(service)}),
        done_by=done,
        objection=objection,
        objection_due=None,
        reopened_at=event.occurred_at,
        **_AS_BEFORE_ITS_TURN,
    ).with_ball("office", event.occurred_at)


_AS_BEFORE_ITS_TURN: Mapping[str, Any] = {
    **dict.fromkeys(
        (
            "step_due_at", "step_since", "due_at", "legal_due_at", "opened_at", "complete_at", "holder", "paused_at",
            "resume_by", "answer_by", "warn_at", "warned_at", "silent_at", "decided_at", "issued_at", "delivered_at",
            "closed_at", "valid_until", "remind_at", "correction_due",
        )
    ),
    **dict.fromkeys(("step", "ground", "part_ground", "letter", "paused_for"), ""),
    **{name: {} for name in ("work", "correction", "pooled", "exempt")},
    "beside": (),
    "status": "checking",
}  # fmt: skip


def still_without(case: Case, answered: Iterable[str]) -> tuple[str, ...]:
    """Return the cases that are missing after an answer.

    answered: the questions. Who gives in another way what such a case would have given is no longer without it; whether
    it is true, the officer sees.
    """
    if not case.without:
        return ()
    given = {source for name in answered for source, _ in [case.awaits.get(name, ("", ""))]}
    return tuple(one for one in case.without if one not in given)


def _without_waiting(case: Case, data: Mapping[str, Any]) -> Case:
    service = str(data.get("service", ""))
    return replace(
        case,
        waits_for={name: number for name, number in case.waits_for.items() if name != service},
        ended=(*case.ended, other_case(service)),
        without=case.without if data.get("outcome") == GRANTED else (*case.without, service),
    )


SYSTEM = frozenset({"system"})
ACTS = (
    ActRule("predecessor_ended", OPEN_STATUSES, SYSTEM, ended, check=check_ended, record=record_ended),
    ActRule("predecessor_reopened", OPEN_STATUSES | {"refused"}, SYSTEM, reopened, check=check_reopened),
)
