"""Erase what the retention schedule says: a logged act for each thing, and then its key.

The act is written first, in one transaction with its leaf; files and key go after its commit. A process that dies in
between leaves an act whose key is still there, and so does a key store that was restored from a backup: ``finish``
erases those keys at the next sweep. Nothing that was imported from another system's log is erased.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from layani.office.actions.retention_facts import (
    instructions_due,
    is_instruction_due,
    keeping_of,
    kept_by,
    mandates_due,
    standing_of,
    to_erase,
    today_at,
)
from layani.office.gateways.file_store import file_store
from layani.office.gateways.sealing import canonical
from layani.office.house import calendar, key_store
from layani.office.tables.models import (
    Agent,
    AgentMember,
    Case,
    Complaint,
    Document,
    Draft,
    Erasure,
    IdentityLink,
    Instruction,
    Mandate,
    MandateEvent,
    Outbox,
    OutsideNumber,
    Party,
    PartyPasskey,
    ProxyFiling,
    SignInCode,
    Subject,
    Ticket,
)
from layani.office.tables.models.cases import Event
from layani.office.tables.models.tickets import TicketEvent
from layani.office.tables.projection import state_of
from layani.rules.cases.act import written
from layani.rules.record.encoding import encode_base64
from layani.rules.record.leaf import ErasureLeaf
from layani.rules.record.merkle import leaf_hash, root_of
from layani.rules.record.sealing import SALT_SIZE, commitment
from layani.rules.retention.deciding import held_by, rule_of
from layani.rules.retention.schedule import INSTRUCTION, MANDATE, PARTY, TICKET, schedule_on

AT_A_TIME = 200
REFS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class What:
    """What is erased: a row, by a rule, with the span that was counted and the texts of the leaves it concerns."""

    row: Case | Ticket | Party | Mandate | Instruction
    rule: str
    span: str
    leaves: Sequence[str] = ()


def erase_due(now: datetime) -> int:
    """Erase some of what is due, each in a transaction of its own, and finish what was begun; returns how many."""
    done = finish()
    for number in to_erase(now, AT_A_TIME):
        done += erase_case(number, now=now)
    for ticket in _tickets_due(now)[:AT_A_TIME]:
        done += _erase_ticket(ticket, now)
    for party in _parties_due(now)[:AT_A_TIME]:
        done += _erase_party(party, now)
    for mandate in _mandates_due(now):
        done += _erase_mandate(mandate, now)
    for instruction in instructions_due(now, AT_A_TIME):
        done += _erase_instruction(instruction, now)
    return done


def erase_case(number: str, *, now: datetime) -> bool:
    """Erase one application if its time is over and nothing holds it; False where that is not so."""
    with transaction.atomic():
        row = Case.objects.locked(number)
        case, today = state_of(row), today_at(now)
        keeping = keeping_of(case, today)
        if keeping is None or keeping.last_day >= today or row.imported or Erasure.objects.filter(case=row).exists():
            return False
        if held_by(case, standing_of(row, today), today):
            return False
        leaves = list(Event.objects.of_case(row.pk).values_list("outbox__leaf", flat=True))
        done = _write(What(row, str(rule_of(case)), keeping.span.words().en, leaves), now)
        Subject.objects.filter(case=row).delete()
        OutsideNumber.objects.filter(case=row).delete()
    _finish_case(row)
    key_store().erase(done.ref)
    return True


def finish() -> int:
    """Erase what an act says was erased and is still there; returns how many keys. Reads every erasure."""
    for row in Case.objects.filter(erasure__isnull=False, documents__isnull=False).distinct()[:AT_A_TIME]:
        _finish_case(row)
    for mandate in Mandate.objects.filter(erasure__isnull=False, scan__isnull=False)[:AT_A_TIME]:
        _finish_mandate(mandate)
    done, last = 0, 0
    while rows := list(Erasure.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "ref")[:REFS_AT_ONCE]):
        for ref in key_store().held(ref for _, ref in rows):
            key_store().erase(ref)
            done += 1
        last = rows[-1][0]
    return done


def _finish_case(row: Case) -> None:
    """Remove the files of an erased application: the row goes last, for it is what remembers the file."""
    for document in list(Document.objects.filter(case=row)):
        file_store().remove(document.ref)
        document.delete()


def _write(what: What, now: datetime) -> Erasure:
    """Keep the act with its leaf; the caller holds the transaction."""
    since = schedule_on(today_at(now)).since
    content: dict[str, Any] = {
        "at": written(now),
        "count": len(what.leaves),
        "leaves": encode_base64(root_of(leaf_hash(leaf.encode()) for leaf in what.leaves)),
        "rule": what.rule,
        "schedule": since.isoformat(),
        "span": what.span,
    }
    body, salt = canonical(content), os.urandom(SALT_SIZE)
    outbox = Outbox.objects.create(leaf=ErasureLeaf(commitment(body, salt), now).text())
    about = {type(what.row).__name__.lower(): what.row}
    return Erasure.objects.create(
        **about, ref=what.row.ref, rule=what.rule, body=body.decode(), salt=salt, outbox=outbox, at=now
    )


def _tickets_due(now: datetime) -> list[int]:
    """Return the tickets whose words are due, without those that bind the office, belong to an open case, or have an
    answer that SP4N was not told yet.
    """
    today = today_at(now)
    span = schedule_on(today).rules[TICKET].span
    ended = Ticket.objects.filter(status="ended", erasure=None, ended_at__lt=kept_by(calendar(), now, span))
    bound = Ticket.objects.filter(binds_until__gte=today)
    busy = Ticket.objects.filter(filed__case__in=Case.objects.open())
    found = ended.exclude(pk__in=bound.values("pk")).exclude(pk__in=busy.values("pk"))
    found = found.exclude(pk__in=Complaint.objects.to_hand_back().order_by().values("ticket_id"))
    return list(found.order_by("id").values_list("pk", flat=True)[:AT_A_TIME])


def _erase_ticket(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        row = Ticket.objects.locked(pk)
        if row.status != "ended" or Erasure.objects.filter(ticket=row).exists():
            return False
        span = schedule_on(today_at(now)).rules[TICKET].span
        events = TicketEvent.objects.of_ticket(pk).filter(outbox__isnull=False)
        leaves = [leaf for leaf in events.values_list("outbox__leaf", flat=True) if leaf]
        done = _write(What(row, TICKET, span.words().en, leaves), now)
        row.contact_mac, row.sealed_contact = None, None
        row.save(update_fields=["contact_mac", "sealed_contact"])
        Complaint.objects.filter(ticket=row).update(code=None, sealed_number=None)
    key_store().erase(done.ref)
    return True


def _parties_due(now: datetime) -> list[int]:
    """Return the people of whom nothing is left but the register's entry, and that for long enough."""
    before = kept_by(calendar(), now, schedule_on(today_at(now)).rules[PARTY].span)
    alone = Party.objects.filter(erasure=None, created_at__lt=before)
    busy: tuple[QuerySet[Any, Any], ...] = (
        Case.objects.filter(erasure=None).values("party_id"),
        Case.objects.filter(erasure__at__gte=before).values("party_id"),
        Draft.objects.values("party_id"),
        Document.objects.values("party_id"),
        SignInCode.objects.filter(party__isnull=False).values("party_id"),
        *_acting(today_at(now), before),
    )
    for owners in busy:
        alone = alone.exclude(pk__in=owners)
    return list(alone.order_by("id").values_list("pk", flat=True)[:AT_A_TIME])


