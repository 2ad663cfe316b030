"""What waits for another body: when it is reminded, and when somebody above writes; house rules, no law's.

The days in which it waits are that body's in what the applicant reads; the promise goes on meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import Term, due
from layani.rules.refusal import Refusal
from layani.rules.text import Text

EVERY: Final = Term(5, "working days")
"""After how long without an answer the body is reminded, and again. A house rule."""
BEFORE_ABOVE: Final = 2
"""After how many reminders without an answer a supervisor writes to the body's own superiors. A house rule."""
WORDS_AT_LEAST: Final = 10
"""Characters of how it was reminded: the letter's number, or who was spoken to and when."""

Kind = Literal["reminded", "escalated"]
Next = Literal["waits", "remind", "escalate", "escalated"]


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: of which kind, and when."""

    kind: Kind
    at: datetime


def next_of(sent: datetime, reminders: Sequence[Reminder], calendar: Calendar, now: datetime) -> tuple[Next, datetime]:
    """Return what is to be done next, and from when on it is; reminders in their order."""
    if reminders and reminders[-1].kind == "escalated":
        return "escalated", reminders[-1].at
    last = reminders[-1].at if reminders else sent
    from_on = due(calendar, last, EVERY)
    if now < from_on:
        return "waits", from_on
    return ("escalate" if len(reminders) >= BEFORE_ABOVE else "remind"), from_on


def objection(
    kind: Kind, words: str, sent: datetime, reminders: Sequence[Reminder], calendar: Calendar, now: datetime
) -> Refusal | None:
    """Return why it cannot be noted: without words, before its day, or above before the body was reminded twice."""
    if len(words.strip()) < WORDS_AT_LEAST:
        return Refusal(
            "no-words",
            Text("Belum ditulis bagaimana diingatkan.", "How it was reminded is not written."),
            Text(
                "Tulis nomor suratnya, atau siapa yang dihubungi.", "Write the letter's number, or who was spoken to."
            ),
        )
    step, from_on = next_of(sent, reminders, calendar, now)
    if step == "waits":
        day = calendar.local(from_on).date().isoformat()
        return Refusal(
            "too-early",
            Text(f"Belum waktunya: ingatkan lagi mulai {day}.", f"It is too early: remind it from {day} on."),
            Text("Tunggu sampai hari itu.", "Wait until that day."),
        )
    if kind == "escalated" and step == "remind":
        return Refusal(
            "remind-first",
            Text("Instansi itu belum diingatkan dua kali.", "That body was not reminded twice yet."),
            Text("Ingatkan dahulu.", "Remind it first."),
        )
    return None
