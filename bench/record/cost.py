"""What the record adds to an act itself: its leaf, and the row in the outbox."""

import os
import time
from collections.abc import Callable

from django.db import connection, transaction
from django.utils import timezone

from bench.cpu import Meter
from bench.record.sample import leaves
from layani.office.tables.models.record import Outbox
from layani.office.tables.prepared import insert
from layani.rules.record.leaf import NO_PREVIOUS, CaseEventLeaf
from layani.rules.record.sealing import CASE_KEY_SIZE, case_tag, commitment, event_salt

REPEATS = 2000
BODY = b'{"act":"check_complete","by":"officer","data":{"step":"check"},"seq":1}' * 4  # as long as that of a filing


def in_the_act() -> dict[str, float]:
    """Return CPU-ms of an act for its leaf and for its row, this process and its database together.

    The row is written by a statement of its own here; most acts write it together with their event, for less.
    """
    key, now = os.urandom(CASE_KEY_SIZE), timezone.now()

    def leaf() -> None:
        one = CaseEventLeaf(case_tag(key, 1), NO_PREVIOUS, commitment(BODY, event_salt(key, 1)), now)
        one.text()
        one.hash()

    texts = list(leaves(0, REPEATS))

    def row() -> None:
        insert(Outbox(leaf=texts.pop()))

    with transaction.atomic():
        found = {"leaf": _cpu(leaf), "row": _cpu(row)}
        transaction.set_rollback(True)
    return found


def _cpu(what: Callable[[], None]) -> float:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (backend,) = cursor.fetchone()
    begun = time.process_time()
    with Meter(backend) as database:
        for _ in range(REPEATS):
            what()
    return 1000 * (time.process_time() - begun + database.cpu) / REPEATS
