"""Blanks come in, go to officers and back, are spoiled or missed, and are counted: each with who did it, and when."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from layani.office.actions.blanks.ledger import NO_SUCH_BLANK, OnBlank, kinds, ledgers, officer_id
from layani.office.actions.leaving import serves
from layani.office.actor import Actor
from layani.office.house import calendar, catalogue
from layani.office.tables.models import BlankLine, BlankSeen, BlankSeries, Role
from layani.rules.blanks.ledger import SIZE_AT_MOST, SPOILED_REASONS, objection_to_moving, read_number
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

ABOVE = frozenset({"supervisor", "head"})
NOTE_AT_LEAST = 3
NOT_A_SUPERVISOR = Refusal(
    "blanks-not-yours",
    Text("Persediaan blangko diurus pengawas.", "A supervisor looks after the stock of blanks."),
    Text("Minta pengawas.", "Ask a supervisor."),
)
WRONG_SERIES = Refusal(
    "blank-series",
    Text(
        f"Seri belum lengkap: jenis, nomor surat jalan, nomor pertama dan terakhir, paling banyak {SIZE_AT_MOST}.",
        f"The series is not complete: kind, delivery note, first and last number, {SIZE_AT_MOST} at most.",
    ),
    Text("Salin dari dusnya: KIA000001 sampai KIA000500.", "Copy it from the box: KIA000001 to KIA000500."),
)
CAME_IN_BEFORE = Refusal(
    "blank-series-twice",
    Text("Sebagian nomor ini sudah pernah masuk.", "Some of these numbers have come in before."),
    Text(
        "Bandingkan dusnya dengan daftar seri. Nomor ganda dari percetakan dilaporkan kepada pengirimnya.",
        "Compare the box with the list of series. Numbers that were printed twice are reported to who sent them.",
    ),
)
NO_HOLDER = Refusal(
    "blank-no-holder",
    Text("Petugas penerimanya belum dipilih.", "It does not say which officer takes them."),
    Text("Pilih petugasnya.", "Choose the officer."),
)
NO_REASON = Refusal(
    "blank-no-reason",
    Text("Belum dipilih sebabnya.", "No reason was chosen."),
    Text("Pilih satu dari daftar.", "Choose one from the list."),
)
SERVES_NO_LONGER = Refusal(
    "blank-holder-left",
    Text("Pemegang blangko itu tidak bertugas lagi.", "The holder of those blanks serves no longer."),
    Text(
        "Dua orang menghitungnya dulu; lihat namanya di atas pada halaman ini.",
        "Two people count them first; see the name at the top of this page.",
    ),
)
NOT_HERE = Refusal(
    "not-your-blank",
    Text("Blangko itu bukan pegangan Anda.", "That blank is not one of those that you hold."),
    Text("Lihat daftar Anda di halaman ini.", "See your list on this page."),
)
NO_COUNT = Refusal(
    "blank-no-count",
    Text("Jumlahnya belum ditulis.", "It does not say how many there are."),
    Text("Hitung lembarnya, lalu tulis jumlahnya.", "Count the sheets, and write how many there are."),
)
SECOND_PERSON = Refusal(
    "blank-second-person",
    Text(
        "Orang kedua bukan yang mencatat dan bukan pemegangnya.",
        "The second person is neither who noted it, nor who holds it.",
    ),
    Text("Minta petugas lain melihatnya.", "Ask another officer to look."),
)
SEEN = Refusal(
    "blank-seen",
    Text("Ini sudah dilihat orang kedua, atau sudah tidak ada.", "A second person has seen this, or it is gone."),
    Text("Muat ulang halaman.", "Reload the page."),
)


@dataclass(frozen=True, slots=True)
class Box:
    """What somebody reads off a box that came in: the kind, the delivery note, and the first and last number."""

    kind: str
    note: str
    first: str
    last: str


def receive(box: Box, *, actor: Actor, now: datetime) -> BlankSeries:
    """Enter a series that came in, or raise Refused."""
    user, office = require_supervisor(actor), catalogue().office.slug
    first, last = read_number(box.first), read_number(box.last)
    if box.kind not in kinds() or first is None or last is None or len(box.note.strip()) < NOTE_AT_LEAST:
        raise Refused(WRONG_SERIES)
    if first[0] != last[0] or not 0 <= last[1] - first[1] < SIZE_AT_MOST:
        raise Refused(WRONG_SERIES)
    digits = "".join(one for one in box.first if one.isdigit())
    with transaction.atomic():
        BlankSeries.objects.take_turn(office)
        if BlankSeries.objects.overlapping(office, first[0], first[1], last[1]):
            raise Refused(CAME_IN_BEFORE)
        return BlankSeries.objects.create(
            office=office, kind=box.kind, prefix=first[0], first=first[1], last=last[1], width=len(digits),
            note=box.note.strip()[:80], by_id=user, at=now,
        )  # fmt: skip


def hand_out(first: str, last: str, holder: int, *, actor: Actor, now: datetime) -> BlankLine:
    """Hand blanks of the store to an officer of today, or raise Refused."""
    require_supervisor(actor)
    office, day = catalogue().office.slug, calendar().local(now).date()
    if not Role.objects.held_on(day).filter(office=office, user=holder, user__is_active=True).exists():
        raise Refused(NO_HOLDER)
    return _move(first, last, None, "handed", holder, actor=actor, now=now)


def take_back(first: str, last: str, holder: int, *, actor: Actor, now: datetime) -> BlankLine:
    """Take blanks back from an officer into the store, or raise Refused: from who serves no longer two people do."""
    require_supervisor(actor)
    if not serves(holder, now):
        raise Refused(SERVES_NO_LONGER)
    return _move(first, last, holder, "returned", holder, actor=actor, now=now)


def _move(
    first: str, last: str, holder: int | None, kind: str, noted: int, *, actor: Actor, now: datetime
) -> BlankLine:
    """Pass a span of numbers on that are all with ``holder``."""
    one, other = _found(first), _found(last or first)
    if one.series.pk != other.series.pk:
        raise Refused(NO_SUCH_BLANK)
    with transaction.atomic():
        BlankSeries.objects.take_turn(one.series.office)
        stands, _ = ledgers([one.series])[one.series.pk]
        if (refused := objection_to_moving(stands, one.seq, other.seq, holder)) is not None:
            raise Refused(refused)
        return _write(one, kind, other.seq, noted, actor=actor, now=now)


def spoil(number: str, reason: str, *, actor: Actor, now: datetime) -> BlankLine:
    """Note that a blank came to nothing; whoever holds it does, and a second person looks at the paper.

    One that was missing and was found is spoiled by a supervisor. Raises Refused.
    """
    if reason not in SPOILED_REASONS:
        raise Refused(NO_REASON)
    return _end(number, "spoiled", reason, actor=actor, now=now)


def miss(number: str, *, actor: Actor, now: datetime) -> BlankLine:
    """Note that a blank is not where it should be, or raise Refused; its holder does so, or a supervisor."""
    return _end(number, "missing", "", actor=actor, now=now)


def _end(number: str, kind: str, reason: str, *, actor: Actor, now: datetime) -> BlankLine:
    one = _found(number)
    with transaction.atomic():
        BlankSeries.objects.take_turn(one.series.office)
        stands, _ = ledgers([one.series])[one.series.pk]
        holder = stands.held.get(one.seq)
        found_again = kind == "spoiled" and one.seq in stands.missing
        above = bool(actor.roles & ABOVE)
        mine = one.seq in stands.held and (above or holder == actor.user)
        if not (mine or (found_again and above)):
            raise Refused(NOT_HERE)
        try:
            with transaction.atomic():
                return _write(one, kind, one.seq, holder, actor=actor, now=now, reason=reason)
        except IntegrityError:  # noted twice at one moment
            raise Refused(NOT_HERE) from None


def count(kind: str, holder: int | None, counted: int | None, *, actor: Actor, now: datetime) -> BlankLine:
    """Note how many blanks of a kind a holder has by the hand; a second person confirms it. Raises Refused.

    holder: None for the store, which a supervisor counts; officers count their own
    """
    if actor.user is None or (holder != actor.user and not actor.roles & ABOVE):
        raise Refused(NOT_A_SUPERVISOR)
    if counted is None or not 0 <= counted <= SIZE_AT_MOST * 10 or kind not in kinds():
        raise Refused(NO_COUNT)
    office = catalogue().office.slug
    with transaction.atomic():
        BlankSeries.objects.take_turn(office)
        expected = len(held_by(office, kind, holder))
        return BlankLine.objects.create(
            office=office, blank=kind, kind="counted", holder_id=holder, expected=expected, counted=counted,
            by_id=actor.user, at=now,
        )  # fmt: skip


def held_by(office: str, kind: str, holder: int | None) -> list[str]:
    """Return the numbers of a kind that a holder has, as they are printed; two queries."""
    rows = list(BlankSeries.objects.filter(office=office, kind=kind).order_by("pk"))
    stands = ledgers(rows)
    return [row.number(seq) for row in rows for seq in stands[row.pk][0].balance().get(holder, ())]


def see(line_id: int, *, actor: Actor, now: datetime) -> BlankSeen:
    """Note that a second person saw a spoiled paper, or counted the same; raises Refused."""
    office = catalogue().office.slug
    line = BlankLine.objects.unseen(office).filter(pk=line_id).first()
    if line is None or actor.user is None or not actor.is_officer:
        raise Refused(SEEN)
    if actor.user in (line.by_id, line.holder_id):
        raise Refused(SECOND_PERSON)
    try:
        with transaction.atomic():
            return BlankSeen.objects.create(line=line, by_id=actor.user, at=now)
    except IntegrityError:  # two people at one moment
        raise Refused(SEEN) from None


def require_supervisor(actor: Actor) -> int:
    """Return the id of a supervisor or head, or raise Refused."""
    if actor.user is None or not (actor.is_officer and actor.roles & ABOVE):
        raise Refused(NOT_A_SUPERVISOR)
    return actor.user


def _found(number: str) -> OnBlank:
    read = read_number(number)
    row = BlankSeries.objects.with_number(catalogue().office.slug, *read) if read else None
    if read is None or row is None:
        raise Refused(NO_SUCH_BLANK)
    return OnBlank(row, read[1])


def _write(
    one: OnBlank, kind: str, last: int, holder: int | None, *, actor: Actor, now: datetime, reason: str = ""
) -> BlankLine:
    return BlankLine.objects.create(
        office=one.series.office, blank=one.series.kind, kind=kind, series=one.series, first=one.seq, last=last,
        holder_id=holder, reason=reason, by_id=officer_id(actor), at=now,
    )  # fmt: skip
