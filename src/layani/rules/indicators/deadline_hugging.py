"""C05: cases decided in the last tenth of the time allowed, more often than at colleagues' desks."""

from datetime import UTC, datetime, timedelta

from layani.rules.indicators.indicator import Example, ExampleCase, Indicator, Measure, Wording
from layani.rules.text import Text

QUERY = """
SELECT case_id, officer AS unit,
  lane || ' @ ' || CAST(DATE_TRUNC('quarter', closed_at) AS VARCHAR) AS stratum,
  CASE WHEN DATE_DIFF('second', opened_at, closed_at) >= 0.9 * DATE_DIFF('second', opened_at, deadline)
    THEN 1.0 ELSE 0.0 END AS value
FROM cases
-- a late case is a broken promise, counted elsewhere; this asks about those that were in time
WHERE officer IS NOT NULL AND deadline > opened_at AND closed_at >= opened_at AND closed_at <= deadline
"""

_START = datetime(2026, 1, 5, 2, tzinfo=UTC)
_OFFICERS = ("ana", "ben", "eka", "fitri", "gita", "hadi")


def _office(late_of: dict[str, int]) -> tuple[ExampleCase, ...]:
    """Return 40 cases per officer with ten days allowed; of ten, ``late_of`` (else one) close in the last hours."""
    rows = []
    for number, officer in enumerate(_OFFICERS):
        for i in range(40):
            opened = _START + timedelta(hours=i, minutes=number)
            days = 9.8 if i % 10 < late_of.get(officer, 1) else 2 + i % 6
            rows.append(
                ExampleCase(
                    f"PLG-{number}{i:03}",
                    officer,
                    opened,
                    opened + timedelta(days=days),
                    deadline=opened + timedelta(days=10),
                )
            )
    return tuple(rows)


INDICATOR = Indicator(
    id="C05",
    version="1",
    name=Text(id="Menunggu sampai batas waktu", en="Deciding only at the deadline"),
    means=Text(
        id="Dari perkara yang selesai tepat waktu, berapa bagian yang baru diputus pada sepersepuluh terakhir dari "
        "waktu yang tersedia? Menahan berkas sampai hari terakhir adalah cara menunggu uang pelicin.",
        en="Of the cases finished in time, what share was decided only in the last tenth of the time allowed? "
        "Holding a file until the last day is one way of waiting for speed money.",
    ),
    innocent=(
        Text(
            id="Meja ini kelebihan beban dan menyelamatkan tenggat satu per satu.",
            en="The desk is overloaded and saves one deadline at a time.",
        ),
        Text(
            id="Pemohon melengkapi berkas pada saat terakhir.",
            en="Applicants completed their files at the last moment.",
        ),
        Text(
            id="Tenggat dicatat sesudah perkara selesai, atau digeser bila ada kekurangan.",
            en="The deadline was written down after the case had ended, or was moved when something was missing.",
        ),
    ),
    source=Text(
        id="Ombudsman Republik Indonesia, laporan tentang penundaan berlarut; cara membandingkan: Spiegelhalter 2005",
        en="Ombudsman Republik Indonesia, complaints about protracted delay; way of comparing: Spiegelhalter 2005",
    ),
    measures=(
        Measure(
            name=Text(id="diputus pada sepersepuluh terakhir waktu", en="decided in the last tenth of the time"),
            query=QUERY,
            needs=frozenset({"officer", "closed_at", "deadline"}),
            shape="share",
            least_effect=0.10,
            wording=Wording(
                high=Text(
                    id="Dari {n} perkara {unit} yang selesai tepat waktu, {value} diputus pada sepersepuluh terakhir "
                    "waktu; di meja rekan pada jalur dan triwulan yang sama: {expected}. Mengapa?",
                    en="Of {n} cases that {unit} finished in time, {value} were decided in the last tenth of the "
                    "time; at colleagues' desks in the same lanes and quarters: {expected}. Why?",
                )
            ),
        ),
    ),
    examples=(
        Example(
            says="Ana closes nine of ten cases in the last hours, colleagues one of ten",
            cases=_office({"ana": 9}),
            flagged=frozenset({"ana"}),
            passed=frozenset(_OFFICERS) - {"ana"},
        ),
        Example(
            says="a crowded office in which everybody closes half of the cases in the last hours",
            cases=_office(dict.fromkeys(_OFFICERS, 5)),
            flagged=frozenset(),
            passed=frozenset(_OFFICERS),
        ),
    ),
)
