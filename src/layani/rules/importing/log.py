"""An event log as it was read: rows and cases, without a word about what they mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Row:
    """One usable row.

    place:     its number in the file, from 1
    at:        when it happened, UTC; day: the office's calendar day of it, ISO 8601
    officer:   the account that the row names, or None
    ends_step: False where the row only says that a step began, was planned or assigned
    due_at:    until when this step should have been done, if the row says so
    columns:   the values of the columns that the map asks for
    """

    place: int
    case: str
    activity: str
    label: str
    at: datetime
    day: str
    officer: str | None = None
    ends_step: bool = True
    due_at: datetime | None = None
    columns: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogCase:
    """What the columns say of a case; ``starts_at`` and ``ends_at`` only where the log has such columns."""

    channel: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True)
class LogNote:
    """Something about the file that the reader must know: how often, what, and examples."""

    count: int
    what: Text
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Log:
    """One log.

    file, form:   its name and its kind, for the reader
    digest:       SHA-256 of its unpacked bytes, hex: names the log for ever
    rows:         usable rows in the order of the file
    rows_read:    rows of the file, the unusable ones included; ``notes`` says why those cannot be used
    newest_first: the file lists later rows first, so equal times are read from below
    days_only:    share of times that are exactly midnight
    """

    file: str
    form: Text
    digest: str
    rows: tuple[Row, ...]
    cases: Mapping[str, LogCase]
    rows_read: int
    newest_first: bool = False
    days_only: float = 0.0
    columns: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[LogNote, ...] = ()

    @property
    def first_and_last(self) -> tuple[datetime, datetime]:
        """The times of the first and the last row."""
        times = [row.at for row in self.rows]
        return min(times), max(times)


def by_case(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return {case: its rows}, cases and rows in the order of the file."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.case, []).append(row)
    return found
