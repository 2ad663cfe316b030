"""Whether those who are served at the counter fare as well as those who apply online, as it may be published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from layani.office.house import catalogue
from layani.office.pages.public.promise_figures import first_month, percent, running_month, working_words
from layani.office.tables.models.channel_figures import ChannelFigures
from layani.rules.catalogue import Service
from layani.rules.text import Text
from layani.rules.voice.small_numbers import shown_together, sum_of_shown

CHANNELS = {"online": Text("Daring", "Online"), "counter": Text("Loket", "Counter")}
ELSEWHERE = {
    "phone": Text("Telepon", "Telephone"),
    "kiosk": Text("Kios", "Kiosk"),
    "api": Text("Sistem lain", "Another system"),
}
"""Ways of coming that are counted, and not compared with one another."""
COUNTS = ("decided", "on_time", "refused", "asked", "paper")


def channel_words(name: str) -> Text:
    """Return a way of coming in words; one that only another system knows is called by the name that it uses.

    >>> channel_words("kiosk").id, channel_words("village-app").en
    ('Kios', 'By the app “village-app”')
    """
    known = CHANNELS.get(name) or ELSEWHERE.get(name)
    return known or Text(f"Lewat aplikasi “{name}”", f"By the app “{name}”")


@dataclass(frozen=True, slots=True)
class MonthOf:
    """One channel in one month; None where a number is hidden."""

    channel: str
    month: date
    decided: int | None
    on_time: int | None
    refused: int | None
    asked: int | None
    paper: int | None
    median_minutes: int | None


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One channel over the shown months, from shown numbers only. None: nothing may be said.

    median: of the last month of which one can be told
    """

    words: Text
    decided: int
    in_time: int | None
    refused: int | None
    asked: int | None
    median: Text | None
    month: date | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One service and its channels, in the order of CHANNELS."""

    service: Service
    lines: tuple[ChannelLine, ...]

    @property
    def told(self) -> bool:
        """Whether both can be compared."""
        return all(line.decided for line in self.lines)


def months(today: date) -> dict[str, list[MonthOf]]:
    """Return {service: its months by channel, the oldest first}; one query."""
    rows = ChannelFigures.objects.between(catalogue().office.slug, first_month(today), running_month(today))
    return {slug: _hidden(list(ones)) for slug, ones in groupby(rows, lambda row: row.service)}


def compared(today: date) -> list[Compared]:
    """Return every service that can be applied for on both channels; one query."""
    found = months(today)
    both = [one for one in catalogue().services.values() if CHANNELS.keys() <= set(one.channels)]
    return [Compared(one, tuple(_line(name, found.get(one.slug, ())) for name in CHANNELS)) for one in both]


def _hidden(rows: list[ChannelFigures]) -> list[MonthOf]:
    """Return what may be shown. The sum over the channels is published, too, so no part may betray another."""
    found = []
    for _, ones in groupby(rows, lambda row: row.month):
        month = list(ones)
        decided = shown_together([one.decided for one in month])
        others = {name: shown_together([getattr(one, name) for one in month]) for name in ("refused", "asked", "paper")}
        for place, one in enumerate(month):
            if decided[place] is None:
                found.append(MonthOf(one.channel, one.month, None, None, None, None, None, None))
                continue
            parts = {name: values[place] for name, values in others.items()}
            found.append(
                MonthOf(one.channel, one.month, one.decided, one.on_time, median_minutes=one.median_minutes, **parts)
            )
    return found


def _line(channel: str, every: Iterable[MonthOf]) -> ChannelLine:
    mine = [one for one in every if one.channel == channel]
    last = next((one for one in reversed(mine) if one.median_minutes is not None), None)
    return ChannelLine(
        CHANNELS[channel],
        sum_of_shown(one.decided for one in mine),
        _share(mine, "on_time"),
        _share(mine, "refused"),
        _share(mine, "asked"),
        working_words(last.median_minutes) if last and last.median_minutes is not None else None,
        last.month if last else None,
    )


def _share(mine: Sequence[MonthOf], name: str) -> int | None:
    """Return whole per cent of the decided, over the months in which the number is shown."""
    told = [one for one in mine if getattr(one, name) is not None]
    return percent(sum_of_shown(getattr(one, name) for one in told), sum_of_shown(one.decided for one in told))
