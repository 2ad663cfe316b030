"""The plan of a replay: every act of every case, in the order in which they happened."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from layani.rules.cases.act import written
from layani.rules.cases.parts import PlannedStep
from layani.rules.cases.state_json import planned
from layani.rules.importing.acts import SHAPES
from layani.rules.importing.grammar import DeadlineEntry, MapFile
from layani.rules.importing.log import Log, LogCase, Row, by_case
from layani.rules.importing.matching import any_of, matcher, where
from layani.rules.importing.meaning import Meaning, Meanings, has_row
from layani.rules.importing.reading_map import step_kind, step_name, work_of
from layani.rules.text import Text

ONLY_DAYS = 0.2
"""Share of times at exactly midnight from which the log is taken to know days and no hours."""

UNKNOWN_CHANNEL, OTHER_CHANNEL = "unknown", "other"
"""The channel where the log does not say it, and where the map does not know the log's word for it."""

ALREADY_FILED = Text(id="perkara ini sudah diajukan", en="the case is filed already")


@dataclass(frozen=True, slots=True)
class PlannedAct:
    """One act of one case.

    key:      names it within its log for ever: the row's place, or what implied it
    at:       when it happened; turn: the moment at which the replay does it, never before an earlier act of its case
    row:      place of its row; None for an act that only a column tells
    officer:  the account that did it, None for a program or where the log does not say
    works:    the officer has the case on their desk while doing it
    """

    case: str
    key: str
    at: datetime
    turn: datetime
    act: str
    data: Mapping[str, Any] = field(default_factory=dict)
    row: int | None = None
    activity: str = ""
    label: str = ""
    officer: str | None = None
    works: bool = False


@dataclass(frozen=True, slots=True)
class Unmapped:
    """An activity that became a note: how often, and why."""

    activity: str
    label: str
    count: int
    why: Text


@dataclass(frozen=True)
class Plan:
    """What a replay will do, and what could be read of the log.

    acts:      in the order of their turns
    unmapped:  activities that became notes, most first
    implied:   acts that only a column tells, by kind
    early:     rows that the log dates before the filing of their case
    moved:     rows that the file lists after a later one of the same case
    programs:  rows of accounts that are no people
    odd_ends:  cases whose column of the end lies before their filing; it is not used
    channels:  the log's channels that the map does not name, with the number of cases
    unused:    numbers of the map's entries that fit no row
    """

    map: MapFile
    log: Log
    acts: tuple[PlannedAct, ...]
    unmapped: tuple[Unmapped, ...]
    implied: Mapping[str, int]
    early: int
    moved: int
    programs: int
    odd_ends: int
    channels: Mapping[str, int]
    unused: tuple[int, ...]

    @cached_property
    def rows(self) -> int:
        """Usable rows."""
        return len(self.log.rows)

    @cached_property
    def typed(self) -> int:
        """Rows that became an act other than a note."""
        return self.rows - sum(one.count for one in self.unmapped)

    @cached_property
    def by_act(self) -> Mapping[str, int]:
        """How many acts there are of each kind, most first."""
        return dict(Counter(one.act for one in self.acts).most_common())

    @cached_property
    def steps_due(self) -> tuple[int, int]:
        """Rows with a due time of their own, and of them those in time."""
        due = [(row.at, row.due_at) for row in self.log.rows if row.due_at and row.ends_step]
        return len(due), sum(at <= until for at, until in due)


def plan(log: Log, found: MapFile) -> Plan:
    """Return the plan of a log under a map; nothing is written."""
    return _Planner(log, found).plan()


@dataclass(frozen=True, slots=True)
class _Told:
    """One row, or a column's moment, with what it means."""

    at: datetime
    day: str
    order: int
    meaning: Meaning
    row: Row | None = None


