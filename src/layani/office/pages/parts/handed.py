"""How a letter reached its owner: who took it, by which paper, or under which number the post has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from layani.rules.cases.acts.issuing import PROXY_PAPERS
from layani.rules.cases.state import Event
from layani.rules.text import Text

WORDS_OF_HANDING = frozenset({"deliver", "post_letter"})


@dataclass(frozen=True, slots=True)
class Handed:
    """Who took the letter for the applicant, and by which paper; the number of the post's receipt. Else empty."""

    taker: str = ""
    paper: Text | None = None
    tracking: str = ""


def handed_in(opened: Sequence[tuple[Event, Mapping[str, Any]]]) -> Handed:
    """Return it among opened events; of a letter that was corrected, what became of the new one."""
    found = Handed()
    for event, said in opened:
        if event.act == "reissue":
            found = Handed()
        if event.act == "post_letter":
            found = Handed(tracking=str(said.get("tracking", "")))
        if event.act == "deliver":
            paper = PROXY_PAPERS.get(str(event.data.get("paper", "")))
            found = Handed(str(said.get("taker", "")), paper, found.tracking)
    return found
