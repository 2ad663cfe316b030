"""More time is taken once, with a reason that the citizen reads, where a law lets the office."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.cases.act import Act
from layani.rules.cases.clock import Term, due
from layani.rules.cases.decider import decide, evolve
from layani.rules.cases.reckoning import legal_of, promise_of, reckoned
from layani.rules.cases.state import Case
from layani.rules.cases.state_json import rest_of, with_rest
from layani.rules.refusal import Refused

from .telling import ANA, MONDAY, OFFICE, checked, filing
from .test_reckoning import STARTS, TERMS, WAITS

HOUR = timedelta(hours=1)
REASON = {"reason": "many-documents"}


def held(promise=(10, "working days"), starts="complete", waits=(HOUR, HOUR, HOUR), **more):
    return replace(checked(filing(promise, starts, **more), waits), holder=ANA.officer)


def extended(case, *, after=HOUR, data=REASON):
    return evolve(case, decide(case, Act("extend", ANA, case.last_at + after, data), OFFICE))


def test_ten_and_seven_working_days_end_with_the_seventeenth():
    case = extended(held(extension=[7, "working days"]))
    assert case.due_at == due(OFFICE, MONDAY, Term(17, "working days"))


@pytest.mark.parametrize(
    ("case", "after", "data", "code"),
    [
        (held(), HOUR, REASON, "no-extension"),
        (extended(held(extension=[7, "working days"])), HOUR, REASON, "extended-once"),
        (held(extension=[7, "working days"]), timedelta(days=30), REASON, "extension-too-late"),
        (held(extension=[7, "working days"]), HOUR, {"reason": "the head is away"}, "reason-missing"),
        (replace(held(extension=[7, "working days"]), holder=2), HOUR, REASON, "not-on-your-desk"),
    ],
    ids=["no law", "twice", "too late", "no listed reason", "another desk"],
)
def test_more_time_is_refused(case, after, data, code):
    with pytest.raises(Refused) as refused:
        extended(case, after=after, data=data)
    assert [one.code for one in refused.value.refusals] == [code]


@given(promise=TERMS, starts=STARTS, legal=TERMS, by=TERMS, waits=st.tuples(WAITS, WAITS, WAITS))
def test_an_extension_only_ever_moves_a_day_later_and_is_kept(promise, starts, legal, by, waits):
    case = held(promise, starts, waits, legal=[*legal, "complete"], extension=list(by))
    if case.last_at >= case.due_at:
        return
    after = extended(case, after=timedelta())
    assert (after.due_at > case.due_at, after.legal_due_at > case.legal_due_at) == (True, True)
    assert reckoned(OFFICE, promise_of(after)) == after.due_at
    assert reckoned(OFFICE, legal_of(after)) == after.legal_due_at
    assert with_rest(Case(), rest_of(after)).extended == after.extended
