"""The hours in which applications are taken on paper: an outage of the office's own system, or a day in the field."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import Term, due
from layani.rules.refusal import Refusal
from layani.rules.text import Text

Kind = Literal["outage", "field"]
REASONS: Final = {
    "power": Text("listrik padam", "no electricity"),
    "network": Text("jaringan putus", "no network"),
    "system": Text("sistem kantor ini mati", "this office's system was down"),
}
"""Why an office takes applications on paper. A list, so that nothing personal is typed here."""

DECLARE_WITHIN: Final = Term(1, "working days")
"""How long after its end an outage may still be declared. Ours, not a law's: a system that was down cannot take the
declaration sooner, and what is declared later cannot be told from an excuse."""
LONGEST: Final = timedelta(days=14)
"""The longest outage that is declared in one piece; ours. A longer one is declared anew, so that somebody looks."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What somebody declares.

    until:  None while an outage lasts
    place:  where; officers: ids of who goes out; both for a day in the field
    """

    kind: str
    since: datetime
    until: datetime | None
    reason: str = ""
    place: str = ""
    officers: tuple[int, ...] = ()


def objection(one: Declared, now: datetime, calendar: Calendar) -> Refusal | None:
    """Return why this cannot be declared now, or None."""
    if one.until is not None and one.until <= one.since:
        return ENDS_BEFORE
    if (one.until or now) - one.since > LONGEST:
        return TOO_LONG
    return _against_field(one, now, calendar) if one.kind == "field" else _against_outage(one, now, calendar)


def _against_outage(one: Declared, now: datetime, calendar: Calendar) -> Refusal | None:
    if one.reason not in REASONS:
        return NO_REASON
    if one.since > now or (one.until is not None and one.until > now):
        return NOT_YET
    if one.until is not None and due(calendar, one.until, DECLARE_WITHIN) < now:
        return TOO_LATE
    return None


def _against_field(one: Declared, now: datetime, calendar: Calendar) -> Refusal | None:
    if not one.place.strip() or not one.officers:
        return NOBODY_GOES
    if one.since <= now:
        return NOT_AHEAD
    if one.until is None or calendar.local(one.until).date() != calendar.local(one.since).date():
        return ONE_DAY
    return None


def ending_objection(since: datetime, until: datetime, now: datetime) -> Refusal | None:
    """Return why an outage that lasts cannot be ended at this moment, or None."""
    if until <= since:
        return ENDS_BEFORE
    if until > now:
        return NOT_YET
    return TOO_LONG if until - since > LONGEST else None


ENDS_BEFORE = Refusal(
    "window-ends-before",
    Text("Akhirnya tidak sesudah mulainya.", "It does not end after it begins."),
    Text("Periksa kedua jamnya.", "Check both times."),
)
TOO_LONG = Refusal(
    "window-too-long",
    Text("Lebih dari 14 hari dalam satu pernyataan.", "More than 14 days in one declaration."),
    Text("Nyatakan per bagian, paling lama 14 hari.", "Declare it in parts of 14 days at most."),
)
NO_REASON = Refusal(
    "window-no-reason",
    Text("Belum dipilih apa yang mati.", "It does not say what was down."),
    Text("Pilih listrik, jaringan, atau sistem.", "Choose electricity, network or system."),
)
NOT_YET = Refusal(
    "window-not-yet",
    Text("Jam itu belum lewat.", "That time has not come yet."),
    Text(
        "Gangguan dinyatakan sesudah mulai. Untuk hari yang akan datang, nyatakan hari lapangan.",
        "An outage is declared once it has begun. For a day to come, declare a day in the field.",
    ),
)
TOO_LATE = Refusal(
    "window-too-late",
    Text(
        "Gangguan dinyatakan paling lambat satu hari kerja sesudah berakhir.",
        "An outage is declared within one working day of its end.",
    ),
    Text(
        "Permohonan yang diterima waktu itu diketik hari ini, dengan jam hari ini; tulis sebabnya kepada inspektorat.",
        "What was received then is typed today, with today's time; write the reason to the inspectorate.",
    ),
)
NOBODY_GOES = Refusal(
    "field-nobody",
    Text("Belum disebut tempatnya, atau siapa yang berangkat.", "It does not say where, or who goes."),
    Text("Tulis tempatnya dan pilih petugasnya.", "Write the place and choose the officers."),
)
NOT_AHEAD = Refusal(
    "field-not-ahead",
    Text("Hari lapangan dinyatakan sebelum mulai.", "A day in the field is declared before it begins."),
    Text("Pilih jam mulai yang belum lewat.", "Choose a beginning that has not passed."),
)
ONE_DAY = Refusal(
    "field-one-day",
    Text("Satu pernyataan untuk satu hari.", "One declaration is for one day."),
    Text("Nyatakan setiap hari tersendiri.", "Declare each day on its own."),
)
