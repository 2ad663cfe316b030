"""What a statement file says wrong: one sentence with its place, and what to do."""

from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

AGAIN = Text(
    id="Unduh rekening koran itu sekali lagi dari bank; bila tetap begini, tanyakan kepada bank.",
    en="Download the statement from the bank once more; if it stays so, ask the bank.",
)


class BadStatement(Refused):
    """The file cannot be taken in; nothing of it was."""


def bad(code: str, place: str, said: Text, remedy: Text = AGAIN) -> BadStatement:
    """Return the fault. place: "line 12", "entry 3 (line 40)", "the whole file"; said: what is wrong there."""
    reason = Text(id=f"{_in_indonesian(place)}: {said.id}", en=f"{place}: {said.en}")
    return BadStatement(Refusal(code=f"statement-{code}", reason=reason, remedy=remedy))


_WORDS = (("the whole file", "seluruh berkas"), ("entry", "catatan"), ("line", "baris"), ("column", "kolom"))


def _in_indonesian(place: str) -> str:
    for english, indonesian in _WORDS:
        place = place.replace(english, indonesian)
    return place
