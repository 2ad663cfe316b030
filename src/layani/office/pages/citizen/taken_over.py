"""What a person reads of a case that came from another system and was taken over here."""

from collections.abc import Mapping
from typing import Any

from layani.rules.cases.acts.taking_over import TAKE_OVER_REASONS
from layani.rules.text import Text


def taken_over_words(data: Mapping[str, Any]) -> Text:
    """Return the line of the timeline: who has the case from here on, and why."""
    reason = TAKE_OVER_REASONS.get(str(data.get("reason")), Text("", ""))
    why = Text(f": {reason.id}", f": {reason.en}") if reason.id else reason
    return Text(
        f"Kantor ini mengambil alih berkas Anda{why.id}; mulai dari sini keputusan dan suratnya dari kantor ini",
        f"This office took your case over{why.en}; from here on its decision and its letter are this office’s",
    )
