"""What the indicators asked of this office's own cases, in a file beside the events that they were asked of.

The worker writes it whole, in place of the one before; a page reads it and needs no analytics packages for that. It
holds case numbers and officers' ids, no names, and is not part of the export, in which all stays under a pseudonym.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from layani.rules.text import Text

FILE, VERSION = "questions.json", 1


@dataclass(frozen=True, slots=True)
class Question:
    """One flag. officer: the id; cases: numbers, those that weigh most first; all else as in ``Flag`` of the rules."""

    officer: int
    reason: Text
    value: float
    expected: float
    n: int
    z: float
    spread: float
    q: float
    threshold: float
    reference: Text
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one indicator found. not_asked: why it could not be asked; all else as in ``Finding`` of the rules."""

    indicator: str
    version: str
    not_asked: Text | None
    measure: Text | None
    scored: int
    base: float
    compared: int
    too_few: int
    least_cases: int
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """One asking of all indicators. snapshot: the export that was asked, of so many events; at: aware."""

    at: datetime
    snapshot: str
    events: int
    asked: tuple[Asked, ...]


def write_round(folder: Path, one: Round) -> None:
    """Put the round in the place of the one before; whoever reads sees the old or the new."""
    told = {"format": VERSION, **asdict(one), "at": one.at.isoformat()}
    fresh = folder / f"{FILE}.new"
    with fresh.open("w", encoding="utf-8") as stream:
        json.dump(told, stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(folder / FILE)


def read_round(folder: Path) -> Round | None:
    """Return the last round; None where there is none, or where another version or another hand wrote it."""
    try:
        told: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if told["format"] != VERSION:
            return None
        asked = tuple(_asked(one) for one in told["asked"])
        return Round(datetime.fromisoformat(told["at"]), told["snapshot"], told["events"], asked)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _asked(told: dict[str, Any]) -> Asked:
    texts = {name: _text(told[name]) for name in ("not_asked", "measure")}
    return Asked(**{**told, **texts, "questions": tuple(_question(one) for one in told["questions"])})


def _question(told: dict[str, Any]) -> Question:
    reason, reference = Text(**told["reason"]), Text(**told["reference"])
    return Question(**{**told, "reason": reason, "reference": reference, "cases": tuple(told["cases"])})


def _text(told: dict[str, str] | None) -> Text | None:
    return Text(**told) if told else None
