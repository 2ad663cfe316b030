"""Take complaints from SP4N-LAPOR!, give those made here its number, and hand the answers back; for supervisors."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from layani.office.actions.door import LONGEST_WORDS, Opening, open_ticket
from layani.office.actions.door_reading import words_of
from layani.office.actions.system_use import FIELDS, month_of
from layani.office.actor import Actor
from layani.office.gateways.sealing import canonical, open_sealed, seal
from layani.office.house import calendar, catalogue, codes, key_store
from layani.office.tables.models import Complaint, SystemUse, Ticket
from layani.rules.cases.act import written
from layani.rules.cases.clock import due
from layani.rules.door.sp4n import FIELDS_TYPED, SYSTEM, Row, classes, wrong_number
from layani.rules.door.ticket import SUPERVISORS
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

NUMBER = "ticket/sp4n"
"""To what a number is bound, so that sealed parts cannot be swapped."""
NOT_SUPERVISOR = Refusal(
    "supervisor-answers",
    Text("Pengaduan SP4N-LAPOR! diterima dan dijawab pengawas.", "A supervisor takes and answers what SP4N passes on."),
    Text("Serahkan kepada pengawas.", "Leave it to the supervisor."),
)
TAKEN = Refusal(
    "number-used-before",
    Text("Nomor SP4N-LAPOR! itu sudah tercatat di sini.", "That number of SP4N-LAPOR! is entered here already."),
    Text(
        "Cari di daftar; bila nomornya salah ketik, salin lagi.", "Look in the list; if it is mistyped, copy it again."
    ),
)
UNKNOWN_CLASS = Refusal(
    "unknown-class",
    Text("Golongan pengaduan itu tidak ada.", "There is no such class of complaints."),
    Text(f"Pilih satu: {', '.join(classes())}.", f"Choose one of: {', '.join(classes())}."),
)
NOT_YET = Refusal(
    "received-later",
    Text("Waktu terimanya belum tiba.", "Its time of receipt is still to come."),
    Text("Salin waktu terima dari SP4N-LAPOR!.", "Copy the time of receipt from SP4N-LAPOR!."),
)


def receive(row: Row, *, actor: Actor, now: datetime, typed: bool) -> Ticket:
    """Open the ticket of a complaint from SP4N; its day counts from SP4N's own receipt. Raises Refused.

    typed: somebody typed it a second time; it is counted as that. A number is taken once.
    """
    _require_supervisor(actor)
    _require_number(row.number)
    if row.klass not in classes():
        raise Refused(UNKNOWN_CLASS)
    if row.received_at > now:
        raise Refused(NOT_YET)
    answer_by = due(calendar(), row.received_at, classes()[row.klass].within)
    words = row.words.strip()[:LONGEST_WORDS]
    opening = Opening(SYSTEM, words=words, received=row.received_at, answer_by=answer_by)
    try:
        with transaction.atomic():
            ticket = open_ticket(opening, actor=actor, now=now)
            Complaint.objects.create(
                ticket=ticket,
                came=True,
                code=_code(row.number),
                sealed_number=seal(key_store().get(ticket.ref), row.number, NUMBER),
                received_at=row.received_at,
                klass=row.klass,
                typed=typed,
            )
            if typed:
                SystemUse.objects.add(month_of(now), (SYSTEM, FIELDS, ""), FIELDS_TYPED)
    except IntegrityError:
        raise Refused(TAKEN) from None
    return ticket


def receive_all(rows: Sequence[Row], *, actor: Actor, now: datetime) -> tuple[int, int]:
    """Take a file of complaints, all or none; returns (taken, there already). Raises Refused for a wrong number."""
    taken = 0
    with transaction.atomic():
        known = {bytes(one.code or b"") for one in Complaint.objects.exclude(code=None).only("code")}
        for row in rows:
            _require_number(row.number)
            if _code(row.number) in known:
                continue
            receive(row, actor=actor, now=now, typed=False)
            known.add(_code(row.number))
            taken += 1
    return taken, len(rows) - taken


def give_number(ticket: int, number: str, *, actor: Actor, now: datetime) -> Complaint:
    """Note SP4N's number of a complaint that was made here and handed there; typed here, so it is counted. Refused."""
    _require_supervisor(actor)
    _require_number(number)
    try:
        with transaction.atomic():
            row = Ticket.objects.locked(ticket)
            sealed = seal(key_store().get(row.ref), number, NUMBER)
            made, new = Complaint.objects.get_or_create(
                ticket=row, defaults={"came": False, "code": _code(number), "sealed_number": sealed, "typed": True}
            )
            if not new and bytes(made.code or b"") != _code(number):
                raise Refused(TAKEN)
            if new:
                SystemUse.objects.add(month_of(now), (SYSTEM, FIELDS, ""), 1)
    except IntegrityError:
        raise Refused(TAKEN) from None
    return made


def number_of(row: Complaint) -> str:
    """Return SP4N's number of a complaint, "" where it has none; raises KeyGone."""
    sealed = row.sealed_number
    return str(open_sealed(key_store().get(row.ticket.ref), bytes(sealed), NUMBER)) if sealed else ""


def answers(rows: Collection[Complaint]) -> list[dict[str, str]]:
    """Return, for SP4N, the number and answer of complaints that ended; in words only what was told to the person."""
    return [
        {
            "ticket": row.ticket.ref.hex,
            "number": number_of(row),
            "received_at": written(row.received_at) or "",
            "answered_at": written(row.ticket.ended_at) or "",
            "answer": next((text for event, text in words_of(row.ticket) if event.act == "end_answer"), ""),
        }
        for row in rows
    ]


def handed_back(refs: Collection[str], *, actor: Actor, now: datetime) -> int:
    """Note that SP4N was told these answers; returns of how many that was new. Raises Refused."""
    _require_supervisor(actor)
    rows = Complaint.objects.to_hand_back().filter(ticket__ref__in=[one for one in refs if _is_ref(one)])
    return Complaint.objects.filter(pk__in=list(rows.values_list("pk", flat=True)), handed_at=None).update(
        handed_at=now
    )


def _is_ref(text: str) -> bool:
    return len(text) == 32 and set(text) <= set("0123456789abcdef")


def _require_supervisor(actor: Actor) -> None:
    if not (actor.is_officer and actor.roles & SUPERVISORS):
        raise Refused(NOT_SUPERVISOR)


def _require_number(number: str) -> None:
    system = catalogue().office.systems.get(SYSTEM)
    if refused := wrong_number(number, system.number if system else None):
        raise Refused(refused)


def _code(number: str) -> bytes:
    return codes().subject(canonical({"complaint": SYSTEM, "number": number}))
