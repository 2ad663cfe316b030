"""Nobody's case is closed unwarned, and only where the service says that it can be."""

from dataclasses import replace
from datetime import timedelta

from layani.rules.cases.act import Act
from layani.rules.cases.clock import Term, due
from layani.rules.cases.decider import decide, evolve, objections
from layani.rules.cases.state import Case, rest_of, with_rest

from .telling import ANA, CARLA, MONDAY, OFFICE, SYSTEM, filing, told

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEN, FOURTEEN = (due(OFFICE, MONDAY, Term(days, "calendar days")) for days in (10, 14))


def waiting(**more):
    return told(
        OFFICE,
        (HOUR, "file", CARLA, filing((5, "working days"), "received", **more)),
        (HOUR / 2, "take", ANA, {}),
        (HOUR / 2, "ask_missing", ANA, {"items": ["contract"]}),
    )


SENT = {"warning_sent": True}
CLOSES = {"answer": [14, 10, "calendar days"]}


def after(case, kind, at):
    return evolve(case, decide(case, Act(kind, SYSTEM, at, SENT), OFFICE))


def refused(case, kind, at, data=SENT):
    return [one.code for one in objections(case, Act(kind, SYSTEM, at, data))]


def test_it_is_warned_after_ten_days_and_closed_after_fourteen():
    case = waiting(**CLOSES)
    assert (case.warn_at, case.answer_by) == (TEN, FOURTEEN)
    assert refused(case, "warn", TEN - HOUR) == ["still-time-to-answer"]
    warned = after(case, "warn", TEN)
    assert refused(warned, "warn", TEN + DAY) == ["still-time-to-answer"]
    assert refused(warned, "lapse", FOURTEEN) == ["still-time-to-answer"]
    closed = after(warned, "lapse", FOURTEEN + HOUR)
    assert (closed.status, closed.is_open, closed.ball) == ("lapsed", False, "nobody")
    assert with_rest(Case(), rest_of(closed)).warned_at == closed.warned_at


def test_who_was_not_warned_is_not_closed():
    assert refused(waiting(**CLOSES), "lapse", FOURTEEN + 90 * DAY) == ["still-time-to-answer"]


def test_a_warning_that_was_never_sent_warned_nobody():
    warned = after(waiting(**CLOSES), "warn", TEN)
    assert refused(warned, "lapse", FOURTEEN + HOUR, {}) == ["still-time-to-answer"]
    assert refused(warned, "lapse", FOURTEEN + HOUR, {"warning_sent": False}) == ["still-time-to-answer"]


def test_a_late_warning_leaves_as_many_days_as_one_in_time():
    late = after(waiting(**CLOSES), "warn", FOURTEEN + DAY)
    assert late.answer_by == FOURTEEN + 4 * DAY
    assert after(waiting(**CLOSES), "warn", TEN + DAY).answer_by == FOURTEEN


def test_without_the_services_word_a_case_waits_for_ever():
    case = waiting()
    assert case.answer_by == FOURTEEN
    assert refused(case, "warn", FOURTEEN + 90 * DAY) == ["still-time-to-answer"]
    assert refused(replace(case, warned_at=TEN), "lapse", FOURTEEN + 90 * DAY) == ["still-time-to-answer"]


def test_an_answer_ends_the_wait():
    case = after(waiting(**CLOSES), "warn", TEN)
    answered = evolve(case, decide(case, Act("answer", CARLA, TEN + HOUR), OFFICE))
    assert (answered.answer_by, answered.warn_at, answered.warned_at) == (None, None, None)
    assert answered.status == "checking"
