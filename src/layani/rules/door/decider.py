"""Decides whether an act may happen to a ticket, and what the ticket is after it."""

from collections.abc import Iterable
from dataclasses import replace

from layani.rules.cases.act import Act
from layani.rules.cases.state import Event
from layani.rules.discover import discover
from layani.rules.door import acts
from layani.rules.door.act import DoorRule, Facts
from layani.rules.door.ticket import Ticket
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

RULES: dict[str, DoorRule] = {rule.kind: rule for found in discover(acts, "ACTS").values() for rule in found}


def objection(ticket: Ticket | None, act: Act, facts: Facts) -> Refusal | None:
    """Return why the rules of the door refuse the act, or None."""
    rule = RULES[act.kind]
    fits = ticket is None if not rule.statuses else ticket is not None and ticket.status in rule.statuses
    if not fits or act.by.kind not in rule.by:
        return _out_of_place(ticket)
    if rule.held and ticket is not None and act.by.officer != ticket.officer:
        return NOT_YOURS
    return rule.check(ticket or Ticket(), act, facts)


def decide(ticket: Ticket | None, act: Act, facts: Facts) -> Event:
    """Return the event of an act, or raise Refused and change nothing."""
    if refusal := objection(ticket, act, facts):
        raise Refused(refusal)
    before = ticket or Ticket()
    data = RULES[act.kind].record(before, act, facts)
    return Event(act=act.kind, seq=before.seq, by=act.by, occurred_at=act.at, data=data)


def evolve(ticket: Ticket, event: Event) -> Ticket:
    """Return the ticket after one more event."""
    return replace(RULES[event.act].change(ticket, event), seq=event.seq + 1)


def replay(events: Iterable[Event]) -> Ticket:
    """Return the ticket that the events add up to."""
    ticket = Ticket()
    for event in events:
        ticket = evolve(ticket, event)
    return ticket


NOT_YOURS = Refusal(
    code="not-at-your-counter",
    reason=Text("Tiket ini tidak ada di loket Anda.", "This ticket is not at your counter."),
    remedy=Text("Tekan “Panggil berikutnya”.", "Press “Call next”."),
)


def _out_of_place(ticket: Ticket | None) -> Refusal:
    if ticket is not None and not ticket.is_open:
        return Refusal(
            code="ticket-ended",
            reason=Text("Tiket ini sudah selesai.", "This ticket has ended."),
            remedy=Text(
                "Ambil tiket baru. Dengan kode tiket ini, kunjungan pertama Anda tetap dihitung.",
                "Take a new ticket. With this ticket's code, your first visit still counts.",
            ),
        )
    return Refusal(
        code="out-of-place",
        reason=Text(
            "Tindakan ini tidak dapat dilakukan pada keadaan tiket sekarang.",
            "This act does not fit the present state of the ticket.",
        ),
        remedy=Text("Muat ulang halaman untuk melihat keadaan terakhir.", "Reload the page to see the latest state."),
    )
