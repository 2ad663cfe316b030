"""What a supervisor has to look at among the receipts on paper, for the page of the day."""

from dataclasses import dataclass
from datetime import datetime

from layani.office.actions.hands import blocks_left
from layani.office.house import catalogue
from layani.office.pages.paper.blocks import Line, lines_of
from layani.office.tables.models import PaperBlock

BLOCKS_LOOKED_AT = 25


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """The latest blocks in which something is wrong, with how many of each, and all whose holder serves no longer."""

    lines: tuple[Line, ...]
    missing: int
    doubles: int
    unordered: int
    uncounted: int
    left: int

    @property
    def others(self) -> int:
        """How many blocks are to be looked at for another reason than that their holder left."""
        return sum(line.over is not None or not line.stands.in_order for line in self.lines)


def papers_to_look_at(now: datetime) -> ToLookAt | None:
    """Return what is wrong in the latest blocks and those left behind, or None; eleven queries at most."""
    rows = list(PaperBlock.objects.newest_first(catalogue().office.slug)[:BLOCKS_LOOKED_AT])
    if not rows:
        return None
    known = {row.pk for row in rows}
    rows += [row for row in blocks_left(now) if row.pk not in known]
    wrong = tuple(line for line in lines_of(rows) if line.over or line.left_behind or not line.stands.in_order)
    if not wrong:
        return None
    return ToLookAt(
        wrong,
        sum(len(line.stands.missing) for line in wrong),
        sum(len(line.stands.doubles) for line in wrong),
        sum(len(line.stands.unordered) for line in wrong),
        sum(line.over is not None for line in wrong),
        sum(line.left_behind for line in wrong),
    )
