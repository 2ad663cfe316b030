"""What pages say of a service that ends: until when, why, what instead, and what becomes of its letters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.utils import timezone

from layani.office.house import catalogue
from layani.rules.catalogue import Law, Service
from layani.rules.catalogue.bundles.model import Bundle, Offered
from layani.rules.catalogue.closing import Closing
from layani.rules.text import Text

AnyOffered = TypeVar("AnyOffered", bound=Offered)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a service ends, as of today.

    ended:    nothing can be applied for any more
    name:     of the service that ends; law: by which it does
    instead:  the service that takes its place; None where only words say what to do
    """

    closing: Closing
    ended: bool
    name: Text
    law: Law
    instead: Service | None


def ending_of(service: Service, day: date | None = None) -> Ending | None:
    """Return how a service ends, or None where it goes on; day: today, if it is not said."""
    closing = service.closing
    if closing is None:
        return None
    ended = closing.ended(day or timezone.localdate())
    return Ending(closing, ended, service.name, service.law[closing.law], catalogue().services.get(closing.service))


def endings_of(offered: Offered) -> list[Ending]:
    """Return how a service ends, or each of a bundle's services that does; [] where all go on."""
    services = [one.service for one in offered.joined] if isinstance(offered, Bundle) else [offered]
    return [found for one in services if (found := ending_of(one))]


def has_ended(offered: Offered) -> bool:
    """Tell whether nothing can be applied for any more: of a bundle, what belongs to it always decides."""
    always = [one.service for one in offered.joined if one.always] if isinstance(offered, Bundle) else [offered]
    return any(found.ended for one in always if (found := ending_of(one)))


def still_offered(offered: Iterable[AnyOffered]) -> list[AnyOffered]:
    """Return what can still be applied for, or could again, in the same order."""
    return [one for one in offered if not has_ended(one)]
