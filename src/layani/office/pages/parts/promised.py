"""When a person will have an answer, in dates: for the page of a service, before filing, and on the receipt."""

from datetime import datetime

from layani.office.house import calendar
from layani.rules.cases.state import Case
from layani.rules.catalogue import Service, promised
from layani.rules.catalogue.promised import Expected


def expected(service: Service, filed_at: datetime) -> Expected:
    """Return when an application filed at ``filed_at`` (UTC) will be checked and decided at the latest."""
    return promised.expected(service, calendar(), filed_at)


def expected_of(case: Case, service: Service | None) -> datetime | None:
    """Return when a case will be decided at the latest as things stand, or None when nobody has promised it."""
    if case.due_at or service is None or case.received_at is None:
        return case.due_at
    return expected(service, case.received_at).decided_by
