"""Until when, and how, a person can object to a decision; the numbers stand in ``objecting.yaml`` with their source."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from layani.office.house import calendar
from layani.rules.cases.clock import Term, due


@dataclass(frozen=True, slots=True)
class Objection:
    """What a person may do against a decision.

    until:     the last moment to object; answered: the time in which the office must answer
    certain:   both numbers were read in the law; otherwise they are shown as an example
    """

    until: datetime
    within: Term
    answered: Term
    cite: str
    certain: bool


@cache
def _terms() -> dict[str, Any]:
    return dict(yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")))


def objection(decided_at: datetime) -> Objection:
    """Return until when one can object to a decision of ``decided_at``."""
    own, answer = _terms()["keberatan"], _terms()["answered"]
    within = Term(**own["within"])
    return Objection(
        until=due(calendar(), decided_at, within),
        within=within,
        answered=Term(**answer["within"]),
        cite=own["cite"],
        certain=own["status"] == answer["status"] == "verified",
    )
