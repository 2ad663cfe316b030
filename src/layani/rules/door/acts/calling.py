"""A ticket is called, found or not there, and handed on to another counter."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from layani.rules.cases.act import Act, moment, written
from layani.rules.cases.state import Event
from layani.rules.door.act import OFFICER, DoorRule, Facts
from layani.rules.door.ticket import HELD, SUPERVISORS, Ticket
from layani.rules.refusal import Refusal
from layani.rules.text import Text

NO_COUNTER = Refusal(
    code="no-such-counter",
    reason=Text("Kantor ini tidak mempunyai loket itu.", "This office has no such counter."),
    remedy=Text("Pilih loket dari daftar.", "Choose a counter from the list."),
)
SAME_COUNTER = Refusal(
    code="same-counter",
    reason=Text("Tiket ini sudah ada di loket itu.", "The ticket is at that counter already."),
    remedy=Text("Pilih loket yang lain.", "Choose another counter."),
)
OTHERS_COUNTER = Refusal(
    code="waits-for-another-counter",
    reason=Text("Tiket ini menunggu loket lain.", "This ticket waits for another counter."),
    remedy=Text("Tekan “Panggil berikutnya”.", "Press “Call next”."),
)
NOT_WHO_IS_MEANT = Refusal(
    code="supervisor-answers",
    reason=Text(
        "Laporan bahwa seseorang disuruh pulang dijawab oleh pengawas, bukan oleh loket.",
        "A report of being sent away is answered by the head or a supervisor, not by the counter.",
    ),
    remedy=Text("Serahkan kepada pengawas.", "Leave it to the supervisor."),
)
NOT_THE_HEAD = Refusal(
    code="not-the-head-of-the-line",
    reason=Text("Ada yang menunggu lebih dahulu.", "Somebody else is before this one."),
    remedy=Text("Tekan “Panggil berikutnya”.", "Press “Call next”."),
)
TOO_LATE = Refusal(
    code="back-too-late",
    reason=Text("Waktu untuk kembali ke antrean sudah lewat.", "The time to come back into the line is over."),
    remedy=Text(
        "Ambil tiket baru. Dengan kode tiket ini, kunjungan pertama Anda tetap dihitung.",
        "Take a new ticket. With this ticket's code, your first visit still counts.",
    ),
)


def check_call(ticket: Ticket, act: Act, facts: Facts) -> Refusal | None:
    """The head of the line is called, in the hall to a counter; what was handed on by that counter alone."""
    if ticket.for_supervisor:
        return None if act.by.role in SUPERVISORS else NOT_WHO_IS_MEANT
    if facts.ahead:
        return NOT_THE_HEAD
    if ticket.place == "remote":
        return None
    if act.data.get("counter") not in facts.door.counters:
        return NO_COUNTER
    return OTHERS_COUNTER if ticket.only_at not in ("", act.data["counter"]) else None


def call(ticket: Ticket, event: Event) -> Ticket:
    """Call it to a counter. A question from elsewhere has nobody who must come: it is served at once."""
    remote = ticket.place == "remote"
    return replace(
        ticket,
        status="serving" if remote else "called",
        officer=event.by.officer,
        counter=event.data.get("counter", ""),
        called_first_at=ticket.called_first_at or event.occurred_at,
        called_at=event.occurred_at,
        served_at=(ticket.served_at or event.occurred_at) if remote else ticket.served_at,
        calls=ticket.calls + 1,
    )


def recall(ticket: Ticket, event: Event) -> Ticket:
    """Call it once more."""
    return replace(ticket, called_at=event.occurred_at, calls=ticket.calls + 1)


def serve(ticket: Ticket, event: Event) -> Ticket:
    """Its person stands at the counter."""
    return replace(ticket, status="serving", served_at=ticket.served_at or event.occurred_at)


def record_no_show(ticket: Ticket, act: Act, facts: Facts) -> Mapping[str, Any]:
    """Add until when its person may come back."""
    return {**act.data, "back_by": written(act.at + timedelta(minutes=facts.door.come_back))}


def no_show(ticket: Ticket, event: Event) -> Ticket:
    """Nobody came: it may come back for a while."""
    return replace(ticket, status="away", officer=None, back_by=moment(event.data["back_by"]))


def check_come_back(ticket: Ticket, act: Act, facts: Facts) -> Refusal | None:
    """Within the published time."""
    return TOO_LATE if ticket.back_by and act.at > ticket.back_by else None


def come_back(ticket: Ticket, event: Event) -> Ticket:
    """Wait again, near the front."""
    return replace(ticket, status="waiting", came_back=True, back_by=None)


def check_hand_on(ticket: Ticket, act: Act, facts: Facts) -> Refusal | None:
    """To another counter that there is; what came from elsewhere waits at none."""
    if act.data.get("counter") not in facts.door.counters or ticket.place == "remote":
        return NO_COUNTER
    return SAME_COUNTER if act.data["counter"] == ticket.counter else None


def hand_on(ticket: Ticket, event: Event) -> Ticket:
    """Wait for another counter, in the place that it always had."""
    return replace(ticket, status="waiting", officer=None, only_at=event.data["counter"])


def put_back(ticket: Ticket, event: Event) -> Ticket:
    """Give a question from elsewhere back to the line, in its place."""
    return replace(ticket, status="waiting", officer=None)


def check_put_back(ticket: Ticket, act: Act, facts: Facts) -> Refusal | None:
    """Whoever stands in the hall is served, is not there, or is handed on."""
    if ticket.place == "remote":
        return None
    return Refusal(
        code="not-put-back",
        reason=Text("Orang di aula tidak dikembalikan ke antrean.", "Nobody in the hall is put back into the line."),
        remedy=Text(
            "Layani, catat tidak ada, atau teruskan ke loket lain.",
            "Serve them, note that nobody came, or hand them on to another counter.",
        ),
    )


CALLED = frozenset({"called"})
ACTS = (
    DoorRule("call", frozenset({"waiting"}), OFFICER, call, check=check_call),
    DoorRule("recall", CALLED, OFFICER, recall, held=True),
    DoorRule("serve", CALLED, OFFICER, serve, held=True),
    DoorRule("no_show", CALLED, OFFICER, no_show, held=True, record=record_no_show),
    DoorRule("come_back", frozenset({"away"}), frozenset({"citizen", "officer"}), come_back, check=check_come_back),
    DoorRule("hand_on", HELD, OFFICER, hand_on, held=True, check=check_hand_on),
    DoorRule("put_back", HELD, OFFICER, put_back, held=True, check=check_put_back),
)
