"""Comparing the leaves by which a log continues an ended one with what the key folder says of that one."""

from collections.abc import Iterator

from layani.office.gateways.ended_logs import ended_logs
from layani.office.tables.models.record import Outbox
from layani.rules.record.continuation import CONTINUES, ContinuationLeaf
from layani.rules.record.encoding import Malformed
from layani.rules.record.leaf import parse_leaf


def known_continuations() -> dict[str, int]:
    """Return {origin of an ended log: id of the first leaf that says of it what the key folder says}; no act has it."""
    ended = {(log.origin, log.size, log.root) for log in ended_logs()}
    found: dict[str, int] = {}
    rows = Outbox.objects.filter(leaf__startswith=f"{CONTINUES}\n").order_by("id") if ended else Outbox.objects.none()
    for pk, text in rows.values_list("pk", "leaf"):
        try:
            leaf = parse_leaf(text.encode())
        except Malformed:
            continue
        if isinstance(leaf, ContinuationLeaf) and (leaf.origin, leaf.size, leaf.root) in ended:
            found.setdefault(leaf.origin, pk)
    return found


def missing_continuations(known: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Yield (where, what) of each ended log whose continuation the record does not hold."""
    for log in ended_logs():
        if log.origin not in known:
            yield f"record {log.origin}", "was ended, and no leaf says what of it stands"
