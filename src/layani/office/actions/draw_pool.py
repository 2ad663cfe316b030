"""Who can be drawn for the steps of a role, with how many chances, and who cannot do one case and why."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime, time

from layani.office.house import calendar, catalogue, codes
from layani.office.tables.models.beside import Beside
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.cases import Event as EventRow
from layani.office.tables.models.draws import DrawPool, pool_of
from layani.office.tables.models.people import Role, User
from layani.office.tables.models.record import Outbox
from layani.rules.cases.state import DRAWN_MARK, NOBODY_YET, Case
from layani.rules.record.allocation_leaves import (
    AWAY,
    FOUR_EYES,
    OWN_CASE,
    RECUSED,
    ROLE_ENDED,
    Entry,
    Out,
    PoolLeaf,
    parse_entry,
    pool_root,
)
from layani.rules.record.draw import weight_of

ILL = '"reason":"ill"'
"""In the body of an event by which an officer put a case back because they are ill or must leave."""


def pool_for(role: str, now: datetime) -> DrawPool:
    """Return today's pool of a role, made and handed to the record if there is none yet."""
    office, day = catalogue().office.slug, calendar().local(now).date()
    return pool_of(office, role, day) or _make_pool(office, role, day, now)


def _make_pool(office: str, role: str, day: date, now: datetime) -> DrawPool:
    away, load = away_today(now), open_cases_of(office)
    people = {codes().drawn(user.pk): user.pk for user in holders(office, role, day)}
    entries = [Entry(name, weight_of(load[people[name]])) for name in sorted(people) if people[name] not in away]
    out = tuple((name, AWAY) for name in sorted(people) if people[name] in away)
    total = sum(entry.weight for entry in entries)
    leaf = PoolLeaf(role, day, pool_root(entries), len(entries), total, out, now)
    return DrawPool.objects.create(
        office=office,
        role=role,
        day=day,
        lines="".join(f"{entry.line()}\n" for entry in entries),
        outbox=Outbox.objects.create(leaf=leaf.text()),
        at=now,
    )


def entries_of(pool: DrawPool) -> tuple[Entry, ...]:
    """Return the officers of a pool as its leaf committed to them."""
    return tuple(parse_entry(line) for line in pool.lines.splitlines())


def holders(office: str, role: str, day: date) -> Sequence[User]:
    """Return whoever holds a role on a day and can sign in."""
    held = Role.objects.held_on(day).filter(office=office, name=role).values("user_id")
    return list(User.objects.filter(pk__in=held, is_active=True).order_by("pk"))


def people_behind(office: str, role: str) -> dict[str, User]:
    """Return {pseudonym: officer} of everybody who ever held a role."""
    held = Role.objects.filter(office=office, name=role).values("user_id")
    return {codes().drawn(user.pk): user for user in User.objects.filter(pk__in=held)}


def away_today(now: datetime) -> frozenset[int]:
    """Return who said today that they are ill or must leave."""
    midnight = calendar().at(calendar().local(now).date(), time())
    said = EventRow.objects.filter(act="put_back", recorded_at__gte=midnight, body__contains=ILL)
    return frozenset(officer for officer in said.values_list("officer_id", flat=True) if officer)


def open_cases_of(office: str) -> Counter[int]:
    """Return how many open steps each officer has, on the desk or drawn to them: what the chances are reckoned by."""
    found: Counter[int] = Counter()
    rows = list(CaseRow.objects.open().filter(office=office, imported=False).values_list("holder_id", "lane"))
    for holder, lane in [*rows, *Beside.objects.filter(office=office).values_list("holder_id", "lane")]:
        officer = drawn_in(lane) or holder
        if officer:
            found[officer] += 1
    return found


def drawn_in(lane: str) -> int:
    """Return the officer whose own part of a queue this is; NOBODY_YET where it is nobody's."""
    return int(lane.rpartition(DRAWN_MARK)[2]) if DRAWN_MARK in lane else NOBODY_YET


def unable(officer: User, row: CaseRow, seen: Case, serving: Collection[int], away: Collection[int]) -> str:
    """Return why an officer cannot do the open step of a case, as the public record says it; "" where they can.

    serving: who holds the step's role today; away: who is away
    """
    if officer.pk in seen.recused:
        return RECUSED
    if officer.pk in seen.barred:
        return FOUR_EYES
    own = {bytes(row.party.nik_mac).hex() if row.party.nik_mac else "", str(seen.proxy.get("agent", ""))} - {""}
    if officer.nik_mac and bytes(officer.nik_mac).hex() in own:
        return OWN_CASE
    if officer.pk not in serving:
        return ROLE_ENDED
    return AWAY if officer.pk in away else ""


def left_out(pool: DrawPool, row: CaseRow, seen: Case, now: datetime) -> Out:
    """Return who of a pool cannot get this case, and why."""
    serving = {user.pk for user in holders(row.office, seen.step_role, calendar().local(now).date())}
    people, away = people_behind(row.office, seen.step_role), away_today(now)
    names = [entry.pseudonym for entry in entries_of(pool)]
    found = ((name, unable(people[name], row, seen, serving, away)) for name in names)
    return tuple((name, why) for name, why in found if why)
