"""The filters that every page has: texts in the reader's language; dates, terms and money in words."""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from babel.dates import format_date
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from layani.office.pages.parts.say import language
from layani.rules.catalogue.model import Law
from layani.rules.money.amount import Money
from layani.rules.text import Text
from layani.rules.unread import UNREAD, UNREAD_IN_A_LIST


def say_text(text: Text | str | None) -> str:
    """Return a Text in the reader's language; a plain string (a name, a number) is returned as it is."""
    if text is None:
        return ""
    return text.in_(language()) if isinstance(text, Text) else str(text)


Moment = TypeVar("Moment", date, datetime)


def _local(moment: Moment) -> Moment:
    """Return a moment in the office's time zone; a plain date has none."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        # The office's own: no page is set in another zone, and to ask Django which one the reader chose costs more.
        return moment.astimezone(timezone.get_default_timezone())
    return moment


DAY = "d MMMM y"
INVENTED = "(contoh)"  # in the name of a law that was made up for an example
# The official short names of Indonesia's three zones, by their distance from UTC in hours (Keppres 41/1987).
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def zone_name(moment: datetime) -> str:
    """Return WIB, WITA or WIT, or the zone's own abbreviation elsewhere."""
    offset = moment.utcoffset()
    name = moment.tzname() or ""
    hours = offset.total_seconds() / 3600 if offset is not None else None
    return ZONES.get(int(hours), name) if hours is not None and hours in ZONES else name


def _written(value: date | datetime, pattern: str) -> str:
    return _in_words(_day_of(_local(value)), pattern, language())


def _day_of(here: date) -> date:
    return here.date() if isinstance(here, datetime) else here


@lru_cache(maxsize=1024)
def _in_words(value: date, pattern: str, said_in: str) -> str:
    # A page names the same few days again and again, and babel reads the pattern anew each time.
    return format_date(value, pattern, locale=said_in)


def day(value: date | datetime | None) -> str:
    """Return a date in words: "23 November 2026"."""
    return _written(value, DAY) if value else ""


def date_value(posted: date | str | None) -> str:
    """Return what a date box may hold, "2026-11-23"; empty where what was sent is no date: HTML allows nothing else."""
    if isinstance(posted, date):
        return posted.isoformat()
    try:
        return date.fromisoformat(posted or "").isoformat()
    except ValueError:
        return ""


def weekday(value: date | datetime | None) -> str:
    """Return a date in words with its weekday: "Senin, 23 November 2026", "Monday, 23 November 2026"."""
    return _written(value, "EEEE, d MMMM y") if value else ""


def month(value: date | datetime | None) -> str:
    """Return the month of a date in words: "November 2026"."""
    return _written(value, "MMMM y") if value else ""


def period(name: str) -> str:
    """Return the period of a ranking, as a reader says it; ``name`` is a year, a month or the first day of a window.

    "2026", "Oktober 2026", "pendaftaran mulai 16 November 2026".
    """
    if len(name) == len("2026"):
        return name
    if len(name) == len("2026-10"):
        return month(date.fromisoformat(f"{name}-01"))
    opened = day(date.fromisoformat(name))
    return f"applications from {opened}" if language() == "en" else f"pendaftaran mulai {opened}"


def named(law: Law) -> str:
    """Return the name of a law in the reader's language: one that was made up says so in its name."""
    return law.cite.replace(INVENTED, "(example)") if language() == "en" else law.cite


def invented(law: Law) -> bool:
    """Tell whether a law was made up for an example."""
    return INVENTED in law.cite


def cited(law: Law) -> str:
    """Return a law as a ground for something names it: what nobody has looked up yet says so."""
    if law.status != "recalled" or invented(law):
        return named(law)
    return f"{law.cite}, {UNREAD_IN_A_LIST.in_(language())}"


def unread() -> str:
    """Return the words for a law that nobody has read at its source yet."""
    return UNREAD.in_(language())


def moment(value: datetime | None) -> str:
    """Return date and time with the zone: "23 November 2026 pukul 14.05 WIB", "23 November 2026, 14:05 WIB"."""
    return _moment_in_words(value, timezone.get_default_timezone(), language()) if value else ""


@lru_cache(maxsize=1024)
def _moment_in_words(value: datetime, office: tzinfo, said_in: str) -> str:
    # A case's page names the same few moments several times, each with the zone's letters and a pattern for the clock.
    here = value.astimezone(office) if timezone.is_aware(value) else value
    zone = f" {zone_name(here)}" if timezone.is_aware(here) else ""
    said = _in_words(here.date(), DAY, said_in)
    return f"{said}, {here:%H:%M}{zone}" if said_in == "en" else f"{said} pukul {here:%H.%M}{zone}"


