"""Why a case is due when it is, in one sentence: term, start, the days that did not count, pauses, extension."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from layani.rules.cases.acts.extending import EXTENSION_REASONS
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import CALENDAR_UNITS
from layani.rules.cases.parts import OUTAGE, Extended, Pause
from layani.rules.cases.reckoning import OBJECTION, TAKEN, TURN, Reckoning, promise_of, reckoned
from layani.rules.cases.state import Case
from layani.rules.dates import day_words
from layani.rules.text import Text

MOST_NAMED: Final = 6
"""Holidays that one sentence names; further ones are counted."""

SATURDAY: Final = 5

STARTS: Final[Mapping[str, Text]] = {
    "first contact": Text("sejak kedatangan pertama", "from the first visit"),
    "received": Text("sejak permohonan diterima", "from receipt"),
    TAKEN: Text("sejak diambil alih kantor ini", "from when this office took it over"),
    TURN: Text("sejak yang ditunggunya selesai", "from the end of what it waited for"),
    "complete": Text("sejak berkas lengkap", "from completeness"),
    "closing": Text("sejak pendaftaran ditutup", "from the close of applications"),
    OBJECTION: Text("sejak keberatan dikabulkan", "from when the objection was upheld"),
    "step": Text("sejak langkah ini dimulai", "from the start of this step"),
}

CAUSES: Final[Mapping[str, Text]] = {
    "citizen": Text("menunggu jawaban pemohon", "waiting for the applicant's answer"),
    OUTAGE: Text("sistem instansi lain mati", "another body's system was out"),
}


def explained(calendar: Calendar, case: Case) -> Text | None:
    """Return why the decision on a case is due when it is.

    None before the term has begun, and where the day that stands is not the one that follows from the case's events:
    another office's log set it, or the calendar has changed and ``layani recompute-dates`` has not been run yet.
    """
    one = promise_of(case)
    if one is None or case.due_at is None:
        return None
    try:
        return explain(calendar, one) if reckoned(calendar, one) == case.due_at else None
    except (ValueError, OverflowError):
        return None  # another office's log names a day, in the year 9999, to which no calendar counts


def explain(calendar: Calendar, one: Reckoning) -> Text:
    """Return the sentence about one reckoning.

    >>> from datetime import UTC, datetime
    >>> from layani.rules.cases.clock import Term
    >>> begun = datetime(2026, 12, 21, 2, tzinfo=UTC)
    >>> print(explain(Calendar(), Reckoning(begun, "complete", Term(4, "working days"))).en)
    Counted as 4 working days from completeness, 21 December 2026; not counted: weekends, 24 December 2026 (Christmas \
Joint Holiday) and 25 December 2026 (Christmas Day).
    """
    start, end = calendar.local(one.start).date(), calendar.local(reckoned(calendar, one)).date()
    term, begun, since = one.term.words(), STARTS[one.starts], day_words(start)
    parts = [
        Text(f"Dihitung {term.id} {begun.id}, {since.id}", f"Counted as {term.en} {begun.en}, {since.en}"),
        *_uncounted(calendar, one, start, end),
        *(_paused(calendar, pause) for pause in one.pauses),
        *([_more_time(calendar, one.extended)] if one.extended else []),
        *_undecreed(calendar, start, end),
    ]
    return Text(id="; ".join(part.id for part in parts) + ".", en="; ".join(part.en for part in parts) + ".")


def _uncounted(calendar: Calendar, one: Reckoning, start: date, end: date) -> Iterator[Text]:
    """Say which days did not count; days inside a pause are told as the pause."""
    if one.term.unit in CALENDAR_UNITS:
        yield Text("akhir pekan dan hari libur ikut dihitung", "weekends and holidays count too")
        return
    days = [day for day in _between(start, end) if not calendar.is_working_day(day) and not _within(calendar, one, day)]
    names = {day: name for day in days if calendar.hours.get(day.weekday()) and (name := calendar.holiday(day))}
    usual = [day for day in days if not calendar.hours.get(day.weekday())]
    said = [*_usual(usual), *(_named(day, name) for day, name in list(names.items())[:MOST_NAMED])]
    if len(names) > MOST_NAMED:
        more = len(names) - MOST_NAMED
        said.append(Text(f"{more} hari libur lainnya", f"{more} more days off"))
    if said:
        listed = _and(said)
        yield Text(f"tidak dihitung: {listed.id}", f"not counted: {listed.en}")


def _usual(days: Sequence[date]) -> Iterator[Text]:
    if not days:
        return
    if all(day.weekday() >= SATURDAY for day in days):
        yield Text("akhir pekan", "weekends")
    else:
        yield Text("hari tutup kantor", "days on which the office is closed")


def _named(day: date, name: Text) -> Text:
    said = day_words(day)
    return Text(f"{said.id} ({name.id})", f"{said.en} ({name.en})")


def _paused(calendar: Calendar, pause: Pause) -> Text:
    first, last = (day_words(calendar.local(moment).date()) for moment in (pause.since, pause.until))
    cause = CAUSES.get(pause.cause, Text(pause.cause, pause.cause))
    return Text(
        f"jam kantor berhenti dari {first.id} sampai {last.id} ({cause.id})",
        f"the clock stood still from {first.en} to {last.en} ({cause.en})",
    )


def _more_time(calendar: Calendar, extended: Extended) -> Text:
    by, on = extended.by.words(), day_words(calendar.local(extended.at).date())
    reason = EXTENSION_REASONS.get(extended.reason, Text(extended.reason, extended.reason))
    return Text(
        f"diperpanjang satu kali {by.id} pada {on.id} ({reason.id})",
        f"extended once by {by.en} on {on.en} ({reason.en})",
    )


def _undecreed(calendar: Calendar, start: date, end: date) -> Iterator[Text]:
    years = [year for year in range(start.year, end.year + 1) if not calendar.knows(year)]
    if not years:
        return
    first, last = years[0], years[-1]
    said = Text(str(first), str(first)) if first == last else Text(f"{first} sampai {last}", f"{first} to {last}")
    yield Text(
        f"hari libur dan cuti bersama {said.id} belum ditetapkan", f"the holidays of {said.en} are not decreed yet"
    )


def _within(calendar: Calendar, one: Reckoning, day: date) -> bool:
    local = calendar.local
    return any(local(pause.since).date() < day < local(pause.until).date() for pause in one.pauses)


def _between(start: date, end: date) -> Iterator[date]:
    """Yield the days after the start, which is not counted, up to the due day."""
    day = start + timedelta(days=1)
    while day <= end:
        yield day
        day += timedelta(days=1)


def _and(parts: Sequence[Text]) -> Text:
    if len(parts) == 1:
        return parts[0]
    head, last = parts[:-1], parts[-1]
    return Text(
        id=f"{', '.join(part.id for part in head)} dan {last.id}",
        en=f"{', '.join(part.en for part in head)} and {last.en}",
    )
