"""Blanks of who serves no longer go back into the store once two people counted them; or they are missing."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from layani.office.actions.blanks.ledger import kinds, ledgers
from layani.office.actions.blanks.stock import NOT_HERE, require_supervisor
from layani.office.actions.leaving import serves
from layani.office.actor import Actor
from layani.office.house import calendar, catalogue
from layani.office.tables.models import BlankLine, BlankSeries, Role
from layani.rules.blanks.ledger import GONE, spans
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

STILL_SERVES = Refusal(
    "blank-holder-serves",
    Text("Pemegang blangko ini masih bertugas.", "The holder of these blanks still serves."),
    Text("Terima kembali dari orangnya sendiri.", "Take them back from the person."),
)
NOT_COUNTED = Refusal(
    "blanks-not-counted",
    Text(
        "Sisa blangko ini belum dihitung sama oleh dua orang.",
        "Two people have not counted the same of these blanks.",
    ),
    Text(
        "Hitung, minta orang kedua menghitung, dan catat dulu yang hilang atau rusak.",
        "Count them, have a second person count, and note first what is missing or spoiled.",
    ),
)


def take_over(kind: str, holder: int, *, actor: Actor, now: datetime) -> list[BlankLine]:
    """Take all blanks of a kind from an officer who serves no longer into the store, or raise Refused.

    Two people must have counted exactly what the ledger says is there now.
    """
    return _each_span(kind, holder, "returned", actor, now)


def note_gone(kind: str, holder: int, *, actor: Actor, now: datetime) -> list[BlankLine]:
    """Note all blanks of a kind of an officer who serves no longer as missing, or raise Refused."""
    return _each_span(kind, holder, "missing", actor, now)


def counted(held: Mapping[tuple[str, int], int]) -> frozenset[tuple[str, int]]:
    """Return the (kind, holder) of which two people other than the holder last counted what is held; three queries.

    Both counted after the holder had left, and after the last line of those blanks. What was noted as missing since is
    no such line: it is not among the sheets that they counted.

    held: how many blanks of a kind the ledger says a holder has
    """
    office, last = catalogue().office.slug, dict[tuple[str, int], BlankLine]()
    holders = {holder for _, holder in held}
    for one in BlankLine.objects.counts(office).filter(holder__in=holders).order_by("pk"):
        last[one.blank, one.holder_id or 0] = one
    moved = BlankLine.objects.last_moved(office, holders)
    served = Role.objects.last_days(office, holders)
    return frozenset(
        key
        for key, number in held.items()
        if key in last and last[key].pk > moved.get(key, 0) and _fits(last[key], number, served.get(key[1]))
    )


def _fits(line: BlankLine, held: int, served: date | None) -> bool:
    """Say whether a count by two people is of this many sheets. served: the holder's last day, None where unknown."""
    if line.counted != held or line.by_id == line.holder_id or not hasattr(line, "seen"):
        return False
    return served is None or calendar().local(min(line.at, line.seen.at)).date() > served


def _each_span(kind: str, holder: int, doing: str, actor: Actor, now: datetime) -> list[BlankLine]:
    user, office = require_supervisor(actor), catalogue().office.slug
    if serves(holder, now):
        raise Refused(STILL_SERVES)
    with transaction.atomic():
        BlankSeries.objects.take_turn(office)
        rows = list(BlankSeries.objects.handed_to(office, holder).filter(kind=kind)) if kind in kinds() else []
        stands = ledgers(rows)
        held = [(row, stands[row.pk][0].balance().get(holder, ())) for row in rows]
        count = sum(len(numbers) for _, numbers in held)
        if not count:
            raise Refused(NOT_HERE)
        if doing == "returned" and not counted({(kind, holder): count}):
            raise Refused(NOT_COUNTED)
        return [
            BlankLine.objects.create(
                office=office, blank=kind, kind=doing, series=row, first=first, last=last, holder_id=holder,
                reason=GONE if doing == "missing" else "", by_id=user, at=now,
            )
            for row, numbers in held
            for first, last in spans(numbers)
        ]  # fmt: skip
