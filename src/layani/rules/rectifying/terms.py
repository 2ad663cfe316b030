"""By when the office answers who says that something held about them is wrong; the law stands in ``terms.yaml``."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Answered:
    """The time for an answer, in hours that run on; ``certain``: it was read in the law and is not only recalled."""

    hours: int
    cite: str
    certain: bool
    says: Text

    def due(self, asked: datetime) -> datetime:
        """Return until when the office answers what it was asked at a moment."""
        return asked + timedelta(hours=self.hours)


@cache
def time_to_answer() -> Answered:
    """Return the term of the law; read once."""
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    one = found["answered"]
    return Answered(int(one["hours"]), one["cite"], one["status"] == "verified", Text(**one["says"]))
