"""A form page that is posted after the session has ended still reaches the draft of the person it was shown to.

The page carries a signed slip that names its party and service. The slip lets its holder add answers to that draft
for a day and read nothing; without it, what was typed on the last page would be lost with the session. It ends when an
officer vouches for the party: until then the page may have been shown to somebody else.
"""

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest

from layani.office.tables.models import Party

SALT = "layani.late-page"
VALID_FOR = 24 * 60 * 60  # seconds


@dataclass(frozen=True, slots=True)
class Slip:
    """To whom a page was shown: the party's id, and how often an officer had vouched for it then."""

    party: int
    vouched: int


def slip_for(party: Party, slug: str) -> str:
    """Return the slip for the pages of one service, shown to one party."""
    return signing.dumps([party.pk, party.vouched, slug], salt=SALT)


def slip_of(request: HttpRequest, slug: str) -> Slip | None:
    """Return the slip of the posted page, or None without a valid one for this service."""
    try:
        party, vouched, service = signing.loads(request.POST.get("slip", ""), salt=SALT, max_age=VALID_FOR)
    except (signing.BadSignature, ValueError):  # forged or a day old, or from before the slip said how often
        return None
    return Slip(party, vouched) if service == slug else None


def shown_to(slip: Slip | None) -> Party | None:
    """Return the party to whom a page was shown, or None without a slip or when an officer has vouched since."""
    if slip is None:
        return None
    party = Party.objects.by_id(slip.party)
    return party if party.vouched == slip.vouched else None
