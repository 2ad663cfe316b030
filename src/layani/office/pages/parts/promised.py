"""When a person will have an answer, in dates: for the page of a service, before filing, and on the receipt."""

from dataclasses import dataclass
from datetime import datetime

from layani.office.house import calendar
from layani.rules.cases.clock import due
from layani.rules.cases.state import Case
from layani.rules.catalogue import Service
from layani.rules.catalogue.admission import window_on
from layani.rules.catalogue.planning import closes_at


@dataclass(frozen=True, slots=True)
class Expected:
    """What the office promises for one application.

    checked_by:  when it says whether something is missing; None where there is no such step
    decided_by:  when the decision comes at the latest, if nothing is missing
    """

    checked_by: datetime | None
    decided_by: datetime


def expected(service: Service, filed_at: datetime) -> Expected:
    """Return when an application filed at ``filed_at`` (UTC) will be checked and decided at the latest."""
    first = service.steps[0]
    checked_by = due(calendar().of_unit(first.office_unit), filed_at, first.within) if first.kind == "check" else None  # type: ignore[arg-type]
    if service.promise.starts == "closing":
        day = calendar().local(filed_at).date()
        window = window_on(service, day)
        closing = closes_at(service, calendar(), max(day, window.opens) if window else day)
        return Expected(checked_by, due(calendar(), closing or filed_at, service.promise.total))  # type: ignore[arg-type]
    # Nobody has come before: first contact and receipt are the same moment here.
    start = checked_by if checked_by and service.promise.starts == "complete" else filed_at
    return Expected(checked_by, due(calendar(), start, service.promise.total))  # type: ignore[arg-type]


def expected_of(case: Case, service: Service | None) -> datetime | None:
    """Return when a case will be decided at the latest as things stand, or None when nobody has promised it."""
    if case.due_at or service is None or case.received_at is None:
        return case.due_at
    return expected(service, case.received_at).decided_by
