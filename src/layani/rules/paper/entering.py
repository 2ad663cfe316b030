"""When a receipt on paper may be typed in: for declared hours, after its block was handed out, once, and soon."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import Term, due
from layani.rules.refusal import Refusal
from layani.rules.text import Text

ENTER_WITHIN: Final = Term(3, "working days")
"""How long after the hours on paper ended a receipt is typed in by one officer alone. Ours, not a law's: the day after
an outage the counters are full, a second day is for typing, a third for whoever was ill. It is shorter than nearly
every promise, so that the first step can still be in time."""


@dataclass(frozen=True, slots=True)
class Window:
    """Declared hours. until: None while they last. officers: for a day in the field, who may have received there."""

    kind: str
    since: datetime
    until: datetime | None
    officers: frozenset[int] = frozenset()

    def holds(self, moment: datetime) -> bool:
        """Say whether a moment lies within these hours."""
        return self.since <= moment and (self.until is None or moment <= self.until)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of one number.

    received:   as its paper says; handed_out: when its block was
    holder:     id of who holds the block
    used_by:    name of who typed it in before; used_at, used_case: when, and as which case
    spoiled, lost: how it ended; allowed_by: ids of the supervisors who let it be typed in late
    """

    received: datetime
    handed_out: datetime
    holder: int
    used_by: str = ""
    used_at: datetime | None = None
    used_case: str = ""
    spoiled: bool = False
    lost: bool = False
    allowed_by: frozenset[int] = frozenset()


def window_of(moment: datetime, holder: int, windows: tuple[Window, ...]) -> Window | None:
    """Return the declared hours in which a receipt was given: an outage, or a day in the field of its holder."""
    fitting = [one for one in windows if one.holds(moment) and (one.kind != "field" or holder in one.officers)]
    return min(fitting, key=lambda one: (one.kind != "outage", one.since), default=None)


def objection(
    receipt: Receipt, windows: tuple[Window, ...], typist: int, now: datetime, calendar: Calendar
) -> Refusal | None:
    """Return why this officer may not type this receipt in now, or None."""
    if receipt.used_case:
        return used(receipt, calendar)
    if receipt.spoiled:
        return SPOILED
    if receipt.received > now:
        return AHEAD
    if receipt.received < receipt.handed_out:
        return BEFORE_BLOCK
    window = window_of(receipt.received, receipt.holder, windows)
    if window is None:
        return NO_WINDOW
    seconded = bool(receipt.allowed_by - {typist})
    if receipt.lost and not seconded:
        return LOST
    late = window.until is not None and due(calendar, window.until, ENTER_WITHIN) < now
    return LATE if late and not seconded else None


def used(receipt: Receipt, calendar: Calendar) -> Refusal:
    """The refusal of a number that was typed in before: it names by whom, when and as what."""
    when = f"{calendar.local(receipt.used_at):%d-%m-%Y %H.%M}" if receipt.used_at else "–"
    return Refusal(
        "paper-used",
        Text(
            f"Nomor ini sudah diketik oleh {receipt.used_by} pada {when}, menjadi {receipt.used_case}.",
            f"This number was typed in by {receipt.used_by} on {when}, as {receipt.used_case}.",
        ),
        Text(
            "Cocokkan kedua kertasnya. Yang ini tersimpan sebagai nomor ganda, dan pengawas melihatnya.",
            "Compare the two papers. This one is kept as a double, and the supervisor sees it.",
        ),
    )


SPOILED = Refusal(
    "paper-spoiled",
    Text("Nomor ini dicatat rusak.", "This number was noted as spoiled."),
    Text("Tunjukkan kedua kertasnya kepada pengawas.", "Show both papers to a supervisor."),
)
AHEAD = Refusal(
    "paper-ahead",
    Text("Jam di kertas belum lewat.", "The time on the paper has not come yet."),
    Text("Periksa tanggal dan jamnya.", "Check the date and the time."),
)
BEFORE_BLOCK = Refusal(
    "paper-before-block",
    Text(
        "Jam di kertas lebih awal daripada saat blok nomornya diserahkan.",
        "The time on the paper is earlier than when the block of its number was handed out.",
    ),
    Text(
        "Periksa nomor, tanggal, dan jamnya. Bila benar begitu, tunjukkan kertasnya kepada pengawas.",
        "Check number, date and time. If they are so, show the paper to a supervisor.",
    ),
)
NO_WINDOW = Refusal(
    "paper-no-window",
    Text(
        "Pada jam itu tidak ada gangguan dan tidak ada hari lapangan pemegang blok ini yang dinyatakan.",
        "No outage, and no day in the field of who holds this block, is declared for that time.",
    ),
    Text(
        "Periksa jamnya. Pengawas dapat menyatakan gangguan sampai satu hari kerja sesudah berakhir.",
        "Check the time. A supervisor can declare an outage up to one working day after its end.",
    ),
)
LOST = Refusal(
    "paper-lost",
    Text(
        "Nomor ini dilaporkan hilang, atau bloknya ditutup.",
        "This number was reported lost, or its block was closed.",
    ),
    Text(
        "Bila kertasnya ditemukan, pengawas lain mengizinkannya dahulu pada halaman blok.",
        "If its paper was found, a supervisor other than you allows it first, on the block's page.",
    ),
)
LATE = Refusal(
    "paper-late",
    Text(
        "Sudah lebih dari tiga hari kerja sejak gangguan atau hari lapangan itu berakhir.",
        "More than three working days have passed since that outage or day in the field ended.",
    ),
    Text(
        "Orangnya tidak dirugikan: pengawas lain melihat kertasnya dan mengizinkannya pada halaman blok, lalu ketik "
        "lagi.",
        "The person loses nothing: a supervisor other than you looks at the paper and allows it on the block's page; "
        "then type it again.",
    ),
)
