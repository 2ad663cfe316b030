"""What a supervisor has to look at among the receipts on paper, for the page of the day."""

from dataclasses import dataclass
from datetime import datetime

from layani.office.house import catalogue
from layani.office.pages.paper.blocks import Line, lines_of
from layani.office.tables.models import PaperBlock

BLOCKS_LOOKED_AT = 25


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """The latest blocks in which something is wrong, and how many of each."""

    lines: tuple[Line, ...]
    missing: int
    doubles: int
    unordered: int
    uncounted: int


def papers_to_look_at(now: datetime) -> ToLookAt | None:
    """Return what is wrong in the latest blocks, or None; four queries, one where there is no block."""
    rows = list(PaperBlock.objects.newest_first(catalogue().office.slug)[:BLOCKS_LOOKED_AT])
    wrong = tuple(line for line in (lines_of(rows) if rows else []) if line.over or not line.stands.in_order)
    if not wrong:
        return None
    return ToLookAt(
        wrong,
        sum(len(line.stands.missing) for line in wrong),
        sum(len(line.stands.doubles) for line in wrong),
        sum(len(line.stands.unordered) for line in wrong),
        sum(line.over is not None for line in wrong),
    )
