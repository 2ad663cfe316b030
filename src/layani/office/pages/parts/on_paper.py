"""That an application was received on paper, for every page that shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from layani.rules.cases.state import Case


@dataclass(frozen=True, slots=True)
class OnPaper:
    """The number of its receipt, when it was typed in, and whether that paper was given in the field."""

    number: str
    entered_at: datetime
    field: bool


def on_paper(case: Case) -> OnPaper | None:
    """Return how a case was received on paper; None where it was not."""
    return said(case.paper)


def said(paper: Mapping[str, Any]) -> OnPaper | None:
    """Return what a filing says of its paper; None where it says nothing."""
    if not paper:
        return None
    return OnPaper(paper["number"], datetime.fromisoformat(paper["entered_at"]), paper["kind"] == "field")
