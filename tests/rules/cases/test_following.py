"""A case that follows another: its first step opens when the other has ended, and not before."""

from datetime import UTC, datetime, timedelta

from layani.rules.cases.act import Act
from layani.rules.cases.acts.following import behind, still_without
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.decider import decide, evolve, objections
from layani.rules.cases.explaining import explained
from layani.rules.cases.recalendaring import recalendared
from layani.rules.cases.state import By, Case
from layani.rules.cases.state_json import rest_of, with_rest

MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
DAY = timedelta(days=1)
SYSTEM = By("system", role="system")
CHECK = {"id": "check", "kind": "check", "role": "desk", "amount": 1, "unit": "working hours"}
DECIDE = {"id": "decide", "kind": "decide", "role": "head", "amount": 1, "unit": "working days"}
CALENDAR = Calendar()


def filed(waits, steps=(CHECK, DECIDE), **more):
    data = {
        "number": "B", "office": "o", "service": "b", "version": "1", "channel": "online",
        "steps": behind(steps, waits), "promise": [2, "working days"], "promise_starts": "received",
        "legal": [10, "working days", "received"], "waits_for": waits, **more,
    }  # fmt: skip
    event = decide(None, Act("file", By("citizen"), MONDAY, data), CALENDAR)
    return evolve(Case(), event)


def ended(case, service, number, at, outcome="granted", **more):
    act = Act("predecessor_ended", SYSTEM, at, {"service": service, "case": number, "outcome": outcome, **more})
    return evolve(case, decide(case, act, CALENDAR))


def test_the_step_comes_after_the_other_case_as_a_step_comes_after_others():
    assert [one.get("after") for one in behind((CHECK, DECIDE), {"a": "A"})] == [["@a"], None]
    assert behind((CHECK, DECIDE), {}) == [CHECK, DECIDE]


def test_of_steps_side_by_side_each_that_would_open_waits():
    both = (
        {**CHECK, "id": "one", "after": []},
        {**CHECK, "id": "two", "after": []},
        {**DECIDE, "after": ["one", "two"]},
    )
    assert [one["after"] for one in behind(both, {"a": "A"})] == [["@a"], ["@a"], ["one", "two"]]


def test_while_it_waits_nothing_is_open_and_nothing_is_due():
    case = filed({"a": "A"})
    assert (case.status, case.step, case.open_steps(), case.ball) == ("checking", "", (), "office")
    assert case.due_at is case.legal_due_at is case.step_due_at is None
    assert recalendared(CALENDAR, case, MONDAY + DAY) is None


def test_its_time_counts_from_its_turn():
    case = ended(filed({"a": "A"}), "a", "A", MONDAY + DAY)
    assert case.step == "check"
    assert case.opened_at == case.step_since == MONDAY + DAY
    assert CALENDAR.local(case.due_at).date().isoformat() == "2026-11-26"
    assert CALENDAR.local(case.legal_due_at).date().isoformat() == "2026-12-08"
    assert "from the end of what it waited for" in explained(CALENDAR, case).en
    assert recalendared(CALENDAR, case, MONDAY + DAY) is None


def test_it_waits_for_the_last_of_several():
    case = ended(filed({"a": "A", "c": "C"}), "a", "A", MONDAY + DAY)
    assert (case.step, case.waits_for) == ("", {"c": "C"})
    assert ended(case, "c", "C", MONDAY + 2 * DAY).step == "check"


def test_another_case_ends_once():
    case = ended(filed({"a": "A"}), "a", "A", MONDAY + DAY)
    again = Act("predecessor_ended", SYSTEM, MONDAY + 2 * DAY, {"service": "a", "case": "A", "outcome": "granted"})
    assert [one.code for one in objections(case, again)] == ["not-awaited"]
    other = Act("predecessor_ended", SYSTEM, MONDAY + DAY, {"service": "a", "case": "X", "outcome": "granted"})
    assert [one.code for one in objections(filed({"a": "A"}), other)] == ["not-awaited"]


def test_only_the_system_says_that_it_ended():
    act = Act("predecessor_ended", By("officer", 1), MONDAY + DAY, {"service": "a", "case": "A", "outcome": "granted"})
    assert [one.code for one in objections(filed({"a": "A"}), act)] == ["out-of-place"]


def test_what_was_not_granted_bars_a_grant_and_closes_nothing():
    for outcome in ("refused", "withdrawn", "lapsed"):
        case = ended(filed({"a": "A"}), "a", "A", MONDAY + DAY, outcome)
        assert case.is_open and case.step == "check"
        assert case.failed_mandatory == ("@a",)


