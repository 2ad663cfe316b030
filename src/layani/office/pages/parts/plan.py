"""The plan of a case's money as people read it: amounts, when, on what condition; it tells of no payment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from layani.office.house import calendar, facts_on
from layani.rules.cases.state import GRANTED_STATUSES, Case, Event
from layani.rules.catalogue import Law, Service
from layani.rules.catalogue.amounts.plan import plan_of
from layani.rules.catalogue.scope import FINDINGS
from layani.rules.money.amount import Money
from layani.rules.text import Text

_STATES = {
    "later": Text("setelah keputusan", "after the decision"),
    "waits": Text("menunggu syarat", "waits for its condition"),
    "due": Text("sudah menjadi hak; pembayaran tidak dicatat di sini", "is due; payments are not recorded here"),
    "never": Text("tidak berlaku lagi", "does not apply any more"),
}


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One part: ``state`` is later, waits, due or never; when its condition was recorded, and what was seen then."""

    id: str
    to_applicant: bool
    says: Text
    amount: Money
    condition: Text | None
    law: Law | None
    state: str
    words: Text
    met_at: datetime | None
    seen: str
    role: str


def plan_parts(
    case: Case,
    service: Service | None,
    answers: Mapping[str, Any],
    opened: Iterable[tuple[Event, Mapping[str, Any]]],
    findings: Mapping[str, Mapping[str, Any]],
) -> list[PlanPart]:
    """Return the plan of a case by the answers and the law of its filing; [] where no money is in it.

    opened: its events; those that recorded a condition with their words
    findings: what its steps found so far, from which the fee may be worked out
    """
    if service is None or case.received_at is None or case.imported:
        return []
    met = {event.data["part"]: (event.occurred_at, said) for event, said in opened if event.act == "condition_met"}
    facts = {**facts_on(calendar().local(case.received_at).date()), FINDINGS: findings}
    found = []
    for one in plan_of(service, answers, facts):
        state = _state(case, one.id, conditional=one.condition is not None, out=one.way == "to the applicant")
        found.append(
            PlanPart(
                one.id,
                one.way == "to the applicant",
                one.says,
                one.amount,
                one.condition.says if one.condition else None,
                service.law.get(one.condition.law) if one.condition else None,
                state,
                _STATES[state],
                met[one.id][0] if one.id in met else None,
                str(met[one.id][1].get("words", "")) if one.id in met else "",
                one.condition.by if one.condition else "",
            )
        )
    return found


def has_money(service: Service | None) -> bool:
    """Tell whether a case of a service can have a plan, for which its answers must be opened."""
    return service is not None and bool(service.fee.rows or service.amounts.pays)


def _state(case: Case, part: str, *, conditional: bool, out: bool) -> str:
    if case.status not in GRANTED_STATUSES:
        return "later" if case.is_open else "never"
    return "waits" if conditional and part not in case.met else "due"
