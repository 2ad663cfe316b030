"""Chooses which column is the case, the activity, the time and the rest: by name, then by content, and says why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import duckdb

from layani.lake.figures import both
from layani.lake.raw import RawColumn, RawLog, first_row, shown
from layani.lake.roles import BY_KEY, ROLES, Role, fit
from layani.lake.times import TimeReading, may_be_time, recognise
from layani.lake.unpack import cannot_read
from layani.lake.values import LIFECYCLE, outcome_sql
from layani.rules.text import Text

ALMOST_ALL = 0.98
"""Share of cases in which a value must stay the same to belong to the case; the rest is careless typing."""
LEAST_FILLED = 0.05
FIRST_SIGHT_ROWS = 2000
SAME_MEANING = {"time": {"time", "clock", "started", "case_start", "case_end"}}
"""Names that do not speak against a role: a log may know only when work on a step began."""
NOT_USED = "none"
"""What to write for a role that no column shall have."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a column holds. ``filled`` in rows, ``distinct`` values (approximately), both of all rows of the log."""

    column: RawColumn
    rows: int
    filled: int
    distinct: int
    reading: TimeReading | None
    constant: bool = False  # the same throughout a case


@dataclass(frozen=True, slots=True)
class Chosen:
    """A column that was given a role, and why."""

    role: Role
    column: RawColumn
    why: Text
    reading: TimeReading | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """The roles found, and the columns that were not used with (filled rows, distinct values)."""

    chosen: Mapping[str, Chosen]
    unused: tuple[Profile, ...] = field(default=())

    def key(self, role: str) -> str | None:
        """Return the SQL name of the column with this role."""
        return self.chosen[role].column.key if role in self.chosen else None