class _Planner:
    """Plans case by case, then puts the acts of all cases into the one order in which they happened."""

    def __init__(self, log: Log, found: MapFile) -> None:
        self.log, self.map = log, found
        self.meanings = Meanings(found)
        self.programs = any_of(found.programs or ())
        self.notes: Counter[tuple[str, str, Text]] = Counter()
        self.implied: Counter[str] = Counter()
        self.channels: Counter[str] = Counter()
        self.early = self.moved = self.program_rows = self.odd_ends = 0
        self.by_day = log.days_only >= ONLY_DAYS

    def plan(self) -> Plan:
        placed: list[tuple[datetime, int, int, PlannedAct]] = []
        for number, (case, rows) in enumerate(by_case(self.log.rows).items()):
            placed += [(one.turn, number, place, one) for place, one in enumerate(self._case(case, rows))]
        placed.sort(key=lambda one: one[:3])
        return Plan(
            map=self.map,
            log=self.log,
            acts=tuple(one[3] for one in placed),
            unmapped=tuple(Unmapped(name, label, n, why) for (name, label, why), n in self.notes.most_common()),
            implied=dict(self.implied),
            early=self.early,
            moved=self.moved,
            programs=self.program_rows,
            odd_ends=self.odd_ends,
            channels=dict(self.channels.most_common()),
            unused=tuple(n for n in range(len(self.map.acts)) if n not in self.meanings.used),
        )

    def _case(self, case: str, rows: list[Row]) -> list[PlannedAct]:
        columns = self.log.cases.get(case, LogCase())
        told = self._told(rows)
        filing = min((one for one in told if one.meaning.act == "file"), key=self._order, default=None)
        filed_at = filing.at if filing else columns.starts_at or min(row.at for row in rows)
        rest = [one for one in told if one is not filing]
        rest += self._closing(rest, columns, filed_at)
        self.early += sum(one.at < filed_at and not (self.by_day and one.day == _day(filing)) for one in rest)
        filed = self._filing(case, filing, filed_at, rows, columns)
        return [filed, *self._sequence(case, filed, sorted(rest, key=self._order))]

    def _told(self, rows: list[Row]) -> list[_Told]:
        self.moved += sum(later.at < row.at for row, later in pairwise(rows)) if not self.log.newest_first else 0
        found = []
        for row, meaning in zip(rows, self.meanings.of_case(rows), strict=True):
            order = -row.place if self.log.newest_first else row.place
            found.append(_Told(row.at, row.day, order, meaning, row))
        return found

    def _order(self, told: _Told) -> tuple[Any, ...]:
        """Where the clock is too coarse to tell, the order of the procedure is taken, so that no rule seems broken."""
        if self.by_day:
            return (told.day, told.meaning.rank, told.at, told.order)
        return (told.at, told.meaning.rank, told.order)

    def _closing(self, rest: list[_Told], columns: LogCase, filed_at: datetime) -> list[_Told]:
        if not self.map.close_at_case_end or not columns.ends_at or any(one.meaning.act == "close" for one in rest):
            return []
        if columns.ends_at < filed_at:
            self.odd_ends += 1
            return []
        self.implied["close"] += 1
        day = columns.ends_at.astimezone(ZoneInfo(self.map.office.timezone)).date().isoformat()
        return [_Told(columns.ends_at, day, 0, Meaning("close"))]

    def _filing(self, case: str, filing: _Told | None, at: datetime, rows: list[Row], columns: LogCase) -> PlannedAct:
        data = {
            "imported": True,
            "log": self.map.log,
            "steps": [planned(step) for step in planned_steps(self.map)],
            "channel": self._channel(columns.channel),
            "silence_grants": self.map.promise.silence_grants,
            **_deadline(self.map.promise.deadlines, rows, columns),
        }
        row = filing.row if filing else None
        if not row:
            self.implied["file"] += 1
            return PlannedAct(case, "file", at, at, "file", data)
        return replace(self._act(case, filing.meaning, row, at), data={**data, "row": row.place})  # type: ignore[union-attr]

    def _channel(self, theirs: str | None) -> str:
        if theirs is None:
            return UNKNOWN_CHANNEL
        ours = self._channels.get(theirs.strip().casefold())
        if ours is None:
            self.channels[theirs] += 1
        return ours or OTHER_CHANNEL

    @cached_property
    def _channels(self) -> Mapping[str, str]:
        return {theirs.strip().casefold(): ours for theirs, ours in self.map.channels.items()}

    def _sequence(self, case: str, filed: PlannedAct, rest: list[_Told]) -> Iterator[PlannedAct]:
        """Yield the acts after the filing; no turn comes before the one before it."""
        turn, reached = filed.at, {"filed"}
        until = {"due_at": filed.data["due_at"]} if filed.data["due_from"] == "log" else {}
        for told in rest:
            turn = max(turn, told.at)
            meaning = _once(told.meaning, reached)
            reached.add(SHAPES[meaning.act].milestone)
            if told.row is None:
                yield PlannedAct(case, meaning.act, told.at, turn, meaning.act)
                continue
            act = self._act(case, meaning, told.row, turn)
            # The log's own deadline stands: no clock of ours moves it.
            yield replace(act, data={**act.data, **until}) if act.act in ("answer", "extend") else act

    def _act(self, case: str, meaning: Meaning, row: Row, turn: datetime) -> PlannedAct:
        if meaning.act == "note":
            self.notes[row.activity, row.label, meaning.why or ALREADY_FILED] += 1
        program = row.officer is not None and self.programs.fits(row.officer)
        self.program_rows += program
        officer = None if program else row.officer
        return PlannedAct(
            case=case,
            key=str(row.place),
            at=row.at,
            turn=turn,
            act=meaning.act,
            data={**meaning.data, "row": row.place},
            row=row.place,
            activity=row.activity,
            label=row.label,
            officer=officer,
            works=officer is not None and SHAPES[meaning.act].works,
        )


def planned_steps(found: MapFile) -> tuple[PlannedStep, ...]:
    """Return the steps that a case of this log goes through in our queues."""
    return tuple(
        PlannedStep(
            step_name(step),
            step_kind(step),
            work_of(step).by,
            work_of(step).within.amount,
            work_of(step).within.unit,
            tuple(work_of(step).not_same_as),
        )
        for step in found.service.steps
    )


def _once(meaning: Meaning, reached: set[str]) -> Meaning:
    """Return what the row is, given what the case has reached: a case is filed once, whatever the map says."""
    if SHAPES[meaning.act].milestone not in reached - {""}:
        return meaning
    if meaning.again:
        return meaning.again
    return Meaning("note", why=ALREADY_FILED) if meaning.act == "file" else meaning


def _deadline(entries: list[DeadlineEntry], rows: list[Row], columns: LogCase) -> dict[str, Any]:
    for entry in entries:
        asked = tuple(matcher(one) for one in entry.case_has or ())
        if not (where(entry.where).fits(rows[0].columns) and has_row(rows, asked)):
            continue
        if entry.term:
            term = [entry.term.amount, entry.term.unit]
            return {"promise": term, "promise_starts": entry.starts, "due_from": "map"}
        if columns.deadline:
            return {"promise": None, "due_at": written(columns.deadline), "due_from": "log"}
    return {"promise": None, "due_from": ""}


def _day(told: _Told | None) -> str:
    return told.day if told else ""
