"""How long it will be: said only when today's own pace is known."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

FEWEST_CALLS: Final = 3
"""Calls of the last hour from which a pace is told; fewer say nothing."""

LOOK_BACK: Final = timedelta(hours=1)


def about_minutes(ahead: int, calls: Sequence[datetime], now: datetime) -> int | None:
    """Return the minutes until it is about one's turn, to the next five, by the pace of the last hour.

    ahead: how many are called before; calls: when others were called, in any order
    None where fewer than three were called in the last hour.

    >>> from datetime import UTC
    >>> at = [datetime(2026, 11, 23, 2, minute, tzinfo=UTC) for minute in (0, 10, 20)]
    >>> about_minutes(1, at, datetime(2026, 11, 23, 2, 30, tzinfo=UTC))
    20
    """
    lately = sorted(one for one in calls if now - LOOK_BACK <= one <= now)
    if len(lately) < FEWEST_CALLS:
        return None
    pace = (now - lately[0]) / len(lately)
    minutes = (ahead + 1) * pace / timedelta(minutes=1)
    return max(5, -int(-minutes // 5) * 5)
