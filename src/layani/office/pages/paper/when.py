"""A day and a time that somebody chose in a form, as a moment at the office."""

from collections.abc import Mapping
from datetime import date, datetime, time

from layani.office.house import calendar


def chosen_moment(posted: Mapping[str, str], name: str, day_of: str = "") -> datetime | None:
    """Return the moment of NAME-day (or of ``day_of``) and NAME-time, or None where one is missing or nonsense."""
    try:
        day = date.fromisoformat(posted.get(day_of or f"{name}-day", ""))
        clock = time.fromisoformat(posted.get(f"{name}-time", ""))
    except ValueError:
        return None
    return calendar().at(day, clock) if clock.tzinfo is None and 2000 <= day.year < 2100 else None


def is_blank(posted: Mapping[str, str], name: str) -> bool:
    """Say whether neither the day nor the time was chosen."""
    return not posted.get(f"{name}-day", "").strip() and not posted.get(f"{name}-time", "").strip()
