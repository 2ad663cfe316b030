"""C10: an officer whose cases end otherwise than colleagues' cases of the same kind: in refusal, or slowly, or fast."""

from datetime import UTC, datetime, timedelta

from layani.rules.indicators.indicator import Example, ExampleCase, Indicator, Measure, Wording
from layani.rules.text import Text

REFUSED = """
SELECT case_id, officer AS unit,
  lane || ' @ ' || CAST(DATE_TRUNC('quarter', closed_at) AS VARCHAR) AS stratum,
  CASE WHEN outcome = 'refused' THEN 1.0 ELSE 0.0 END AS value
FROM cases
WHERE officer IS NOT NULL AND closed_at IS NOT NULL AND outcome IN ('granted', 'refused')
"""

SLOW = """
WITH closed AS (
  SELECT case_id, officer, closed_at,
    lane || ' @ ' || CAST(DATE_TRUNC('quarter', closed_at) AS VARCHAR) AS stratum,
    DATE_DIFF('second', opened_at, closed_at) AS seconds
  FROM cases WHERE closed_at >= opened_at
)
-- the middle rank of equal durations: 0 the fastest, 1 the slowest of its stratum, one half on average
SELECT case_id, officer AS unit, stratum,
  (CUME_DIST() OVER (PARTITION BY stratum ORDER BY seconds)
   + CAST(RANK() OVER (PARTITION BY stratum ORDER BY seconds) - 1 AS DOUBLE) / COUNT(*) OVER (PARTITION BY stratum)
  ) / 2 AS value
FROM closed WHERE officer IS NOT NULL
"""

_START = datetime(2026, 1, 5, 2, tzinfo=UTC)
_OFFICERS = ("ana", "ben", "eka", "fitri", "gita", "hadi")
_COLLEAGUES = frozenset(_OFFICERS) - {"ana"}


def _office(slow: str | None = None, refuser: str | None = None) -> tuple[ExampleCase, ...]:
    """Return 40 cases per officer that last one to seven days; ``slow`` takes ten more, ``refuser`` refuses 7 of 10.

    Outcomes are written down only where somebody is a refuser; all others refuse one in ten.
    """
    rows = []
    for number, officer in enumerate(_OFFICERS):
        for i in range(40):
            opened = _START + timedelta(hours=i, minutes=number)
            refused = i % 10 < (7 if officer == refuser else 1)
            outcome = ("refused" if refused else "granted") if refuser else None
            days = 1 + i % 7 + (10 if officer == slow else 0)
            rows.append(
                ExampleCase(f"PLG-{number}{i:03}", officer, opened, opened + timedelta(days=days), outcome=outcome)
            )
    return tuple(rows)


def _specialists() -> tuple[ExampleCase, ...]:
    """Return an office where each officer has an own pace, since files are dealt by subject within one lane."""
    rows = []
    for number, officer in enumerate(_OFFICERS):
        for i in range(40):
            opened = _START + timedelta(hours=i, minutes=number)
            rows.append(
                ExampleCase(f"PLG-{number}{i:03}", officer, opened, opened + timedelta(days=1 + i % 7 + number * 2))
            )
    return tuple(rows)


INDICATOR = Indicator(
    id="C10",
    version="1",
    name=Text(id="Petugas yang berbeda dari rekan", en="An officer unlike colleagues"),
    means=Text(
        id="Apakah perkara petugas ini berakhir lain dari perkara sejenis rekan: lebih sering ditolak (bila hasil "
        "tercatat), atau lebih lambat atau lebih cepat (bila tidak)?",
        en="Do this officer's cases end otherwise than colleagues' cases of the same kind: refused more or less "
        "often (where outcomes are recorded), or slower or faster (where they are not)?",
    ),
    innocent=(
        Text(
            id="Petugas ini ahli untuk jenis berkas yang tidak terlihat dalam data.",
            en="This officer specialises in a kind of file that the data does not show.",
        ),
        Text(
            id="Petugas baru, paruh waktu, atau sedang membimbing orang lain.",
            en="The officer is new, works part-time or trains others.",
        ),
        Text(
            id="Berkas sulit sengaja dipercayakan kepada petugas yang paling berpengalaman.",
            en="Hard files are given to the most experienced officer on purpose.",
        ),
    ),
    source=Text(
        id="GAO, kerangka risiko kecurangan (GAO-15-593SP); cara membandingkan: Spiegelhalter 2005. Pada izin "
        "sungguhan, 3 dari 24 petugas menonjol sejauh ini hanya karena bidangnya khusus.",
        en="GAO fraud risk framework (GAO-15-593SP); way of comparing: Spiegelhalter 2005. On real permits 3 of 24 "
        "officers stand out as far as this by honest specialisation alone.",
    ),
    measures=(
        Measure(
            name=Text(id="ditolak", en="refused"),
            query=REFUSED,
            needs=frozenset({"officer", "closed_at", "outcome"}),
            shape="share",
            least_effect=0.10,
            wording=Wording(
                high=Text(
                    id="{unit} menolak {value} dari {n} perkara; rekan pada jalur dan triwulan yang sama {expected}. "
                    "Mengapa?",
                    en="{unit} refused {value} of {n} cases; colleagues in the same lanes and quarters {expected}. "
                    "Why?",
                ),
                low=Text(
                    id="{unit} hanya menolak {value} dari {n} perkara; rekan pada jalur dan triwulan yang sama "
                    "{expected}. Mengapa?",
                    en="{unit} refused only {value} of {n} cases; colleagues in the same lanes and quarters "
                    "{expected}. Why?",
                ),
            ),
        ),
        Measure(
            name=Text(
                id="peringkat lama proses (0% paling cepat, 100% paling lambat)",
                en="rank of the time taken (0% fastest, 100% slowest)",
            ),
            query=SLOW,
            needs=frozenset({"officer", "closed_at"}),
            shape="mean",
            least_effect=0.15,
            wording=Wording(
                high=Text(
                    id="Perkara {unit} ({n}) rata-rata berada pada peringkat lambat {value}; perkara rekan pada "
                    "jalur dan triwulan yang sama {expected} (makin tinggi makin lambat). Mengapa?",
                    en="The cases of {unit} ({n}) lie at rank {value} of slowness on average; colleagues' cases in "
                    "the same lanes and quarters at {expected} (higher is slower). Why?",
                ),
                low=Text(
                    id="Perkara {unit} ({n}) jauh lebih cepat: peringkat lambat {value}; perkara rekan pada jalur "
                    "dan triwulan yang sama {expected}. Mengapa?",
                    en="The cases of {unit} ({n}) are much faster: rank {value} of slowness; colleagues' cases in "
                    "the same lanes and quarters {expected}. Why?",
                ),
            ),
        ),
    ),
    examples=(
        Example(
            says="Ana takes ten days longer than colleagues for the same kind of case",
            cases=_office(slow="ana"),
            flagged=frozenset({"ana"}),
            passed=_COLLEAGUES,
        ),
        Example(
            says="Ana refuses seven of ten where colleagues refuse one",
            cases=_office(refuser="ana"),
            flagged=frozenset({"ana"}),
            passed=_COLLEAGUES,
        ),
        Example(
            says="every officer has an own pace, since files are dealt by subject: nobody stands out",
            cases=_specialists(),
            flagged=frozenset(),
            passed=frozenset(_OFFICERS),
        ),
    ),
)
