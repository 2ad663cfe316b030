"""Whether an office is open at a moment, and when it opens next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from layani.rules.cases.calendar import Calendar

LOOKED_AHEAD: Final = 31
"""Days. An office that opens on none of them has no next opening that anybody should be told."""


@dataclass(frozen=True, slots=True)
class OpenNow:
    """What the calendar says of one moment.

    closes: until when it is open now; None while it is closed
    opens:  when it opens next; None while it is open, or where that is more than a month away
    today:  it opens again on this same local day
    """

    closes: datetime | None
    opens: datetime | None
    today: bool


def open_now(calendar: Calendar, now: datetime) -> OpenNow:
    """Return whether the office is open at ``now``, which must know its time zone.

    >>> from datetime import UTC
    >>> open_now(Calendar(), datetime(2026, 11, 29, 11, 0, tzinfo=UTC)).opens.isoformat()  # a Sunday evening
    '2026-11-30T08:00:00+07:00'
    """
    today = calendar.local(now).date()
    for ahead in range(LOOKED_AHEAD + 1):
        day = today + timedelta(days=ahead)
        for opens, closes in calendar.openings(day):
            if now < calendar.at(day, opens):
                return OpenNow(None, calendar.at(day, opens), today=ahead == 0)
            if now < calendar.at(day, closes):
                return OpenNow(calendar.at(day, closes), None, today=True)
    return OpenNow(None, None, today=False)
