"""Hold the time that each leaf claims against the times of those who cosigned, which are not the office's.

What stands in a checkpoint existed when a witness cosigned it. What stands behind one that was cosigned as soon as it
was signed came after that. So an act that was entered with a clock turned back, or under an invented time, is found,
to within minutes; without witnesses nothing says when an act was.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from layani.office.tables.models import Checkpoint, Cosignature, Outbox
from layani.rules.cases.act import written
from layani.rules.record.encoding import Malformed
from layani.rules.record.leaf import parse_leaf
from layani.rules.record.note import BadSignature, Unsigned, open_note, parse_note, parse_vkey

APART: Final = timedelta(minutes=10)  # between two marks: each costs a signature to verify
PROMPT: Final = timedelta(minutes=10)
"""A checkpoint that was cosigned later than this after it was signed says nothing of what came after it."""
LATE: Final = timedelta(minutes=20)
"""How far a claimed time may lie outside: two clocks, a request that takes its time at its start, and ``PROMPT``."""
LEAVES_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Mark:
    """That the record had ``size`` entries when a witness cosigned it; prompt: soon after it was signed."""

    size: int
    at: datetime
    prompt: bool


def altered_times() -> Iterator[tuple[str, str]]:
    """Yield which leaf claims a time that cannot be its own or is no leaf at all, and which cosignature is false."""
    marks: list[Mark] = []
    for found in _marks():
        if isinstance(found, Mark):
            marks.append(found)
        else:
            yield found
    existed, place = _earliest_from(marks), 0
    behind: Mark | None = None
    rows = Outbox.objects.exclude(idx=None).order_by("idx").values_list("idx", "leaf")
    for idx, leaf in rows.iterator(chunk_size=LEAVES_AT_ONCE):
        while place < len(marks) and idx is not None and marks[place].size <= idx:
            mark = marks[place]
            behind = mark if mark.prompt and (behind is None or mark.at > behind.at) else behind
            place += 1
        ahead = existed[place] if place < len(marks) else None
        try:
            time = parse_leaf(leaf.encode()).time
        except Malformed as fault:
            yield f"entry {idx}", f"is no leaf of any kind: {fault}"
            continue
        # A demo is filled with a past while it runs; its acts are as old as they say in the story only.
        if behind and time < behind.at - LATE and not settings.LAYANI_DEMO:
            yield f"entry {idx}", f"claims {written(time)}, but came after what was cosigned at {written(behind.at)}"
        if ahead and time > ahead.at + LATE:
            yield f"entry {idx}", f"claims {written(time)}, but was cosigned already {written(ahead.at)}"


def _earliest_from(marks: Sequence[Mark]) -> list[Mark]:
    """Return, for each mark, the earliest of it and of all larger ones: a record was there when a larger one was."""
    found: list[Mark] = []
    for mark in reversed(marks):
        found.append(mark if not found or mark.at < found[-1].at else found[-1])
    return found[::-1]


def _marks() -> Iterator[Mark | tuple[str, str]]:
    """Yield some cosignatures in the order of their sizes, the last one too, each verified anew.

    One that is false, or earlier than a smaller one's, spares no other: what is known of it says nothing of those.
    """
    last: datetime | None = None
    passed: Cosignature | None = None
    for row in Cosignature.objects.order_by("size", "cosigned_at").iterator(chunk_size=LEAVES_AT_ONCE):
        if last and last <= row.cosigned_at < last + APART:
            passed = row
            continue
        found = _mark(row)
        passed, last = None, found.at if isinstance(found, Mark) else last
        yield found
    if passed:
        yield _mark(passed)


def _mark(row: Cosignature) -> Mark | tuple[str, str]:
    """Return what a cosignature shows, or where it is false: its row could say anything."""
    signed = Checkpoint.objects.filter(size=row.size).first()
    try:
        note = parse_note(signed.text.encode()) if signed else None
        opened = open_note(f"{note.text}\n{row.line}".encode(), [parse_vkey(row.vkey)]) if note else None
    except (Malformed, BadSignature, Unsigned):
        opened = None
    if signed is None or opened is None or opened.verified[0][1].cosigned_at != row.cosigned_at:
        return f"cosignature {row}", "is not what that witness signed, or its checkpoint is not the one that was signed"
    return Mark(row.size, row.cosigned_at, row.cosigned_at - signed.signed_at < PROMPT)
