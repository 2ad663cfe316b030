"""Who had to act for how long, in words: for the citizen's page of a case and the officer's."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from layani.office.house import calendar
from layani.office.pages.public.promise_figures import working_words
from layani.rules.cases.ball_times import Held, split
from layani.rules.cases.reckoning import FIRST_CONTACT
from layani.rules.cases.state import Event
from layani.rules.text import Text

_SINCE: Final = {
    FIRST_CONTACT: Text("Sejak kedatangan pertama", "Since the first visit"),
    "received": Text("Sejak diterima", "Since receipt"),
    "complete": Text("Sejak lengkap", "Since completeness"),
}
_SIDES: Final = {
    "office": Text("kantor", "the office"),
    "citizen": Text("pemohon", "the applicant"),
    "outside": Text("instansi lain", "other bodies"),
}


def times_of(events: Iterable[Event], now: datetime) -> list[tuple[Text, Text]]:
    """Return (since when, who had how much of the working time) from each moment that has come."""
    return [(_SINCE[name], _shares(held)) for name, held in split(events, calendar(), now).items() if held]


def _shares(held: Mapping[str, Held]) -> Text:
    said = [
        (side, working_words(held[name].working // timedelta(minutes=1)))
        for name, side in _SIDES.items()
        if name in held
    ]
    return Text(
        id=", ".join(f"{side.id} {time.id}" for side, time in said),
        en=", ".join(f"{side.en} {time.en}" for side, time in said),
    )