def iso(value: date | datetime | None) -> str:
    """Return a day or a moment (to the second, in the office's time) as machines read it, by ISO 8601."""
    if not value:
        return ""
    return _local(value).isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def clock(value: datetime | None) -> str:
    """Return the time of day: "14.05" in Indonesian, "14:05" in English."""
    return f"{_local(value):{'%H:%M' if language() == 'en' else '%H.%M'}}" if value else ""


def _days_between(value: date | datetime, now: datetime | None) -> int:
    """Return the whole local days from now to ``value``; negative when it is past."""
    here, today = _local(value), _local(now or timezone.now())
    then = here.date() if isinstance(here, datetime) else here
    return (then - (today.date() if isinstance(today, datetime) else today)).days


def ago(value: date | datetime | None, now: datetime | None = None) -> str:
    """Return how long ago it was, in days: "hari ini", "kemarin", "3 hari lalu"."""
    if not value:
        return ""
    days = -_days_between(value, now)
    words = {0: Text("hari ini", "today"), 1: Text("kemarin", "yesterday")}
    return words.get(days, Text(f"{days} hari lalu", f"{days} days ago")).in_(language())


WEEK = 7  # days; beyond them a weekday alone would be taken for an earlier one


def remaining(value: date | datetime | None, now: datetime | None = None) -> str:
    """Return until when, or how late: "sampai Senin 12.00", "sisa 2 hari", "terlambat 1 hari kalender".

    A moment is told by its day and hour: a weekend and four hours of work are not "two days". A promise counts working
    days; who waits counts all of them, so a delay says which days it means.
    """
    if not value:
        return ""
    days = _days_between(value, now)
    if isinstance(value, datetime) and days >= 0:
        return _until(value, days, now)
    if days == 0:
        return Text("jatuh tempo hari ini", "due today").in_(language())
    unit = "day" if abs(days) == 1 else "days"
    late = Text(f"terlambat {-days} hari kalender", f"{-days} calendar {unit} late")
    return (late if days < 0 else Text(f"sisa {days} hari", f"{days} {unit} left")).in_(language())


def _until(value: datetime, days: int, now: datetime | None) -> str:
    """Return until when a moment of today or of a later day is, or that it was earlier today."""
    at = clock(value)
    if days == 0:
        late = value < (now or timezone.now())
        today = Text("terlambat hari ini", "late today") if late else Text(f"sampai {at} hari ini", f"until {at} today")
        return today.in_(language())
    said = _written(value, "EEEE" if days < WEEK else "EEEE, d MMMM")
    return Text(f"sampai {said} {at}", f"until {said} {at}").in_(language())


def term(value: Any) -> str:
    """Return a Term in words: "3 hari kerja", "3 working days"."""
    return say_text(value.words()) if value is not None else ""


def thousands(value: int | None) -> str:
    """Return a whole number with its thousands apart: 50.000 in Indonesian, 50,000 in English."""
    if value is None:
        return ""
    return f"{value:,}" if language() == "en" else f"{value:,}".replace(",", ".")


def decimal(value: Decimal | None) -> str:
    """Return a decimal number as it is: 83,25 in Indonesian, 83.25 in English."""
    if value is None:
        return ""
    return str(value) if language() == "en" else str(value).replace(".", ",")


def few(value: int | None) -> str:
    """Return a published count; one that is hidden because it lies between 1 and 4 is written "<5"."""
    return "<5" if value is None else thousands(value)


def rupiah(money: Money | None) -> str:
    """Return an amount as it is printed: "Rp50.000" in Indonesian, "IDR 50,000" in English."""
    return money.words(language()) if money is not None else ""


def unlocalized(number: float) -> str:
    """Return a number as SVG writes it, with a point and without a needless fraction."""
    return f"{number:g}"


def attributes(pairs: Mapping[str, Any]) -> SafeString:
    """Return HTML attributes, escaped; True writes the bare name, None and False nothing."""
    shown = ((name, value) for name, value in pairs.items() if value not in (None, False))
    words = (name if value is True else f'{name}="{conditional_escape(value)}"' for name, value in shown)
    return mark_safe(" ".join(words))  # noqa: S308 - names are ours, values are escaped
