"""What somebody wrote in a box of their own words: taken whole, or refused with how long it is."""

from django.http import HttpRequest

from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text


def words_in(request: HttpRequest, box: str = "words") -> str:
    """Return what was typed in a box, with line feeds alone at the ends of its lines."""
    return str(request.POST.get(box, "")).replace("\r\n", "\n").strip()


def require_short(words: str, longest: int) -> None:
    """Raise Refused for words that are too long: what is cut off in silence is lost to whoever wrote it.

    longest: in characters
    """
    if len(words) > longest:
        raise Refused(
            Refusal(
                code="words-too-long",
                reason=Text(
                    id=f"Tulisan ini {len(words)} karakter; paling banyak {longest}.",
                    en=f"This text has {len(words)} characters; {longest} is the most.",
                ),
                remedy=Text(id="Singkatkan, lalu kirim lagi.", en="Make it shorter, and send it again."),
            )
        )
