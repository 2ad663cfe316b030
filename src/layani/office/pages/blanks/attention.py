"""What a supervisor has to look at among the numbered blanks, for the page of the day."""

from dataclasses import dataclass
from datetime import datetime

from layani.office.actions.blanks.ledger import kinds, ledgers
from layani.office.actions.hands import blanks_left
from layani.office.house import catalogue
from layani.office.tables.models import BlankLine, BlankSeries

SERIES_LOOKED_AT = 25


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """How many numbers of the latest series are missing, used twice or left out, and what one person noted.

    left: blanks with officers who serve no longer
    """

    missing: int
    doubles: int
    gaps: int
    unseen: int
    left: int


def blanks_to_look_at(now: datetime) -> ToLookAt | None:
    """Return what is wrong, or None; six queries, none where the office keeps no blanks."""
    if not kinds():
        return None
    office = catalogue().office.slug
    rows = list(BlankSeries.objects.newest_first(office)[:SERIES_LOOKED_AT])
    if not rows:
        return None
    stands = [one for one, _ in ledgers(rows).values()]
    found = ToLookAt(
        sum(len(one.missing) for one in stands),
        sum(len(one.doubles) for one in stands),
        sum(len(one.gaps) for one in stands),
        BlankLine.objects.unseen(office).count(),
        sum(one.count for one in blanks_left(now)),
    )
    return found if found.missing or found.doubles or found.gaps or found.unseen or found.left else None
