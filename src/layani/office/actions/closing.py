"""What the end of a service meets: the applications that are open, and those that were begun and not sent."""

from layani.office.tables.models import Case, Draft
from layani.rules.catalogue import Service


def effect_of_closing(service: Service) -> dict[str, int] | None:
    """Return {"open", "drafts"}: how many there are now; None for a version by which the service goes on.

    Open ones are finished by their own versions; what is not sent by the last day cannot be sent any more. Two queries.
    """
    if service.closing is None:
        return None
    return {
        "open": Case.objects.open().filter(service=service.slug).count(),
        "drafts": Draft.objects.filter(service=service.slug).count(),
    }
