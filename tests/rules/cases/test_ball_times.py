"""Time is counted to who had the ball, from the first visit, from receipt and from completeness."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from layani.rules.cases.act import Act
from layani.rules.cases.ball_times import split
from layani.rules.cases.decider import decide, evolve
from layani.rules.cases.state import Case

from .telling import ANA, CARLA, MONDAY, OFFICE, filing
from .test_reckoning import WAITS

HOUR = timedelta(hours=1)


def events(waits, **more):
    """Return the events of a case that was filed, asked about, answered and found complete after these waits."""
    taken = timedelta(minutes=1)
    acts = (
        (timedelta(), "file", CARLA, filing((5, "working days"), "complete", **more)),
        (waits[0], "take", ANA, {}),
        (taken, "ask_missing", ANA, {"items": ["contract"]}),
        (waits[1], "answer", CARLA, {}),
        (waits[2], "take", ANA, {}),
        (taken, "check_complete", ANA, {}),
    )
    case, at, found = None, MONDAY, []
    for after, kind, by, data in acts:
        at += after
        found.append(decide(case, Act(kind, by, at, data), OFFICE))
        case = evolve(case or Case(), found[-1])
    return found


def test_each_side_has_its_own_hours_from_each_moment():
    told = events((HOUR, 2 * HOUR, HOUR), contact_at=(MONDAY - 3 * 24 * HOUR).isoformat())
    now = told[-1].occurred_at + HOUR / 2
    found = split(told, OFFICE, now)
    assert {name: {side: held.working for side, held in sides.items()} for name, sides in found.items()} == {
        "first contact": {"office": 2.5 * HOUR + timedelta(minutes=2), "citizen": 2 * HOUR + 7 * HOUR + HOUR},
        "received": {"office": 2.5 * HOUR + timedelta(minutes=2), "citizen": 2 * HOUR},
        "complete": {"office": HOUR / 2},
    }


def test_without_an_earlier_visit_and_before_completeness_there_is_only_receipt():
    assert list(split(events((HOUR,) * 3)[:3], OFFICE, MONDAY + 9 * HOUR)) == ["received"]


@given(waits=st.tuples(WAITS, WAITS, WAITS), later=WAITS)
def test_no_time_is_lost_and_none_counted_twice(waits, later):
    told = events(waits)
    now = told[-1].occurred_at + later
    for name, start in (("received", MONDAY), ("complete", told[-1].occurred_at)):
        assert sum((held.clock for held in split(told, OFFICE, now)[name].values()), timedelta()) == now - start
