"""A supervisor makes blocks of receipts, and notes what became of numbers that were not typed in."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from layani.office.actions.paper.lines import note_line
from layani.office.actor import Actor
from layani.office.house import catalogue
from layani.office.tables.models import PaperBlock, PaperNote, PaperWindow, User
from layani.rules.paper.block import (
    ALLOWED_REASONS,
    LOST_REASONS,
    SIZE_AT_MOST,
    SPOILED_REASONS,
    Noted,
    Standing,
    standing,
)
from layani.rules.paper.handing_on import against_blank
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

REASONS = {"spoiled": SPOILED_REASONS, "allowed": ALLOWED_REASONS, "lost": LOST_REASONS}
ABOVE = frozenset({"supervisor", "head"})
NOT_A_SUPERVISOR = Refusal(
    "paper-not-yours",
    Text("Blok tanda terima diurus pengawas.", "A supervisor looks after the blocks."),
    Text("Minta pengawas.", "Ask a supervisor."),
)
WRONG_SIZE = Refusal(
    "paper-size",
    Text(f"Satu blok berisi 1 sampai {SIZE_AT_MOST} nomor.", f"A block has 1 to {SIZE_AT_MOST} numbers."),
    Text("Buat beberapa blok.", "Make several blocks."),
)
NO_HOLDER = Refusal(
    "paper-no-holder",
    Text("Belum dipilih siapa yang memegang blok.", "It does not say who holds the block."),
    Text("Pilih petugasnya.", "Choose the officer."),
)
NOT_IN_BLOCK = Refusal(
    "paper-not-in-block",
    Text("Nomor itu tidak ada di blok ini.", "That number is not in this block."),
    Text("Tulis dua angka di tengah, misalnya 07.", "Write the two digits in the middle, such as 07."),
)
NO_REASON = Refusal(
    "paper-no-reason",
    Text("Belum dipilih sebabnya.", "No reason was chosen."),
    Text("Pilih satu dari daftar.", "Choose one from the list."),
)
ENDED = Refusal(
    "paper-ended",
    Text("Nomor itu sudah berakhir.", "That number has ended already."),
    Text("Lihat daftarnya di halaman ini.", "See the list on this page."),
)


def issue(holder: int, size: int, *, actor: Actor, now: datetime) -> PaperBlock:
    """Make a block and note to whom it is handed, or raise Refused."""
    user = require_supervisor(actor)
    if not 1 <= size <= SIZE_AT_MOST:
        raise Refused(WRONG_SIZE)
    if not User.objects.filter(pk=holder, is_active=True).exists():
        raise Refused(NO_HOLDER)
    office = catalogue().office.slug
    with transaction.atomic():
        number = PaperBlock.objects.next_number(office)
        block = PaperBlock.objects.create(
            office=office, number=number, size=size, holder_id=holder, issued_by_id=user, at=now
        )
        note_line(block)
        return block


def note(block: PaperBlock, seq: int, kind: str, reason: str = "", *, actor: Actor, now: datetime) -> None:
    """Note that a number was spoiled or lost, or that it may be typed in late, or raise Refused."""
    require_supervisor(actor)
    if not 1 <= seq <= block.size:
        raise Refused(NOT_IN_BLOCK)
    if reason not in REASONS[kind]:
        raise Refused(NO_REASON)
    if PaperNote.objects.of_number(block.pk, seq).filter(kind__in=["used", "spoiled"]).exists():
        raise Refused(ENDED)
    try:
        with transaction.atomic():
            note_line(
                PaperNote.objects.create(block=block, seq=seq, kind=kind, reason=reason, at=now, officer_id=actor.user)
            )
    except IntegrityError:  # noted twice, or typed in at this moment
        raise Refused(ENDED) from None


def count_block(block: PaperBlock, next_blank: int, *, actor: Actor, now: datetime) -> None:
    """Note that somebody looked at a block and which number is the first blank one, or raise Refused."""
    require_supervisor(actor)
    with transaction.atomic():
        block = PaperBlock.objects.select_for_update().get(pk=block.pk)
        used = [seq for seq, end in standings([block])[block.pk].ends.items() if end == "used"]
        if refusal := against_blank(next_blank, block.size, max(used, default=0) + 1):
            raise Refused(refusal)
        note_line(PaperNote.objects.create(block=block, seq=next_blank, kind="counted", at=now, officer_id=actor.user))


def standings(blocks: Collection[PaperBlock]) -> dict[int, Standing]:
    """Return {id of a block: how it stands}; one query."""
    return {pk: stands for pk, (stands, _) in ledgers(blocks).items()}


def ledgers(blocks: Collection[PaperBlock]) -> dict[int, tuple[Standing, list[PaperNote]]]:
    """Return {id of a block: how it stands, and its ledger}; one query."""
    lines: dict[int, list[PaperNote]] = defaultdict(list)
    for one in PaperNote.objects.of_blocks([block.pk for block in blocks]):
        lines[one.block_id].append(one)
    return {block.pk: (_standing(block, lines[block.pk]), lines[block.pk]) for block in blocks}


def _standing(block: PaperBlock, lines: Iterable[PaperNote]) -> Standing:
    ledger = list(lines)
    blank = max((one.seq for one in ledger if one.kind == "counted"), default=1)
    noted = [Noted(one.seq, one.kind, one.at, one.received) for one in ledger if one.kind != "counted"]
    return standing(block.size, noted, blank)


def outstanding(
    blocks: Collection[PaperBlock], windows: Collection[PaperWindow], now: datetime
) -> dict[int, PaperWindow]:
    """Return {id of a block: hours on paper that ended since anybody counted it}; one query.

    A block that was handed out later, or that is used up and accounted for, has nothing to be counted.
    """
    found: dict[int, PaperWindow] = {}
    for pk, (stands, lines) in ledgers(blocks).items():
        block = next(one for one in blocks if one.pk == pk)
        since = max([one.at for one in lines if one.kind == "counted"], default=block.at)
        over = [one for one in windows if one.ends is not None and since < one.ends <= now and concerns(one, block)]
        if over and (stands.blank or stands.missing):
            found[pk] = over[0]
    return found


def concerns(window: PaperWindow, block: PaperBlock) -> bool:
    """Say whether receipts of a block could be given in these hours."""
    return window.kind != "field" or block.holder_id in window.officers


def require_supervisor(actor: Actor) -> int:
    """Return the id of a supervisor or head, or raise Refused."""
    if actor.user is None or not (actor.is_officer and actor.roles & ABOVE):
        raise Refused(NOT_A_SUPERVISOR)
    return actor.user
