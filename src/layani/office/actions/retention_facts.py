"""What is due by the retention schedule, and what holds it up; only reading."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q

from layani.office.house import calendar, catalogue
from layani.office.tables.models import Case, Hold, Instruction, Mandate
from layani.office.tables.models.instructions import InstructionQuerySet
from layani.office.tables.models.mandates import MandateQuerySet
from layani.office.tables.projection import state_of
from layani.rules.cases.act import written
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import Term
from layani.rules.cases.state import GRANTED_STATUSES
from layani.rules.cases.state import Case as State
from layani.rules.cases.validity import before
from layani.rules.retention.deciding import Standing, held_by, kept_until, rule_of, span_of
from layani.rules.retention.model import Kept
from layani.rules.retention.schedule import CASES, INSTRUCTION, MANDATE, ends_on, schedule_on

STATUSES: Mapping[str, tuple[str, ...]] = {
    "case-granted": tuple(sorted(GRANTED_STATUSES)),
    "case-refused": ("refused",),
    "case-withdrawn": ("lapsed", "withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Keeping:
    """Until when one application is kept, and the span that was counted."""

    last_day: date
    span: Term


@dataclass(frozen=True, slots=True)
class Due:
    """What would be erased on a day, of applications and mandates: how many by rule, and how many are held by why."""

    rules: Mapping[str, int]
    held: Mapping[str, int]


def today_at(now: datetime) -> date:
    """Return the office's day."""
    return calendar().local(now).date()


def own_spans(service: str) -> Kept | None:
    """Return what a service's file says; None where it says nothing, or the service is no more."""
    found = catalogue().services.get(service)
    return found.retention if found else None


def keeping_of(case: State, today: date) -> Keeping | None:
    """Return until when an application is kept by the schedule of today; None where no end is known."""
    schedule, own = schedule_on(today), own_spans(case.service)
    rule, last = rule_of(case), kept_until(case, schedule, own, calendar())
    return Keeping(last, span_of(rule, schedule, own)) if rule and last else None


def standing_of(row: Case, today: date) -> Standing:
    """Gather what may hold one application back; three queries."""
    return standings([row], today)[row.pk]


def standings(rows: Iterable[Case], today: date) -> dict[int, Standing]:
    """Gather the same of several; three queries."""
    some = list(rows)
    ids = [row.pk for row in some]
    renewing = Case.objects.open().filter(rest__renews__in=[row.number for row in some])
    renewed = {renews for renews in renewing.values_list("rest__renews", flat=True)}
    span = schedule_on(today).rules[INSTRUCTION].span
    told: dict[int, date] = {}
    for case, at in Instruction.objects.filter(case__in=ids).values_list("case_id", "at"):
        told[case] = max(told.get(case, date.min), ends_on(calendar(), at, span))
    held: dict[int, date] = {}
    for hold in Hold.objects.that_may_hold(today).filter(case__in=ids):
        held[hold.case_id] = max(held.get(hold.case_id, date.min), hold.last_day())
    return {row.pk: Standing(row.number in renewed, told.get(row.pk), held.get(row.pk)) for row in some}


def kept_by(office: Calendar, now: datetime, span: Term) -> datetime:
    """Return the moment before which what began to be counted is over at ``now``, to within a day."""
    if span.unit in ("months", "calendar days"):
        return before(office, now, span)
    raise ValueError(f"A span of retention is counted in months or calendar days, not in {span.unit}.")


def to_erase(now: datetime, most: int) -> list[str]:
    """Return the numbers of applications whose time is over and that nothing holds, at most so many."""
    today = today_at(now)
    found = []
    for row, why in _over(now, today):
        if not why:
            found.append(row.number)
        if len(found) == most:
            break
    return found


def what_is_due(now: datetime) -> Due:
    """Count what would be erased at ``now``, and what is held; it reads every application whose time is over.

    Instructions are not counted: whoever counts would learn that an officer wrote one down.
    """
    rules: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for row, why in _over(now, today_at(now)):
        if why:
            held.update(why)
        else:
            rules[str(rule_of(state_of(row)))] += 1
    over, due = mandates_over(now).count(), mandates_due(now).count()
    rules.update({MANDATE: due} if due else {})
    held.update({"filed": over - due} if over > due else {})
    return Due(rules, held)


