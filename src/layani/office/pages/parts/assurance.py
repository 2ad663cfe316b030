"""What a reader is told who is not known surely enough for a service: why, and every way on."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from layani.office.actions.assuring import not_assured
from layani.office.gateways.openid import provider
from layani.rules.assurance import DECLARED, HIGH, LEVELS, reaches
from layani.rules.catalogue import Service
from layani.rules.catalogue.bundles.model import Bundle, Offered
from layani.rules.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Surely:
    """The account by which somebody can be known more surely, and the address that leads there and back."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """Why a reader cannot send a service online yet; more: the account that helps, where the office has one."""

    refusal: Refusal
    more: Surely | None


def needs_surety(offered: Offered) -> str:
    """Return the level that a service, or the strictest of a bundle, asks for; "" where one's word is enough."""
    services: list[Service] = [one.service for one in offered.joined] if isinstance(offered, Bundle) else [offered]
    needed = max((one.assurance for one in services), key=LEVELS.index, default=DECLARED)
    return "" if needed == DECLARED else needed


def lacking(request: HttpRequest, offered: Offered) -> Lacking | None:
    """Return why the signed-in reader cannot send it online yet, or None."""
    needed = needs_surety(offered)
    if not needed or reaches(request.actor.assurance, needed):
        return None
    return Lacking(not_assured(needed), more_surely(request.path, needed))


def more_surely(back: str, needed: str = HIGH) -> Surely | None:
    """Return the account that helps; None where the office has none, or none that reaches the level."""
    at = provider()
    if at is None or not any(reaches(level, needed) for level in at.levels.values()):
        return None
    return Surely(at.name, f"{reverse('citizen-account')}?{urlencode({'next': back, 'level': needed})}")
