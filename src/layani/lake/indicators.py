"""Runs the indicators of ``layani.rules.indicators`` on the normal form's tables in DuckDB."""

from collections.abc import Iterable

import duckdb

from layani.lake.figures import both
from layani.lake.raw import first_row, shown
from layani.rules import indicators
from layani.rules.discover import discover
from layani.rules.indicators.funnel import LEAST_UNITS, Cell, Score, score
from layani.rules.indicators.indicator import CASES, Finding, Flag, Indicator, Measure
from layani.rules.text import Text

EVIDENCE = 10
"""Cases shown with a flag; all of an officer's cases can be found by the rule's query."""

LEAST_KNOWN = 5 * 30
"""Cases that must have what a measure needs: five officers with thirty cases each."""

WORDS = {
    "officer": Text(id="petugas", en="officer"),
    "deadline": Text(id="tenggat", en="deadline"),
    "outcome": Text(id="hasil (dikabulkan atau ditolak)", en="outcome (granted or refused)"),
    "closed_at": Text(id="waktu selesai", en="closing time"),
}


def all_indicators() -> tuple[Indicator, ...]:
    """Return every indicator that has a file, in the order of the catalogue's numbers."""
    return tuple(sorted(discover(indicators, "INDICATOR").values(), key=lambda indicator: indicator.id))


def findings(connection: duckdb.DuckDBPyConnection, asked: Iterable[Indicator] | None = None) -> tuple[Finding, ...]:
    """Ask each indicator of the tables ``events`` and ``cases``; one finding per indicator, with its flags."""
    return tuple(_ask(connection, indicator) for indicator in (all_indicators() if asked is None else asked))


def _ask(connection: duckdb.DuckDBPyConnection, indicator: Indicator) -> Finding:
    measure, missing = _measure(connection, indicator)
    if measure is None:
        return Finding(indicator, not_asked=missing)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE scored AS "  # noqa: S608 - the query is the rule's own text
        f"SELECT case_id, unit, stratum, CAST(value AS DOUBLE) AS value FROM ({measure.query})"
    )
    scored, base, extreme = first_row(
        connection,
        "SELECT COUNT(*), COALESCE(AVG(value), 0), COALESCE(AVG(CASE WHEN value > 0.9 THEN 1.0 ELSE 0.0 END), 0) "
        "FROM scored",
    )
    cells = connection.execute(
        "SELECT unit, stratum, COUNT(*), SUM(value), SUM(value * value) FROM scored GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    scores, too_few = score((Cell(*row) for row in cells), measure.shape, indicator.least_cases)
    found = Finding(indicator, None, measure, scored, base, extreme, len(scores), too_few)
    if not scores:
        return Finding(indicator, _too_few(indicator), measure, scored, base, extreme, 0, too_few)
    flags = tuple(_flag(connection, indicator, measure, s) for s in scores if _stands_out(indicator, measure, s))
    return Finding(indicator, None, measure, scored, base, extreme, found.compared, too_few, flags)


def _measure(connection: duckdb.DuckDBPyConnection, indicator: Indicator) -> tuple[Measure | None, Text]:
    """Return the first measure whose needs the table meets, or what is missing for the last one tried."""
    missing = Text(id="", en="")
    for measure in indicator.measures:
        needs = sorted(measure.needs & set(CASES))
        known = " AND ".join(f"{name} IS NOT NULL" for name in needs)
        cases = first_row(connection, f"SELECT COUNT(*) FROM cases WHERE {known}")[0]  # noqa: S608
        if cases >= LEAST_KNOWN:
            return measure, missing
        missing = both(
            Text(
                id="Hanya {n} perkara yang mencatat {needs}; perlu {least}.",
                en="Only {n} cases tell their {needs}; {least} are needed.",
            ),
            n=cases,
            least=LEAST_KNOWN,
            needs="{needs}",
        )
        missing = Text(
            id=missing.id.replace("{needs}", ", ".join(WORDS[name].id for name in needs)),
            en=missing.en.replace("{needs}", ", ".join(WORDS[name].en for name in needs)),
        )
    return None, missing


def _too_few(indicator: Indicator) -> Text:
    return both(
        Text(
            id="Kurang dari {units} petugas yang masing-masing memiliki {cases} perkara yang dapat dibandingkan; "
            "dari yang lebih sedikit tidak dapat dibaca apa pun.",
            en="Fewer than {units} officers have {cases} comparable cases each; from fewer nothing can be read.",
        ),
        units=LEAST_UNITS,
        cases=indicator.least_cases,
    )


def _stands_out(indicator: Indicator, measure: Measure, score: Score) -> bool:
    difference = (score.observed - score.expected) / score.n
    if difference < 0 and measure.wording.low is None:
        return False
    return (
        abs(score.adjusted) > indicator.threshold and score.q <= indicator.q and abs(difference) >= measure.least_effect
    )


def _flag(connection: duckdb.DuckDBPyConnection, indicator: Indicator, measure: Measure, score: Score) -> Flag:
    high = score.observed > score.expected
    wording = measure.wording.high if high or measure.wording.low is None else measure.wording.low
    order = "DESC" if high else "ASC"
    evidence = connection.execute(
        f"SELECT case_id FROM scored WHERE unit = ? ORDER BY value {order}, case_id LIMIT ?",  # noqa: S608
        [score.unit, EVIDENCE],
    ).fetchall()
    return Flag(
        rule=indicator.id,
        version=indicator.version,
        unit=score.unit,
        side="high" if high else "low",
        value=score.observed / score.n,
        expected=score.expected / score.n,
        n=score.n,
        z=score.z,
        spread=score.spread,
        q=score.q,
        threshold=indicator.threshold,
        reference=Text(
            id="perkara rekan pada jalur dan triwulan yang sama",
            en="colleagues' cases in the same lane and quarter",
        ),
        cases=tuple(row[0] for row in evidence),
        reason=both(
            wording,
            unit=shown(score.unit),
            n=score.n,
            value=(score.observed / score.n, "percent"),
            expected=(score.expected / score.n, "percent"),
        ),
        innocent=indicator.innocent,
    )
