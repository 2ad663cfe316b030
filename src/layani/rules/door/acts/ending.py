"""What ends a ticket: a receipt, an answer, a list that binds the office; or its person gave up.

There is no other end. That somebody was turned away cannot be written down without one of them.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from layani.rules.cases.act import Act, moment
from layani.rules.cases.state import Event
from layani.rules.door.act import CITIZEN, OFFICER, SYSTEM, DoorRule, Facts
from layani.rules.door.acts.calling import NOT_WHO_IS_MEANT
from layani.rules.door.ticket import SUPERVISORS, Ticket
from layani.rules.refusal import Refusal
from layani.rules.text import Text

ANSWER_AT_LEAST: Final = 10
"""Characters. "Ok." tells nobody what was said."""

NO_RECEIPT = Refusal(
    code="no-receipt",
    reason=Text("Belum ada permohonan yang diajukan dari tiket ini.", "Nothing was filed from this ticket yet."),
    remedy=Text(
        "Ajukan dahulu, atau akhiri dengan jawaban atau daftar kekurangan.",
        "File it first, or end with an answer or a list of what is missing.",
    ),
)
NOT_FROM_HERE = Refusal(
    code="not-from-this-ticket",
    reason=Text(
        "Permohonan itu diajukan sebelum tiket ini dibuka, atau sudah tercatat pada tiket lain.",
        "That application was filed before this ticket was opened, or stands in another ticket already.",
    ),
    remedy=Text(
        "Catat yang diajukan sekarang. Bila orangnya datang untuk permohonan lama, akhiri dengan jawaban.",
        "Note what was filed now. If its person came about an earlier application, end with an answer.",
    ),
)
NO_ANSWER = Refusal(
    code="no-answer",
    reason=Text("Jawabannya belum ditulis.", "The answer is not written yet."),
    remedy=Text(
        f"Tulis apa yang Anda sampaikan, paling sedikit {ANSWER_AT_LEAST} huruf. Orangnya membacanya di tiketnya.",
        f"Write what you told them, at least {ANSWER_AT_LEAST} letters. The person reads it on their ticket.",
    ),
)
NOTHING_LISTED = Refusal(
    code="nothing-listed",
    reason=Text("Belum ada yang dipilih untuk daftar.", "Nothing was chosen for the list."),
    remedy=Text("Pilih paling sedikit satu persyaratan.", "Choose at least one requirement."),
)
NOT_IN_THE_FILE = Refusal(
    code="not-in-the-file",
    reason=Text(
        "Daftar hanya boleh memuat persyaratan yang disebut berkas layanan bersama hukumnya.",
        "A list may hold only requirements that the service's file names, with their law.",
    ),
    remedy=Text(
        "Pilih dari daftar di halaman ini. Yang tidak berdasar hukum tidak boleh diminta.",
        "Choose from those on this page. What no law names may not be demanded.",
    ),
)
BOUND = Refusal(
    code="list-binds",
    reason=Text(
        "Orang ini membawa daftar yang mengikat kantor; selain isinya, tidak ada lagi yang boleh diminta.",
        "This person brings a list that binds the office; nothing may be asked beyond it.",
    ),
    remedy=Text(
        "Terima permohonannya, atau pilih hanya dari daftar itu yang belum dibawa.",
        "Take the application, or choose only what of that list was not brought.",
    ),
)
STILL_OPEN = Refusal(
    code="office-open",
    reason=Text("Kantor masih buka, jadi orangnya masih menunggu.", "The office is open, so the person still waits."),
    remedy=Text("Tiket ditutup sesudah kantor tutup.", "Tickets are closed after the office has closed."),
)
WAITS_FOR_AN_ANSWER = Refusal(
    code="waits-for-an-answer",
    reason=Text(
        "Pertanyaan dari jauh tidak berakhir karena kantor tutup.",
        "A question from elsewhere does not end because the office closes.",
    ),
    remedy=Text("Jawab pertanyaannya.", "Answer it."),
)


def check_file_case(ticket: Ticket, act: Act, facts: Facts) -> Refusal | None:
    """It was filed while its person was here, and for no other ticket: somebody else's receipt ends nothing."""
    here = facts.filed_at and ticket.opened_at and facts.filed_at >= ticket.opened_at
    return None if here and not facts.noted else NOT_FROM_HERE


