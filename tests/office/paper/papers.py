"""Papers of the cast, ready to be typed in."""

from dataclasses import replace
from datetime import timedelta

from layani.office.actions.paper.entering import Typed, enter, require_typed
from layani.office.actions.paper.numbers import paper_code, paper_number
from tests.office.actions.applications import application
from tests.office.paper.conftest import BACK, OUT


def typed(block, seq, minutes=30):
    """What stands on a paper that was given so many minutes into the outage."""
    number = paper_number(block.number, seq)
    return Typed(number, paper_code(number), OUT + timedelta(minutes=minutes))


def entered(block, seq, officer, minutes=30, *, now=BACK + timedelta(hours=1), once=None, **changed):
    """The application of a paper, typed in an hour after the outage."""
    paper = require_typed(typed(block, seq, minutes), actor=officer, now=now)
    form = replace(application(once=once, **changed), channel="counter", paper=paper)
    return enter(form, actor=officer, now=now)
