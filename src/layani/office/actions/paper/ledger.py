"""The ledger of receipts on paper, as the filing of an application asks and writes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from layani.office.actions.paper.handing_on import holders
from layani.office.actions.paper.numbers import is_code_of, paper_number, read_paper_number
from layani.office.actor import Actor
from layani.office.house import calendar, catalogue
from layani.office.tables.models import Event, PaperBlock, PaperNote, PaperWindow
from layani.rules.cases.act import written
from layani.rules.paper.entering import Receipt, Window, objection, window_of
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

NO_SUCH_NUMBER = Refusal(
    "no-such-paper",
    Text("Nomor dan kode ini tidak cocok.", "This number and this code do not belong together."),
    Text("Salin keduanya dari kertasnya.", "Copy both from the paper."),
)


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A receipt on paper that was found: its block, its number within the block, and when its paper says it was given.

    Made by ``found``, which asks for the printed code.
    """

    block: PaperBlock
    seq: int
    at: datetime

    @property
    def number(self) -> str:
        """The number as it is printed."""
        return paper_number(self.block.number, self.seq)


def found(number: str, code: str, at: datetime) -> OnPaper:
    """Return the receipt whose number and code somebody typed, or raise Refused."""
    read = read_paper_number(number)
    block = PaperBlock.objects.numbered(catalogue().office.slug, read[0]) if read else None
    # The same work whether or not there is such a number.
    fits = is_code_of(paper_number(*read) if read else "", code)
    if read is None or block is None or not fits or not 1 <= read[1] <= block.size:
        raise Refused(NO_SUCH_NUMBER)
    return OnPaper(block, read[1], at)


def require_enterable(paper: OnPaper, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return what the filing says of its paper, or raise Refused; three queries."""
    windows = tuple(_window(row) for row in PaperWindow.objects.around(paper.block.office, paper.at))
    receipt = _receipt(paper, PaperNote.objects.of_number(paper.block.pk, paper.seq))
    if refusal := objection(receipt, windows, actor.user or 0, now, calendar()):
        raise Refused(refusal)
    window = window_of(paper.at, receipt.holder, windows)
    kind = window.kind if window else ""
    return {"paper": {"number": paper.number, "entered_at": written(now), "kind": kind}}


def note_used(paper: OnPaper, event: Event) -> None:
    """Write into the ledger that a number became a case; the caller holds the transaction, and the number ends once."""
    PaperNote.objects.create(
        block=paper.block,
        seq=paper.seq,
        kind="used",
        received=paper.at,
        at=event.recorded_at,
        officer_id=event.officer_id,
        case_id=event.case_id,
    )


def _window(row: PaperWindow) -> Window:
    return Window(row.kind, row.since, row.ends, frozenset(row.officers))


def _receipt(paper: OnPaper, notes: Iterable[PaperNote]) -> Receipt:
    ledger = list(notes)
    kinds = {one.kind for one in ledger}
    use = next((one for one in ledger if one.kind == "used"), None)
    return Receipt(
        received=paper.at,
        handed_out=paper.block.at,
        holder=holders([paper.block], paper.at)[paper.block.pk],
        used_by=str(use.officer) if use else "",
        used_at=use.at if use else None,
        used_case=use.case.number if use and use.case else "",
        spoiled="spoiled" in kinds,
        lost="lost" in kinds,
        allowed_by=frozenset(one.officer_id for one in ledger if one.kind == "allowed" and one.officer_id),
    )
