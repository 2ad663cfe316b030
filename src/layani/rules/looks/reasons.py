"""Why somebody opens a case in which they have no part: a kind from a short list and words, read by its person.

A look for an inquiry of the inspectorate may be shown to the person later, never not at all: it has an end day.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from layani.rules.refusal import Refusal
from layani.rules.text import Text

WORDS_AT_LEAST, WORDS_AT_MOST = 10, 300  # characters
MOST_DAYS_DELAYED: Final = 90
"""For which a look may be shown later; a house rule. The law names the exception and no number of days."""
LAW_OF_DELAY: Final = "UU 27/2022 pasal 15"
"""Exceptions from the rights of a person for oversight and the enforcement of law; status: recalled."""

REASONS: Final[Mapping[str, Text]] = {
    "asked": Text("Pemohon bertanya atau mengadu", "The applicant asks or complains"),
    "help": Text("Petugas yang mengerjakannya minta bantuan", "The officer who works on it asks for help"),
    "quality": Text("Memeriksa mutu pekerjaan", "Checks the quality of the work"),
    "order": Text("Diminta pengadilan atau lembaga yang berwenang", "A court or an authority that may demands it"),
    "other": Text("Lainnya", "Something else"),
}
REASONS_OF_AUDIT: Final[Mapping[str, Text]] = {
    "sample": Text("Sampel pemeriksaan rutin", "A sample of routine audit"),
    "question": Text("Menjawab pertanyaan sistem atau laporan", "Looks into a flag or a report"),
    "inquiry": Text("Pemeriksaan khusus yang belum boleh diketahui", "An inquiry that must not be known yet"),
    "other": REASONS["other"],
}
DELAYED: Final = frozenset({"inquiry"})
"""The kinds for which a look may be shown later; only the inspectorate has one."""
EVERY_REASON: Final[Mapping[str, Text]] = {**REASONS, **REASONS_OF_AUDIT}

_DIGITS = re.compile(r"(?:[0-9][ .\-]?){8,}", re.ASCII)
"""As many digits as an identity number, a family's or a phone's has."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says before they open a case: the kind, the words, and from when it is shown (None: at once)."""

    kind: str
    words: str
    until: date | None = None


def kinds_for(*, audit: bool) -> Mapping[str, Text]:
    """Return the kinds that may be chosen, in the order in which they are offered."""
    return REASONS_OF_AUDIT if audit else REASONS


def objections_to_reason(said: Said, *, audit: bool, today: date) -> tuple[Refusal, ...]:
    """Return what is wrong with a reason; empty when the case may be opened by it."""
    found = [] if said.kind in kinds_for(audit=audit) else [_NO_KIND]
    words = said.words.strip()
    if not WORDS_AT_LEAST <= len(words) <= WORDS_AT_MOST:
        found.append(_length(len(words)))
    if _DIGITS.search(words):
        found.append(_A_NUMBER)
    if said.until is not None and said.kind not in DELAYED:
        found.append(_NO_DELAY)
    if said.kind in DELAYED and not _may_wait(said.until, today):
        found.append(_delay(said.until))
    return tuple(found)


def _may_wait(until: date | None, today: date) -> bool:
    return until is not None and today < until <= today + timedelta(days=MOST_DAYS_DELAYED)


_NO_KIND = Refusal(
    "look-no-kind",
    Text("Alasannya belum dipilih.", "No reason is chosen."),
    Text("Pilih satu alasan dari daftar.", "Choose one reason from the list."),
)
_A_NUMBER = Refusal(
    "look-number",
    Text(
        "Alasannya memuat angka panjang, seperti NIK atau nomor telepon.",
        "The reason holds a long number, like a NIK or a phone number.",
    ),
    Text(
        "Tulis tanpa data orang, juga tanpa nomor surat yang panjang: pemohon membacanya.",
        "Write it without anybody’s data, and without long numbers of papers: the applicant reads it.",
    ),
)
_NO_DELAY = Refusal(
    "look-no-delay",
    Text("Alasan ini tidak dapat ditunda.", "A look for this reason cannot be shown later."),
    Text("Kosongkan tanggalnya, atau pilih pemeriksaan khusus.", "Leave the day empty, or choose the inquiry."),
)


def _length(given: int) -> Refusal:
    return Refusal(
        "look-words",
        Text(
            f"Alasannya {given} huruf; harus {WORDS_AT_LEAST} sampai {WORDS_AT_MOST}.",
            f"The reason has {given} characters; it must have {WORDS_AT_LEAST} to {WORDS_AT_MOST}.",
        ),
        Text("Tulis satu kalimat yang dimengerti pemohon.", "Write one sentence that the applicant understands."),
    )


def _delay(until: date | None) -> Refusal:
    given_id, given_en = (
        (f"Hari itu {until}", f"The day is {until}") if until else ("Harinya kosong", "No day is given")
    )
    return Refusal(
        "look-delay",
        Text(
            f"{given_id}; pembukaan yang ditunda harus tampil sesudah hari ini, dalam {MOST_DAYS_DELAYED} hari.",
            f"{given_en}; a look that is shown later must be shown after today, and within {MOST_DAYS_DELAYED} days.",
        ),
        Text(
            "Pilih hari lain. Tidak ada yang disembunyikan selamanya.",
            "Choose another day. Nothing is hidden for ever.",
        ),
    )
