"""Ledgers whose lines have no leaf of their own are sealed together, once a minute, by one leaf.

Who was shown whose data, who joined the staff, where each numbered blank is: a leaf for each line would fill the record
and tell its readers how often an office looks at files. So a seal commits to all lines that are new in any ledger, and
the public leaf shows only that there was something new. What happens to a line before its seal, nobody finds.

A seal's body: {"ledgers": {table: {"from", "to", "count", "root", "columns", "more"}}, "upto": {table: id}}. A stretch
holds the lines with from < id <= to; root is the RFC 6962 root over SHA-256 of salt and line; more: whether lines were
left for the next seal; upto: how far each ledger is sealed, those without a new line too.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from json import loads
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, models, transaction
from django.db.models import Max

from layani.office.gateways.sealing import canonical
from layani.office.tables.models import (
    AfterDraw,
    AfterFinding,
    AgentLook,
    AuthorityEntry,
    AuthorityRuling,
    BlankLine,
    BlankSeen,
    BlankSeries,
    Case,
    Discretion,
    DiscretionRuling,
    DoneAlone,
    Exemption,
    ExemptionRuling,
    Hold,
    HoldRuling,
    LedgerSeal,
    Look,
    LookReason,
    Mandate,
    Outbox,
    OutsideReminder,
    Proposal,
    ProxyAct,
    ProxyFiling,
    ReceiptRenewal,
    RectificationTold,
    StaffEntry,
    StaffRuling,
)
from layani.rules.cases.act import written
from layani.rules.record.encoding import encode_base64
from layani.rules.record.leaf import LedgerLeaf
from layani.rules.record.merkle import leaf_hash, root_of
from layani.rules.record.sealing import SALT_SIZE, commitment

LINES_AT_ONCE = 5000
LOCK_WAIT = "500ms"
"""Of PostgreSQL: whoever writes to a ledger waits behind us meanwhile, so a busy one is left for the next sweep."""
LATE = timedelta(minutes=10)
"""How long before its seal's predecessor a line may say that it was written: a request takes its time at its start."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A table whose lines are sealed.

    when: the column that says when a line was written; "" where none does
    only: the columns that never change; () for all
    """

    model: type[models.Model]
    when: str = "at"
    only: tuple[str, ...] = ()

    def columns(self) -> list[str]:
        """Return the columns that are sealed."""
        return list(self.only) or [field.attname for field in self.model._meta.concrete_fields]


MANDATE = (
    "id", "ref", "giver_id", "holder_id", "services", "basis", "receives", "since", "until", "recorded_by_id",
    "entered_at", "no_contact",
)  # fmt: skip
LEDGERS: Mapping[str, Ledger] = {
    ledger.model._meta.db_table: ledger
    for ledger in (
        Ledger(Look), Ledger(LookReason), Ledger(AgentLook), Ledger(ProxyFiling), Ledger(ProxyAct),
        Ledger(ReceiptRenewal), Ledger(StaffEntry, "entered_at"), Ledger(StaffRuling),
        Ledger(AuthorityEntry, "entered_at"), Ledger(AuthorityRuling), Ledger(BlankSeries), Ledger(BlankLine), Ledger(BlankSeen),
        Ledger(Discretion, "proposed_at"), Ledger(DiscretionRuling), Ledger(Exemption, "proposed_at"),
        Ledger(ExemptionRuling), Ledger(DoneAlone, ""), Ledger(AfterDraw), Ledger(AfterFinding), Ledger(Hold),
        Ledger(HoldRuling), Ledger(OutsideReminder), Ledger(RectificationTold), Ledger(Proposal, "proposed_at"),
        # Of these, the columns that change, or go at an erasure, are held against their own events.
        Ledger(Case, "", ("id", "number", "ref", "party_id")), Ledger(Mandate, "entered_at", MANDATE),
    )
}  # fmt: skip


def seal_ledgers(*, now: datetime) -> int:
    """Commit to every line that is new; returns how many lines. Two at once: one of them fails and is tried again."""
    done = 0
    while sealed := _seal(now):
        done += sealed
    return done


def _seal(now: datetime) -> int:
    latest = LedgerSeal.objects.latest_made()
    upto: dict[str, int] = loads(latest.body)["upto"] if latest else {}
    salt = os.urandom(SALT_SIZE)
    told: dict[str, dict[str, Any]] = {}
    for name, ledger in LEDGERS.items():
        first, (last, more) = upto.get(name, 0), _settled(ledger, upto.get(name, 0))
        if last > first:
            columns = ledger.columns()
            count, root, _ = _summed(ledger, (first, last), columns, salt)
            told[name] = {"from": first, "to": last, "count": count, "root": root, "columns": columns, "more": more}
    if not told:
        return 0
    body = canonical({"ledgers": told, "upto": {**upto, **{name: one["to"] for name, one in told.items()}}})
    with transaction.atomic():
        outbox = Outbox.objects.create(leaf=LedgerLeaf(commitment(body, salt), now).text())
        place = latest.place + 1 if latest else 0
        LedgerSeal.objects.create(place=place, body=body.decode(), salt=salt, outbox=outbox, at=now)
    return sum(int(one["count"]) for one in told.values())


def _settled(ledger: Ledger, last: int) -> tuple[int, bool]:
    """Return up to which id no line can come any more, and whether there are later ones already.

    PostgreSQL gives an id before its transaction commits, so a smaller one may still appear. Whoever has one holds a
    lock on the table until then, which ours waits for. SQLite has one writer.
    """
    rows = ledger.model._default_manager.filter(pk__gt=last)
    if not rows.exists():
        return last, False
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"set local lock_timeout = '{LOCK_WAIT}'")
                    cursor.execute(f"lock table {ledger.model._meta.db_table} in share mode")
            newest = int(rows.aggregate(last=Max("pk"))["last"])
    except OperationalError:
        return last, True
    page = rows.filter(pk__lte=newest).order_by("pk").values_list("pk", flat=True)
    beyond = list(page[LINES_AT_ONCE - 1 : LINES_AT_ONCE + 1])
    return (int(beyond[0]), True) if len(beyond) == 2 else (newest, False)


def _summed(
    ledger: Ledger, between: tuple[int, int], columns: Sequence[str], salt: bytes
) -> tuple[int, str, datetime | None]:
    """Return how many lines a stretch has, their root, and when the earliest of them says that it was written."""
    rows = ledger.model._default_manager.filter(pk__gt=between[0], pk__lte=between[1]).order_by("pk")
    hashes, earliest = [], None
    for values in rows.values_list(*columns).iterator(chunk_size=LINES_AT_ONCE):
        hashes.append(leaf_hash(salt + canonical([_plain(value) for value in values])))
        if ledger.when:
            at = values[columns.index(ledger.when)]
            earliest = at if earliest is None else min(earliest, at)
    return len(hashes), encode_base64(root_of(hashes)), earliest


def _plain(value: Any) -> Any:
    """Return a column's value as JSON has it, the same on both databases."""
    if isinstance(value, datetime):
        return written(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return encode_base64(bytes(value))
    return value if value is None or isinstance(value, str | int | list | dict) else str(value)


def altered_ledgers() -> Iterator[tuple[str, str]]:
    """Yield which stretch of which ledger is not what was sealed, or claims to be older than it can be."""
    upto: dict[str, int] = {}
    caught_up: dict[str, datetime] = {}
    for place, seal in enumerate(LedgerSeal.objects.after(-1).iterator(chunk_size=LINES_AT_ONCE)):
        body, salt = loads(seal.body), bytes(seal.salt)
        if seal.place != place or LedgerLeaf(commitment(seal.body.encode(), salt), seal.at).text() != seal.outbox.leaf:
            yield f"seal {seal.place}", "is not what its leaf committed to, or one before it is gone"
        for name, told in body["ledgers"].items():
            where = f"{name.removeprefix('tables_')}, lines {told['from'] + 1} to {told['to']}"
            if told["from"] != upto.get(name, 0):
                yield where, f"do not follow the last sealed line, {upto.get(name, 0)}"
            yield from ((where, what) for what in _in_stretch(LEDGERS[name], told, salt, caught_up.get(name)))
            if not told["more"]:
                caught_up[name] = seal.at
        upto = body["upto"]


def _in_stretch(ledger: Ledger, told: Mapping[str, Any], salt: bytes, before: datetime | None) -> Iterator[str]:
    count, root, earliest = _summed(ledger, (told["from"], told["to"]), told["columns"], salt)
    if (count, root) != (told["count"], told["root"]):
        yield f"are not the {told['count']} that were sealed: one was changed, taken away or added"
    # A demo is filled with a past while it runs; its lines are as old as they say in the story only.
    if before and earliest and earliest < before - LATE and not settings.LAYANI_DEMO:
        yield f"say {written(earliest)}, but came after the seal of {written(before)}"
