"""The front door: a ticket is opened, called, and ended by a receipt, an answer or a list.

Each act takes the five beats of a case's acts: load locked, gather, ask the rules, write, log. The record takes a leaf
of the opening and of the end of every ticket, so that neither can be taken back; what happens between is the office's.
"""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction

from layani.office.actions.attempts import keep_attempt
from layani.office.actions.door_disputes import require_another
from layani.office.actions.door_reading import CONTACT, offered_as, place_of
from layani.office.actions.filing import FromTheDoor
from layani.office.actions.numbering import ALPHABET
from layani.office.actor import Actor
from layani.office.gateways.sealing import canonical, seal, seal_bytes
from layani.office.house import calendar, catalogue, codes, key_store
from layani.office.tables.models.cases import Case
from layani.office.tables.models.cases import Event as CaseEvent
from layani.office.tables.models.record import Outbox
from layani.office.tables.models.tickets import Ticket as TicketRow
from layani.office.tables.models.tickets import TicketCase, TicketEvent, TicketMessage
from layani.office.tables.projection import body_of
from layani.office.tables.queues import wait_for_turn
from layani.office.tables.ticket_projection import ticket_columns, ticket_of
from layani.rules.cases.act import Act, written
from layani.rules.cases.clock import due
from layani.rules.cases.state import Event
from layani.rules.door.act import Facts
from layani.rules.door.decider import decide, evolve
from layani.rules.door.lists import nameable
from layani.rules.door.ticket import PLACES, SUPERVISORS, Ticket
from layani.rules.record.encoding import encode_base64
from layani.rules.record.leaf import TicketLeaf
from layani.rules.record.merkle import leaf_hash
from layani.rules.record.sealing import CASE_KEY_SIZE, commitment, event_salt
from layani.rules.refusal import Refusal, Refused
from layani.rules.sections import plain
from layani.rules.text import Text

CODE_LETTERS = 10
LONGEST_WORDS = 1000  # characters
# The acts of which the record takes a leaf: the opening, and every end.
ENDS = frozenset({"end_receipt", "end_answer", "end_list", "leave", "close_day"})
LOGGED = ENDS | {"open"}
# Ends of which somebody who is not in the hall is told, where they left a number.
TOLD = {"end_answer": "answered", "end_list": "listed", "end_receipt": "filed"}
# What an officer may do at the door; the roles that open the counter's pages.
COUNTER_ROLES = frozenset({"counter", "front-desk"})

FINISH_FIRST = Refusal(
    code="finish-first",
    reason=Text("Masih ada tiket di loket Anda.", "There is still a ticket at your counter."),
    remedy=Text(
        "Akhiri dengan tanda terima, jawaban, atau daftar; atau catat bahwa orangnya tidak ada.",
        "End it with a receipt, an answer or a list; or note that nobody came.",
    ),
)
NOBODY_WAITS = Refusal(
    code="nobody-waits",
    reason=Text("Tidak ada yang menunggu.", "Nobody is waiting."),
    remedy=Text("Halaman ini memuat ulang sendiri.", "This page reloads by itself."),
)
NO_SUCH_TICKET = Refusal(
    code="no-such-ticket",
    reason=Text("Kode itu bukan kode tiket kantor ini.", "That is no code of a ticket of this office."),
    remedy=Text("Salin dari tiket atau daftar Anda.", "Copy it from your slip or your list."),
)
STILL_OPEN = Refusal(
    code="ticket-still-open",
    reason=Text("Tiket dengan kode itu masih berjalan.", "The ticket with that code is still open."),
    remedy=Text("Buka tiketnya dengan kode itu.", "Open that ticket with its code."),
)
NO_SUCH_NEED = Refusal(
    code="no-such-need",
    reason=Text("Layanan itu tidak ada di kantor ini.", "This office has no such service."),
    remedy=Text("Pilih dari daftar, atau tulis keperluan Anda.", "Choose from the list, or write what you need."),
)
NO_SUCH_CASE = Refusal(
    code="no-such-case",
    reason=Text("Nomor permohonan itu tidak ada.", "There is no application of that number."),
    remedy=Text("Salin nomornya dari tanda terima.", "Copy the number from the receipt."),
)


