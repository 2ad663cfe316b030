"""Compute every case again from its events, and say or mend where the projection differs."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from django.db import transaction

from layani.office.actions.looking_through import BEFORE_ALL, legible
from layani.office.actions.writing import keep_beside
from layani.office.tables.models.beside import Beside
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.cases import Event as EventRow
from layani.office.tables.models.record import Outbox
from layani.office.tables.projection import BESIDE, beside_columns, columns_of, event_of
from layani.rules.cases.decider import replay
from layani.rules.cases.state import Case
from layani.rules.record.merkle import leaf_hash

CASES_AT_A_TIME = 2000
UNREAD = "what is written"
"""Stands for the column where an event or a row cannot be read; such a one is never mended."""


@dataclass(frozen=True)
class Difference:
    """One place where a row does not say what its events add up to."""

    number: str
    column: str
    found: Any
    computed: Any


def unread(number: str, what: str) -> Difference:
    """Return the difference of a row, or an event of it, that cannot be read."""
    return Difference(number, UNREAD, what, "what the program writes")


def differences(*, mend: bool = False) -> Iterator[Difference | int]:
    """Yield each difference, and after each batch the number of cases looked at so far.

    mend: write the computed values; an event whose own columns differ from its committed body is never written to
    """
    last, seen = BEFORE_ALL, 0
    while rows := list(CaseRow.objects.filter(pk__gt=last).order_by("pk")[:CASES_AT_A_TIME]):
        # Somebody may act on a case while it is looked at; what seems to differ is looked at again, locked.
        for pk in {pk for pk, _ in _of_batch(rows, mend=False)}:
            with transaction.atomic():
                locked = list(CaseRow.objects.select_for_update().filter(pk=pk))
                yield from (found for _, found in _of_batch(locked, mend))
        last, seen = rows[-1].pk, seen + len(rows)
        yield seen


def _of_batch(rows: list[CaseRow], mend: bool) -> Iterator[tuple[int, Difference]]:
    """Yield (id of the case, difference)."""
    events = EventRow.objects.filter(case_id__gte=rows[0].pk, case_id__lte=rows[-1].pk).order_by("case_id", "seq")
    by_case = {case: list(found) for case, found in groupby(events, key=lambda event: event.case_id)}
    heads = [found[-1].outbox_id for found in by_case.values()]
    kept: dict[int, list[Beside]] = defaultdict(list)
    for one in Beside.objects.filter(case_id__gte=rows[0].pk, case_id__lte=rows[-1].pk):
        kept[one.case_id].append(one)
    leaves = dict(Outbox.objects.filter(pk__in=heads).values_list("pk", "leaf"))
    for row in rows:
        events_of, beside = by_case.get(row.pk, []), kept.get(row.pk, [])
        found = legible(_of_case(row, events_of, leaves, beside, mend), partial(unread, row.number))
        yield from ((row.pk, one) for one in found)


def _of_case(
    row: CaseRow, events: list[EventRow], leaves: dict[int, str], kept: list[Beside], mend: bool
) -> Iterator[Difference]:
    if not events:
        yield Difference(row.number, "events", 0, "at least 1")
        return
    yield from _in_events(row, events)
    case = replay(event_of(event) for event in events)
    computed = {**columns_of(case)}
    if leaf := leaves.get(events[-1].outbox_id):
        computed["head"] = leaf_hash(leaf.encode())
    else:
        yield Difference(row.number, "head", "the hash of a leaf that is gone", "the leaf of its last act")
    yield from _in_row(row, computed, mend)
    yield from _beside(row, case, kept, mend)


def _beside(row: CaseRow, case: Case, kept: list[Beside], mend: bool) -> Iterator[Difference]:
    """Yield what differs in the rows of the steps that are open beside the first one."""
    computed = sorted(beside_columns(case), key=itemgetter("step"))
    names = [*BESIDE, "notice_ends_at"]
    found = [{name: getattr(one, name) for name in names} for one in sorted(kept, key=attrgetter("step"))]
    if found != computed or any(one.party_id != row.party_id for one in kept):
        yield Difference(row.number, "beside", found, computed)
        if mend:
            keep_beside(row, case)


def _in_events(row: CaseRow, events: list[EventRow]) -> Iterator[Difference]:
    for place, event in enumerate(events):
        body = json.loads(event.body)
        by = body["by"]
        says = (body["seq"], body["act"], by["officer"], by["role"], event_of(event).occurred_at)
        columns = (event.seq, event.act, event.officer_id, event.role, event.occurred_at)
        if says != columns:
            yield Difference(row.number, f"event {place}", columns, says)
        if event.seq != place:
            yield Difference(row.number, f"event {place}", event.seq, place)


def _in_row(row: CaseRow, computed: dict[str, Any], mend: bool) -> Iterator[Difference]:
    # The row went through JSON, so the computed rest must too before the two are compared.
    computed["rest"] = json.loads(json.dumps(computed["rest"]))
    wrong = []
    for column, value in computed.items():
        found = bytes(row.head) if column == "head" else getattr(row, column)
        if found != value:
            wrong.append(column)
            yield Difference(row.number, column, found, value)
            setattr(row, column, value)
    if wrong and mend:
        row.save(update_fields=[name.removesuffix("_id") for name in wrong])
