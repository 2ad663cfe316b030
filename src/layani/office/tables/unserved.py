"""What waits although nobody may serve it, and why: asked when somebody who can help looks, and by the sweep that asks
the pool; not at every press of a button.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from layani.office.house import catalogue
from layani.office.tables.models.cases import Case
from layani.office.tables.models.people import Role, User
from layani.office.tables.prepared import rows_of
from layani.office.tables.projection import state_of
from layani.rules.cases.second_officer import why_barred
from layani.rules.cases.state import Case as State
from layani.rules.sections import plain

OWN = "own-case"


@dataclass(frozen=True, slots=True)
class Unserved:
    """Cases of one queue that no officer may serve; ``count`` of them."""

    service: str
    step: str
    role: str
    count: int


# Every officer who holds the step's role on that day is barred from the case, is its applicant or brought it as their
# agent; or nobody holds it.
_WAITING = """
from (
  select id, number, service, step, step_role, office, barred, party_id from tables_case
  where holder_id is null and ball = 'office' and not (step_role = '') and office = %s
  union all select case_id, number, service, step, step_role, office, barred, party_id from tables_beside
  where holder_id is null and ball = 'office' and not (step_role = '') and office = %s
) c join tables_party p on p.id = c.party_id
left join tables_proxyfiling f on f.case_id = c.number left join tables_party a on a.id = f.holder_id
where not exists (
  select 1 from tables_role r join tables_user u on u.id = r.user_id
  where r.office = c.office
  and (r.name = c.step_role or substr(c.step_role, 1, length(r.name) + 1) = r.name || '@')
  and r.since <= %s and (r.until is null or r.until >= %s)
  and u.is_active and not (c.barred like '%%,' || u.id || ',%%')
  and not (u.nik_mac is not null and p.nik_mac is not null and u.nik_mac = p.nik_mac)
  and not (u.nik_mac is not null and a.nik_mac is not null and u.nik_mac = a.nik_mac)
)
"""
_COUNTED = (
    f"select c.service, c.step, c.step_role, count(*) {_WAITING} "  # noqa: S608  built from constants alone
    "group by c.service, c.step, c.step_role order by count(*) desc, c.service, c.step"
)
_ONE_BY_ONE = f"select c.id, c.step {_WAITING} order by c.id limit %s"  # noqa: S608


def unserved(office: str, day: date) -> list[Unserved]:
    """Return the queues of an office in which something waits that nobody on duty on ``day`` may serve; one query."""
    return [Unserved(*row) for row in rows_of(_COUNTED, [office, office, day, day])]


@dataclass(frozen=True, slots=True)
class Kept:
    """An officer who holds the step's role and may not do it, and why: names of ``why_barred``, or OWN."""

    officer: User
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stuck:
    """One step that nobody on duty may do; ``case`` is seen at it. kept: empty where nobody holds its role."""

    row: Case
    case: State
    kept: tuple[Kept, ...]


Holders = Mapping[str, tuple[User, ...]]


def holders_on(office: str, day: date, roles: Collection[str] | None = None) -> Holders:
    """Return who holds each of some roles (all of them, where none are named) on a day, by name; one query.

    Who holds a role in the whole office stands with that role in each section, too.
    """
    held = Role.objects.held_on(day).filter(office=office, user__is_active=True)
    if roles is not None:
        held = held.filter(name__in=sorted({*roles, *map(plain, roles)}))
    found: dict[str, tuple[User, ...]] = {}
    for one in held.select_related("user").order_by("user__full_name", "user_id"):
        for name in catalogue().office.sections.held((one.name,)):
            found[name] = (*(user for user in found.get(name, ()) if user != one.user), one.user)
    return found


def stuck(office: str, day: date, most: int) -> list[Stuck]:
    """Return at most so many steps that nobody on duty on ``day`` may do, the earliest case first; three queries."""
    asked = rows_of(_ONE_BY_ONE, [office, office, day, day, most])
    rows = {row.pk: row for row in Case.objects.filter(pk__in=[pk for pk, _ in asked]).select_related("party")}
    holders = holders_on(office, day)
    found = []
    for pk, step in asked:
        case = state_of(rows[pk]).seen_at(step)
        kept = tuple(Kept(one, why_kept(rows[pk], case, one)) for one in holders.get(case.step_role, ()))
        found.append(Stuck(rows[pk], case, kept))
    return found


def why_kept(row: Case, case: State, officer: User) -> tuple[str, ...]:
    """Return what keeps an officer from the step at which a case is seen; the row's party must be loaded."""
    mine = bytes(officer.nik_mac) if officer.nik_mac else b""
    own = bool(mine) and (
        (row.party.nik_mac is not None and bytes(row.party.nik_mac) == mine) or case.proxy.get("agent") == mine.hex()
    )
    return (*why_barred(case, officer.pk), *((OWN,) if own else ()))
