"""A morning in the hall, for the demo: three counters, a line, a list that somebody brings back, and a report.

Made through the same acts as real tickets, up to the moment at which the demo is filled; what waits then is for the
visitor to call.
"""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from functools import partial

from layani.city.stories import Staff
from layani.office.actions import door
from layani.office.actions.door import Deed, Opening
from layani.office.actor import Actor
from layani.office.house import calendar, catalogue
from layani.office.tables.models import Case, Ticket
from layani.office.tables.models.people import User
from layani.rules.door.lists import nameable

VISITOR = Actor(kind="citizen")
LONG = timedelta(minutes=150)
NEEDS = ("residence-letter", "id-card", "family-card", "poverty-letter", "birth-certificate", "job-seeker-card")
SERVED = 12
BEHIND = 2  # numbers by which the counters are behind the kiosk
ANSWERS = (
    "KTP yang hilang: bawa surat kehilangan dari polisi, hari kerja mana saja. Tidak ada biaya.",
    "Akta dapat diambil besok mulai pukul 10.00, di loket ini juga.",
    "Untuk pindah alamat, ajukan daring; tidak perlu datang lagi.",
)
REPORT = "Satpam di gerbang bilang antrean sudah ditutup, padahal baru pukul sepuluh. Saya sudah naik angkot dua kali."
QUESTION = "Apakah akta kelahiran anak saya yang lahir di luar kota dapat diurus di sini?"


def plan(staff: Staff, now: datetime) -> list[Callable[[random.Random], None]]:
    """Return the morning as one thing to be made; nothing without a front desk, or where there are tickets already."""
    return [partial(_morning, staff, now)] if staff.by_role.get("front-desk") else []


def _morning(staff: Staff, now: datetime, chance: random.Random) -> None:
    if Ticket.objects.exists():
        return
    officers = [_officer(user) for user in staff.by_role["front-desk"]]
    midnight = calendar().at(calendar().local(now).date(), time(0, 1))
    start = max(now - LONG, midnight)
    step = (now - start) / (SERVED + 6)
    needs = [slug for slug in NEEDS if slug in catalogue().services] or [next(iter(catalogue().services))]
    moments = [start + step * number for number in range(SERVED + 6)]
    listed = ""
    for number, at in enumerate(moments[:SERVED]):
        first = "pregnant" if number == 4 else "elderly" if number == 9 else ""
        code, listed = (listed, "") if number > 5 and listed else ("", listed)
        need = needs[number % len(needs)]
        opening = Opening("kiosk" if number % 3 else "gate", "" if code else need, first=first, code=code)
        door.open_ticket(opening, actor=VISITOR, now=at)
        if number >= BEHIND:
            listed = _served(officers[number % len(officers)], number, at, step, chance) or listed
    _later(officers, needs, moments[SERVED:])


def _served(officer: Actor, number: int, at: datetime, step: timedelta, chance: random.Random) -> str:
    """Let an officer call the head of the line and end it; returns the code of a list that somebody will bring back."""
    counter = list(catalogue().office.door.counters)[number % len(catalogue().office.door.counters)]
    row = door.call_next(counter, actor=officer, now=at + step * 0.2)
    if number == 7:
        door.act_on(row.pk, Deed("no_show"), actor=officer, now=at + step * 0.3)
        return ""
    door.act_on(row.pk, Deed("serve"), actor=officer, now=at + step * 0.25)
    end = at + step * 0.7
    items = list(nameable(catalogue().services[row.need])) if row.need else []
    here = {"channel": "counter", "received_at__gte": row.opened_at, "received_at__lte": at + step * 0.6}
    case = Case.objects.filter(service=row.need, ticket=None, **here).order_by("pk").first()
    if number % 4 == 2 and items:
        door.end_list(row.pk, row.need, items[-1:], actor=officer, now=end)
        return row.code
    if number % 2 and case:
        door.file_case(row.pk, case.number, actor=officer, now=at + step * 0.6)
        door.act_on(row.pk, Deed("end_receipt"), actor=officer, now=end)
    else:
        door.end_answer(row.pk, chance.choice(ANSWERS), actor=officer, now=end)
    return ""


def _later(officers: Sequence[Actor], needs: Sequence[str], moments: Sequence[datetime]) -> None:
    """Leave a line: one who gave up, four who wait, one who is called; a question from home, and a report."""
    gone = door.open_ticket(Opening("kiosk", needs[0]), actor=VISITOR, now=moments[0])
    openings = [
        Opening("kiosk", needs[0]),
        Opening("gate", needs[1 % len(needs)]),
        Opening("kiosk", needs[2 % len(needs)], first="small-child"),
        Opening("kiosk", needs[3 % len(needs)]),
        Opening("web", words=QUESTION),
        Opening("gate", words=REPORT, sent_away=True),
    ]
    for opening, at in zip(openings, moments, strict=True):
        door.open_ticket(opening, actor=VISITOR, now=at)
    door.act_on(gone.pk, Deed("leave"), actor=VISITOR, now=moments[5])
    counter = list(catalogue().office.door.counters)[-1]
    door.call_next(counter, actor=officers[-1], now=moments[5])


def _officer(user: int) -> Actor:
    row = User.objects.get(pk=user)
    return Actor(
        kind="officer", user=row.pk, name=str(row), office=catalogue().office.slug, roles=frozenset({"front-desk"})
    )