class _Choice:
    """One pass over the roles; a column is given away once."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, log: RawLog, profiles: list[Profile], asked: Mapping[str, str]
    ) -> None:
        self.connection = connection
        self.log = log
        self.profiles = profiles
        self.asked = asked
        self.chosen: dict[str, Chosen] = {}

    def take(self, key: str, gate: Callable[[Profile], bool]) -> None:
        """Give the role to the column that the user named, or to the best-named one that passes the gate."""
        role = BY_KEY[key]
        if key in self.asked:
            self._take_asked(role)
            return
        ranked = sorted(self._free(), key=lambda p: -self._score(role, p))
        for profile in ranked:
            if self._score(role, profile) <= 0:
                return
            if gate(profile):
                self._give(role, profile, Text(id="dari namanya", en="by its name"))
                return

    def take_by_content(self, key: str, best: Callable[[list[Profile]], Profile | None], why: Text) -> None:
        """Give the role, if still open, to the column that ``best`` picks among those whose names say nothing else."""
        if key not in self.chosen and key not in self.asked:
            others = [role for role in ROLES if role.key not in SAME_MEANING.get(key, {key})]
            profile = best([p for p in self._free() if not any(fit(role, p.column.name) for role in others)])
            if profile is not None:
                self._give(BY_KEY[key], profile, why)

    def _take_asked(self, role: Role) -> None:
        name = self.asked[role.key]
        if name.casefold() == NOT_USED:
            return
        column = self.log.column(name)
        if column is None:
            raise _no_such_column(name, self.log)
        profile = next(p for p in self.profiles if p.column == column)
        if role.is_time and profile.reading is None:
            reading = recognise(self.connection, column.key, named_so=True)
            if reading is None:
                raise _not_times(self.connection, column)
            profile = replace(profile, reading=reading)
        self._give(role, profile, Text(id="Anda menyebutkannya", en="you named it"))

    def _free(self) -> list[Profile]:
        taken = {chosen.column for chosen in self.chosen.values()}
        taken |= {column for name in self.asked.values() if (column := self.log.column(name)) is not None}
        return [profile for profile in self.profiles if profile.column not in taken]

    def _score(self, role: Role, profile: Profile) -> float:
        score = fit(role, profile.column.name)
        if score <= 0:
            return 0.0
        if profile.column.level and role.level not in ("any", profile.column.level):
            return 0.0
        return score

    def _give(self, role: Role, profile: Profile, why: Text) -> None:
        self.chosen[role.key] = Chosen(role, profile.column, why, profile.reading if role.is_time else None)


def choose(connection: duckdb.DuckDBPyConnection, log: RawLog, asked: Mapping[str, str]) -> Columns:
    """Return which column of ``raw`` has which role; raises CannotRead when there is no case, activity or time.

    asked: {role: column name} named by the user, or {role: "none"}.
    """
    choice = _Choice(connection, log, _profiles(connection, log), asked)
    choice.take("case", _may_be_case)
    choice.take_by_content(
        "case", _case_by_content, Text(id="dari isinya: nilainya berulang", en="by content: its values recur")
    )
    _require(choice, "case")
    choice.profiles = _with_constancy(connection, choice.profiles, choice.chosen["case"].column.key)
    several = choice.profiles[0].rows > 1.2 * _cases(choice)
    choice.take("time", lambda p: p.reading is not None and not (several and p.constant))
    if "time" not in choice.chosen:  # every event of a case may bear one date
        choice.take("time", lambda p: p.reading is not None and p.filled >= 0.5 * p.rows)
    holds_times = Text(id="dari isinya: waktu", en="by content: it holds times")
    choice.take_by_content("time", _time_by_content, holds_times)
    choice.take_by_content("time", lambda free: _time_in_numbers(connection, free), holds_times)
    _require(choice, "time")
    choice.take("activity", lambda p: _may_be_activity(p, several=several))
    if "activity" not in choice.chosen:  # an office may do only one thing with every case
        choice.take("activity", lambda p: _may_be_activity(p, several=False) and p.distinct == 1)
    choice.take("resource", _may_be_resource)
    choice.take_by_content(
        "activity",
        _activity_by_content,
        Text(
            id="dari isinya: sedikit nilai, berubah di dalam perkara",
            en="by content: few values that change within a case",
        ),
    )
    _require(choice, "activity")
    _take_the_rest(choice)
    taken = {chosen.column for chosen in choice.chosen.values()}
    return Columns(choice.chosen, tuple(p for p in choice.profiles if p.column not in taken))


def _take_the_rest(choice: _Choice) -> None:
    cases = _cases(choice)

    def sorts_cases(profile: Profile) -> bool:
        return _is_text(profile) and profile.constant and 1 < profile.distinct <= max(60, cases / 4)

    def case_time(profile: Profile) -> bool:
        return profile.reading is not None and profile.constant

    def step_time(profile: Profile) -> bool:
        return profile.reading is not None and not profile.constant

    choice.take("lifecycle", lambda p: _are_transitions(choice.connection, p))
    choice.take("started", step_time)
    choice.take("clock", lambda p: _are_clocks(choice.connection, p))
    choice.take("label", lambda p: _is_text(p) and _names_the_activity(choice, p))
    choice.take("outcome", lambda p: p.constant and _are_outcomes(choice.connection, p))
    choice.take("service", sorts_cases)
    choice.take("channel", sorts_cases)
    choice.take("responsible", lambda p: _is_text(p) and p.constant and p.distinct <= max(20, cases / 2))
    choice.take("group", lambda p: _is_text(p) and p.distinct > 1)
    choice.take("deadline", case_time)
    choice.take("case_start", case_time)
    choice.take("case_end", case_time)
    choice.take("due", step_time)


def _profiles(connection: duckdb.DuckDBPyConnection, log: RawLog) -> list[Profile]:
    sums = ", ".join(
        f"COUNT(*) FILTER (WHERE trim({c.key}) <> ''), approx_count_distinct(nullif(trim({c.key}), ''))"
        for c in log.columns
    )
    counts = first_row(connection, f"SELECT {sums} FROM raw")  # noqa: S608 - own column names
    looks = _first_sight(connection, log)
    return [
        Profile(
            column,
            log.rows,
            counts[2 * i],
            min(counts[2 * i], counts[2 * i + 1]),
            recognise(connection, column.key, named_so=_says_time(column)) if looks[i] else None,
        )
        for i, column in enumerate(log.columns)
    ]


def _first_sight(connection: duckdb.DuckDBPyConnection, log: RawLog) -> list[bool]:
    """Return for each column whether a few values from all over the log look like times."""
    keys = ", ".join(column.key for column in log.columns)
    every = max(1, log.rows // FIRST_SIGHT_ROWS)
    rows = connection.execute(f"SELECT {keys} FROM raw WHERE row_no % {every} = 0").fetchall()  # noqa: S608
    values = list(zip(*rows, strict=True)) if rows else [()] * len(log.columns)
    return [may_be_time(values[i], named_so=_says_time(column)) for i, column in enumerate(log.columns)]


def _says_time(column: RawColumn) -> bool:
    return any(role.is_time and fit(role, column.name) > 0 for role in ROLES)


def _with_constancy(connection: duckdb.DuckDBPyConnection, profiles: list[Profile], case: str) -> list[Profile]:
    """Note for every column whether it stays the same within a case."""
    ranges = ", ".join(
        f"MIN(nullif(trim({p.column.key}), '')) AS low{i}, MAX(nullif(trim({p.column.key}), '')) AS high{i}"
        for i, p in enumerate(profiles)
    )
    same = ", ".join(f"AVG(CASE WHEN low{i} <> high{i} THEN 0.0 ELSE 1.0 END)" for i in range(len(profiles)))
    shares = first_row(connection, f"SELECT {same} FROM (SELECT {ranges} FROM raw GROUP BY {case})")  # noqa: S608
    return [replace(p, constant=p.column.level == "case" or shares[i] >= ALMOST_ALL) for i, p in enumerate(profiles)]


def _cases(choice: _Choice) -> int:
    case = choice.chosen["case"].column
    return max(1, next(p.distinct for p in choice.profiles if p.column == case))


def _is_text(profile: Profile) -> bool:
    return profile.filled >= LEAST_FILLED * profile.rows and profile.reading is None


def _may_be_resource(profile: Profile) -> bool:
    same_for_all = profile.distinct <= 1 and profile.rows > 50
    return _is_text(profile) and not same_for_all and (profile.rows <= 20 or profile.distinct < 0.9 * profile.rows)


def _may_be_case(profile: Profile) -> bool:
    if profile.filled < 0.5 * profile.rows or (profile.rows > 50 and profile.distinct <= 1):
        return False
    return profile.reading is None and not (profile.rows > 20 and profile.distinct > 0.97 * profile.rows)


def _case_by_content(free: list[Profile]) -> Profile | None:
    """Return the column of most distinct values that still recur, every value seen 1.5 times or more on average."""
    recurring = [
        p for p in free
        if p.reading is None and p.filled >= 0.9 * p.rows and p.distinct * 1.5 <= p.rows and p.distinct >= 2
    ]  # fmt: skip
    return max(recurring, key=lambda p: p.distinct, default=None)


def _time_by_content(free: list[Profile]) -> Profile | None:
    times = [p for p in free if p.reading is not None and p.filled >= 0.5 * p.rows and not p.constant]
    return max(times, key=lambda p: p.distinct, default=None)


def _time_in_numbers(connection: duckdb.DuckDBPyConnection, free: list[Profile]) -> Profile | None:
    """Return a column of epoch numbers although nothing in its name says time."""
    for p in free:
        changing = not p.constant and p.filled >= 0.9 * p.rows
        if changing and _share(connection, p, f"regexp_matches(trim({p.column.key}), '^1\\d{{9,18}}$')") >= 0.9:
            reading = recognise(connection, p.column.key, named_so=True)
            if reading is not None:
                return replace(p, reading=reading)
    return None


def _may_be_activity(profile: Profile, *, several: bool) -> bool:
    if profile.filled < 0.5 * profile.rows or profile.reading is not None or (several and profile.constant):
        return False
    return profile.rows <= 20 or profile.distinct <= 0.5 * profile.rows


def _activity_by_content(free: list[Profile]) -> Profile | None:
    """Return the first column of few values that change within cases."""
    changing = [p for p in free if _may_be_activity(p, several=True) and 2 <= p.distinct <= 1000]
    return changing[0] if changing else None


def _are_transitions(connection: duckdb.DuckDBPyConnection, profile: Profile) -> bool:
    known = ", ".join(f"'{word}'" for word in sorted(LIFECYCLE))
    return (
        profile.reading is None and _share(connection, profile, f"lower(trim({profile.column.key})) IN ({known})") > 0.9
    )


def _are_clocks(connection: duckdb.DuckDBPyConnection, profile: Profile) -> bool:
    clock = r"^\d{1,2}[:.]\d{2}([:.]\d{2})?(\s*[AaPp]\.?[Mm]\.?)?$"
    return _share(connection, profile, f"regexp_matches(trim({profile.column.key}), '{clock}')") > 0.9


def _share(connection: duckdb.DuckDBPyConnection, profile: Profile, condition: str) -> float:
    """Return the share of the filled values that meet the condition; 0 when there are none."""
    if not profile.filled:
        return 0.0
    sql = f"SELECT AVG(CASE WHEN {condition} THEN 1.0 ELSE 0.0 END) FROM raw WHERE trim({profile.column.key}) <> ''"  # noqa: S608
    return float(first_row(connection, sql)[0])


def _names_the_activity(choice: _Choice, profile: Profile) -> bool:
    """Return whether every activity has one and the same label nearly always."""
    activity, label = choice.chosen["activity"].column.key, profile.column.key
    share = first_row(
        choice.connection,
        f"SELECT SUM(top) / SUM(n) FROM (SELECT MAX(c) AS top, SUM(c) AS n FROM "  # noqa: S608
        f"(SELECT {activity} AS a, {label}, COUNT(*) AS c FROM raw WHERE trim({label}) <> '' GROUP BY ALL) GROUP BY a)",
    )[0]
    return bool(share is not None and share >= 0.95)


def _are_outcomes(connection: duckdb.DuckDBPyConnection, profile: Profile) -> bool:
    if profile.reading is not None or not profile.filled:
        return False
    key = profile.column.key
    granted, refused, known = first_row(
        connection,
        f"SELECT COUNT(*) FILTER (WHERE o = 'granted'), COUNT(*) FILTER (WHERE o = 'refused'), COUNT(*) "  # noqa: S608
        f"FROM (SELECT {outcome_sql(key)} AS o FROM raw WHERE trim({key}) <> '')",
    )
    return bool(granted and refused and granted + refused >= 0.5 * known)


def _require(choice: _Choice, key: str) -> None:
    if key in choice.chosen:
        return
    role = BY_KEY[key]
    found = ", ".join(shown(column.name) for column in choice.log.columns[:30])
    raise cannot_read(
        f"no-{key}-column",
        both(
            Text(
                id="Tidak ada kolom yang dapat dikenali sebagai {role_id}. Kolom yang ada: {found}.",
                en="No column can be recognised as the {role_en}. The columns are: {found}.",
            ),
            role_id=role.label.id,
            role_en=role.label.en,
            found=found,
        ),
        Text(
            id=f"Sebutkan kolomnya dengan --{key}-column NAMA.",
            en=f"Name the column with --{key}-column NAME.",
        ),
    )


def _no_such_column(name: str, log: RawLog) -> Exception:
    found = ", ".join(shown(column.name) for column in log.columns[:30])
    return cannot_read(
        "no-such-column",
        Text(
            id=f"Tidak ada kolom bernama '{shown(name)}'. Kolom yang ada: {found}.",
            en=f"There is no column named '{shown(name)}'. The columns are: {found}.",
        ),
        Text(
            id="Tulis nama kolom persis seperti di dalam berkas, atau 'none'.",
            en="Write the column's name as the file has it, or 'none'.",
        ),
    )


def _not_times(connection: duckdb.DuckDBPyConnection, column: RawColumn) -> Exception:
    rows = connection.execute(
        f"SELECT {column.key} FROM raw WHERE trim({column.key}) <> '' LIMIT 3"  # noqa: S608
    ).fetchall()
    values = ", ".join(f"'{shown(row[0])}'" for row in rows) or "-"
    return cannot_read(
        "not-times",
        Text(
            id=f"Kolom '{shown(column.name)}' tidak berisi waktu yang dikenal; misalnya {values}.",
            en=f"The column '{shown(column.name)}' holds no times in a known form; for example {values}.",
        ),
        Text(
            id="Gunakan tahun-bulan-hari jam:menit, misalnya 2026-11-23 14:05, atau sebutkan kolom lain.",
            en="Use year-month-day hour:minute, such as 2026-11-23 14:05, or name another column.",
        ),
    )
