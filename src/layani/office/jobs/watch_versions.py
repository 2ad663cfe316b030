"""Warns when a version of a service under which cases were filed says something else now.

A version is what a citizen was promised. Who changes the file and keeps its version leaves two promises under one name;
the filing's event holds the digest of what was in force, so that it can be seen.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from layani.office.house import catalogue
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import Case, Event
from layani.office.tables.projection import event_of
from layani.rules.catalogue import Service

log = logging.getLogger(__name__)


def run(now: datetime) -> int:
    """Warn of each such service; it needs a person and finishes nothing, so the number is 0."""
    for service in rewritten():
        log.warning(
            "The service '%s' was changed, but its version is still %s, under which cases have been filed. "
            "Give it a new version: in its service.yaml, set 'version' to the day from which it holds.",
            service.slug,
            service.version,
        )
    return 0


def rewritten() -> Iterator[Service]:
    """Yield every service whose first or last case of the present version was filed under other contents."""
    for service in catalogue().services.values():
        cases = Case.objects.filed_under(service.slug, str(service.version))
        ends = [case for case in (cases.first(), cases.last()) if case]
        if any(_definition(case) != service.digest for case in ends):
            yield service


def _definition(case: Case) -> str:
    return str(event_of(Event.objects.of_case(case.pk)[0]).data.get("definition", ""))


JOB = Job("watch-versions", timedelta(days=1), run)
