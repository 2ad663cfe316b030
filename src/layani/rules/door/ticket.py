"""The state of a ticket: what its events add up to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

Channel = Literal["kiosk", "counter", "gate", "phone", "web", "whatsapp", "sp4n"]
Place = Literal["hall", "remote"]
Status = Literal["waiting", "called", "serving", "away", "ended"]
End = Literal["", "receipt", "answer", "list", "left"]

PLACES: Final[Mapping[str, Place]] = {
    "kiosk": "hall",
    "counter": "hall",
    "gate": "hall",
    "phone": "remote",
    "web": "remote",
    "whatsapp": "remote",
    "sp4n": "remote",
}
"""Where a ticket waits, by the channel on which it was opened: in the hall to be called, or elsewhere for an answer."""

FROM_SP4N: Final = "sp4n"
"""The channel of complaints that SP4N-LAPOR! passes on."""

OPEN: Final = frozenset({"waiting", "called", "serving", "away"})
HELD: Final = frozenset({"called", "serving"})
"""The states in which a ticket is at a counter, with one officer."""

SUPERVISORS: Final = frozenset({"supervisor", "head"})
"""Who answers a report of having been sent away: somebody above the counter."""

FIRST_BY_LAW, BACK_IN_TIME, IN_TURN = 0, 1, 2
"""Who is called first: those whom the law puts first, those who came back within the published time, all others."""


@dataclass(frozen=True)
class Ticket:
    """A ticket after its events so far; ``seq`` counts them.

    number:   by which it is called that day; day: the office's local date on which it was opened
    need:     the service that it is about, or "" where there are only words, which are sealed
    first:    the published class that puts it first, or ""; its reason is the class
    counter:  where it was called last; only_at: the one counter at which it waits since it was handed over, or ""
    officer:  id of who holds it
    waits_since: by which it has its place in line; being handed on, or coming back in time, does not change it
    called_first_at: when the waiting ended; calls: how often it was called; served_at: when it was first served
    back_by:  until when one who was not there keeps the place near the front
    cases:    numbers of the cases that were filed from it
    service, items: of a binding list, and until when it binds (``binds_until``)
    follows:  the reference of an earlier ticket of the same person, by its code; first_contact: when that began
    sent_away: its person says that they were sent away without being served
    answer_by: by when a question from elsewhere is to be answered; None in the hall
    language: in which its person is written to
    texts:    its person wants a text message when their turn is near; texted: it was left to be sent
    """

    number: int = 0
    day: date = date.min
    office: str = ""
    channel: Channel = "kiosk"
    need: str = ""
    first: str = ""
    status: Status = "waiting"
    counter: str = ""
    only_at: str = ""
    officer: int | None = None
    opened_at: datetime | None = None
    waits_since: datetime | None = None
    called_first_at: datetime | None = None
    called_at: datetime | None = None
    served_at: datetime | None = None
    back_by: datetime | None = None
    came_back: bool = False
    calls: int = 0
    cases: tuple[str, ...] = ()
    end: End = ""
    ended_at: datetime | None = None
    service: str = ""
    items: tuple[str, ...] = ()
    binds_until: date | None = None
    follows: str = ""
    first_contact: datetime | None = None
    sent_away: bool = False
    answer_by: datetime | None = None
    language: str = "id"
    texts: bool = False
    texted: bool = False
    seq: int = 0

    @property
    def place(self) -> Place:
        """Where it waits. Whoever says that they were sent away is not in the hall any more."""
        return "remote" if self.sent_away else PLACES[self.channel]

    @property
    def for_supervisor(self) -> bool:
        """Somebody above the counter answers it: a report of being sent away, and what SP4N-LAPOR! passes on."""
        return self.sent_away or self.channel == FROM_SP4N

    @property
    def urgency(self) -> int:
        """Its group in line: the law's classes are never capped and always first."""
        if self.first:
            return FIRST_BY_LAW
        return BACK_IN_TIME if self.came_back else IN_TURN

    @property
    def is_open(self) -> bool:
        """Nothing has ended it."""
        return self.status in OPEN

    @property
    def waited(self) -> float | None:
        """Seconds from its opening until it was first called, or until its person gave up; None while it waits."""
        until = self.called_first_at or self.ended_at
        return (until - self.opened_at).total_seconds() if until and self.opened_at else None
