"""The chain of initials of a letter in words: who gave theirs and when, whose turn it is, and who comes after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from layani.office.house import role_title
from layani.office.tables.models.signatures import Signature
from layani.office.tables.projection import state_of
from layani.rules.cases.act import moment, written
from layani.rules.cases.acts.initialling_letter import WHY_PASSED, links_of, round_of
from layani.rules.cases.state import Case
from layani.rules.text import Text

OBJECTED = Text("paraf, dengan keberatan", "initialled, with an objection")
GIVEN = Text("paraf", "initialled")
TURN = Text("menunggu sejak", "waits since")
LATER = Text("sesudah itu", "after that")


@dataclass(frozen=True, slots=True)
class Link:
    """One link: the post, how it stands, when that came to be (None for what comes later), and whether it is done."""

    post: Text
    says: Text
    at: datetime | None
    done: bool
    plain: bool = True


def chain_links(row: Signature) -> tuple[Link, ...]:
    """Return the whole chain of a letter that waits."""
    done = _done(round_of(state_of(row.case), written(row.since) or "").get("links", ()))
    rest = row.chain[len(done) :]
    now = tuple(Link(role_title(role), TURN, row.desk_since, done=False) for role in rest[:1])
    return (*done, *now, *(Link(role_title(role), LATER, None, done=False) for role in rest[1:]))


def links_given(case: Case, edition: int) -> tuple[Link, ...]:
    """Return the links of a letter that has its number; () where nobody had to initial it."""
    return _done(links_of(case, edition))


def _done(links: Iterable[Mapping[str, Any]]) -> tuple[Link, ...]:
    found = []
    for one in links:
        says = WHY_PASSED.get(str(one.get("why", "")), OBJECTED if one.get("objects") else GIVEN)
        found.append(Link(role_title(str(one["role"])), says, moment(one["at"]), done=True, plain=says is GIVEN))
    return tuple(found)
