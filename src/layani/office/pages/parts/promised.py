"""When a person will have an answer, in dates: for the page of a service, before filing, and on the receipt."""

from datetime import datetime

from layani.office.house import calendar
from layani.office.house import service as service_of_version
from layani.office.tables.models import Case as CaseRow
from layani.office.tables.projection import state_of
from layani.rules.cases.reckoning import at_the_latest
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
    if case.waits_for:
        return _after_the_others(case, service)
    if latest := at_the_latest(calendar(), case):
        return latest
    if case.opened_at:
        return expected(service, case.opened_at).decided_by
    return expected(service, case.received_at).decided_by


def _after_the_others(case: Case, service: Service) -> datetime | None:
    """Return when a case will be decided that waits for others: their end, as things stand, and then its own time."""
    ends = [case.received_at] if case.received_at else []
    for row in CaseRow.objects.filter(number__in=case.waits_for.values()):
        try:
            other = expected_of(state_of(row), service_of_version(row.service, row.version))
        except KeyError:  # a service that the office offers no longer
            other = None
        ends += [moment for moment in (row.decided_at or other,) if moment]
    return expected(service, max(ends)).decided_by if ends else None
