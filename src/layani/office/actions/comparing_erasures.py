"""Hold every erasure against the schedule, and every key that is gone against the erasures.

Who erases somebody to be rid of their file can write an act for it like any other, with a leaf in the record. What they
cannot change is when the application ended and what the schedule says: those stand in acts and files of their own.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from json import loads

from cryptography.exceptions import InvalidTag
from django.db.models import Q

from layani.office.actions.comparing_mandates import ENDS
from layani.office.actions.looking_through import BEFORE_ALL, legible
from layani.office.actions.missing_keys import of_missing
from layani.office.actions.parties import person_of
from layani.office.actions.retention_facts import kept_by, own_spans, today_at
from layani.office.actions.vouching import says_declared
from layani.office.house import calendar, codes, key_store, service_on
from layani.office.tables.models import (
    Case,
    Erasure,
    Event,
    Hold,
    Instruction,
    Mandate,
    MandateEvent,
    Party,
    ProxyAct,
    ProxyFiling,
)
from layani.office.tables.projection import state_of
from layani.rules.assurance import DECLARED
from layani.rules.record.leaf import parse_leaf
from layani.rules.retention.deciding import kept_until, rule_of, span_of
from layani.rules.retention.model import Kept
from layani.rules.retention.schedule import INSTRUCTION, MANDATE, PARTY, TICKET, schedule_on

AT_A_TIME = 500


def unscheduled_erasures() -> Iterator[tuple[str, str]]:
    """Yield which application, ticket or person was erased against the schedule, and how; without their content."""
    last = BEFORE_ALL
    rows = Erasure.objects.select_related("case", "ticket", "mandate", "instruction__case", "outbox").order_by("pk")
    while some := list(rows.filter(pk__gt=last)[:AT_A_TIME]):
        held: dict[int, list[Hold]] = defaultdict(list)
        cases = {one.case_id or (one.instruction.case_id if one.instruction else None) for one in some}
        for hold in Hold.objects.ruled().filter(case__in=cases - {None}):
            held[hold.case_id].append(hold)
        for one in some:
            yield from _of_one(one, held)
        last = some[-1].pk
    yield from _people()


def _of_one(one: Erasure, held: Mapping[int, Sequence[Hold]]) -> Iterator[tuple[str, str]]:
    if one.case:
        yield from (
            (one.case.number, what) for what in legible(_of_case(one, one.case, held.get(one.case.pk, ())), str)
        )
    elif one.mandate:
        found = legible(_of_mandate(one, one.mandate), str)
        yield from ((f"mandate {one.mandate.pk}", what) for what in found)
    elif one.instruction:
        found = legible(_of_instruction(one, one.instruction, held.get(one.instruction.case_id or 0, ())), str)
        yield from ((f"instruction {one.instruction.pk}", what) for what in found)
    elif one.ticket:
        yield from ((f"ticket {one.ticket}", what) for what in legible(_by_the_schedule(one, TICKET), str))
        if not _ticket_was_due(one):
            yield f"ticket {one.ticket}", "was erased before its time by the schedule"
    elif one.party_id:
        yield from ((f"person {one.party_id}", what) for what in legible(_by_the_schedule(one, PARTY), str))


def _of_case(erasure: Erasure, row: Case, holds: Sequence[Hold]) -> Iterator[str]:
    case, day, body = state_of(row), today_at(erasure.at), loads(erasure.body)
    rule = rule_of(case)
    if rule is None or not rule == erasure.rule == body["rule"]:
        yield f"was erased by the rule {erasure.rule}, but it ended as {case.status}"
        return
    schedule = schedule_on(day)
    spans = [own for own in _own_spans(case.service, day) if span_of(rule, schedule, own).words().en == body["span"]]
    if not spans:
        yield f"was erased after {body['span']}, which neither the schedule nor the service's file says"
    elif not any((last := kept_until(case, schedule, own, calendar())) and last < day for own in spans):
        yield f"was erased on {day}, before its {body['span']} were over"
    if any(_held(hold, day) for hold in holds if hold.at <= erasure.at):
        yield f"was erased on {day}, while it was held"


def _own_spans(slug: str, day: date) -> list[Kept | None]:
    """Return what the service's file says, or said on that day."""
    now = own_spans(slug)
    try:
        return [now, service_on(slug, day).retention]
    except KeyError:  # a service that the office no longer has
        return [now]


def _held(hold: Hold, day: date) -> bool:
    lifted = today_at(hold.lifted_at) if hold.lifted_at else None
    return day <= hold.last_day(lifted) and (lifted is None or day < lifted)


