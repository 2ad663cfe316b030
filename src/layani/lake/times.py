"""Reads times as people write them: ISO, day or month first, month names, epoch numbers, with or without a zone.

A form is recognised by trying it on the column's own values. Day-first against month-first is decided by the values
that only one of them can explain, then by which keeps the file in better order, and said aloud when neither helps.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import duckdb

from layani.lake.figures import both
from layani.lake.raw import first_row, shown
from layani.lake.unpack import cannot_read
from layani.rules.text import Text

SAMPLE = 4000
"""Values of a column on which the forms are tried."""
LEAST_SHARE = 0.6
"""Of the sampled values that must be times for the column to be one."""

CLOCK = r"(?:[T ,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?)?"
ZONE = r"^(.*\d[:.]\d\d.*?)\s*(z|utc|gmt|wib|wita|wit|[+-]\d{2}(?::?\d{2})?)(?:\[[a-z_/]+\])?$"
NUMERIC = r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})" + CLOCK + "$"
DAY_NAMED = r"^(?:[a-z]+[,. ]+)?(\d{1,2})[-/. ]+([a-z]{3,10})[-/., ]+(\d{4}|\d{2})" + CLOCK + "$"
MONTH_NAMED = r"^(?:[a-z]{3,10}[,. ]+)?([a-z]{3,10})[. ]+(\d{1,2})(?:st|nd|rd|th)?[, ]+(\d{4})" + CLOCK + "$"
MONTHS = (
    "jan", "feb peb fev", "mar mrt mae maa mär", "apr avr abr", "may mei mai mag", "jun juin", "jul juil",
    "aug agu ags aou ago aoû", "sep set", "oct okt out ott", "nov nop", "dec des dez déc dic",
)  # fmt: skip
"""How month names begin in English, Indonesian, Dutch, German, French, Spanish, Portuguese and Italian."""


@dataclass(frozen=True, slots=True)
class TimeForm:
    """One way to write a time. ``local`` gives the wall clock (TIMESTAMP or null) from {x}: lower case, no zone."""

    key: str
    name: Text
    local: str
    is_utc: bool = False


@dataclass(frozen=True, slots=True)
class TimeReading:
    """How one column is read: its forms in order of trial.

    share:     of the sampled values that are times.
    zoned:     share that carries a zone or is epoch time.
    dates:     share at exactly midnight, that is, dates without a clock.
    uncertain: day-first was assumed; month-first would explain the values as well.
    """

    forms: tuple[TimeForm, ...]
    share: float
    zoned: float
    dates: float
    uncertain: bool = False


def _clock(x: str, pattern: str, group: int) -> str:
    """Return SQL for 'hh:mm:ss.ffffff' from four groups of ``pattern`` and the am/pm behind them."""
    part = [f"regexp_extract({x}, '{pattern}', {group + i})" for i in range(5)]
    hour = (
        f"(CASE WHEN {part[4]} = '' THEN CAST('0' || {part[0]} AS INTEGER) ELSE CAST('0' || {part[0]} AS INTEGER) % "
        f"12 + (CASE WHEN {part[4]} LIKE 'p%' THEN 12 ELSE 0 END) END)"
    )
    return (
        f"{hour} || ':' || lpad({part[1]}, 2, '0') || ':' || lpad({part[2]}, 2, '0') || '.' || rpad({part[3]}, 6, '0')"
    )


def _year(text: str) -> str:
    century = f"(CASE WHEN {text} >= '70' THEN '19' ELSE '20' END)"
    return f"(CASE WHEN length({text}) = 2 THEN {century} || {text} ELSE {text} END)"


def _numeric(day: int, month: int) -> str:
    x, g = "{x}", "regexp_extract({x}, '" + NUMERIC.replace("{", "{{").replace("}", "}}") + "', %d)"
    date = f"{_year(g % 3)} || '-' || lpad({g % month}, 2, '0') || '-' || lpad({g % day}, 2, '0')"
    return _if(x, NUMERIC, f"TRY_CAST({date} || ' ' || {_clock(x, _quoted(NUMERIC), 4)} AS TIMESTAMP)")


def _named(pattern: str, day: int, month: int) -> str:
    x, g = "{x}", "regexp_extract({x}, '" + _quoted(pattern) + "', %d)"
    cases = " ".join(
        f"WHEN left({g % month}, 3) IN ({', '.join(repr(w[:3]) for w in words.split())}) THEN '{i:02}'"
        for i, words in enumerate(MONTHS, start=1)
    )
    date = f"{_year(g % 3)} || '-' || (CASE {cases} END) || '-' || lpad({g % day}, 2, '0')"
    return _if(x, pattern, f"TRY_CAST({date} || ' ' || {_clock(x, _quoted(pattern), 4)} AS TIMESTAMP)")


def _quoted(pattern: str) -> str:
    return pattern.replace("{", "{{").replace("}", "}}")


def _if(x: str, pattern: str, then: str) -> str:
    return f"CASE WHEN regexp_matches({x}, '{_quoted(pattern)}') THEN {then} END"


def _epoch(digits: str, micro: str) -> str:
    return _if(
        "{x}", rf"^\d{{{digits}}}(\.\d+)?$", f"make_timestamp(CAST(TRY_CAST({{x}} AS DOUBLE) * {micro} AS BIGINT))"
    )


ISO = r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ]|$)"
FORMS = (
    TimeForm(
        "iso",
        Text(id="tahun-bulan-hari (ISO 8601)", en="year-month-day (ISO 8601)"),
        _if(
            "{x}",
            ISO.replace("T", "t"),
            r"TRY_CAST(translate(regexp_replace({x}, '^(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}})', '\1-\2-\3'), "
            "'t,', ' .') AS TIMESTAMP)",
        ),
    ),
    TimeForm("day", Text(id="hari/bulan/tahun", en="day/month/year"), _numeric(1, 2)),
    TimeForm("month", Text(id="bulan/hari/tahun", en="month/day/year"), _numeric(2, 1)),
    TimeForm("day-name", Text(id="hari, nama bulan, tahun", en="day, month name, year"), _named(DAY_NAMED, 1, 2)),
    TimeForm("month-name", Text(id="nama bulan, hari, tahun", en="month name, day, year"), _named(MONTH_NAMED, 2, 1)),
    TimeForm(
        "compact",
        Text(id="tanggal tanpa pemisah (20261123)", en="date without separators (20261123)"),
        _if(
            "{x}",
            r"^(19|20)\d{6}(t?\d{4}(\d{2})?)?$",
            "COALESCE(TRY_STRPTIME(replace({x}, 't', ''), '%Y%m%d%H%M%S'), TRY_STRPTIME(replace({x}, 't', ''), "
            "'%Y%m%d%H%M'), TRY_STRPTIME({x}, '%Y%m%d'))",
        ),
    ),
    TimeForm("s", Text(id="detik sejak 1970", en="seconds since 1970"), _epoch("9,10", "1000000"), is_utc=True),
    TimeForm("ms", Text(id="milidetik sejak 1970", en="milliseconds since 1970"), _epoch("12,13", "1000"), is_utc=True),
    TimeForm("us", Text(id="mikrodetik sejak 1970", en="microseconds since 1970"), _epoch("15,16", "1"), is_utc=True),
    TimeForm("ns", Text(id="nanodetik sejak 1970", en="nanoseconds since 1970"), _epoch("18,19", "0.001"), is_utc=True),
    TimeForm(
        "sheet",
        Text(id="nomor hari lembar kerja", en="day number of a spreadsheet"),
        _if(
            "{x}",
            r"^[2-7]\d{4}([.,]\d+)?$",
            "TIMESTAMP '1899-12-30' + to_microseconds(CAST(CAST(replace({x}, ',', '.') AS DOUBLE) * 86400000000 AS "
            "BIGINT))",
        ),
    ),
)
FIRST_SIGHT = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}|\d{1,2}[-/. ]+[^\W\d]{3}|[^\W\d]{3,10}[,. ]+\d")
PLAIN_NUMBER = re.compile(r"\d{5,19}([.,]\d+)?$|\d{8}[Tt]\d")
LOOSE = frozenset({"s", "ms", "us", "ns", "sheet", "compact"})
"""Forms that plain numbers also have; believed only where the column's name says time."""


