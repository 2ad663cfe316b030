"""What an officer has in their hands of the office's, and what is left with those who serve no longer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from layani.office.actions.blanks.ledger import kinds, ledgers
from layani.office.actions.leaving import serving
from layani.office.actions.paper.blocks import standings
from layani.office.actions.paper.handing_on import holders
from layani.office.house import catalogue
from layani.office.tables.models import BlankSeries, Case, PaperBlock, User
from layani.office.tables.models.signatures import Signature
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Hands:
    """What one officer has: blocks of paper receipts, blanks of each kind, cases on the desk, letters to be signed.

    blocks: (block, how many of its numbers have no end); blanks: (name of the kind, how many)
    """

    blocks: tuple[tuple[PaperBlock, int], ...]
    blanks: tuple[tuple[Text, int], ...]
    cases: int
    letters: int

    @property
    def empty(self) -> bool:
        """Whether there is nothing."""
        return not (self.blocks or self.blanks or self.cases or self.letters)


@dataclass(frozen=True, slots=True)
class BlanksLeft:
    """Blanks of one kind with an officer who serves no longer: (series, its numbers) each, the oldest first."""

    holder: User
    kind: str
    series: tuple[tuple[BlankSeries, tuple[int, ...]], ...]

    @property
    def count(self) -> int:
        """How many blanks they are."""
        return sum(len(numbers) for _, numbers in self.series)


def hands_of(officer: User, now: datetime) -> Hands:
    """Return what an officer has in their hands now; seven queries."""
    office, user = catalogue().office.slug, officer.pk
    blocks = list(PaperBlock.objects.touching(office, user))
    held = holders(blocks, now)
    mine = [one for one in blocks if held[one.pk] == user]
    series = list(BlankSeries.objects.handed_to(office, user))
    stands = ledgers(series)
    counts = {kind: 0 for kind in kinds()}
    for row in series:
        counts[row.kind] = counts.get(row.kind, 0) + len(stands[row.pk][0].balance().get(user, ()))
    return Hands(
        tuple((one, n) for one, n in _open_numbers(mine) if n),
        tuple((kinds().get(kind, Text(kind, kind)), n) for kind, n in counts.items() if n),
        Case.objects.on_desk_of(officer.username).count(),
        Signature.objects.of_signer(user).count(),
    )


def blocks_left(now: datetime) -> list[PaperBlock]:
    """Return the blocks with numbers without an end whose holder serves no longer, the newest first; four queries."""
    here = serving(now)
    blocks = list(PaperBlock.objects.ever_with_others(catalogue().office.slug, here))
    held = holders(blocks, now)
    return [one for one, n in _open_numbers([one for one in blocks if held[one.pk] not in here]) if n]


def blanks_left(now: datetime) -> list[BlanksLeft]:
    """Return what those have of the blanks who serve no longer, by kind and name; three queries at most."""
    if not kinds():
        return []
    here = serving(now)
    rows = list(BlankSeries.objects.handed_to_others(catalogue().office.slug, here))
    found: dict[tuple[str, int], list[tuple[BlankSeries, tuple[int, ...]]]] = {}
    people: dict[int, User] = {}
    known = ledgers(rows)
    for row in rows:
        stands, lines = known[row.pk]
        people.update({one.holder_id: one.holder for one in lines if one.holder_id and one.holder})
        for holder, numbers in stands.balance().items():
            if holder is not None and holder not in here:
                found.setdefault((row.kind, holder), []).append((row, numbers))
    left = [BlanksLeft(people[holder], kind, tuple(series)) for (kind, holder), series in found.items()]
    return sorted(left, key=lambda one: (one.kind, str(one.holder), one.holder.pk))


def _open_numbers(blocks: Collection[PaperBlock]) -> list[tuple[PaperBlock, int]]:
    stands = standings(blocks)
    return [(one, stands[one.pk].blank + len(stands[one.pk].missing)) for one in blocks]
