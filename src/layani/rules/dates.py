"""Days in words, in both languages, without a locale of the machine."""

import re
from datetime import date
from typing import Final

from layani.rules.text import Text

MONTHS: Final = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
WEEKDAYS: Final = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


_DAY_FIRST: Final = re.compile(r"(?<![0-9])([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})(?![0-9])")
_YEAR_FIRST: Final = re.compile(r"(?<![0-9])([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9])")


def day_in(words: str) -> date | None:
    """Return the day that stands in somebody's words in figures; None where none does, or one that does not exist.

    >>> day_in("Senin, 27-03-2026 10.15"), day_in("2026-03-27"), day_in("kemarin pagi"), day_in("31.2.2026")
    (datetime.date(2026, 3, 27), datetime.date(2026, 3, 27), None, None)
    """
    if (found := _DAY_FIRST.search(words)) is not None:
        day, month, year = map(int, found.groups())
    elif (found := _YEAR_FIRST.search(words)) is not None:
        year, month, day = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_words(day: date, *, year: bool = True) -> Text:
    """Return a day in words; without its year where the sentence has said it.

    >>> day_words(date(2026, 3, 27)).id, day_words(date(2026, 3, 27), year=False).en
    ('27 Maret 2026', '27 March')
    """
    tail = f" {day.year}" if year else ""
    return Text(
        id=f"{day.day} {MONTHS['id'][day.month - 1]}{tail}",
        en=f"{day.day} {MONTHS['en'][day.month - 1]}{tail}",
    )


def weekday_words(day: date) -> Text:
    """Return a day with its weekday.

    >>> weekday_words(date(2026, 12, 9)).en
    'Wednesday, 9 December 2026'
    """
    said = day_words(day)
    return Text(
        id=f"{WEEKDAYS['id'][day.weekday()]}, {said.id}",
        en=f"{WEEKDAYS['en'][day.weekday()]}, {said.en}",
    )
