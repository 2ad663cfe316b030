"""C01: cases that were served before people who were already waiting, more often than at colleagues' desks."""

from datetime import UTC, datetime, timedelta

from layani.rules.indicators.indicator import Example, ExampleCase, Indicator, Measure, Wording
from layani.rules.text import Text

QUERY = """
WITH closed AS (
  -- a case open for more than three years is not standing in a queue
  -- what was received on paper stands in the queue only from when it was typed in: until then nobody passed it over
  SELECT case_id, lane, officer, COALESCE(queued_at, opened_at) AS opened_at, closed_at,
    COALESCE(urgency, 2) AS urgency FROM cases
  WHERE closed_at > COALESCE(queued_at, opened_at) AND closed_at < opened_at + INTERVAL 3 YEAR
),
waiting AS (
  -- one row per month in which a case was open, so that the join below meets only cases of the same month
  SELECT case_id, lane, opened_at, closed_at, urgency,
    UNNEST(GENERATE_SERIES(DATE_TRUNC('month', opened_at), DATE_TRUNC('month', closed_at), INTERVAL 1 MONTH)) AS month
  FROM closed
),
sampled AS (
  -- of a very long queue every k-th case, so that the work grows with the cases and not with their square
  SELECT * FROM (
    SELECT waiting.*, ROW_NUMBER() OVER (PARTITION BY lane, month ORDER BY opened_at, case_id) AS place,
      CAST(CEIL(COUNT(*) OVER (PARTITION BY lane, month) / 1000.0) AS BIGINT) AS k
    FROM waiting
  ) WHERE place % k = 0
),
ahead AS (
  SELECT arrived.case_id,
    COUNT(*) AS queue,
    COUNT(*) FILTER (WHERE sampled.closed_at > arrived.closed_at) AS overtaken
  FROM closed AS arrived
  JOIN sampled
    ON sampled.lane = arrived.lane AND sampled.month = DATE_TRUNC('month', arrived.opened_at)
    AND sampled.opened_at < arrived.opened_at AND sampled.closed_at > arrived.opened_at
    -- whom the law puts first, and who was let ahead for a published reason, overtakes the others and jumps no queue
    AND sampled.urgency <= arrived.urgency
  GROUP BY arrived.case_id
)
SELECT closed.case_id, closed.officer AS unit,
  closed.lane || ' @ ' || CAST(DATE_TRUNC('quarter', closed.opened_at) AS VARCHAR) AS stratum,
  CAST(ahead.overtaken AS DOUBLE) / ahead.queue AS value
FROM ahead JOIN closed ON closed.case_id = ahead.case_id
WHERE ahead.queue >= 5 AND closed.officer IS NOT NULL
"""

_START = datetime(2026, 1, 5, 2, tzinfo=UTC)


def _desk(officers: tuple[str, ...], hurried: str | None, *, lawful: bool = False) -> tuple[ExampleCase, ...]:
    """Return 250 cases, one an hour, dealt to the officers in turn and closed after 40 hours, give or take three.

    The cases of ``hurried`` are closed after 5 hours, past all who were waiting; ``lawful``: only one
    in three of them, which is first by law.
    """
    rows = []
    for i in range(250):
        officer = officers[i % len(officers)]
        opened = _START + timedelta(hours=i)
        quick = officer == hurried and not (lawful and i // len(officers) % 3)
        hours = 5 if quick else 40 + (i * 7) % 11 - 5
        urgency = 0 if lawful and quick else 2
        closed = opened + timedelta(hours=hours, minutes=1)
        rows.append(ExampleCase(f"PLG-{i:04}", officer, opened, closed, urgency=urgency))
    return tuple(rows)


_OFFICERS = ("ana", "ben", "eka", "fitri", "gita")

INDICATOR = Indicator(
    id="C01",
    version="3",
    name=Text(id="Menyalip antrean", en="Jumping the queue"),
    means=Text(
        id="Dari orang yang sudah menunggu di jalur yang sama ketika suatu perkara masuk (sedikitnya lima), berapa "
        "bagian yang baru selesai sesudah perkara itu? Petugas dibandingkan dengan rekan pada jalur dan triwulan "
        "yang sama.",
        en="Of the people already waiting in the same lane when a case came in (at least five), what share was "
        "served only after it? Officers are compared with colleagues in the same lane and quarter.",
    ),
    innocent=(
        Text(
            id="Petugas ini menangani perkara sederhana yang memang cepat selesai.",
            en="This officer is given the simple cases, which are honestly quick.",
        ),
        Text(
            id="Perkara lain sedang menunggu jawaban pemohon atau instansi lain, bukan menunggu petugas.",
            en="The other cases were waiting for the applicant or another agency, not for the officer.",
        ),
        Text(
            id="Ada prioritas yang sah yang tidak tercatat dalam data ini (yang tercatat sudah diperhitungkan).",
            en="A lawful priority applied that is not in these data (one that is recorded counts as no jump).",
        ),
    ),
    source=Text(
        id="ICAC Hong Kong, panduan pencegahan korupsi perizinan: layani menurut urutan datang. Pada izin bangunan "
        "sungguhan, 2-8 % perkara mendahului lebih dari 90 % antreannya.",
        en="ICAC Hong Kong, corruption prevention guides on licensing: serve in order of arrival. On real building "
        "permits 2-8 % of cases overtake more than 90 % of their queue.",
    ),
    measures=(
        Measure(
            name=Text(id="bagian antrean yang disalip", en="share of the queue overtaken"),
            query=QUERY,
            needs=frozenset({"officer", "closed_at"}),
            shape="mean",
            least_effect=0.10,
            wording=Wording(
                high=Text(
                    id="Perkara {unit} ({n} yang dapat dibandingkan) rata-rata menyalip {value} dari orang yang "
                    "sudah menunggu; perkara rekan di jalur dan triwulan yang sama: {expected}. Mengapa?",
                    en="The cases of {unit} ({n} that can be compared) went ahead of {value} of the people already "
                    "waiting, on average; colleagues' cases in the same lanes and quarters: {expected}. Why?",
                )
            ),
        ),
    ),
    examples=(
        Example(
            says="Ana's cases leave after 5 hours while everybody else's take 40",
            cases=_desk(_OFFICERS, hurried="ana"),
            flagged=frozenset({"ana"}),
            passed=frozenset({"ben", "eka", "fitri", "gita"}),
        ),
        Example(
            says="Ana serves those whom the law puts first, and so goes past the others",
            cases=_desk(_OFFICERS, hurried="ana", lawful=True),
            flagged=frozenset(),
            passed=frozenset(_OFFICERS),
        ),
        Example(
            says="five officers with the same mixture of quick and slow cases",
            cases=_desk(_OFFICERS, hurried=None),
            flagged=frozenset(),
            passed=frozenset(_OFFICERS),
        ),
    ),
)
