"""Notes that the office let the legal limit pass, where the law takes that for a refusal, so that one can object.

The case stays with the office, late, until somebody decides it.
"""

from datetime import datetime, timedelta

from layani.office.actions.deciding import note_silence
from layani.office.jobs.clock_ahead import require_clock_not_ahead
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import Case
from layani.office.tables.projection import state_of
from layani.rules.refusal import Refused

AT_A_TIME = 500


def run(now: datetime) -> int:
    """Note what has passed; returns how many cases. Raises ClockAhead before the first one."""
    done = 0
    for row in Case.objects.silently_refused(now)[:AT_A_TIME]:
        legal = state_of(row).legal_due_at
        if legal and now <= legal:
            continue  # the office's own promise has passed, not yet the law's term
        if not done:
            require_clock_not_ahead(now)
        try:
            note_silence(row.number, now=now)
            done += 1
        except Refused:
            continue  # an officer decided between our look and our act; the attempt is kept
    return done


JOB = Job("note-silence", timedelta(minutes=1), run)
