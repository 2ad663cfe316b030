"""Note whom or what a case is about, so that the officer of a later one is asked whether it is a second one.

It refuses nothing: there are twins with one name, and certificates that were lost. It is told to the officer alone, for
an applicant would learn from it what somebody else has applied for.
"""

from collections.abc import Mapping
from typing import Any, Final

from layani.office.gateways.sealing import canonical
from layani.office.house import codes
from layani.office.tables.models import Case, Subject
from layani.rules.catalogue import Service

MOST_TOLD: Final = 5


def subject_of(service: Service, answers: Mapping[str, Any]) -> bytes | None:
    """Return the code of what these answers are about, or None where the service names nothing, or one is missing."""
    if not service.once_per or any(name not in answers for name in service.once_per):
        return None
    said = {name: _plain(answers[name]) for name in service.once_per}
    return codes().subject(canonical({"service": service.slug, "about": said}))


def note_subject(row: Case, code: bytes | None) -> None:
    """Keep the code of a case, in place of an earlier one; the caller holds the transaction."""
    if code is None:
        Subject.objects.filter(case=row).delete()
    else:
        Subject.objects.update_or_create(case=row, defaults={"code": code})


def earlier_about_the_same(row: Case, service: Service | None) -> list[Case]:
    """Return the cases of this service about the same that came before this one; one query, or none."""
    return Subject.objects.earlier_cases(row, MOST_TOLD) if service and service.once_per else []


def _plain(value: Any) -> Any:
    """Return a text as people mean it: capitals and blanks do not make another name."""
    return " ".join(value.casefold().split()) if isinstance(value, str) else value
