"""Every indicator's own worked examples, run through the same SQL and arithmetic as a real log."""

import duckdb
import pyarrow as pa
import pytest

from layani.lake.indicators import all_indicators, findings
from layani.lake.spark import to_spark
from layani.rules.indicators.indicator import CASES, EVENTS, Example, Indicator

EXAMPLES = [(indicator, example) for indicator in all_indicators() for example in indicator.examples]


def ids(value: object) -> str:
    return value.id if isinstance(value, Indicator) else getattr(value, "says", "")


def tables_of(example: Example) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for table, columns in (("events", EVENTS), ("cases", CASES)):
        connection.execute(f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
    times = {"opened_at", "closed_at", "deadline", "queued_at"}
    names = ("case_id", "officer", "lane", "opened_at", "closed_at", "deadline", "outcome", "urgency", "queued_at")
    rows = {
        n: pa.array(
            [getattr(c, n) for c in example.cases],
            pa.timestamp("us") if n in times else pa.int64() if n == "urgency" else pa.string(),
        )
        for n in names
    }
    connection.register("example", pa.table(rows))
    connection.execute("INSERT INTO cases BY NAME SELECT * FROM example")
    return connection


@pytest.mark.parametrize(("indicator", "example"), EXAMPLES, ids=ids)
def test_an_indicator_flags_whom_its_example_says_and_nobody_else(indicator, example):
    (finding,) = findings(tables_of(example), [indicator])
    assert finding.not_asked is None
    assert {flag.unit for flag in finding.flags} == example.flagged
    assert not {flag.unit for flag in finding.flags} & example.passed
    assert example.flagged | example.passed == {case.officer for case in example.cases}


@pytest.mark.parametrize("indicator", all_indicators(), ids=ids)
def test_every_indicator_has_an_example_that_flags_and_one_that_does_not(indicator):
    assert any(example.flagged for example in indicator.examples)
    assert any(not example.flagged for example in indicator.examples)


@pytest.mark.parametrize("indicator", all_indicators(), ids=ids)
def test_every_indicator_asks_and_offers_innocent_explanations_in_both_languages(indicator):
    assert len(indicator.innocent) >= 3
    for measure in indicator.measures:
        for text in (measure.wording.high, measure.wording.low):
            if text is not None:
                assert text.id.endswith("Mengapa?")
                assert text.en.endswith("Why?")
    for text in (indicator.name, indicator.means, *indicator.innocent):
        assert text.id
        assert text.en
        assert text.id != text.en


@pytest.mark.parametrize("indicator", all_indicators(), ids=ids)
def test_every_query_is_also_spark_sql_without_approximation(indicator):
    for measure in indicator.measures:
        assert "APPROX" not in to_spark(measure.query).upper()


def test_a_flag_carries_its_arithmetic_and_its_evidence():
    indicator = next(i for i in all_indicators() if i.id == "C05")
    (finding,) = findings(tables_of(indicator.examples[0]), [indicator])
    (flag,) = finding.flags
    assert (flag.rule, flag.version, flag.unit, flag.side, flag.n) == ("C05", "1", "ana", "high", 40)
    assert flag.value == pytest.approx(0.9)
    assert flag.expected == pytest.approx(56 / 240)  # 36 of Ana's and 4 of each of five colleagues, of 240 cases
    assert flag.q <= 0.01
    assert len(flag.cases) == 10
    assert "ana" in flag.reason.en
    assert "90%" in flag.reason.en
    assert "23%" in flag.reason.id


def test_a_log_without_deadlines_is_told_so_and_not_scored():
    indicator = next(i for i in all_indicators() if i.id == "C05")
    queue_jump = next(i for i in all_indicators() if i.id == "C01")
    (finding,) = findings(tables_of(queue_jump.examples[0]), [indicator])
    assert finding.flags == ()
    assert finding.not_asked is not None
    assert "deadline" in finding.not_asked.en
    assert "tenggat" in finding.not_asked.id
