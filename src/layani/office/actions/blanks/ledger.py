"""How the series of blanks stand, and the blank on which a letter is handed over."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from layani.office.actor import Actor
from layani.office.house import catalogue, service
from layani.office.tables.models import BlankLine, BlankSeries, Letter
from layani.office.tables.models.cases import Case as CaseRow
from layani.rules.blanks.ledger import Standing, objection_to_use, read_number, standing
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

ENDED = "blank-ended"
NO_SUCH_BLANK = Refusal(
    "no-such-blank",
    Text("Tidak ada blangko bernomor ini untuk layanan ini.", "There is no blank of this number for this service."),
    Text("Baca lagi nomor pada kertasnya.", "Read the number on the paper again."),
)
NEEDED = Refusal(
    "blank-needed",
    Text(
        "Surat ini hanya diserahkan di atas blangko bernomor.", "This letter is handed over on a numbered blank only."
    ),
    Text("Cetak di atas blangko Anda, lalu tulis nomornya.", "Print it on one of your blanks, and write its number."),
)
NOT_NEEDED = Refusal(
    "no-blank-needed",
    Text("Surat ini dicetak di atas kertas biasa.", "This letter is printed on plain paper."),
    Text("Kosongkan nomor blangkonya.", "Leave the number of the blank empty."),
)


@dataclass(frozen=True, slots=True)
class OnBlank:
    """A blank that was found: its series, and which number of it."""

    series: BlankSeries
    seq: int

    @property
    def number(self) -> str:
        """The number as it is printed."""
        return self.series.number(self.seq)


def ledgers(rows: Collection[BlankSeries]) -> dict[int, tuple[Standing, list[BlankLine]]]:
    """Return {id of a series: how it stands, and its ledger}; one query."""
    lines: dict[int, list[BlankLine]] = defaultdict(list)
    for one in BlankLine.objects.of_series([row.pk for row in rows]):
        if one.series_id is not None:
            lines[one.series_id].append(one)
    return {row.pk: (standing(row.series, [one.line for one in lines[row.pk]]), lines[row.pk]) for row in rows}


def blank_of(row: CaseRow) -> str:
    """Return the kind of blank on which the letter of a case is handed over; "" for plain paper, and for a refusal."""
    if row.status == "refused" or row.imported:
        return ""
    try:
        return service(row.service, row.version).gives.blank
    except KeyError:  # a service that this office has no more
        return ""


def found(number: str, kind: str, office: str) -> OnBlank:
    """Return the blank whose number somebody typed, or raise Refused; one query."""
    read = read_number(number)
    row = BlankSeries.objects.with_number(office, *read) if read else None
    if read is None or row is None or row.kind != kind:
        raise Refused(NO_SUCH_BLANK)
    return OnBlank(row, read[1])


def blank_for(row: CaseRow, typed: str) -> OnBlank | None:
    """Return the blank on which a letter is handed over, None for plain paper; raises Refused."""
    kind = blank_of(row)
    if not kind:
        if typed.strip():
            raise Refused(NOT_NEEDED)
        return None
    if not typed.strip():
        raise Refused(NEEDED)
    return found(typed, kind, row.office)


def require_usable(blank: OnBlank, actor: Actor) -> None:
    """Raise Refused unless the officer holds this blank and nothing became of it; one query."""
    stands, _ = ledgers([blank.series])[blank.series.pk]
    if (refused := objection_to_use(stands, blank.seq, actor.user or 0, blank.number)) is not None:
        raise Refused(refused)


def note_used(blank: OnBlank, row: CaseRow, *, actor: Actor, now: datetime) -> None:
    """Write into the ledger that a letter went out on a blank, or raise Refused; the caller holds the transaction."""
    BlankSeries.objects.take_turn(row.office)
    require_usable(blank, actor)
    letter = Letter.objects.in_force(row.pk)
    try:
        with transaction.atomic():
            _write(blank, "used", actor=actor, now=now, letter=letter)
    except IntegrityError:  # its letter stands on another blank: it was sent by post
        raise Refused(NOT_NEEDED) from None


def note_double(blank: OnBlank, *, actor: Actor, now: datetime) -> None:
    """Keep that somebody tried to use again a blank that had ended; a supervisor sees it."""
    _write(blank, "double", actor=actor, now=now)


def _write(blank: OnBlank, kind: str, *, actor: Actor, now: datetime, letter: Letter | None = None) -> None:
    BlankLine.objects.create(
        office=blank.series.office,
        blank=blank.series.kind,
        kind=kind,
        series=blank.series,
        first=blank.seq,
        last=blank.seq,
        holder_id=actor.user,
        letter=letter,
        by_id=officer_id(actor),
        at=now,
    )


def officer_id(actor: Actor) -> int:
    """Return the id of an officer; raises Refused for anybody else, who holds no blanks."""
    if actor.user is None or not actor.is_officer:
        raise Refused(NEEDED)
    return actor.user


def kinds() -> dict[str, Text]:
    """Return the kinds of blanks of this office, with their names."""
    return dict(catalogue().office.blanks)
