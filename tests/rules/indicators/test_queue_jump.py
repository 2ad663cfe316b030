"""The query of C01 against its formula written out in Python."""

import random
from datetime import UTC, datetime, timedelta

import duckdb
import pyarrow as pa
import pytest

from layani.rules.indicators.queue_jump import INDICATOR


def cases(n, days):
    dice = random.Random(n)
    for i in range(n):
        opened = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=dice.uniform(0, days))
        yield (
            f"c{i}",
            f"lane {dice.randrange(2)}",
            f"o{dice.randrange(6)}",
            opened,
            opened + timedelta(days=dice.expovariate(1 / 20)),
            dice.choice((2, 2, 2, 2, 2, 1, 0, None)),
        )


def by_query(rows, typed=None):
    names = ("case_id", "lane", "officer", "opened_at", "closed_at", "urgency")
    kinds = (pa.string(), pa.string(), pa.string(), pa.timestamp("us"), pa.timestamp("us"), pa.int64())
    columns = [
        [t.replace(tzinfo=None) if isinstance(t, datetime) else t for t in column] for column in zip(*rows, strict=True)
    ]
    with duckdb.connect() as connection:
        table = pa.table({n: pa.array(c, k) for n, c, k in zip(names, columns, kinds, strict=True)})
        connection.register("told", table)
        connection.execute("CREATE TABLE cases AS SELECT *, CAST(NULL AS TIMESTAMP) AS queued_at FROM told")
        for prefix, at in (typed or {}).items():
            sent = [at.replace(tzinfo=None), prefix]
            connection.execute("UPDATE cases SET queued_at = ? WHERE starts_with(case_id, ?)", sent)
        found = connection.execute(f"SELECT case_id, value FROM ({INDICATOR.measures[0].query})").fetchall()
    return dict(found)


def by_formula(rows):
    found = {}
    told = [(*row[:-1], 2 if row[-1] is None else row[-1]) for row in rows]
    for case, lane, _, opened, closed, own in told:
        # Whom the law puts first overtakes nobody of those who are not.
        ahead = [d for _, other, _, a, d, urgency in told if other == lane and a < opened < d and urgency <= own]
        if len(ahead) >= 5:
            found[case] = sum(d > closed for d in ahead) / len(ahead)
    return found


def test_the_query_counts_who_was_overtaken_as_the_formula_does():
    rows = list(cases(400, days=200))
    expected = by_formula(rows)
    assert len(expected) > 300
    assert by_query(rows) == pytest.approx(expected)


def test_a_very_long_queue_is_sampled_and_its_figures_stay_within_three_points():
    rows = list(cases(6000, days=28))
    expected, found = by_formula(rows), by_query(rows)
    both = [(expected[case], found[case]) for case in found if case in expected]
    assert len(both) > 5000
    assert sum(f - e for e, f in both) / len(both) == pytest.approx(0, abs=0.03)
    assert sum(abs(f - e) for e, f in both) / len(both) < 0.03


def test_nobody_passed_over_what_was_still_on_paper():
    """Six papers of the morning, typed in after Ana had served who came meanwhile; entered at once, she passed six."""
    morning = datetime(2026, 1, 5, 2, tzinfo=UTC)
    papers = [(f"paper-{n}", "lane", "ben", morning, morning + timedelta(hours=40 + n), 2) for n in range(6)]
    served = ("served", "lane", "ana", morning + timedelta(hours=1), morning + timedelta(hours=3), 2)
    assert by_query([*papers, served])["served"] == 1.0
    assert "served" not in by_query([*papers, served], typed={"paper-": morning + timedelta(hours=8)})
