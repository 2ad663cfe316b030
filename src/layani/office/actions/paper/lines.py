"""Every act of the ledger of receipts on paper has a leaf in the public record; what was typed in has its filing's."""

import os
from collections.abc import Iterator
from typing import Any

from django.db import models

from layani.office.actions.looking_through import BEFORE_ALL, legible
from layani.office.gateways.sealing import canonical
from layani.office.tables.models import (
    Outbox,
    PaperBlock,
    PaperLine,
    PaperNote,
    PaperOffer,
    PaperTaken,
    PaperWindow,
    PaperWindowEnd,
)
from layani.rules.cases.act import written
from layani.rules.record.leaf import LedgerLeaf
from layani.rules.record.sealing import SALT_SIZE, commitment

Row = PaperBlock | PaperWindow | PaperWindowEnd | PaperNote | PaperOffer | PaperTaken
KINDS: dict[str, type[Row]] = {
    "block": PaperBlock,
    "window": PaperWindow,
    "window-end": PaperWindowEnd,
    "note": PaperNote,
    "offer": PaperOffer,
    "taken": PaperTaken,
}
_NAMES = {model: what for what, model in KINDS.items()}
WITHOUT_A_LEAF = frozenset({"used", "double", "asked"})
"""Kinds of notes that get none: of what was typed in, its filing has one; the others say who tried or asked."""
AT_A_TIME = 500


def note_line(row: Row) -> None:
    """Keep the leaf of a row that was just written; the caller holds the transaction."""
    what, salt = _NAMES[type(row)], os.urandom(SALT_SIZE)
    body = _body(what, row)
    leaf = LedgerLeaf(commitment(body, salt), _at(row)).text()
    PaperLine.objects.create(
        what=what, row=row.pk, body=body.decode(), salt=salt, outbox=Outbox.objects.create(leaf=leaf)
    )


def altered_lines() -> Iterator[tuple[str, str]]:
    """Yield which act of this ledger is not what its leaf committed to, is gone, or was added beside the ledger."""
    for what, model in KINDS.items():
        told = PaperLine.objects.filter(what=what, row=models.OuterRef("pk"))
        # Only notes have a kind; some kinds of them stand in the act that made them.
        other = models.Q(kind__in=WITHOUT_A_LEAF) if model is PaperNote else models.Q(pk__in=())
        for pk in model._default_manager.exclude(models.Exists(told)).exclude(other).values_list("pk", flat=True):
            yield f"{what} {pk}", "has no leaf: it was added"
    last = BEFORE_ALL
    while lines := list(PaperLine.objects.filter(pk__gt=last).select_related("outbox").order_by("pk")[:AT_A_TIME]):
        rows = {
            (what, row.pk): row
            for what, model in KINDS.items()
            for row in _rows(model, [line.row for line in lines if line.what == what])
        }
        for line in lines:
            found = legible(_of_line(line, rows.get((line.what, line.row))), str)
            yield from ((f"{line.what} {line.row}", what) for what in found)
        last = lines[-1].pk


def _of_line(line: PaperLine, row: Row | None) -> Iterator[str]:
    if row is None:
        yield "is gone, and its leaf is there"
    elif line.body.encode() != _body(line.what, row) or line.outbox.leaf != _leaf(line, row):
        yield "is not what its leaf committed to"


def _rows(model: type[Row], keys: list[int]) -> list[Any]:
    return list(model._default_manager.filter(pk__in=keys)) if keys else []


def _leaf(line: PaperLine, row: Row) -> str:
    return LedgerLeaf(commitment(line.body.encode(), bytes(line.salt)), _at(row)).text()


def _at(row: Row) -> Any:
    return row.declared_at if isinstance(row, PaperWindow) else row.at


def _body(what: str, row: Row) -> bytes:
    """Return everything that stands in a row, as text; nothing in it is personal but who of the office acted."""
    fields: list[models.Field[Any, Any]] = list(row._meta.concrete_fields)
    values = {one.attname: getattr(row, one.attname) for one in fields if one.name != "id"}
    told = {name: written(one) if hasattr(one, "isoformat") else one for name, one in values.items()}
    return canonical({"ledger": "paper", "row": told, "what": what})