@dataclass(frozen=True)
class Opening:
    """What a ticket is opened with.

    need:    a service or a bundle, or ""; words: in the person's own words, which are sealed
    first:   the published class that puts it first, or ""
    code:    of an earlier ticket or list of theirs, or ""
    received, answer_by: of a complaint that another system passes on: when that received it, and by when it is due
    phone:   where they can be reached (+62…), or ""; texts: they want a message when their turn is near
    """

    channel: str
    need: str = ""
    words: str = ""
    first: str = ""
    code: str = ""
    phone: str = ""
    texts: bool = False
    sent_away: bool = False
    language: str = "id"
    received: datetime | None = None
    answer_by: datetime | None = None


@dataclass(frozen=True)
class Deed:
    """What is done to a ticket: its kind, the values that stand in its event, and what is sealed with it."""

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
    personal: Mapping[str, Any] = field(default_factory=dict)
    facts: Facts | None = None


def open_ticket(opening: Opening, *, actor: Actor, now: datetime) -> TicketRow:
    """Open a ticket, or raise Refused and change nothing. Its key is durable before it is."""
    earlier = _earlier(opening.code)
    need = opening.need or (earlier.need if earlier else "")
    if need and offered_as(need) is None:
        raise Refused(NO_SUCH_NEED)
    words = opening.words.strip()[:LONGEST_WORDS]
    ref, key = key_store().ready(now)
    office, day = catalogue().office, calendar().local(now).date()
    # Whoever says that they were sent away stands in no line: they are owed an answer by a day.
    on_the_line = opening.channel == "phone" and actor.is_officer and not TicketRow.objects.held_by(actor.user or 0)
    remote = opening.sent_away or PLACES.get(opening.channel) == "remote"
    data: dict[str, Any] = {
        "day": day.isoformat(),
        "office": office.slug,
        "channel": opening.channel,
        "need": need,
        "described": bool(words),
        "first": opening.first,
        "sent_away": opening.sent_away,
        "texts": bool(opening.texts and opening.phone),
        "language": opening.language,
        **({"follows": earlier.ref.hex, "first_contact": written(earlier.first_contact)} if earlier else {}),
        **({"at_once": True} if on_the_line else {}),
        **({"answer_by": written(opening.answer_by or due(calendar(), now, office.door.answer))} if remote else {}),
        **({"first_contact": written(opening.received)} if opening.received else {}),
    }
    row = TicketRow(ref=ref, code=_new_code())
    if opening.phone:
        row.contact_mac, row.sealed_contact = codes().phone(opening.phone), seal(key, opening.phone, CONTACT)
    with transaction.atomic():
        data["number"] = TicketRow.objects.next_number(office.slug, day)
        act = Act("open", actor.by(_role(actor)), now, data)
        event = decide(None, act, Facts(office.door))
        _write(row, evolve(Ticket(), event), event, key, {"words": words} if words else {}, now)
    return row


def call_next(counter: str, *, actor: Actor, now: datetime, place: str = "hall") -> TicketRow:
    """Call the head of the line to a counter; nobody chooses whom. Raises Refused."""
    user = actor.user or 0
    try:
        with transaction.atomic():
            # Of two presses of one officer at once the second might else take the second in line, and win.
            wait_for_turn(f"call/{user}")
            if TicketRow.objects.held_by(user):
                raise Refused(FINISH_FIRST)
            day = calendar().local(now).date()
            row = TicketRow.objects.in_line(catalogue().office.slug, place, day).for_counter(counter).first_free()
            if row is None:
                raise Refused(NOBODY_WAITS)
            data = {"counter": counter} if place == "hall" else {}
            return _do(row, Deed("call", data), actor=actor, now=now)
    except IntegrityError:  # the same officer pressed twice at once, and got one already
        raise Refused(FINISH_FIRST) from None


def act_on(ticket: int, deed: Deed, *, actor: Actor, now: datetime) -> TicketRow:
    """Do something to a ticket, or raise Refused; what an officer tried in vain is kept."""
    try:
        with transaction.atomic():
            row = TicketRow.objects.locked(ticket)
            if deed.kind == "call":  # who calls by itself and not through ``call_next`` may not pass anybody over
                deed = replace(deed, facts=Facts(catalogue().office.door, ahead=_ahead(row)))
            return _do(row, deed, actor=actor, now=now)
    except Refused as refused:
        if actor.is_officer:
            tried = Act(f"door:{deed.kind}", actor.by(_role(actor)), now)
            keep_attempt(None, tried, refused.refusals, actor=actor, now=now)
        raise


