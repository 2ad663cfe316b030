"""What an office publishes about its front door: its counters, and the times that it keeps to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from layani.rules.cases.clock import Term
from layani.rules.text import Text

ONE_COUNTER: Final[Mapping[str, Text]] = {"loket-1": Text("Loket 1", "Counter 1")}


@dataclass(frozen=True, slots=True)
class Door:
    """The front door of an office, as the section ``door`` of office.yaml describes it.

    counters:    name -> how it is called on the board
    come_back:   minutes within which one who was not there may come back and keeps a place near the front
    lists_bind:  calendar days for which a list of what is missing binds the office
    answer:      the time in which a question from elsewhere (web, telephone, WhatsApp) is answered
    """

    counters: Mapping[str, Text] = field(default_factory=lambda: ONE_COUNTER)
    come_back: int = 30
    lists_bind: int = 60
    answer: Term = Term(1, "working days")
