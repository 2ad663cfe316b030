"""What a person reads of a case that came from another system and was taken over here."""

from collections.abc import Mapping
from typing import Any

from layani.office.house import calendar
from layani.rules.cases.act import moment
from layani.rules.cases.acts.taking_over import TAKE_OVER_REASONS
from layani.rules.cases.state import Case
from layani.rules.dates import day_words
from layani.rules.text import Text


def taken_over_words(data: Mapping[str, Any]) -> Text:
    """Return the line of the timeline: who has the case from here on, and why."""
    reason = TAKE_OVER_REASONS.get(str(data.get("reason")), Text("", ""))
    why = Text(f": {reason.id}", f": {reason.en}") if reason.id else reason
    return Text(
        f"Kantor ini mengambil alih berkas Anda{why.id}; mulai dari sini keputusan dan suratnya dari kantor ini",
        f"This office took your case over{why.en}; from here on its decision and its letter are this office’s",
    )


def counted_words(case: Case) -> Text | None:
    """Return from when the days of a case that was taken over count; None for every other case.

    Its person and the officers read the same sentence.
    """
    taken = moment(case.taken_over.get("at"))
    if taken is None or case.received_at is None:
        return None
    there, here = (day_words(calendar().local(one).date()) for one in (case.received_at, taken))
    return Text(
        f"Dari sistem lain: keputusannya dihitung sejak diterima di sana, {there.id}; langkah yang terbuka ketika "
        f"kantor ini mengambil alihnya, {here.id}, dihitung sejak hari itu, tetapi tidak "
        "melewati hari keputusan yang dijanjikan.",
        f"From another system: its decision counts from its receipt there, {there.en}; the step that was open when "
        f"this office took it over, {here.en}, counts from that day, but not past the day of the promised decision.",
    )
