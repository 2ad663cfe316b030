"""Ledgers whose lines have no leaf of their own are sealed together, once a minute, by one leaf.

Who was shown whose data, who joined the staff, where each numbered blank is: a leaf for each line would fill the record
and tell its readers how often an office looks at files. So a seal commits to all lines that are new in any ledger, and
the public leaf shows only that there was something new. What happens to a line before its seal, nobody finds.

A seal's body: {"ledgers": {table: {"from", "to", "count", "root", "columns", "more"}}, "upto": {table: id}}. A stretch
holds the lines with from < id <= to; root is the RFC 6962 root over SHA-256 of salt and line; more: whether the ledger
had more lines than a stretch takes, so that a seal of the same run goes on; upto: how far each ledger is sealed, those
without a new line too.
"""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from json import loads
from typing import Any

from django.conf import settings
from django.db import models, transaction

from layani.office.actions.settling import LATE, TableBusy, left_behind, require_not_left_behind, settled
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
EXCUSED = timedelta(hours=1)
"""How long lines of before may still come after a clock that was put back has caught up: a busy table's come late."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A table whose lines are sealed.

    when: the column that says when a line was written; "" where none does
    only: the columns that never change; () for all
    told: the column of another table that says when a line was written, where none of its own does
    """

    model: type[models.Model]
    when: str = "at"
    only: tuple[str, ...] = ()
    told: str = ""

    def columns(self) -> list[str]:
        """Return the columns that are sealed."""
        return list(self.only) or [field.attname for field in self.model._meta.concrete_fields]

    def written(self) -> str:
        """Return which column says when a line was written, its own or another table's."""
        return self.when or self.told


MANDATE = (
    "id", "ref", "giver_id", "holder_id", "services", "basis", "receives", "since", "until", "recorded_by_id",
    "entered_at", "no_contact",
)  # fmt: skip
LEDGERS: Mapping[str, Ledger] = {
    ledger.model._meta.db_table: ledger
    for ledger in (
        Ledger(Look), Ledger(LookReason), Ledger(AgentLook), Ledger(ProxyFiling), Ledger(ProxyAct),
        Ledger(ReceiptRenewal), Ledger(StaffEntry, "entered_at"), Ledger(StaffRuling),
        Ledger(AuthorityEntry, "entered_at"), Ledger(AuthorityRuling), Ledger(BlankSeries), Ledger(BlankLine),
        Ledger(BlankSeen), Ledger(Discretion, "proposed_at"), Ledger(DiscretionRuling),
        Ledger(Exemption, "proposed_at"), Ledger(ExemptionRuling), Ledger(DoneAlone, "", told="event__recorded_at"),
        Ledger(AfterDraw), Ledger(AfterFinding), Ledger(Hold),
        Ledger(HoldRuling), Ledger(OutsideReminder), Ledger(RectificationTold), Ledger(Proposal, "proposed_at"),
        # Of these, the columns that change, or go at an erasure, are held against their own events.
        Ledger(Case, "", ("id", "number", "ref", "party_id"), told="events__recorded_at"),
        Ledger(Mandate, "entered_at", MANDATE),
    )
}  # fmt: skip


def seal_ledgers(*, now: datetime) -> int:
    """Commit to every line that is new; returns how many lines. Two at once: one of them fails and is tried again.

    One seal, and another only while some ledger had more lines than a stretch takes: what is written meanwhile waits
    for the next run, so that a busy office neither keeps us here nor shows in the number of seals.

    Raises LeftBehind, after all else is sealed, for a ledger whose lines wait for long because it is never free.
    """
    done, more = 0, set(LEDGERS)
    busy: set[str] = set()
    while more:
        count, more, kept = _seal(now, more)
        done, busy = done + count, busy | kept
    upto = _reached(LedgerSeal.objects.latest_made())
    for name in sorted(busy):
        require_not_left_behind(LEDGERS[name].model, upto.get(name, 0), LEDGERS[name].written(), now)
    return done


def _reached(latest: LedgerSeal | None) -> dict[str, int]:
    """Return how far each ledger is sealed."""
    upto: dict[str, int] = loads(latest.body)["upto"] if latest else {}
    return upto


def _seal(now: datetime, names: Collection[str]) -> tuple[int, set[str], set[str]]:
    """Seal once; return how many lines, which ledgers have more than a stretch takes, and which were busy."""
    latest = LedgerSeal.objects.latest_made()
    upto = _reached(latest)
    salt = os.urandom(SALT_SIZE)
    busy: set[str] = set()
    told: dict[str, dict[str, Any]] = {}
    for name in sorted(names):
        ledger, first = LEDGERS[name], upto.get(name, 0)
        try:
            last, more = settled(ledger.model, first, LINES_AT_ONCE)
        except TableBusy:
            busy.add(name)
            continue
        if last > first:
            columns = ledger.columns()
            count, root, _ = _summed(ledger, (first, last), columns, salt)
            told[name] = {"from": first, "to": last, "count": count, "root": root, "columns": columns, "more": more}
    if not told:
        return 0, set(), busy
    body = canonical({"ledgers": told, "upto": {**upto, **{name: one["to"] for name, one in told.items()}}})
    with transaction.atomic():
        outbox = Outbox.objects.create(leaf=LedgerLeaf(commitment(body, salt), now).text())
        place = latest.place + 1 if latest else 0
        LedgerSeal.objects.create(place=place, body=body.decode(), salt=salt, outbox=outbox, at=now)
    return sum(int(one["count"]) for one in told.values()), {name for name, one in told.items() if one["more"]}, busy


