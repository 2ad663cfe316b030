"""When the office is open, in words."""

from collections.abc import Mapping
from datetime import time

from layani.rules.text import Text

DAYS = (
    Text("Senin", "Monday"),
    Text("Selasa", "Tuesday"),
    Text("Rabu", "Wednesday"),
    Text("Kamis", "Thursday"),
    Text("Jumat", "Friday"),
    Text("Sabtu", "Saturday"),
    Text("Minggu", "Sunday"),
)


def hours_in_words(hours: Mapping[int, tuple[tuple[time, time], ...]]) -> Text:
    """Return the opening hours; days in a row with the same hours are said together.

    hours:  weekday 0 (Monday) to 6 -> opening spans in local time

    >>> hours_in_words({day: ((time(8), time(16)),) for day in range(5)}).en
    'Monday to Friday 8:00–16:00'
    """
    groups: list[list[int]] = []
    for day in sorted(hours):
        if groups and day == groups[-1][-1] + 1 and hours[day] == hours[groups[-1][0]]:
            groups[-1].append(day)
        elif hours[day]:
            groups.append([day])
    said = [_group(group, hours[group[0]]) for group in groups]
    return Text(id="; ".join(one.id for one in said), en="; ".join(one.en for one in said))


def _group(days: list[int], spans: tuple[tuple[time, time], ...]) -> Text:
    first, last = DAYS[days[0]], DAYS[days[-1]]
    names = first if len(days) == 1 else Text(id=f"{first.id} sampai {last.id}", en=f"{first.en} to {last.en}")
    indonesian = ", ".join(f"{start:%H.%M}–{end:%H.%M}" for start, end in spans)
    english = ", ".join(f"{start.hour}:{start:%M}–{end.hour}:{end:%M}" for start, end in spans)
    return Text(id=f"{names.id} {indonesian}", en=f"{names.en} {english}")
