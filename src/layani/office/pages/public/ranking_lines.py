"""A published ranking as everybody reads it: codes, points and places, and no name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from layani.office.tables.models import Ranking, RankingLine
from layani.rules.cases.acts.ranking import EXCLUDED, PLACED, WAITING, WITHOUT
from layani.rules.catalogue import Service
from layani.rules.catalogue.model import Law
from layani.rules.text import Text

ROWS = 50
GAVE_BACK = frozenset({"withdrawn", "lapsed", "refused"})

PLACES: Mapping[str, Text] = {
    PLACED: Text("mendapat tempat", "has a place"),
    WAITING: Text("daftar tunggu", "waiting list"),
    WITHOUT: Text("tidak mendapat tempat", "no place"),
    EXCLUDED: Text("tidak memenuhi syarat wajib", "fails a mandatory rule"),
}
ENDED = Text("tempat dikembalikan", "place given back")


@dataclass(frozen=True, slots=True)
class LinePart:
    """One line: points in the order of the criteria ("-" where one cannot be told), and what the case has now."""

    seat: int
    rank: int
    code: str
    points: tuple[str, ...]
    score: int | None
    place: Text
    has_place: bool


@dataclass(frozen=True, slots=True)
class ListPart:
    """A page of a list.

    criteria: what is scored, each with its law; after: the seat after which the list goes on, None at its end
    """

    criteria: tuple[tuple[Text, Law], ...]
    lines: tuple[LinePart, ...]
    after: int | None


def list_part(service: Service, ranking: Ranking, seat: int) -> ListPart:
    """Return the page of a list that begins after a seat; one query."""
    found = ranking.lines.after(seat, ROWS + 1)
    criteria = service.amounts.score
    lines = tuple(_line(one, [part.id for part in criteria], ranking) for one in found[:ROWS])
    return ListPart(
        tuple((one.says, service.law[one.law]) for one in criteria),
        lines,
        lines[-1].seat if len(found) > ROWS else None,
    )


def _line(one: RankingLine, criteria: list[str], ranking: Ranking) -> LinePart:
    place = place_now(one, ranking)
    points = tuple(str(one.points.get(name, "-")) for name in criteria)
    gave_back = one.case.status in GAVE_BACK and place in (PLACED, WAITING)
    return LinePart(
        one.seat, one.rank, one.code, points, one.score, ENDED if gave_back else PLACES[place],
        place == PLACED and not gave_back,
    )  # fmt: skip


def place_now(one: RankingLine, ranking: Ranking) -> str:
    """Return what the case has now; before the list is signed, what it will have."""
    kept: Mapping[str, Any] = one.case.rest.get("place", {})
    return str(kept["place"]) if kept.get("ranking") == ranking.name else one.place


def seat_in(text: str) -> int:
    """Return the seat after which to go on, as an address has it; nonsense is the beginning."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
