"""A letter that a signing service has and does not return: its signer takes it back, so that it is not stuck there."""

import logging
from datetime import datetime
from typing import Final

from django.db import transaction

from layani.office.actions.signing import NOT_YOURS, refusal
from layani.office.actor import Actor
from layani.office.house import calendar
from layani.office.tables.models.signatures import SENT, WAITING, Signature
from layani.rules.cases.clock import Term, due
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

log = logging.getLogger(__name__)
UNANSWERED: Final = Term(1, "working days")
"""How long a service has a letter before its signer may ask again. Ours: services answer in minutes, and an outage of
theirs that lasts a day is one."""
UNRETURNED: Final = "never-returned"
STILL_THERE = Refusal(
    "still-there",
    Text("Layanan tanda tangan masih dalam waktunya.", "The signing service is still within its time."),
    Text("Tunggu satu hari kerja sejak dikirim.", "Wait for one working day since it was sent."),
)


def back_from(row: Signature) -> datetime | None:
    """Return the end of a service's time for a letter; None where nobody noted when it was sent."""
    return due(calendar(), row.sent_at, UNANSWERED) if row.sent_at else None


def ask_again(number: str, *, actor: Actor, now: datetime) -> None:
    """Take a letter back that its signer sent to a service and that never came, so that it is signed anew.

    Number and content stay; what the service may still return under the old reference is asked for no more. Raises
    Refused.
    """
    with transaction.atomic():
        # The letter's line alone: who sets a decision aside has its case first, and then this line.
        asked = Signature.objects.select_for_update(of=("self",))
        row = asked.filter(case__number=number, state=SENT, signer=actor.user).first()
        if row is None or not actor.is_officer:
            raise Refused(refusal(NOT_YOURS))
        at = back_from(row)
        if at is not None and now <= at:
            raise Refused(STILL_THERE)
        back = {"state": WAITING, "reference": "", "sent_at": None, "fault": UNRETURNED}
        Signature.objects.filter(pk=row.pk, state=SENT).update(**back)
    log.warning("A letter that its signing service never returned was taken back by its signer.")
