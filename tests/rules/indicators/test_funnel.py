"""The arithmetic under the indicators, against brute force and against honest offices."""

import itertools
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layani.rules.indicators.funnel import Cell, benjamini_hochberg, hypergeometric_tails, score
from layani.rules.indicators.intervals import wilson


def cells_of(cases):
    """(unit, stratum, value) of each case -> cells."""
    cells = {}
    for unit, stratum, value in cases:
        n, total, squares = cells.get((unit, stratum), (0, 0.0, 0.0))
        cells[unit, stratum] = (n + 1, total + value, squares + value * value)
    return [Cell(unit, stratum, *sums) for (unit, stratum), sums in sorted(cells.items())]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=3), st.data())
@settings(max_examples=60, deadline=None)
def test_hypergeometric_tails_equal_counting_every_draw(triples, data):
    draws = [(population, min(population, marked), min(population, sample)) for population, marked, sample in triples]
    hits = data.draw(st.integers(0, sum(min(marked, sample) for _, marked, sample in draws)))
    outcomes = itertools.product(
        *(
            [sum(i < marked for i in chosen) for chosen in itertools.combinations(range(population), sample)]
            for population, marked, sample in draws
        )
    )
    sums = [sum(outcome) for outcome in outcomes]
    low, high = hypergeometric_tails(draws, hits)
    assert low == pytest.approx(sum(s <= hits for s in sums) / len(sums))
    assert high == pytest.approx(sum(s >= hits for s in sums) / len(sums))


def test_z_equals_the_deviation_over_all_permutations_of_a_small_stratum():
    values = [0.1, 0.9, 0.4, 0.0, 1.0, 0.7, 0.2, 0.2, 0.5, 0.6]
    units = ["ana", "ana", "ben", "ben", "eka", "eka", "fitri", "fitri", "gita", "gita"]
    scores, _ = score(cells_of(zip(units, ["lane"] * 10, values, strict=True)), "mean", least_cases=2)
    ana = scores[0]
    sums = [sum(pair) for pair in itertools.combinations(values, 2)]
    mean = sum(sums) / len(sums)
    deviation = math.sqrt(sum((s - mean) ** 2 for s in sums) / len(sums))
    assert ana.expected == pytest.approx(mean)
    assert ana.z == pytest.approx((1.0 - mean) / deviation)


def test_a_lane_that_only_one_officer_works_in_compares_nobody():
    cases = [(unit, f"lane of {unit}", i % 2) for unit in ("ana", "ben", "eka", "fitri", "gita") for i in range(50)]
    assert score(cells_of(cases), "share", least_cases=30) == ((), 0)


def test_four_officers_are_too_few_to_call_one_of_them_odd():
    cases = [(unit, "lane", float(unit == "ana")) for unit in ("ana", "ben", "eka", "fitri") for _ in range(50)]
    assert score(cells_of(cases), "share", least_cases=30) == ((), 0)


def test_officers_with_fewer_cases_than_the_least_are_counted_and_not_scored():
    cases = [(f"officer {k}", "lane", i % 2) for k in range(6) for i in range(40)] + [("new", "lane", 1)] * 5
    scores, too_few = score(cells_of(cases), "share", least_cases=30)
    assert {s.unit for s in scores} == {f"officer {k}" for k in range(6)}
    assert too_few == 1


def test_an_office_where_chance_alone_rules_is_almost_never_flagged():
    """2,000 officers in 100 offices: at z > 4 chance alone gives one false flag in 16,000 officers."""
    dice = random.Random(20261123)
    flagged = 0
    for _ in range(100):
        cases = [(f"o{dice.randrange(20)}", f"q{i % 4}", float(dice.random() < 0.06)) for i in range(1500)]
        scores, _ = score(cells_of(cases), "share", least_cases=30)
        flagged += sum(abs(s.adjusted) > 4 and s.q <= 0.01 for s in scores)
    assert flagged == 0


def test_honest_specialists_who_differ_widely_do_not_stand_out_from_one_another():
    dice = random.Random(5)
    flagged = 0
    for _ in range(40):
        pace = {f"o{k}": dice.uniform(0.2, 0.8) for k in range(12)}
        cases = [(o, "lane", min(1.0, max(0.0, dice.gauss(pace[o], 0.2)))) for o in pace for _ in range(100)]
        scores, _ = score(cells_of(cases), "mean", least_cases=30)
        assert max(abs(s.z) for s in scores) > 4, "naive z would flag them"
        flagged += sum(abs(s.adjusted) > 4 for s in scores)
    assert flagged == 0


def test_one_true_outlier_among_equals_is_seen_even_in_a_small_office():
    dice = random.Random(7)
    seen = 0
    for _ in range(20):
        cases = [
            (o, "lane", min(1.0, max(0.0, dice.gauss(0.8 if o == "ana" else 0.4, 0.25))))
            for o in ("ana", "ben", "eka", "fitri", "gita")
            for _ in range(100)
        ]
        scores, _ = score(cells_of(cases), "mean", least_cases=30)
        seen += next(s.adjusted for s in scores if s.unit == "ana") > 4
        assert all(s.adjusted <= 4 for s in scores if s.unit != "ana")
    assert seen >= 18


def test_rare_hits_are_judged_by_the_exact_tail_and_not_by_the_normal_one():
    cases = [(f"o{k}", "lane", 0.0) for k in range(9) for _ in range(30)]
    cases += [("ana", "lane", 1.0)] * 2 + [("ana", "lane", 0.0)] * 28
    scores, _ = score(cells_of(cases), "share", least_cases=30)
    ana = next(s for s in scores if s.unit == "ana")
    assert ana.z > 4
    assert ana.p == pytest.approx(2 * (30 * 29) / (300 * 299))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_q_is_never_below_p_and_keeps_its_order(p_values):
    q_values = benjamini_hochberg(p_values)
    assert all(q >= p for p, q in zip(p_values, q_values, strict=True))
    ordered = [q for _, q in sorted(zip(p_values, q_values, strict=True))]
    assert ordered == sorted(ordered)


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_holds_the_share(hits, n):
    low, high = wilson(min(hits, n), n)
    assert 0 <= low <= high <= 1
    if n:
        assert low - 1e-9 <= min(hits, n) / n <= high + 1e-9