def mandates_over(now: datetime) -> MandateQuerySet:
    """Return the mandates whose time is over, and those of which both people were erased."""
    today = today_at(now)
    moment = kept_by(calendar(), now, schedule_on(today).rules[MANDATE].span)
    return Mandate.objects.over(moment, today_at(moment), today)


def mandates_due(now: datetime) -> MandateQuerySet:
    """Return those of them that nothing needs any more: what was filed by one shows by it why somebody else filed."""
    return mandates_over(now).exclude(pk__in=Mandate.objects.still_needed().values("pk"))


def instructions_due(now: datetime, most: int) -> list[int]:
    """Return the ids of instructions whose time is over and whose case is neither open nor held, at most so many."""
    today = today_at(now)
    rows = _instructions_over(now)
    last, found = 0, list[int]()
    while len(found) < most and (some := list(rows.filter(pk__gt=last).order_by("pk")[:ROWS_AT_A_TIME])):
        beside = standings([row.case for row in some if row.case], today)
        found += [row.pk for row in some if row.case is None or not _is_needed(row.case, beside[row.case.pk], today)]
        last = some[-1].pk
    return found[:most]


def is_instruction_due(pk: int, now: datetime) -> bool:
    """Ask of one instruction what ``instructions_due`` asks of all; whoever erases it has locked it."""
    row, today = _instructions_over(now).filter(pk=pk).first(), today_at(now)
    if row is None or row.case is None:
        return row is not None
    return not _is_needed(row.case, standing_of(row.case, today), today)


def _instructions_over(now: datetime) -> InstructionQuerySet:
    return Instruction.objects.over(kept_by(calendar(), now, schedule_on(today_at(now)).rules[INSTRUCTION].span))


def _is_needed(row: Case, beside: Standing, today: date) -> bool:
    case = state_of(row)
    return case.is_open or bool(set(held_by(case, beside, today)) - {"instruction"})


ROWS_AT_A_TIME = 500


def _over(now: datetime, today: date) -> Iterator[tuple[Case, tuple[str, ...]]]:
    """Yield every application whose time is over, with why it is held all the same."""
    asked = Q(pk=None)
    for rule in CASES:
        asked |= _candidates(rule, now, today)
    last = 0
    rows = Case.objects.own().filter(asked, erasure=None).order_by("pk")
    while some := list(rows.filter(pk__gt=last)[:ROWS_AT_A_TIME]):
        beside = standings(some, today)
        for row in some:
            case = state_of(row)
            keeping = keeping_of(case, today)
            if keeping is not None and keeping.last_day < today:
                yield row, held_by(case, beside[row.pk], today)
        last = some[-1].pk


def _candidates(rule: str, now: datetime, today: date) -> Q:
    """Return what may be over by a rule: by the schedule, and by each service that says otherwise."""
    schedule = schedule_on(today)
    others = {slug: own.spans[rule] for slug, own in _owns().items() if rule in own.spans}
    usual = Q(status__in=STATUSES[rule]) & ~Q(service__in=sorted(others))
    found = usual & _ended(rule, kept_by(calendar(), now, schedule.rules[rule].span), lasting=False)
    for slug, span in others.items():
        mine = Q(status__in=STATUSES[rule], service=slug)
        found |= mine & _ended(rule, kept_by(calendar(), now, span), lasting=True)
    return found


def _owns() -> dict[str, Kept]:
    return {slug: one.retention for slug, one in catalogue().services.items() if one.retention}


def _ended(rule: str, moment: datetime, *, lasting: bool) -> Q:
    """Return what ended before a moment. lasting: also what has no end, by the day of its letter."""
    day_after = calendar().at(calendar().local(moment).date(), time.max)
    text: Any = written(day_after)
    if rule == "case-withdrawn":
        return Q(closed_at__lte=day_after) | Q(closed_at=None, rest__last_at__lte=text)
    if rule == "case-refused":
        return Q(decided_at__lte=day_after)
    ended = Q(rest__valid_until__lte=text) | Q(rest__revoked_at__lte=text) | Q(rest__superseded_at__lte=text)
    return ended | Q(issued_at__lte=day_after) if lasting else ended