def _by_the_schedule(erasure: Erasure, rule: str) -> Iterator[str]:
    """Yield where an erasure names another rule, or another span, than the schedule of its day has for such a thing."""
    body = loads(erasure.body)
    if not rule == erasure.rule == body["rule"]:
        yield f"was erased by the rule {erasure.rule}, which is not that of such a thing"
    elif schedule_on(today_at(erasure.at)).rules[rule].span.words().en != body["span"]:
        yield f"was erased after {body['span']}, which the schedule does not say"


def _before_which(erasure: Erasure, rule: str) -> datetime:
    """Return before which moment something must have ended to be erased then."""
    return kept_by(calendar(), erasure.at, schedule_on(today_at(erasure.at)).rules[rule].span)


def _of_mandate(erasure: Erasure, row: Mandate) -> Iterator[str]:
    """Yield what the schedule says against the erasure of a mandate; its end is taken from the leaf of that event."""
    yield from _by_the_schedule(erasure, MANDATE)
    day, moment = today_at(erasure.at), _before_which(erasure, MANDATE)
    events = MandateEvent.objects.filter(mandate=row, kind__in=ENDS).select_related("outbox")
    ended = min((parse_leaf(one.outbox.leaf.encode()).time for one in events), default=None)
    people = Erasure.objects.filter(party__in=[row.giver_id, row.holder_id], at__lte=erasure.at)
    nobody_left = people.count() == len({row.giver_id, row.holder_id}) and (ended is not None or row.until < day)
    if not (nobody_left or row.until < today_at(moment) or (ended is not None and ended < moment)):
        yield f"was erased on {day}, before its time by the schedule was over"
    for kind in (ProxyFiling, ProxyAct):
        by_it = kind._default_manager.filter(mandate=row)
        if by_it.filter(Q(case__erasure=None) | Q(case__erasure__at__gt=erasure.at)).exists():
            yield f"was erased on {day}, while an application that was filed by it was kept"
            return


def _of_instruction(erasure: Erasure, row: Instruction, holds: Sequence[Hold]) -> Iterator[str]:
    """Yield what the schedule says against the erasure of an instruction, which goes with all that adds to it."""
    yield from _by_the_schedule(erasure, INSTRUCTION)
    day, first = today_at(erasure.at), row.adds_to_id or row.pk
    written = Instruction.objects.filter(Q(pk=first) | Q(adds_to=first)).select_related("outbox")
    if max(parse_leaf(one.outbox.leaf.encode()).time for one in written) >= _before_which(erasure, INSTRUCTION):
        yield f"was erased on {day}, before its time by the schedule was over"
    if any(_held(hold, day) for hold in holds if hold.at <= erasure.at):
        yield f"was erased on {day}, while its application was held"
    later = row.case and Event.objects.of_case(row.case.pk).filter(recorded_at__gt=erasure.at).exists()
    if row.case and state_of(row.case).is_open and not later:  # taken up again since, it may have been closed then
        yield f"was erased on {day}, while its application was open"


def _ticket_was_due(erasure: Erasure) -> bool:
    ticket, span = erasure.ticket, schedule_on(today_at(erasure.at)).rules[TICKET].span
    ended = ticket.ended_at if ticket else None
    return ended is not None and ended < kept_by(calendar(), erasure.at, span)


def _people() -> Iterator[tuple[str, str]]:
    """Yield who of the register was erased without an act, while their application is kept, or given another's name."""
    last = BEFORE_ALL
    while rows := list(Party.objects.filter(pk__gt=last).order_by("pk")[:AT_A_TIME]):
        keys = key_store().held(row.ref for row in rows)
        gone = [row.pk for row in rows if row.ref not in keys]
        erasures = {one.ref: one for one in Erasure.objects.filter(party__in=gone).select_related("outbox")}
        kept = set(Case.objects.filter(party__in=gone, erasure=None).values_list("party_id", flat=True))
        for row in rows:
            if row.ref in keys:
                yield from ((f"person {row.pk}", what) for what in legible(_known(row, keys[row.ref]), str))
                continue
            yield from ((f"person {row.pk}", what) for what in of_missing(erasures.get(row.ref), ()))
            if row.ref in erasures and row.pk in kept:
                yield f"person {row.pk}", "was erased while an application of theirs is kept"
        last = rows[-1].pk


def _known(row: Party, key: bytes) -> Iterator[str]:
    if not row.sealed:  # begun to be erased; ``erasing.finish`` ends it, and without its act it is one beside the rules
        if not Erasure.objects.filter(party=row).exists():
            yield "was emptied, and no erasure by the schedule says why"
        return
    try:
        person = person_of(row, key)
    except InvalidTag:
        yield "has a sealed part that their key does not open"
        return
    if (codes().nik(person.nik) if person.nik else None) != (bytes(row.nik_mac) if row.nik_mac else None):
        yield "is found by another identity number than the one that was sealed"
    if row.assurance != DECLARED and says_declared(person):
        yield "counts as known by their card, and what was sealed says by their word alone"
