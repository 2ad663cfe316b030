"""Tell whoever began an application and left it that it will be forgotten, once, some days before."""

from datetime import datetime, timedelta

from django.db import transaction

from layani.office.actions.drafting import KEPT_FOR
from layani.office.house import calendar
from layani.office.tables.models import Draft, Message

KIND = "draft-ends"
TOLD_BEFORE = timedelta(days=5)
"""Long enough to find a signal and an hour; a house rule."""
AT_A_TIME = 200


def remind_owners(now: datetime) -> int:
    """Leave a message for each draft that ends soon; returns how many. A person with several drafts is told once."""
    done = 0
    for pk in list(Draft.objects.to_remind(now - KEPT_FOR + TOLD_BEFORE).values_list("pk", flat=True)[:AT_A_TIME]):
        done += _remind(pk, now)
    return done


@transaction.atomic
def _remind(pk: int, now: datetime) -> bool:
    draft = Draft.objects.to_remind(now - KEPT_FOR + TOLD_BEFORE).select_for_update(of=("self",)).filter(pk=pk).first()
    if draft is None:
        return False  # it was touched, sent, or told of with another one of the same person
    theirs = Draft.objects.to_remind(now - KEPT_FOR + TOLD_BEFORE).filter(party=draft.party_id)
    Draft.objects.filter(pk__in=list(theirs.values_list("pk", flat=True))).update(reminded_at=now)
    ends = calendar().local(draft.updated_at + KEPT_FOR).date()
    Message.objects.create(party_id=draft.party_id, kind=KIND, params={"ends": ends.isoformat()}, due_at=now)
    return True
