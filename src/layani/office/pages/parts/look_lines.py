"""Looks as their person reads them: when, in which role, at which office, at what, what for, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from layani.office.actions.looking import words_of
from layani.office.house import catalogue, key_store, section_name
from layani.office.pages.auditor.words import role_words
from layani.office.tables.models import Look
from layani.rules.looks.reasons import EVERY_REASON
from layani.rules.record.look_words import PURPOSES, SHOWN
from layani.rules.sections import plain, section_of
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look.

    unit:    the section of the office for which the role holds; None for the whole office
    number:  of the application, or None where the person was looked up
    reason:  of which kind it was, where one was asked for; said: its words, "" once the application was erased
    late:    from when it was shown, where it was shown later than it happened
    system:  the name, the law and the agreement of the system whose program it was
    """

    key: int
    at: datetime
    role: Text
    unit: Text | None
    what: Text
    purpose: Text
    number: str | None
    reason: Text | None = None
    said: str = ""
    late: date | None = None
    system: Text | None = None


def look_lines(looks: Iterable[Look]) -> list[LookLine]:
    """Return the lines of looks that were read with their case and reason; one look into the key store, for reasons."""
    rows = list(looks)
    refs = {row.case.ref for row in rows if row.reason_id is not None and row.case is not None}
    keys = key_store().held(refs) if refs else {}
    return [_line(row, keys) for row in rows]


def _line(row: Look, keys: Mapping[UUID, bytes]) -> LookLine:
    reason, said = row.reason, ""
    if reason is not None and row.case is not None and row.case.ref in keys:
        said = words_of(reason, keys[row.case.ref])
    section = section_of(row.role)
    return LookLine(
        row.pk,
        row.at,
        role_words(plain(row.role) or "officer"),
        section_name(section) if section else None,
        SHOWN.get(row.what, Text(row.what, row.what)),
        purpose_words(row.purpose),
        row.case.number if row.case else None,
        EVERY_REASON.get(reason.kind, Text(reason.kind, reason.kind)) if reason else None,
        said,
        reason.shown_from if reason else None,
        system_words(row.system) if row.system else None,
    )


def purpose_words(purpose: str) -> Text:
    """Return a purpose in words; one that this version does not know is shown by its name."""
    return PURPOSES.get(purpose, Text(purpose, purpose))


def system_words(system: str) -> Text:
    """Return a system's name with the law and the agreement on which it reads; one that is gone by its name alone."""
    known = catalogue().office.systems.get(system)
    if known is None:
        return Text(system, system)
    agreed = known.agreement
    more = (f", perjanjian {agreed.number}", f", agreement {agreed.number}") if agreed else ("", "")
    return Text(f"{known.name.id} ({known.basis}{more[0]})", f"{known.name.en} ({known.basis}{more[1]})")
