"""A supervisor declares the hours in which applications are taken on paper."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from layani.office.actions.paper.blocks import require_supervisor
from layani.office.actions.paper.lines import note_line
from layani.office.actor import Actor
from layani.office.house import calendar, catalogue
from layani.office.tables.models import Event, PaperWindow, PaperWindowEnd, Role
from layani.rules.paper.windows import Declared, ending_objection, objection
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

MOST_PEOPLE = 300
ENDED_ALREADY = Refusal(
    "window-ended",
    Text("Gangguan ini sudah dinyatakan berakhir.", "This outage was declared over already."),
    Text("Bila mati lagi, nyatakan gangguan baru.", "If it is down again, declare a new outage."),
)


def declare(one: Declared, *, actor: Actor, now: datetime) -> PaperWindow:
    """Declare an outage or a day in the field, or raise Refused."""
    user = require_supervisor(actor)
    if refusal := objection(one, now, calendar()):
        raise Refused(refusal)
    made = PaperWindow(
        office=catalogue().office.slug,
        kind=one.kind,
        since=one.since,
        until=one.until,
        reason=one.reason,
        place=one.place.strip(),
        officers=sorted(one.officers),
        declared_by_id=user,
        declared_at=now,
    )
    with transaction.atomic():
        made.save(force_insert=True)
        note_line(made)
    return made


def end(window: PaperWindow, until: datetime, *, actor: Actor, now: datetime) -> PaperWindowEnd:
    """Say when an outage that lasted was over, or raise Refused."""
    user = require_supervisor(actor)
    if window.ends is not None:
        raise Refused(ENDED_ALREADY)
    if refusal := ending_objection(window.since, until, now):
        raise Refused(refusal)
    try:
        with transaction.atomic():
            ended = PaperWindowEnd.objects.create(window=window, until=until, by_id=user, at=now)
            note_line(ended)
            return ended
    except IntegrityError:  # two supervisors at once
        raise Refused(ENDED_ALREADY) from None


def acts_meanwhile(windows: Sequence[PaperWindow], now: datetime) -> dict[int, int]:
    """Return {id of an outage: what officers did in the system while it lasted}; two queries.

    Where it was out for everybody that is nought. What is not may be honest, where only some counters were cut off; a
    reader asks why.
    """
    outages = [one for one in windows if one.kind == "outage"]
    if not outages:
        return {}
    office, day = outages[0].office, calendar().local(now).date()
    people = [pk for pk, _ in Role.objects.people_on(office, day, MOST_PEOPLE)]
    since = min(one.since for one in outages)
    # What another system's file says of earlier days was written by whoever read it in, and not at a desk.
    done = Event.objects.filter(officer__in=people, recorded_at__gte=since, case__imported=False)
    spans = {
        f"n{one.pk}": Count("pk", filter=Q(recorded_at__gte=one.since, recorded_at__lte=one.ends or now))
        for one in outages
    }
    counted = done.aggregate(**spans)
    return {one.pk: counted[f"n{one.pk}"] for one in outages}
