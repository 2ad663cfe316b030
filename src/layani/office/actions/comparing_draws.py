"""Compares the rows of draws with the public leaves that they stand beside."""

from collections.abc import Iterator

from layani.office.actions.draw_pool import entries_of
from layani.office.house import codes
from layani.office.tables.models.draws import Draw, Drawn, DrawPool
from layani.rules.record.allocation_leaves import (
    AllocationLeaf,
    AllocLeaf,
    PoolLeaf,
    QueueLeaf,
    VoidLeaf,
    parse_allocation,
    pool_root,
)
from layani.rules.record.encoding import Malformed

ROWS_AT_A_TIME = 2000


def altered_draws() -> Iterator[tuple[str, str]]:
    """Yield (where, what) of every row of a draw that says something else than its leaf."""
    for pool in DrawPool.objects.select_related("outbox").iterator(ROWS_AT_A_TIME):
        if not _is_pool(pool):
            yield f"draw pool {pool.pk}", "says another pool than its leaf"
    for draw in Draw.objects.select_related("outbox").iterator(ROWS_AT_A_TIME):
        leaf = _leaf(draw.outbox.leaf)
        if not isinstance(leaf, QueueLeaf) or (leaf.turn, leaf.round) != (draw.turn, draw.round):
            yield f"draw {draw.pk}", "says something else than its leaf"
    for drawn in Drawn.objects.select_related("outbox").iterator(ROWS_AT_A_TIME):
        if not _is_drawn(drawn):
            yield f"drawn {drawn.pk}", "says another officer or reason than its leaf"


def _is_pool(pool: DrawPool) -> bool:
    leaf = _leaf(pool.outbox.leaf)
    try:
        root = pool_root(entries_of(pool))
    except Malformed:
        return False
    return isinstance(leaf, PoolLeaf) and (leaf.role, leaf.day, leaf.root) == (pool.role, pool.day, root)


def _is_drawn(drawn: Drawn) -> bool:
    leaf = _leaf(drawn.outbox.leaf)
    if drawn.officer_id is None:
        return isinstance(leaf, VoidLeaf) and leaf.reason == drawn.reason
    said = (codes().drawn(drawn.officer_id), drawn.k, drawn.reason, bytes(drawn.source))
    return isinstance(leaf, AllocLeaf) and (leaf.officer, leaf.k, leaf.reason, leaf.source) == said


def _leaf(text: str) -> AllocationLeaf | None:
    try:
        return parse_allocation(text.encode())
    except Malformed:
        return None
