"""When a person will have an answer to what they file now, as the service promises it."""

from dataclasses import dataclass
from datetime import datetime

from layani.rules.cases.calendar import Calendar
from layani.rules.cases.clock import due
from layani.rules.catalogue.admission import window_on
from layani.rules.catalogue.model import Service
from layani.rules.catalogue.planning import closes_at


@dataclass(frozen=True, slots=True)
class Expected:
    """What the office promises for one application.

    checked_by:  when it says whether something is missing; None where there is no such step
    decided_by:  when the decision comes at the latest, if nothing is missing
    """

    checked_by: datetime | None
    decided_by: datetime


def expected(service: Service, calendar: Calendar, begun_at: datetime) -> Expected:
    """Return when an application will be checked and decided at the latest.

    begun_at: when it is filed (UTC), or when its turn comes
    """
    first = service.steps[0]
    checked_by = due(calendar.of_unit(first.office_unit), begun_at, first.within) if first.kind == "check" else None
    if service.promise.starts == "closing":
        day = calendar.local(begun_at).date()
        window = window_on(service, day)
        closing = closes_at(service, calendar, max(day, window.opens) if window else day)
        return Expected(checked_by, due(calendar, closing or begun_at, service.promise.total))
    # Nobody has come before: first contact and receipt are the same moment here.
    start = checked_by if checked_by and service.promise.starts == "complete" else begun_at
    return Expected(checked_by, due(calendar, start, service.promise.total))
