"""Who disagrees with an answer at the door is answered by somebody else, where there is somebody else."""

from datetime import datetime

from layani.office.actor import Actor
from layani.office.house import calendar
from layani.office.tables.models import Role, Ticket, TicketEvent
from layani.rules.door.ticket import SUPERVISORS
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

ANSWERED_BEFORE = Refusal(
    code="answered-before",
    reason=Text(
        "Orang ini membantah jawaban Anda sendiri.", "This person disagrees with an answer that you yourself gave."
    ),
    remedy=Text(
        "Serahkan kepada pengawas lain atau pimpinan; bantahannya ada di halaman mereka.",
        "Leave it to another supervisor or the head; it stands on their page.",
    ),
)


def require_another(row: Ticket, actor: Actor, now: datetime) -> None:
    """Raise Refused for who gave the answer that a report disputes, as long as somebody else may answer today.

    Two queries, one where the report follows no other ticket. In an office with one supervisor that one answers, for
    no answer would be worse; who answered stands in the ticket's events.
    """
    before = Ticket.objects.filter(ref=row.follows).first() if row.follows and row.sent_away else None
    if before is None:
        return
    if not TicketEvent.objects.of_ticket(before.pk).filter(act="end_answer", officer_id=actor.user).exists():
        return
    above = Role.objects.held_on(calendar().local(now).date()).filter(office=row.office, name__in=sorted(SUPERVISORS))
    if above.filter(user__is_active=True).exclude(user_id=actor.user or 0).exists():
        raise Refused(ANSWERED_BEFORE)