def file_case(ticket: Ticket, event: Event) -> Ticket:
    """Note a case that was filed from it; there may be several."""
    number = event.data["case"]
    return ticket if number in ticket.cases else replace(ticket, cases=(*ticket.cases, number))


def check_receipt(ticket: Ticket, act: Act, facts: Facts) -> Refusal | None:
    """Something was filed."""
    return None if ticket.cases else NO_RECEIPT


def check_answer(ticket: Ticket, act: Act, facts: Facts) -> Refusal | None:
    """It says something; and who was sent away hears it from somebody above the counter."""
    if ticket.sent_away and act.by.role not in SUPERVISORS:
        return NOT_WHO_IS_MEANT
    return NO_ANSWER if int(act.data.get("words_length", 0)) < ANSWER_AT_LEAST else None


def check_list(ticket: Ticket, act: Act, facts: Facts) -> Refusal | None:
    """Only what the service's file names with its law, and nothing beyond an earlier list that binds."""
    items = set(act.data.get("items", ()))
    if not items:
        return NOTHING_LISTED
    if not items <= facts.nameable.keys():
        return NOT_IN_THE_FILE
    return BOUND if facts.bound_to is not None and not items <= facts.bound_to else None


def record_list(ticket: Ticket, act: Act, facts: Facts) -> Mapping[str, Any]:
    """Add the law of each item, and until when the list binds."""
    day = date.fromisoformat(act.data["on"])
    laws = {name: facts.nameable[name] for name in act.data["items"]}
    return {**act.data, "laws": laws, "binds_until": (day + timedelta(days=facts.door.lists_bind)).isoformat()}


def end_list(ticket: Ticket, event: Event) -> Ticket:
    """End with a list."""
    data = event.data
    return replace(
        _ended(ticket, event, "list"),
        service=data["service"],
        need=ticket.need or data["service"],
        items=tuple(data["items"]),
        binds_until=date.fromisoformat(data["binds_until"]),
    )


def end_receipt(ticket: Ticket, event: Event) -> Ticket:
    """End with what was filed."""
    return _ended(ticket, event, "receipt")


def end_answer(ticket: Ticket, event: Event) -> Ticket:
    """End with what was told."""
    return _ended(ticket, event, "answer")


def leave(ticket: Ticket, event: Event) -> Ticket:
    """End because its person gave up, or was not there any more when the office closed."""
    return _ended(ticket, event, "left")


def check_close(ticket: Ticket, act: Act, facts: Facts) -> Refusal | None:
    """Only of the hall, and only after the office has closed (``closed_at``)."""
    if ticket.place == "remote":
        return WAITS_FOR_AN_ANSWER
    closed = moment(act.data.get("closed_at"))
    return None if closed and act.at >= closed else STILL_OPEN


def _ended(ticket: Ticket, event: Event, end: Any) -> Ticket:
    officer = event.by.officer if event.by.kind == "officer" else ticket.officer
    return replace(ticket, status="ended", end=end, ended_at=event.occurred_at, officer=officer)


SERVING = frozenset({"serving"})
ACTS = (
    DoorRule("file_case", SERVING, OFFICER, file_case, held=True, check=check_file_case),
    DoorRule("end_receipt", SERVING, OFFICER, end_receipt, held=True, check=check_receipt),
    DoorRule("end_answer", SERVING, OFFICER, end_answer, held=True, check=check_answer),
    DoorRule("end_list", SERVING, OFFICER, end_list, held=True, check=check_list, record=record_list),
    DoorRule("leave", frozenset({"waiting", "called", "away"}), CITIZEN, leave),
    DoorRule("close_day", frozenset({"waiting", "called", "away"}), SYSTEM, leave, check=check_close),
)
