"""Open a case of a bundle once another one, for which it waits, has ended; pass on the number where it is asked."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from layani.office.actions.acting import Deed, Done, act_on, act_on_locked
from layani.office.actions.issuing import set_aside
from layani.office.actions.viewing import answers_of, findings_of
from layani.office.actor import SYSTEM
from layani.office.gateways.key_store import KeyGone
from layani.office.house import calendar, facts_on, service
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.projection import state_of
from layani.rules.cases.acts.following import GRANTED, fell_with
from layani.rules.cases.state import GRANTED_STATUSES, Case
from layani.rules.catalogue import Service, evaluate_rules

LETTER = "letter"


def follow(row: CaseRow, other: CaseRow, *, now: datetime) -> Done:
    """Note in a case how another one ended, or raise Refused and change nothing; the system does it.

    other: the case that it waits for, which is granted with its letter, revoked since, refused, or closed
    """
    ended = state_of(other)
    outcome = "revoked" if ended.revoked_at else GRANTED if ended.status in GRANTED_STATUSES else ended.status
    deed = Deed(
        "predecessor_ended", {"service": other.service, "case": other.number, "outcome": outcome}, role="system"
    )

    def finish(row: CaseRow, case: Case) -> Deed:
        # A version may have been made to count for it a moment ago; from here on none is.
        values, given = _worked_out(row, case, other, ended, outcome)
        return replace(deed, data={**deed.data, **values}, personal={"answers": given} if given else None)

    return act_on(row.number, replace(deed, finish=finish), actor=SYSTEM, now=now)


def bundled_with(row: CaseRow) -> tuple[str, ...]:
    """Return the numbers of the cases of the bundle with which a case was filed, its own too; none for a case alone."""
    return tuple(row.rest.get("bundle", {}).get("cases", {}).values())


def come_back(other: CaseRow, *, now: datetime) -> int:
    """Let the cases of a bundle wait again for one of which the decision was set aside; returns how many.

    In the transaction of that act, which has locked the whole bundle: what fell with a decision comes back with it.
    Those that follow a case that comes back come back as well.
    """
    found = CaseRow.objects.filter(number__in=bundled_with(other), rest__has_key="without", erasure=None).order_by("pk")
    return sum(_comes_back(number, other, now) for number in found.values_list("number", flat=True))


def _comes_back(number: str, other: CaseRow, now: datetime) -> int:
    row = CaseRow.objects.locked(number)
    case = state_of(row)
    if not fell_with(case, other.service):
        return 0
    if case.decided_at:
        set_aside(row, now, granted=False, issued=bool(case.letter))
    deed = Deed("predecessor_reopened", {"service": other.service, "case": other.number}, role="system")
    done = act_on_locked(row, deed, actor=SYSTEM, now=now)
    return 1 + come_back(done.row, now=now)


def _worked_out(
    row: CaseRow, case: Case, other: CaseRow, ended: Case, outcome: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the event says of the rules, and the answers that the other case gives; of a locked case."""
    try:
        definition = service(row.service, row.version)
        given = _given(case, definition, other, ended) if outcome == GRANTED else {}
        facts = facts_on(calendar().local(row.received_at).date())
        results = evaluate_rules(definition, {**answers_of(row), **given}, facts)
    except KeyGone:
        return {}, {}  # its own answers are erased: nothing can be worked out from them any more
    values = {
        "given": sorted(given),
        "rules": {result.rule: result.outcome for result in results},
        "must": [result.rule for result in results if result.mandatory],
    }
    return values, given


def _given(case: Case, definition: Service, other: CaseRow, ended: Case) -> dict[str, Any]:
    """Return the answers that the other case gives; one that the question would not take is left out."""
    found: dict[str, Any] = {}
    for name, (source, what) in case.awaits.items():
        if source == other.service and (value := _value(other, ended, what)) is not None:
            found[name] = value
    return {name: value for name, value in found.items() if definition.answers.validator.is_valid({name: value})}


def _value(other: CaseRow, ended: Case, what: str) -> Any:
    if what == LETTER:
        return ended.letter or None
    _, step, name = what.split(".")
    try:
        return findings_of(other).get(step, {}).get(name)
    except KeyGone:
        return None
