"""Short walks of a ticket, so that a test can begin where its claim begins."""

from datetime import timedelta

from layani.office.actions import door
from layani.office.actions.door import Deed, Opening
from layani.office.actor import Actor
from tests.office.conftest import MONDAY

VISITOR = Actor(kind="citizen")
NEED = "residence-letter"


def opened(minute=0, *, need=NEED, channel="kiosk", **more):
    """A ticket that was opened at the kiosk, so many minutes after nine."""
    opening = Opening(channel, need, **more)
    return door.open_ticket(opening, actor=VISITOR, now=MONDAY + timedelta(minutes=minute))


def called(officer, counter="loket-1", minute=5):
    """The head of the line, called to a counter."""
    return door.call_next(counter, actor=officer, now=MONDAY + timedelta(minutes=minute))


def done(row, kind, officer, minute=6, **data):
    """A ticket after one more act."""
    return door.act_on(row.pk, Deed(kind, data), actor=officer, now=MONDAY + timedelta(minutes=minute))


def serving(officer, counter="loket-1", minute=5, **more):
    """A ticket whose person stands at the counter."""
    if not more.pop("waits", False):
        opened(**more)
    return done(called(officer, counter, minute), "serve", officer, minute)


def listed(officer, *items, minute=7, **more):
    """A ticket that ended with a list of what is missing."""
    row = serving(officer, **more)
    return door.end_list(row.pk, NEED, items or ("contract",), actor=officer, now=MONDAY + timedelta(minutes=minute))