def test_who_gives_the_number_otherwise_is_no_longer_without_it():
    case = ended(filed({"a": "A"}, awaits={"number": ["a", "letter"]}), "a", "A", MONDAY + DAY, "refused")
    assert still_without(case, ["name"]) == ("a",)
    assert still_without(case, ["number"]) == ()


def test_steps_go_on_one_after_the_other_as_ever():
    case = ended(filed({"a": "A"}), "a", "A", MONDAY + DAY)
    ana = By("officer", 1, "desk")
    at = MONDAY + DAY + timedelta(minutes=1)
    case = evolve(case, decide(case, Act("take", ana, at), CALENDAR))
    case = evolve(case, decide(case, Act("check_complete", ana, at), CALENDAR))
    assert (case.step, case.status, case.complete_at) == ("decide", "deciding", at)


def test_it_is_kept_in_the_row_as_it_is():
    for case in (filed({"a": "A"}), ended(filed({"a": "A"}), "a", "A", MONDAY + DAY, "refused")):
        plain = with_rest(Case(), rest_of(case))
        for name in ("waits_for", "otherwise", "awaits", "without", "opened_at", "bundle", "ended", "steps"):
            assert getattr(plain, name) == getattr(case, name), name


def without(case, at=MONDAY + DAY, **more):
    """Return the case after the other one was refused."""
    return ended(case, "a", "A", at, "refused", **more)


def comes_back(case, at=MONDAY + 3 * DAY, service="a", number="A"):
    act = Act("predecessor_reopened", SYSTEM, at, {"service": service, "case": number})
    refused = objections(case, act)
    return evolve(case, decide(case, act, CALENDAR)) if not refused else [one.code for one in refused]


BUNDLE = {"bundle": {"name": "both", "cases": {"a": "A", "b": "B"}}, "otherwise": {"a": "no-a"}}


def test_what_stands_without_a_case_that_is_decided_anew_waits_for_it_again():
    open_ = without(filed({"a": "A"}, **BUNDLE))
    assert (open_.step, open_.without) == ("check", ("a",))
    case = comes_back(replace(open_, holder=7, complete_at=MONDAY + DAY))
    assert (case.step, case.holder, case.waits_for, case.without) == ("", None, {"a": "A"}, ())
    assert case.due_at is case.legal_due_at is case.step_due_at is case.complete_at is None
    assert case.is_open and case.open_steps() == () and case.failed_mandatory == ()
    assert with_rest(Case(), rest_of(case)).reopened_at == MONDAY + 3 * DAY
    again = ended(case, "a", "A", MONDAY + 4 * DAY)
    assert (again.step, again.without, again.opened_at) == ("check", (), MONDAY + 4 * DAY)
    assert CALENDAR.local(again.due_at).date().isoformat() == "2026-12-01"


def fallen(**changed):
    case = without(filed({"a": "A"}, **BUNDLE))
    values = {
        "status": "refused", "ground": "no-a", "decided_at": MONDAY + 2 * DAY, "letter": "7/X", "step": "decide",
        "ended": (*case.ended, "check"), "done_by": {"check": 1, "decide": 2, "filed": 3},
    }  # fmt: skip
    return replace(case, **{**values, **changed})


def test_what_was_refused_for_want_of_it_is_open_again_and_done_again():
    case = comes_back(fallen())
    assert (case.status, case.decided_at, case.ground, case.letter) == ("checking", None, "", "")
    assert case.done_by == {"filed": 3} and case.ended == ()
    again = ended(case, "a", "A", MONDAY + 4 * DAY)
    assert again.step == "check"
    still = ended(case, "a", "A", MONDAY + 4 * DAY, "refused")
    assert still.without == ("a",) and still.step == "check"


def test_an_objection_to_it_is_overtaken():
    objected = fallen(objection={"about": "refused"}, objection_due=MONDAY + 9 * DAY)
    case = comes_back(objected)
    assert (case.objection["outcome"], case.objection_due) == ("overtaken", None)


def test_nothing_else_comes_back():
    for case in (
        fallen(ground="another"),
        fallen(status="withdrawn", closed_at=MONDAY + 2 * DAY),
        ended(filed({"a": "A"}, **BUNDLE), "a", "A", MONDAY + DAY),
        filed({"a": "A"}, **BUNDLE),
    ):
        assert isinstance(comes_back(case), list), case.status
    assert comes_back(fallen(), number="X") == ["did-not-fall-with-it"]
