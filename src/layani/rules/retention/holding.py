"""A hold: what must not be erased, by whose letter, until when; two people stand behind it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from layani.rules.dates import day_words
from layani.rules.refusal import Refusal
from layani.rules.text import Text

REASONS: Final[Mapping[str, Text]] = {
    "court": Text("Perkara di pengadilan", "A case at court"),
    "objection": Text("Keberatan atau banding", "An objection or appeal"),
    "complaint": Text("Pengaduan, juga ke Ombudsman", "A complaint, also to the Ombudsman"),
    "audit": Text("Pemeriksaan inspektorat atau BPK", "An audit by the inspectorate or BPK"),
    "investigation": Text("Penyelidikan atau penyidikan", "A criminal investigation"),
}
LONGEST: Final = timedelta(days=366)
"""A house rule: what is still needed after a year is held again, by two people who look at it again."""
UNCONFIRMED: Final = timedelta(days=14)
"""How long a hold that nobody confirmed holds; it stops an erasure at once, for that can be taken back."""


def objections_to_hold(reason: str, letter: str, until: date, today: date) -> tuple[Refusal, ...]:
    """Return what is missing or wrong in a hold; empty when it may be entered."""
    found = []
    if reason not in REASONS:
        found.append(_refusal("no-reason", "Alasannya belum dipilih.", "The reason is not chosen."))
    if len(letter.strip()) < 3:
        found.append(
            _refusal("no-letter", "Nomor surat yang memintanya belum ditulis.", "The number of the letter is missing.")
        )
    if not today <= until <= today + LONGEST:
        last = day_words(today + LONGEST)
        found.append(
            _refusal(
                "hold-too-long",
                f"Hari terakhirnya harus antara hari ini dan {last.id}.",
                f"Its last day must lie between today and {last.en}.",
            )
        )
    return tuple(found)


def objections_to_ruling(entered_by: int, actor: int, kind: str) -> tuple[Refusal, ...]:
    """Return why an officer may not confirm or lift a hold: it takes somebody else than who entered it."""
    if entered_by != actor:
        return ()
    done = Text("mengesahkannya", "confirms it") if kind == "confirmed" else Text("mengakhirinya", "ends it")
    return (
        _refusal(
            "own-hold",
            f"Anda yang memasukkannya, jadi orang lain yang {done.id}.",
            f"You entered it, so somebody else {done.en}.",
        ),
    )


def holds_until(until: date, entered_on: date, *, confirmed: bool, lifted_on: date | None) -> date:
    """Return the last day on which a hold holds.

    >>> holds_until(date(2027, 6, 1), date(2026, 12, 1), confirmed=False, lifted_on=None)
    datetime.date(2026, 12, 15)
    """
    last = until if confirmed else min(until, entered_on + UNCONFIRMED)
    return last if lifted_on is None else min(last, lifted_on - timedelta(days=1))


def _refusal(code: str, id_: str, en: str) -> Refusal:
    remedy = Text("Tidak ada yang berubah. Betulkan, lalu kirim lagi.", "Nothing changed. Correct it, send it again.")
    return Refusal(code, Text(id_, en), remedy)
