"""How a report says things in its reader's language: numbers, dates, and lengths of time."""

from dataclasses import dataclass
from datetime import datetime

from layani.lake.figures import both, number, percent
from layani.rules.indicators.intervals import wilson
from layani.rules.text import Language, Text

MONTHS_ID = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
MONTHS_EN = "January February March April May June July August September October November December"
MONTHS = {"id": MONTHS_ID.split(), "en": MONTHS_EN.split()}
HOUR = 1 / 24
MINUTE = 1 / 1440


@dataclass(frozen=True, slots=True)
class Words:
    """Says everything in one language."""

    language: Language
    hours_a_day: float = 8.0

    def say(self, id: str, en: str, **values: float | str | tuple[float, str]) -> str:
        """Return the sentence with its blanks filled."""
        return both(Text(id=id, en=en), **values).in_(self.language)

    def text(self, text: Text) -> str:
        """Return the sentence."""
        return text.in_(self.language)

    def n(self, value: float | None, places: int = 0) -> str:
        """Return a number."""
        return "–" if value is None else number(value, self.language, places)

    def share(self, part: float | None, whole: float = 1) -> str:
        """Return part of whole as a percentage with one decimal."""
        return "–" if part is None or not whole else percent(part / whole, self.language, 1)

    def sure(self, hits: int, n: int) -> str:
        """Return 'share (95% CI low–high)'.

        >>> Words("en").sure(8, 10)
        '80.0% (95% CI 49.0–94.3%)'
        """
        low, high = wilson(hits, n)
        name = self.say("SK 95%", "95% CI")
        return f"{self.share(hits, n)} ({name} {number(100 * low, self.language, 1)}–{percent(high, self.language, 1)})"

    def date(self, when: datetime) -> str:
        """Return the day in words.

        >>> Words("id").date(datetime(2026, 8, 17))
        '17 Agustus 2026'
        """
        return f"{when.day} {MONTHS[self.language][when.month - 1]} {when.year}"

    def period(self, start: datetime, unit: str) -> str:
        """Return the name of a month, quarter or year."""
        if unit == "year":
            return str(start.year)
        if unit == "quarter":
            return self.say("Tw {q} {y}", "Q{q} {y}", q=str((start.month + 2) // 3), y=str(start.year))
        return f"{MONTHS[self.language][start.month - 1][:3]} {start.year}"

    def days(self, days: float | None) -> str:
        """Return a length of calendar time in its natural unit.

        >>> Words("en").days(0.002), Words("en").days(0.5), Words("id").days(51.2)
        ('3 min', '12 h', '51,2 hari')
        """
        if days is None:
            return "–"
        if days < MINUTE:
            return self.say("< 1 menit", "< 1 min")
        if days < HOUR:
            return self.say("{n} menit", "{n} min", n=self.n(days / MINUTE))
        if days < 1:
            return self.say("{n} jam", "{n} h", n=self._short(days / HOUR))
        return self.say("{n} hari", "{n} days", n=self._short(days))

    def _short(self, value: float) -> str:
        return self.n(value, 0 if abs(value - round(value)) < 1e-9 else 1)

    def work(self, hours: float | None) -> str:
        """Return a length of working time in minutes, hours or working days."""
        if hours is None:
            return "–"
        if hours < 1:
            minutes = self.n(hours * 60) if hours * 60 >= 1 else "< 1"
            return self.say("{n} menit kerja", "{n} working min", n=minutes)
        if hours < self.hours_a_day:
            return self.say("{n} jam kerja", "{n} working h", n=self.n(hours, 1))
        return self.say("{n} hari kerja", "{n} working days", n=self.n(hours / self.hours_a_day, 1))