def clean(key: str, clock: str | None = None) -> str:
    """Return SQL for the column's text made comparable: trimmed, lower case, with a separate clock column behind it."""
    text = f"lower(trim({key}))"
    return f"{text} || ' ' || lower(trim({clock}))" if clock else text


def body(x: str) -> str:
    """Return SQL for the text ``x`` without the zone at its end."""
    return f"(CASE WHEN regexp_matches({x}, '{ZONE}') THEN regexp_extract({x}, '{ZONE}', 1) ELSE {x} END)"


def written(text: str, forms: tuple[TimeForm, ...]) -> str:
    """Return SQL for the wall clock that a text without zone writes, null where it is no time of 1900-2199."""
    tried = ", ".join(form.local.format(x=text) for form in forms)
    plausible = "t >= TIMESTAMP '1900-01-01' AND t < TIMESTAMP '2200-01-01'"
    return f"list_filter([COALESCE({tried}, NULL)], lambda t: {plausible})[1]"


def offset_minutes(x: str, forms: tuple[TimeForm, ...]) -> str:
    """Return SQL for the zone that the text carries, in minutes east of Greenwich; null where it carries none."""
    zone = f"regexp_extract({x}, '{ZONE}', 2)"
    digits = f"replace(substr({zone}, 2), ':', '')"
    east = f"CAST(left({digits}, 2) AS INTEGER) * 60 + CAST('0' || substr({digits}, 3, 2) AS INTEGER)"
    none = "0" if forms[0].is_utc else "NULL"
    return (
        f"(CASE WHEN NOT regexp_matches({x}, '{ZONE}') THEN {none} WHEN {zone} = 'wib' THEN 420 WHEN {zone} = 'wita' "
        f"THEN 480 WHEN {zone} = 'wit' THEN 540 WHEN {zone} LIKE '+%' THEN {east} WHEN {zone} LIKE '-%' THEN "
        f"-({east}) ELSE 0 END)"
    )


