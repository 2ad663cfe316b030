"""When a case must end: the promise of a service, compiled, with all that may move its last moment."""

from dataclasses import dataclass
from typing import Literal

from layani.rules.cases.clock import Term


@dataclass(frozen=True, slots=True)
class LegalTerm:
    """The longest time that the law (``law``: its id) leaves, counted from "received" or "complete"."""

    term: Term
    law: str
    starts: Literal["received", "complete"]


@dataclass(frozen=True, slots=True)
class Extension:
    """More time that the law (``law``: its id) lets the office take once."""

    by: Term
    law: str


@dataclass(frozen=True, slots=True)
class Answer:
    """How long a citizen may take to answer a notice; after ``warn_after`` they are warned. Both have one unit."""

    within: Term
    warn_after: Term
    law: str


@dataclass(frozen=True, slots=True)
class Outage:
    """Systems of other bodies whose outage may stop the clock once, for at most ``most``."""

    systems: tuple[str, ...]
    most: Term
    law: str


@dataclass(frozen=True, slots=True)
class Promise:
    """When the whole case must end, and what happens when it does not.

    starts:   "first contact", "received", "complete" or "closing": the moment from which ``total`` counts
    pledge:   per cent of cases that the office says it will finish in time
    if_late:  "escalate" to the superior, "grant" (deemed granted by law), or "refuse" (by law silence is a refusal)
    law:      id of the law that sets the term, if one does
    legal:    the longest time that the law leaves, if it says one; silence grants only after it
    extension: more time that may be taken once, if a law lets the office
    answer:   after how long a case is closed because its citizen does not answer; None: never
    outage:   when another body's system may stop the clock; None: never
    """

    total: Term
    starts: Literal["first contact", "received", "complete", "closing"]
    pledge: int
    if_late: Literal["escalate", "grant", "refuse"]
    law: str | None = None
    legal: LegalTerm | None = None
    extension: Extension | None = None
    answer: Answer | None = None
    outage: Outage | None = None