def _acting(today: date, before: datetime) -> tuple[QuerySet[Any, Any], ...]:
    """Return who gave or holds a mandate that may still be used, and who filed for others since ``before``: they are
    needed although no application is their own. A mandate that ended keeps nobody.
    """
    mandates = Mandate.objects.filter(ended="", until__gte=today)
    filed = ProxyFiling.objects.filter(Q(at__gte=before) | Q(case__in=Case.objects.open()))
    return mandates.values("giver_id"), mandates.values("holder_id"), filed.values("holder_id")


def _erase_party(pk: int, now: datetime) -> bool:
    """Erase a person from the register; the row stays, for erased cases and looks name it, and knows nobody."""
    with transaction.atomic():
        row = Party.objects.select_for_update().get(pk=pk)
        if Erasure.objects.filter(party=row).exists() or pk not in _parties_due(now):
            return False
        span = schedule_on(today_at(now)).rules[PARTY].span
        done = _write(What(row, PARTY, span.words().en), now)
        row.sealed, row.nik_mac, row.phone_mac, row.email_mac = b"", None, None, None
        for kind in (PartyPasskey, IdentityLink, Agent):
            kind.objects.filter(party=row).delete()
        AgentMember.objects.filter(party=row, ended_at=None).update(ended_at=now, ended_by="erased")
        row.vouched += 1  # whoever is still signed in as this person is not any more
        row.save(update_fields=["sealed", "nik_mac", "phone_mac", "email_mac", "vouched"])
    key_store().erase(done.ref)
    return True


