"""A form page that is posted after the session has ended still reaches the draft of the person it was shown to.

The page carries a signed slip that names its party and service. The slip lets its holder add answers to that draft
for a day and read nothing; without it, what was typed on the last page would be lost with the session.
"""

from django.core import signing
from django.http import HttpRequest

from layani.office.tables.models import Party

SALT = "layani.late-page"
VALID_FOR = 24 * 60 * 60  # seconds


def slip_for(party: Party, slug: str) -> str:
    """Return the slip for the pages of one service, shown to one party."""
    return signing.dumps([party.pk, slug], salt=SALT)


def party_on_slip(request: HttpRequest, slug: str) -> int | None:
    """Return the id of the party to whom the posted page was shown, or None without a valid slip."""
    try:
        party, service = signing.loads(request.POST.get("slip", ""), salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return None
    return int(party) if service == slug else None