def _summed(
    ledger: Ledger, between: tuple[int, int], columns: Sequence[str], salt: bytes
) -> tuple[int, str, tuple[datetime, datetime] | None]:
    """Return how many lines a stretch has, their root, and of what times the earliest and the latest say they are."""
    rows = ledger.model._default_manager.filter(pk__gt=between[0], pk__lte=between[1]).order_by("pk")
    hashes = []
    times: tuple[datetime, datetime] | None = None
    for values in rows.values_list(*columns).iterator(chunk_size=LINES_AT_ONCE):
        hashes.append(leaf_hash(salt + canonical([_plain(value) for value in values])))
        if ledger.when:
            at = values[columns.index(ledger.when)]
            times = (min(times[0], at), max(times[1], at)) if times else (at, at)
    return len(hashes), encode_base64(root_of(hashes)), times


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
    """Yield which stretch of which ledger is not what was sealed, claims to be older than it can be, or has no seal."""
    upto: dict[str, int] = {}
    bounds: dict[str, datetime] = {}
    lowered: dict[str, datetime] = {}
    latest: LedgerSeal | None = None
    for place, seal in enumerate(LedgerSeal.objects.after(-1).iterator(chunk_size=LINES_AT_ONCE)):
        body, salt = loads(seal.body), bytes(seal.salt)
        if seal.place != place or LedgerLeaf(commitment(seal.body.encode(), salt), seal.at).text() != seal.outbox.leaf:
            yield f"seal {seal.place}", "is not what its leaf committed to, or one before it is gone"
        _follow_the_clock(bounds, lowered, seal.at, min(seal.at, latest.at) if latest else seal.at)
        for name, told in body["ledgers"].items():
            where = f"{_name(name)}, lines {told['from'] + 1} to {told['to']}"
            if told["from"] != upto.get(name, 0):
                yield where, f"do not follow the last sealed line, {upto.get(name, 0)}"
            yield from ((where, what) for what in _in_stretch(LEDGERS[name], told, salt, seal.at, bounds))
        upto, latest = body["upto"], seal
    if latest:
        yield from _unsealed(latest, upto)


def _follow_the_clock(
    bounds: dict[str, datetime], lowered: dict[str, datetime], at: datetime, passed: datetime
) -> None:
    """Lower what bounds the lines to a seal of an earlier time, and raise it again once that time has passed.

    Where the clock of seals was put back, what is written from then on is as old as it says. That excuses what is of
    the time between and nothing else: one wrong clock is no leave to write old dates for ever.

    lowered: {table: the bound that it had}; at: time of a seal; passed: what it and the seal before it both reached
    """
    for name, bound in bounds.items():
        if at < bound:
            lowered[name], bounds[name] = max(bound, lowered.get(name, bound)), at
    for name in [name for name, bound in lowered.items() if bound + EXCUSED <= passed]:
        bounds[name] = max(bounds[name], lowered.pop(name))


def _name(table: str) -> str:
    return table.removeprefix("tables_")


def _in_stretch(
    ledger: Ledger, told: Mapping[str, Any], salt: bytes, at: datetime, bounds: dict[str, datetime]
) -> Iterator[str]:
    """Yield what is wrong with a stretch, and set in ``bounds`` before which time no line behind it can say it is.

    The bound is the time of the stretch's seal, or of its latest line, if that is earlier: the clock of seals may have
    been ahead of that of the lines. What a stretch left for the next was there before it, and is not bound by it.
    """
    name = ledger.model._meta.db_table
    count, root, times = _summed(ledger, (told["from"], told["to"]), told["columns"], salt)
    if (count, root) != (told["count"], told["root"]):
        yield f"are not the {told['count']} that were sealed: one was changed, taken away or added"
    if times is None:
        return
    # A demo is filled with a past while it runs; its lines are as old as they say in the story only.
    before = bounds.get(name)
    if before and times[0] < before - LATE and not settings.LAYANI_DEMO:
        yield f"say {written(times[0])}, but came after what was sealed at {written(before)}"
    if not told["more"]:
        bound = min(at, times[1])
        bounds[name] = max(before, bound) if before else bound  # not back, minute by minute, by lines that lie a little


def _unsealed(latest: LedgerSeal, upto: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield the ledgers of which lines were there long before the latest seal, and are in none."""
    if settings.LAYANI_DEMO:
        return
    unfinished = {name for name, told in loads(latest.body)["ledgers"].items() if told["more"]}
    for name in sorted(set(LEDGERS) - unfinished):
        ledger, last = LEDGERS[name], upto.get(name, 0)
        if earliest := left_behind(ledger.model, last, ledger.written(), latest.at):
            yield f"{_name(name)}, lines from {last + 1} on", f"say {written(earliest)}, and no seal of later has them"