def _mandates_due(now: datetime) -> list[int]:
    """Return the mandates that ended long enough ago, or whose people are both gone, and by which nothing kept came."""
    return list(mandates_due(now).order_by("pk").values_list("pk", flat=True)[:AT_A_TIME])


def _erase_mandate(pk: int, now: datetime) -> bool:
    """Erase what an officer saw of a mandate, and its scan; who gave it to whom, for what and until when stays."""
    with transaction.atomic():
        row = Mandate.objects.select_for_update(of=("self",)).get(pk=pk)
        if not mandates_due(now).filter(pk=pk).exists():
            return False
        span = schedule_on(today_at(now)).rules[MANDATE].span
        events = MandateEvent.objects.filter(mandate=row).order_by("seq")
        done = _write(What(row, MANDATE, span.words().en, list(events.values_list("outbox__leaf", flat=True))), now)
        row.sealed = b""
        row.save(update_fields=["sealed"])
    _finish_mandate(row)
    key_store().erase(done.ref)
    return True


def _finish_mandate(row: Mandate) -> None:
    """Remove the scan of an erased mandate: its row goes after its file, for it is what remembers the file."""
    if row.scan is not None:
        document, row.scan = row.scan, None
        file_store().remove(document.ref)
        with transaction.atomic():
            row.save(update_fields=["scan"])
            document.delete()


def _erase_instruction(pk: int, now: datetime) -> bool:
    """Erase an instruction with all that was added to it, each by an act of its own, for each has its own key."""
    with transaction.atomic():
        first = Instruction.objects.select_for_update(of=("self",)).select_related("case").get(pk=pk)
        if first.case:
            Case.objects.locked(first.case.number)  # so that no hold is put on it meanwhile
        # Since it was found due its writer may have added to it, and its case may have been put on hold.
        if not is_instruction_due(pk, now):
            return False
        rows = [first, *Instruction.objects.filter(adds_to=first).order_by("pk")]
        span = schedule_on(today_at(now)).rules[INSTRUCTION].span
        done = [_write(What(row, INSTRUCTION, span.words().en, [row.outbox.leaf]), now) for row in rows]
    for one in done:
        key_store().erase(one.ref)
    return True


def last_days(rows: Sequence[Case], now: datetime) -> dict[int, date]:
    """Return {id of the case: last day on which it is kept} of those that have one, as the applicant is told it."""
    today = today_at(now)
    found = {row.pk: keeping_of(state_of(row), today) for row in rows if not row.imported}
    # Whatever is over by now goes with one of the next sweeps.
    return {pk: max(one.last_day, today - timedelta(days=1)) for pk, one in found.items() if one is not None}