def file_case(ticket: int, number: str, *, actor: Actor, now: datetime) -> TicketRow:
    """Note that a case was filed from a ticket; one ticket may have several. Raises Refused."""
    row = Case.objects.numbered(number)
    if row is None:
        raise Refused(NO_SUCH_CASE)
    filed_at = CaseEvent.objects.of_case(row.pk).values_list("recorded_at", flat=True).first()
    noted = TicketCase.objects.filter(case=row).exclude(ticket=ticket).exists()
    facts = Facts(catalogue().office.door, filed_at=filed_at, noted=noted)
    return act_on(ticket, Deed("file_case", {"case": row.number}, facts=facts), actor=actor, now=now)


def note_filed(numbers: Collection[str], *, actor: Actor, now: datetime) -> None:
    """Note what an officer has just filed at the counter in the ticket that they serve, if they serve one.

    In transactions of its own: a case that was filed is filed, and the officer can note its number by hand.
    """
    mine = TicketRow.objects.held_by(actor.user or 0)
    if mine is None or mine.status != "serving":
        return
    for number in numbers:
        file_case(mine.pk, number, actor=actor, now=now)


def want_text(ticket: int, phone: str, *, actor: Actor, now: datetime) -> TicketRow:
    """Ask for a text message when the turn is near; the number is sealed, and forgotten on the day after the end."""
    with transaction.atomic():
        row = TicketRow.objects.locked(ticket)
        row.contact_mac = codes().phone(phone)
        row.sealed_contact = seal(key_store().get(row.ref), phone, CONTACT)
        return _do(row, Deed("ask_text"), actor=actor, now=now)


def report(ticket: int, words: str, *, actor: Actor, now: datetime) -> TicketRow:
    """Say of an open ticket that its person was sent away; the words are sealed, and a supervisor answers."""
    words = words.strip()[:LONGEST_WORDS]
    data = {"answer_by": written(due(calendar(), now, catalogue().office.door.answer)), "described": bool(words)}
    return act_on(ticket, Deed("report", data, {"words": words} if words else {}), actor=actor, now=now)


def end_answer(ticket: int, words: str, *, actor: Actor, now: datetime) -> TicketRow:
    """End a ticket with what its person was told, in words, which are sealed."""
    words = words.strip()[:LONGEST_WORDS]
    return act_on(ticket, Deed("end_answer", {"words_length": len(words)}, {"words": words}), actor=actor, now=now)


def answer_report(ticket: int, words: str, *, actor: Actor, now: datetime) -> TicketRow:
    """Answer somebody who says that they were sent away: taken and ended in one, or not at all. Raises Refused."""
    words = words.strip()[:LONGEST_WORDS]
    deed = Deed("end_answer", {"words_length": len(words)}, {"words": words})
    try:
        with transaction.atomic():
            row = TicketRow.objects.locked(ticket)
            require_another(row, actor, now)
            if ticket_of(row).for_supervisor and row.status == "waiting":
                row = _do(row, Deed("call"), actor=actor, now=now)
            return _do(row, deed, actor=actor, now=now)
    except IntegrityError:  # one's own counter is not empty
        raise Refused(FINISH_FIRST) from None


def end_list(ticket: int, slug: str, items: Collection[str], *, actor: Actor, now: datetime) -> TicketRow:
    """End a ticket with the list of what is missing for a service; it binds the office."""
    definition = catalogue().services.get(slug)
    if definition is None:
        raise Refused(NO_SUCH_NEED)
    row = TicketRow.objects.get(pk=ticket)
    day = calendar().local(now).date()
    facts = Facts(catalogue().office.door, nameable(definition), bound_to(row, slug, now))
    ordered = [name for name in definition.fields if name in set(items)]
    strange = sorted(set(items) - set(ordered))
    data = {
        "service": slug,
        "version": str(definition.version),
        "items": [*ordered, *strange],
        "on": day.isoformat(),
    }
    return act_on(ticket, Deed("end_list", data, facts=facts), actor=actor, now=now)


def bound_to(row: TicketRow, slug: str, now: datetime) -> frozenset[str] | None:
    """Return the items of the list that the ticket's person brings back and that still binds; None without one."""
    binding = binding_list(row, now)
    return frozenset(binding.rest["items"]) if binding and binding.service == slug else None


def binding_list(row: TicketRow, now: datetime) -> TicketRow | None:
    """Return the earlier ticket whose list its person brings back, if it still binds the office."""
    earlier = TicketRow.objects.filter(ref=row.follows).first() if row.follows else None
    return earlier if earlier and binds(earlier, now) else None


