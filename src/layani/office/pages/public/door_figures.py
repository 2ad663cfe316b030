"""What the front door did, as it may be published: small numbers are hidden first, and no running month is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from layani.office.pages.public.promise_figures import first_month, percent, running_month
from layani.office.tables.models.door_figures import DoorFigures
from layani.rules.text import Text
from layani.rules.voice.small_numbers import shown

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class DoorLine:
    """One month; None where a number is hidden or there is none.

    A median is told only where at least five people are behind it.
    """

    month: date
    tickets: int | None
    gave_up: int | None
    listed: int | None
    sent_away: int | None
    wait_seconds: int | None
    products: int | None
    contact_minutes: int | None
    revealed: int | None

    @property
    def gave_up_percent(self) -> int | None:
        """Whole per cent of those who took a number; None where either number is hidden."""
        return percent(self.gave_up, self.tickets)

    @property
    def wait_words(self) -> Text | None:
        """The median wait in words: "12 menit"."""
        return None if self.wait_seconds is None else _minutes(-(-self.wait_seconds // 60))

    @property
    def contact_words(self) -> Text | None:
        """The median from first contact to product in words, in clock time: "3,5 hari"."""
        return None if self.contact_minutes is None else clock_words(self.contact_minutes)


def clock_words(minutes: int) -> Text:
    """Return a length of clock time in words: minutes, hours, or from two days on days with one decimal.

    >>> [clock_words(n).en for n in (59, 120, 2880, 5040)]
    ['59 min', '2 h', '2 days', '3.5 days']
    """
    if minutes < 60:
        return _minutes(minutes)
    if minutes < 2 * MINUTES_A_DAY:
        hours = round(minutes / 60)
        return Text(f"{hours} jam", f"{hours} h")
    tenths = round(minutes * 10 / MINUTES_A_DAY)
    whole, rest = divmod(tenths, 10)
    return Text(f"{whole},{rest} hari", f"{whole}.{rest} days") if rest else Text(f"{whole} hari", f"{whole} days")


def _minutes(minutes: int) -> Text:
    return Text(f"{minutes} menit", f"{minutes} min")


def door_lines(service: str, today: date) -> list[DoorLine]:
    """Return the months of one need that may be published, the oldest first; "" for all needs. One query."""
    return lines(DoorFigures.objects.months_of(service, first_month(today), running_month(today)))


def lines(rows: Iterable[DoorFigures]) -> list[DoorLine]:
    """Return the months as they may be published."""
    return [_line(row) for row in rows]


def _line(row: DoorFigures) -> DoorLine:
    tickets, products = shown(row.tickets), shown(row.products)
    return DoorLine(
        month=row.month,
        tickets=tickets,
        gave_up=shown(row.gave_up) if tickets else tickets,
        listed=shown(row.listed) if tickets else tickets,
        sent_away=shown(row.sent_away),
        wait_seconds=row.wait_seconds if shown(row.called) else None,
        products=products,
        contact_minutes=row.contact_minutes if products else None,
        revealed=shown(row.revealed) if products else products,
    )


def at_the_door(service: str, today: date) -> dict[str, Any]:
    """Return what door_figures.html shows: every month, and the last one of which a time can be told."""
    found = door_lines(service, today)
    told = [one for one in found if one.wait_seconds is not None or one.contact_minutes is not None]
    return {"door_lines": list(reversed(found)) if told else [], "door_latest": told[-1] if told else None}


def as_rows(service: str, today: date) -> list[dict[str, Any]]:
    """Return the months as open data; a hidden or missing number is None."""
    return [
        {
            "month": f"{one.month:%Y-%m}",
            "tickets": one.tickets,
            "gave_up": one.gave_up,
            "with_list": one.listed,
            "sent_away": one.sent_away,
            "median_wait_seconds": one.wait_seconds,
            "products": one.products,
            "median_first_contact_to_product_minutes": one.contact_minutes,
            "asked_beyond_a_list": one.revealed,
        }
        for one in door_lines(service, today)
    ]
