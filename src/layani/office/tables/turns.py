"""Rows become turns: when a service's cases arrived, were first taken, and what put them before others by then."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Min

from layani.office.tables.models.cases import Case, CaseQuerySet, Event
from layani.rules.cases.turns import Turn
from layani.rules.cases.urgency import DECLARED, EXPEDITED, IN_TURN, RECORDED, urgency_of

TAKEN = "take"
# What puts a case before others after its filing, by the act that says so.
LATER = {"put_first": RECORDED, "expedite_granted": EXPEDITED}


def turns_of(cases: CaseQuerySet) -> list[Turn]:
    """Return the turns of those cases that an officer has taken. Two queries.

    What was recorded or granted counts from its moment, so that who was taken before is not said to have been first.
    What the answers declare counts from the filing, also where a later answer declared it.
    """
    acts = Event.objects.filter(case__in=cases.values("pk"), act__in=[TAKEN, *LATER])
    first: dict[int, dict[str, datetime]] = {}
    for case, act, at in acts.values_list("case", "act").annotate(at=Min("occurred_at")).order_by():
        first.setdefault(case, {})[act] = at
    rows = cases.values_list("pk", "received_at", "rest__put_first")
    return [
        Turn(arrived, done[TAKEN], _urgency(reasons or (), done))
        for case, arrived, reasons in rows
        if TAKEN in (done := first.get(case, {}))
    ]


def those_before(office: str, service: str, start: datetime, end: datetime) -> list[Turn]:
    """Return the turns of those who are before others and arrived from ``start`` on and before ``end``."""
    urgent = Case.objects.received_between(office, service, start, end).filter(urgency__lt=IN_TURN)
    return [one for one in turns_of(urgent) if one.urgency < IN_TURN]


def _urgency(reasons: Collection[str], done: dict[str, datetime]) -> int:
    held = [DECLARED] if DECLARED in reasons else []
    held += [reason for act, reason in LATER.items() if act in done and done[act] <= done[TAKEN]]
    return urgency_of(tuple(held))
