"""The times in which a person objects to a decision and the office answers; their law is in ``objection_terms.yaml``.

Source of the words: UU 30/2014 pasal 75-78, keberatan and banding; the file says which number was read there.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from layani.rules.cases.clock import Term
from layani.rules.cases.state import Case
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Known:
    """One term with its law; ``certain``: it was read in the law and is not only recalled."""

    term: Term
    cite: str
    certain: bool


@dataclass(frozen=True, slots=True)
class ObjectionTerms:
    """How a person objects.

    within:      to object, from the day on which the decision could be known
    answered:    for the office to answer; carried_out: to decide anew what was set aside
    appeal:      to bring it before the superior; court: to bring it before the court
    then:        where one may go instead of to the superior and the court, in words; None for those two
    silence_upholds: an objection that is not answered in time counts as upheld
    """

    within: Known
    answered: Known
    carried_out: Known
    appeal: Known
    court: Known
    silence_upholds: bool
    then: Text | None = None


@cache
def objection_terms() -> ObjectionTerms:
    """Return the terms of the law; read once."""
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    known = {
        name: Known(Term(one["amount"], one["unit"]), one["cite"], one["status"] == "verified")
        for name, one in found.items()
        if name != "silence"
    }
    return ObjectionTerms(
        within=known["within"],
        answered=known["answered"],
        carried_out=known["carried_out"],
        appeal=known["appeal"],
        court=known["court"],
        silence_upholds=bool(found["silence"]["upholds"]),
    )


REFUSED, PART, SILENCE = "refused", "part", "silence"
"""What one objects to: a refusal, the part that was refused, and a silence that the law takes for a refusal."""
OVERTAKEN = "overtaken"
"""How an objection ends that nobody has to answer any more: the decision came, or what was decided waits again."""


def objected_to(case: Case) -> str:
    """Return what of a case one may object to, or "" where all was granted or nothing is decided."""
    if case.imported:
        return ""  # it was decided elsewhere, and is to be objected to there
    if case.status == "refused":
        return REFUSED
    if case.is_open:
        return SILENCE if case.silent_at else ""
    return PART if case.part_ground else ""


def known_since(case: Case) -> datetime | None:
    """Return when the person could know the decision: when they had its letter, if later than the decision."""
    if case.is_open:
        return case.silent_at
    return max((one for one in (case.decided_at, case.issued_at, case.delivered_at) if one), default=None)
