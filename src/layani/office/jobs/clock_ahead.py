"""A clock that goes far ahead must not grant, forget or erase: none of it can be taken back."""

from datetime import datetime, timedelta

from layani.office.tables.models.cases import Event
from layani.office.tables.models.record import Checkpoint

# Longer than the longest public holidays, and than the office's silence that the law of a service takes for a yes:
# an office in which that little happens must still be able to grant by silence.
LONGEST_QUIET = timedelta(days=30)


class ClockAhead(Exception):
    """The clock is far beyond everything that ever happened in the office, so it is probably wrong."""


def require_clock_not_ahead(now: datetime) -> None:
    """Raise ClockAhead when nothing has been recorded or signed within the last 30 days before ``now``.

    An office without any act has nothing that could be lost.
    """
    event, signed = Event.objects.newest_first().first(), Checkpoint.objects.latest_signed()
    known = [moment for moment in (event and event.recorded_at, signed and signed.signed_at) if moment]
    if known and now - max(known) > LONGEST_QUIET:
        raise ClockAhead(
            f"It is {now:%Y-%m-%d %H:%M} by the clock of this machine, and the last act was recorded on "
            f"{max(known):%Y-%m-%d %H:%M} (UTC). Nothing was removed or granted. Put the clock right; if it is right, "
            "the next act in the office, for example a case that is filed, lets this job go on."
        )