def from_ticket(actor: Actor, now: datetime) -> FromTheDoor:
    """Return what the person at this officer's counter brings with their ticket."""
    mine = TicketRow.objects.held_by(actor.user or 0)
    if mine is None or mine.status != "serving":
        return FromTheDoor()
    earlier = binding_list(mine, now)
    return FromTheDoor(mine.opened_at, {earlier.service: as_listed(earlier)} if earlier else {})


def from_list(code: str, now: datetime) -> FromTheDoor:
    """Return what somebody brings who files with the code of a list; nothing where it binds nobody any more."""
    row = with_code(code)
    return FromTheDoor(lists={row.service: as_listed(row)}) if row and binds(row, now) else FromTheDoor()


def as_listed(row: TicketRow) -> dict[str, Any]:
    """Return a list as the filing of a case names it: by the ticket's reference, with its items."""
    return {"ticket": row.ref.hex, "items": list(row.rest["items"])}


def binds(row: TicketRow, now: datetime) -> bool:
    """Say whether a ticket ended with a list that binds today."""
    return row.binds_until is not None and calendar().local(now).date() <= row.binds_until


def with_code(code: str) -> TicketRow | None:
    """Return the ticket whose code somebody typed, or None; capital and small letters are the same."""
    cleaned = "".join(letter for letter in code.upper() if letter.isalnum()).translate(_ALIKE)
    return TicketRow.objects.with_code(f"{cleaned[:5]}-{cleaned[5:]}") if len(cleaned) == CODE_LETTERS else None


_ALIKE = str.maketrans("ILO", "110")


def _do(row: TicketRow, deed: Deed, *, actor: Actor, now: datetime) -> TicketRow:
    """Do a deed on a row that the caller has locked."""
    act = Act(deed.kind, actor.by(_role(actor)), now, deed.data)
    before = ticket_of(row)
    event = decide(before, act, deed.facts or Facts(catalogue().office.door))
    _write(row, evolve(before, event), event, key_store().get(row.ref), deed.personal, now)
    return row


def _ahead(row: TicketRow) -> int:
    return TicketRow.objects.in_line(row.office, row.place, row.day).of_the_counter().before(row).count()


def _write(
    row: TicketRow, ticket: Ticket, event: Event, key: bytes, personal: Mapping[str, Any], now: datetime
) -> None:
    """Write the event with the ticket's projection, and hand the leaf of an opening or an end to the record."""
    for name, value in ticket_columns(ticket).items():
        setattr(row, name, value)
    row.save()
    salt = event_salt(key[:CASE_KEY_SIZE], event.seq)
    content, sealed = body_of(event), None
    if personal:
        plain = canonical(personal)
        content["sealed"] = encode_base64(sha256(b"sealed/v1\0" + salt + plain).digest())
        sealed = seal_bytes(key, plain, place_of(event.seq))
    if event.act in ENDS:
        content["opened"] = encode_base64(leaf_hash(TicketEvent.objects.opening_leaf(row.pk).encode()))
    body = canonical(content)
    outbox = None
    if event.act in LOGGED:
        outbox = Outbox.objects.create(leaf=TicketLeaf(commitment(body, salt), now).text())
    TicketEvent.objects.create(
        ticket=row,
        seq=event.seq,
        act=event.act,
        officer_id=event.by.officer,
        role=event.by.role,
        occurred_at=event.occurred_at,
        recorded_at=now,
        body=body.decode(),
        sealed=sealed,
        outbox=outbox,
    )
    if event.act in TOLD and row.sealed_contact and row.place == "remote":
        TicketMessage.objects.create(ticket=row, kind=TOLD[event.act], due_at=now)
    if event.act == "file_case":
        case = Case.objects.get(number=event.data["case"])
        TicketCase.objects.get_or_create(case=case, defaults={"ticket": row})


def _role(actor: Actor) -> str:
    """Return the role in which somebody acts at the door: above the counter, if they hold such a one."""
    if not actor.is_officer:
        return actor.kind or "citizen"
    for roles in (SUPERVISORS, COUNTER_ROLES):
        if held := sorted(set(map(plain, actor.roles)) & roles):
            return held[0]
    return "officer"


def _earlier(code: str) -> TicketRow | None:
    """Return the ended ticket with this code, or None without a code; raises Refused."""
    if not code.strip():
        return None
    row = with_code(code)
    if row is None:
        raise Refused(NO_SUCH_TICKET)
    if row.status != "ended":
        raise Refused(STILL_OPEN)
    return row


def _new_code() -> str:
    number = secrets.randbits(5 * CODE_LETTERS)
    letters = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(CODE_LETTERS))
    return f"{letters[:5]}-{letters[5:]}"
