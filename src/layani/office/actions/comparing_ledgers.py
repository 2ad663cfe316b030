"""Compare the lines of the ledgers beside the cases with their leaves in the record."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from json import loads
from typing import Any

from layani.office.actions.looking_through import BEFORE_ALL, UNREADABLE
from layani.office.gateways.sealing import canonical, open_sealed
from layani.office.house import key_store
from layani.office.tables.models import Rectification, RectificationAnswer
from layani.rules.record.encoding import decode_base64, encode_base64
from layani.rules.record.leaf import LedgerLeaf
from layani.rules.record.sealing import SALT_SIZE, commitment

AT_A_TIME = 500
ALTERED = "is not what its leaf committed to"


def altered_rectifications() -> Iterator[tuple[str, str]]:
    """Yield where a request or its answer is not what was committed to, and what is wrong; without its content.

    What was sealed under a key that was erased since cannot be opened by anybody, and is not compared.
    """
    last = BEFORE_ALL
    asked = Rectification.objects.select_related("party", "case", "outbox", "answer__outbox").order_by("pk")
    while rows := list(asked.filter(pk__gt=last)[:AT_A_TIME]):
        keys = key_store().held(row.key_ref for row in rows)
        for row in (one for one in rows if one.key_ref in keys):
            bound, key = f"rectification/{row.ref}", keys[row.key_ref]
            if not (_is_kept(row, row.asked_at, key, bound) and _answer_is_kept(row, key, bound)):
                yield str(row.ref), ALTERED
        last = rows[-1].pk


def _answer_is_kept(row: Rectification, key: bytes, bound: str) -> bool:
    answer: RectificationAnswer | None = getattr(row, "answer", None)
    return answer is None or _is_kept(answer, answer.at, key, f"{bound}/answer")


def _is_kept(row: Rectification | RectificationAnswer, at: datetime, key: bytes, bound: str) -> bool:
    try:
        said: Mapping[str, Any] = open_sealed(key, bytes(row.sealed), bound)
        salt = decode_base64(said["salt"], "The salt", SALT_SIZE)
        digest = encode_base64(commitment(canonical({name: one for name, one in said.items() if name != "salt"}), salt))
        leaf = LedgerLeaf(commitment(row.body.encode(), salt), at).text()
        return leaf == row.outbox.leaf and loads(row.body)["sealed"] == digest
    except UNREADABLE:
        return False
