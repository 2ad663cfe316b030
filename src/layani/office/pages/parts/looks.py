"""Notes that an officer is about to be shown somebody's data, and says in words what it was and what for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from layani.office.actions.looking import Shown, keep_look
from layani.office.pages.page import Page
from layani.office.tables.models import Case, Party
from layani.rules.record.look_words import BY_NIK, BY_RECEIPT, ENTERED

_OTHER_PURPOSES: Final[Mapping[str, str]] = {
    "counter-mandate": "mandate",
    "counter-mandate-one": "mandate",
    "paper-form": "paper",
    "rectification": "rectify",
    "letter-initial": "initial",
    "signing-paper": "sign",
    "officer-revocation": "revocation",
    "officer-take-over": "take-over",
    "officer-correction": "correction",
    "officer-duty": "duty",
    "officer-expedite": "expedite",
    "officer-objection": "objection",
    "officer-ranking": "ranking",
    "case": "receipt",
    "case-filed": "receipt",
    "case-print": "receipt",
    "case-receipt": "receipt",
    "case-looks": "receipt",
    "case-receipts": "receipt",
    "case-receipt-page": "receipt",
    "follow-lost-cases": "receipt",
}


def purpose_of(what: str) -> str:
    """Return what a page is opened for, where the page alone tells; raises KeyError for one that has to say."""
    if what in (BY_NIK, BY_RECEIPT, ENTERED) or (what.startswith("counter-") and what not in _OTHER_PURPOSES):
        return "counter"
    return _OTHER_PURPOSES[what]


@dataclass(frozen=True, slots=True)
class Opened:
    """As what a case is opened where the page alone does not tell: in which role, what for, by which reason."""

    role: str
    purpose: str
    reason: int | None = None


def note_look(
    request: HttpRequest, party: Party | int, case: Case | None = None, what: str = "", opened: Opened | None = None
) -> None:
    """Keep that the officer who asks is shown a person or their case; a look that cannot be kept is not shown.

    what: how the person was found; otherwise it is the page that shows them
    """
    page: Page = request.page
    actor = request.actor
    what = what or page.name
    if opened is None:
        role = min(actor.roles & page.readers.value or actor.roles, default="")
        opened = Opened(role, purpose_of(what))
    party_id = party if isinstance(party, int) else party.pk
    shown = Shown(party_id, case.pk if case else None, what, opened.purpose, opened.reason)
    keep_look(shown, actor=actor, role=opened.role, now=timezone.now())
