"""Decisions that can only be refusals, for a mandatory rule has failed: who may not refuse can do nothing with them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from layani.office.house import catalogue
from layani.office.tables.authority_register import register_of
from layani.office.tables.models.cases import Case
from layani.office.tables.prepared import rows_of
from layani.office.tables.projection import state_of
from layani.office.tables.unserved import Holders, Unserved, holders_on, why_kept
from layani.rules.authority.deciding import reaches
from layani.rules.authority.model import Question
from layani.rules.cases.state import Case as State
from layani.rules.sections import plain, plain_in


@dataclass(frozen=True, slots=True)
class LeftToRefuse:
    """A decision that waits, seen at its step; the row has its party."""

    row: Case
    case: State


# A case has few rules, and most that wait have none that failed: the text of their results tells those apart, and what
# it lets through is read. What fell with another case of its bundle stands in "without".
_MAYBE = (
    "(rest ->> 'rules' like '%%\"failed\"%%' or rest ->> 'rules' like '%%\"unknown\"%%' "
    "or rest ->> 'without' is not null)"
)
_WAITS = "holder_id is null and ball = 'office' and office = %s"


def left_to_refuse(office: str, steps: Collection[tuple[str, str]]) -> list[LeftToRefuse]:
    """Return what waits in some steps (service, step) of an office and can only be refused, the earliest first.

    Two queries, where something of that kind waits; one where nothing does; none without steps.
    """
    if not steps:
        return []
    marks = ", ".join(["%s"] * len(steps))
    at = f"service || '/' || step in ({marks})"
    query = (
        f"select id, step from tables_case where {_WAITS} and {at} and {_MAYBE} union all "  # noqa: S608  constants
        f"select case_id, step from tables_beside where {_WAITS} and {at} "
        f"and case_id in (select id from tables_case where {_MAYBE}) order by 1"
    )
    values = [office, *sorted("/".join(one) for one in steps)]
    found = rows_of(query, [*values, *values])
    rows = Case.objects.select_related("party").in_bulk([pk for pk, _ in found]) if found else {}
    seen = [LeftToRefuse(rows[pk], state_of(rows[pk]).seen_at(step)) for pk, step in found]
    return [one for one in seen if one.case.failed_mandatory]


def nobody_refuses(office: str, day: date) -> list[Unserved]:
    """Return the queues in which something waits that can only be refused, and that nobody on duty may refuse.

    Who holds the step's role and is kept from it otherwise, or nobody, is another list (``unserved``). At most five
    queries, and one where nothing of the kind waits.
    """
    decisions = {(one.slug, s.id) for one in catalogue().services.values() for s in one.steps if s.kind == "decide"}
    waiting = left_to_refuse(office, decisions)
    register = register_of(office) if waiting else None
    if register is None:
        return []
    holders = holders_on(office, day)
    roles = _held_by_each(holders)
    counted: dict[tuple[str, str, str], int] = {}
    for one in waiting:
        free = [user for user in holders.get(one.case.step_role, ()) if not why_kept(one.row, one.case, user)]
        asked = (_question(one.case, day, user.pk, roles[user.pk]) for user in free)
        if free and not any(reaches(register, question) for question in asked):
            key = (one.case.service, one.case.step, one.case.step_role)
            counted[key] = counted.get(key, 0) + 1
    return [Unserved(*key, count) for key, count in counted.items()]


def _held_by_each(holders: Holders) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for role, users in holders.items():
        for user in users:
            found.setdefault(user.pk, set()).add(role)
    return {user: frozenset(roles) for user, roles in found.items()}


def _question(case: State, day: date, officer: int, roles: frozenset[str]) -> Question:
    held = plain_in(roles, case.section) if case.section else roles
    return Question(plain(case.step_role), case.service, "refuse", day, officer, held)
