"""What a replay recorded, read back from the tables: the figures are of what stands there, not of what was meant."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby, islice

from layani.office.actions.acting import CONTROLS
from layani.office.house import calendar
from layani.office.tables.models.attempts import Attempt
from layani.office.tables.models.cases import Event as EventRow
from layani.office.tables.projection import event_of
from layani.rules.importing.figures import Figures, figures
from layani.rules.importing.story import Attempted, Recorded

CASES_AT_ONCE = 500


def replayed_figures(numbers: Iterable[str], *, kept_by: str, end_of_log: datetime) -> Figures:
    """Return the figures of the cases with these numbers."""
    found = list(recorded_cases(numbers))
    return figures(found, calendar=calendar(), kept_by=kept_by, end_of_log=end_of_log, controls=CONTROLS)


def recorded_cases(numbers: Iterable[str]) -> Iterator[Recorded]:
    """Yield what is recorded of each case, two queries for each CASES_AT_ONCE."""
    left = iter(numbers)
    while some := list(islice(left, CASES_AT_ONCE)):
        attempts = _attempts(some)
        rows = EventRow.objects.filter(case__number__in=some).order_by("case_id", "seq")
        for case_id, events in groupby(rows, key=lambda row: row.case_id):
            yield Recorded(tuple(event_of(row) for row in events), tuple(attempts.get(case_id, ())))


def _attempts(numbers: list[str]) -> dict[int | None, list[Attempted]]:
    found: dict[int | None, list[Attempted]] = {}
    rows = Attempt.objects.filter(case__number__in=numbers, observed=True).order_by("pk")
    for case, code, act, at, officer in rows.values_list("case_id", "code", "act", "at", "officer_id"):
        found.setdefault(case, []).append(Attempted(code, act, at, officer))
    return found
