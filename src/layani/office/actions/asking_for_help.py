"""Where separation of duties leaves nobody of a unit: ask the pool, open the step by an exemption, and close it."""

from datetime import date, datetime, time, timedelta

from layani.office.actions.acting import Deed, act_on
from layani.office.actor import SYSTEM
from layani.office.house import calendar, catalogue
from layani.office.tables.models.exemptions import Exemption
from layani.office.tables.models.second_officers import SecondOfficer
from layani.office.tables.unserved import Holders, Stuck, holders_on, stuck, why_kept
from layani.rules.authority.entering import last_day_of
from layani.rules.cases.act import written
from layani.rules.catalogue.second_officers import exempt_step, pool_for
from layani.rules.refusal import Refused
from layani.rules.sections import plain

APART = ("four-eyes",)
"""All that an exemption lifts, as ``why_kept`` says it."""


def find_hands(now: datetime, at_most: int) -> int:
    """Ask the pool for each step that nobody of its unit may do, and where that fails use an exemption.

    Looks at so many steps at most, and returns for how many something was done. A step whose role nobody holds is no
    question of separation; that a supervisor must mend.
    """
    office, day = catalogue().office, calendar().local(now).date()
    if not (office.pools or office.exempt_steps):
        return 0
    waiting = [one for one in stuck(office.slug, day, at_most) if one.kept]
    if not waiting:
        return 0
    holders = holders_on(office.slug, day)
    held = {(one.service, one.step): one for one in Exemption.objects.in_force(office.slug, day)}
    done = 0
    for one in waiting:
        deed = _pool(one, holders) or _exempted(one, holders, held.get((one.case.service, one.case.step)))
        if deed is None:
            continue
        try:
            act_on(one.row.number, deed, actor=SYSTEM, now=now)
            done += 1
        except Refused:
            continue  # somebody took it, or it went elsewhere, between our look and our act; the attempt is kept
    return done


def end_exemptions(now: datetime, at_most: int) -> int:
    """Keep apart again what an exemption opened that holds no more; returns how many steps."""
    day, done = calendar().local(now).date(), 0
    office = catalogue().office.slug
    held = {one.number for one in Exemption.objects.in_force(office, day)}
    for one in SecondOfficer.objects.exempt_now().filter(case__office=office)[:at_most]:
        if one.exemption in held:
            continue
        deed = Deed("exemption_over", {"step": one.step, "exemption": one.exemption}, role="system")
        try:
            act_on(one.case.number, deed, actor=SYSTEM, now=now)
            done += 1
        except Refused:
            continue  # the step was done, or ended already, between our look and our act; the attempt is kept
    return done


def _pool(one: Stuck, holders: Holders) -> Deed | None:
    """Return the act that asks the pool; None where there is none, it was asked, or nobody of it may do the step."""
    case, step = one.case, one.case.open_step
    if step is None or step.id in case.pooled:
        return None
    pool = pool_for(catalogue().office.pools, plain(step.role), step.kind, case.service)
    if pool is None or all(why_kept(one.row, case, officer) for officer in holders.get(pool.asks, ())):
        return None
    why = sorted({reason for kept in one.kept for reason in kept.why})
    return Deed("pool_asked", {"step": step.id, "role": pool.asks, "why": why}, role="system")


def _exempted(one: Stuck, holders: Holders, exemption: Exemption | None) -> Deed | None:
    """Return the act that opens the step to who did another one; None where that would help nobody of the unit."""
    case, step = one.case, one.case.open_step
    if exemption is None or step is None or step.id in case.exempt or step.kind == "rank":
        return None
    if exempt_step(catalogue().office.exempt_steps, case.service, step.id) is None:
        return None  # the office's file lists it no more
    if all(why_kept(one.row, case, officer) != APART for officer in holders.get(step.role, ())):
        return None
    last = last_day_of(exemption.until, exemption.ended_on)
    data = {
        "step": step.id,
        "exemption": exemption.number,
        "until": written(_end_of(last)),
        "one_in": exemption.one_in,
    }
    return Deed("exempted", data, role="system")


def _end_of(day: date | None) -> datetime | None:
    return calendar().at(day + timedelta(days=1), time()) if day else None