def moments(x: str, reading: TimeReading, timezone: str | None) -> tuple[str, str]:
    """Return SQL for (UTC, wall clock) of the text ``x``.

    A time that carries a zone keeps its own wall clock, unless ``timezone`` says where the office is; a time without
    one is taken to be in ``timezone``, or in UTC.
    """
    local, offset = written(body(x), reading.forms), offset_minutes(x, reading.forms)
    east = f"{local} - to_minutes({offset})"
    if timezone is None:
        return f"COALESCE({east}, {local})", local
    there = f"CAST(timezone('{timezone}', {local}) AS TIMESTAMP)"
    at_office = f"timezone('{timezone}', timezone('UTC', {east}))"
    return f"COALESCE({east}, {there})", f"COALESCE({at_office}, {local})"


def require_timezone(name: str | None) -> None:
    """Raise CannotRead when ``name`` is not a zone such as Asia/Jakarta."""
    if name is None:
        return
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise cannot_read(
            "unknown-timezone",
            both(
                Text(id="Zona waktu '{name}' tidak dikenal.", en="The time zone '{name}' is not known."),
                name=shown(name),
            ),
            Text(id="Tulis misalnya --timezone Asia/Jakarta.", en="Write for example --timezone Asia/Jakarta."),
        ) from error


def may_be_time(values: Sequence[str | None], *, named_so: bool) -> bool:
    """Return whether enough of a few values look like times at first sight; spares most columns the full trial."""
    filled = [value.strip() for value in values if value and value.strip()]
    looks = sum(1 for value in filled if FIRST_SIGHT.match(value) or (named_so and PLAIN_NUMBER.match(value)))
    return bool(filled) and looks >= LEAST_SHARE * len(filled)


def recognise(connection: duckdb.DuckDBPyConnection, key: str, *, named_so: bool) -> TimeReading | None:
    """Return how the column ``key`` of ``raw`` writes times, or None when it does not.

    named_so: the column's name says time, so that plain numbers may be times.
    """
    forms = FORMS if named_so else tuple(form for form in FORMS if form.key not in LOOSE)
    counts = ", ".join(f"COUNT({written('body', (form,))})" for form in forms)
    total, *parsed = first_row(connection, f"SELECT COUNT(*), {counts} FROM ({_sample(key)})")  # noqa: S608
    if not total or max(parsed) < LEAST_SHARE * total:
        return None
    ranked = sorted(range(len(forms)), key=lambda i: -parsed[i])
    best = forms[ranked[0]]
    uncertain = False
    if best.key in ("day", "month"):
        best, uncertain = _day_or_month(connection, key)
    rivals = {"day", "month"} - {best.key} if best.key in ("day", "month") else set()
    others = tuple(forms[i] for i in ranked if parsed[i] and forms[i] is not best and forms[i].key not in rivals)
    chosen = (best, *others[:2])
    zoned, dates = first_row(
        connection,
        "SELECT AVG(CASE WHEN east IS NULL THEN 0.0 ELSE 1.0 END), "  # noqa: S608
        "AVG(CASE WHEN t = date_trunc('day', t) THEN 1.0 ELSE 0.0 END) "
        f"FROM (SELECT {offset_minutes('x', chosen)} AS east, {written('body', chosen)} AS t FROM ({_sample(key)}))",
    )
    return TimeReading(chosen, max(parsed) / total, zoned, dates, uncertain)


def _sample(key: str) -> str:
    """Return SQL for values spread over the whole column."""
    every = f"greatest(1, (SELECT COUNT(*) FROM raw) // {SAMPLE})"  # noqa: S608
    values = f"SELECT {clean(key)} AS x FROM raw WHERE trim({key}) <> '' AND row_no % {every} = 0"  # noqa: S608
    return f"SELECT x, {body('x')} AS body FROM ({values})"  # noqa: S608 - own column names


def _day_or_month(connection: duckdb.DuckDBPyConnection, key: str) -> tuple[TimeForm, bool]:
    """Return day-first or month-first, whichever explains more values, else keeps the file in better order."""
    day, month = (next(form for form in FORMS if form.key == name) for name in ("day", "month"))
    by_day, by_month, back_by_day, back_by_month = first_row(
        connection,
        f"WITH read AS (SELECT row_no, {written('body', (day,))} AS d, {written('body', (month,))} AS m FROM "  # noqa: S608
        f"(SELECT row_no, {body(clean(key))} AS body FROM raw WHERE trim({key}) <> '')), "
        "steps AS (SELECT d, m, LAG(d) OVER (ORDER BY row_no) AS d0, LAG(m) OVER (ORDER BY row_no) AS m0 FROM read) "
        "SELECT COUNT(d), COUNT(m), COUNT(*) FILTER (WHERE d < d0), COUNT(*) FILTER (WHERE m < m0) FROM steps",
    )
    if by_day != by_month:
        return (day if by_day > by_month else month), False
    if min(back_by_day, back_by_month) < 0.8 * max(back_by_day, back_by_month):
        return (day if back_by_day < back_by_month else month), False
    return day, True
