"""How a service kept its promise, in words and numbers that may be published: small numbers are hidden first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from typing import cast

from django.core.cache import caches

from layani.office.actions.surveying import Heard, heard
from layani.office.house import calendar
from layani.office.tables.models.papers import Figures
from layani.rules.catalogue import Service, Term
from layani.rules.text import Text
from layani.rules.voice.small_numbers import shown, sum_of_shown

MONTHS_SHOWN = 12
# The survey's index is made of every answer; a page asks for it far more often than it changes.
SURVEY_KEPT = 60  # seconds


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month as it may be published; None where a number is hidden or there is none.

    partly: granted in part, which are not among the refused
    promised: the times that its decided cases were promised, each when it was filed; more than one where that changed
    """

    month: date
    received: int | None
    decided: int | None
    on_time: int | None
    refused: int | None
    deemed: int | None
    partly: int | None
    median_minutes: int | None
    p90_minutes: int | None
    promised: tuple[Term, ...] = ()

    @property
    def hidden(self) -> bool:
        """Fewer than five were decided, so nothing about them is shown."""
        return self.decided is None

    @property
    def percent(self) -> int | None:
        """Whole per cent in time, rounded down: 99.9 is not 100. None when nothing may be said."""
        return percent(self.on_time, self.decided)

    @property
    def median_words(self) -> Text | None:
        """The median in words."""
        return None if self.median_minutes is None else working_words(self.median_minutes)

    @property
    def p90_words(self) -> Text | None:
        """The 90th percentile in words."""
        return None if self.p90_minutes is None else working_words(self.p90_minutes)


@dataclass(frozen=True, slots=True)
class Kept:
    """The shown months together. ``kept`` is None while nothing can be said.

    few_refused, few_deemed, few_partly: in some month there were one to four, which are in no sum
    """

    pledge: int
    decided: int
    on_time: int
    refused: int
    deemed: int
    partly: int
    few_refused: bool
    few_deemed: bool
    few_partly: bool

    @property
    def percent(self) -> int | None:
        """Whole per cent in time, rounded down."""
        return percent(self.on_time, self.decided)

    @property
    def kept(self) -> bool | None:
        """Whether the share in time reaches the pledge, by the exact numbers."""
        return self.on_time * 100 >= self.pledge * self.decided if self.decided else None


def percent(part: int | None, whole: int | None) -> int | None:
    """Return ``part`` of ``whole`` in whole per cent, rounded down; None without either.

    >>> percent(199, 200), percent(0, 0), percent(None, 3)
    (99, None, None)
    """
    return part * 100 // whole if whole and part is not None else None


def first_month(today: date) -> date:
    """Return the first of the months that are shown; the last is the one before the running month.

    >>> first_month(date(2026, 11, 23))
    datetime.date(2025, 11, 1)
    """
    months = today.year * 12 + today.month - 1 - MONTHS_SHOWN
    return date(months // 12, months % 12 + 1, 1)


def running_month(today: date) -> date:
    """Return the first day of the month that is not over and of which nothing is published yet.

    Two looks at a count of the running month, a day apart, would show what became of the one case between them.
    """
    return today.replace(day=1)


def lines(rows: Iterable[Figures]) -> tuple[MonthLine, ...]:
    """Return the months as they may be published, the oldest first."""
    return tuple(_line(row) for row in rows)


def _line(row: Figures) -> MonthLine:
    received, decided = shown(row.received), shown(row.decided)
    if not decided:
        return MonthLine(row.month, received, decided, decided, decided, decided, decided, None, None)
    return MonthLine(
        month=row.month,
        received=received,
        decided=decided,
        on_time=row.on_time,
        refused=shown(row.refused),
        deemed=shown(row.deemed),
        partly=shown(row.partly),
        median_minutes=row.median_minutes,
        p90_minutes=row.p90_minutes,
        promised=tuple(Term(amount, unit) for amount, unit in row.promised),
    )


def together(service: Service, months: Sequence[MonthLine]) -> Kept:
    """Return the sums of what is shown, so that no sum betrays a hidden number."""
    return Kept(
        pledge=service.promise.pledge,
        decided=sum_of_shown(line.decided for line in months),
        on_time=sum_of_shown(line.on_time for line in months),
        refused=sum_of_shown(line.refused for line in months),
        deemed=sum_of_shown(line.deemed for line in months),
        partly=sum_of_shown(line.partly for line in months),
        few_refused=any(line.refused is None and not line.hidden for line in months),
        few_deemed=any(line.deemed is None and not line.hidden for line in months),
        few_partly=any(line.partly is None and not line.hidden for line in months),
    )


@dataclass(frozen=True, slots=True)
class EarlierPromise:
    """A time that was promised before, and the last shown month in which a case that had it was decided."""

    term: Term
    until: date


def earlier_promises(service: Service, months: Iterable[MonthLine]) -> tuple[EarlierPromise, ...]:
    """Return the promises other than today's that the shown decisions are measured against, the oldest first.

    months: the oldest first
    """
    until = {term: line.month for line in months for term in line.promised if term != service.promise.total}
    return tuple(EarlierPromise(term, last) for term, last in sorted(until.items(), key=lambda item: item[1]))


def survey_of(slug: str, today: date) -> Heard:
    """Return what the survey said in the shown months; at most a minute old."""
    first, running = first_month(today), running_month(today)
    found = caches["near"].get_or_set(
        f"survey/{slug}/{first}",
        lambda: heard(slug, since=calendar().at(first, time()), until=calendar().at(running, time())),
        SURVEY_KEPT,
    )
    return cast("Heard", found)


def day_minutes() -> Fraction:
    """Return the working minutes of the office's average working day."""
    return calendar().usual_day


def working_words(minutes: int) -> Text:
    """Return working minutes in words: minutes, hours, or from one average working day on days with one decimal.

    That they are working time is said beside them: "3 jam 11 menit", "2,5 hari kerja".
    """
    days = Fraction(minutes) / day_minutes()
    if days >= 1:
        tenths = int(days * 10 + Fraction(1, 2))
        whole, rest = divmod(tenths, 10)
        one = f"{whole},{rest}" if rest else str(whole)
        return Text(f"{one} hari kerja", f"{one.replace(',', '.')} working {'day' if tenths == 10 else 'days'}")
    hours, rest = divmod(minutes, 60)
    if not hours:
        return Text(f"{rest} menit", f"{rest} min")
    if not rest:
        return Text(f"{hours} jam", f"{hours} h")
    return Text(f"{hours} jam {rest} menit", f"{hours} h {rest} min")


def promised_minutes(term: Term) -> int | None:
    """Return a promised time in working minutes, for the goal of a chart; None for calendar time."""
    if term.unit == "working minutes":
        return term.amount
    if term.unit == "working hours":
        return term.amount * 60
    return int(term.amount * day_minutes()) if term.unit == "working days" else None
