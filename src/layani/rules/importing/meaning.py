"""What each row of a log means as an act: the first entry of the map that fits it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from layani.rules.importing.acts import SHAPES
from layani.rules.importing.grammar import ActEntry, AgainEntry, AmountFromColumn, FromColumn, MapFile, ResultFromColumn
from layani.rules.importing.log import Row
from layani.rules.importing.matching import Matcher, matcher
from layani.rules.importing.reading_map import phase_steps
from layani.rules.money.amount import AmountError, Money
from layani.rules.text import Text

NOT_NAMED = Text(id="peta tidak menyebut kegiatan ini", en="the map does not name this activity")
ONLY_BEGINS = Text(
    id="baris ini hanya mengatakan bahwa sebuah langkah dimulai atau dijadwalkan",
    en="the row only says that a step began or was planned",
)
UNSAID_ITEMS = ("not-recorded",)
"""What a deficiency notice asked for, where the log does not say it."""


@dataclass(frozen=True)
class Meaning:
    """What a row is: an act with its values; ``why`` only for a note, ``again`` if the milestone is already reached."""

    act: str
    data: Mapping[str, Any] = field(default_factory=dict)
    why: Text | None = None
    again: "Meaning | None" = None
    entry: int | None = None

    @property
    def rank(self) -> int:
        """Its place among the acts of one moment."""
        return SHAPES[self.act].rank


@dataclass(frozen=True)
class _Entry:
    number: int
    entry: ActEntry
    rows: Matcher
    case_has: tuple[Matcher, ...]


@dataclass
class Meanings:
    """Reads the rows of one log by one map; counts how often each entry was used."""

    map: MapFile
    used: Counter[int] = field(default_factory=Counter)

    @cached_property
    def _entries(self) -> tuple[_Entry, ...]:
        return tuple(
            _Entry(number, entry, matcher(entry), tuple(matcher(one) for one in entry.case_has or ()))
            for number, entry in enumerate(self.map.acts)
        )

    @cached_property
    def _named(self) -> dict[tuple[str, str], tuple[_Entry, ...]]:
        return {}

    @cached_property
    def _phases(self) -> Mapping[str, str]:
        return phase_steps(self.map)

    def of_case(self, rows: Iterable[Row]) -> list[Meaning]:
        """Return the meaning of each row of one case, in their order."""
        all_rows = list(rows)
        return [self._of(row, all_rows) for row in all_rows]

    def _is_work(self, row: Row, case: list[Row]) -> bool:
        """Say whether the step that this row begins is one for which an officer takes the case to their desk."""
        ended = replace(row, ends_step=True)
        fits = (one for one in self._candidates(ended) if one.rows.where.fits(row.columns))
        entry = next((one.entry for one in fits if has_row(case, one.case_has)), None)
        return entry is not None and SHAPES[entry.act].works

    def _of(self, row: Row, case: list[Row]) -> Meaning:
        for one in self._candidates(row):
            if one.rows.where.fits(row.columns) and has_row(case, one.case_has):
                self.used[one.number] += 1
                return self._meaning(one, row)
        if not row.ends_step:
            taken = self.map.beginnings == "take" and self._is_work(row, case)
            return Meaning("take") if taken else Meaning("note", why=ONLY_BEGINS)
        return Meaning("note", why=NOT_NAMED)

    def _candidates(self, row: Row) -> tuple[_Entry, ...]:
        """Return the entries that name this activity; a row that only begins a step needs a condition on columns."""
        name = (row.activity, row.label)
        if name not in self._named:
            self._named[name] = tuple(one for one in self._entries if one.rows.names(*name))
        found = self._named[name]
        return found if row.ends_step else tuple(one for one in found if one.entry.where)

    def _meaning(self, one: _Entry, row: Row) -> Meaning:
        again = one.entry.again
        return Meaning(
            one.entry.act,
            self._data(one.entry, row),
            _text(one.entry),
            Meaning(again.act, self._data(again, row), _text(again), entry=one.number) if again else None,
            one.number,
        )

    def _data(self, entry: ActEntry | AgainEntry, row: Row) -> dict[str, Any]:
        data: dict[str, Any] = {
            name: value
            for name in ("step", "phase", "ball", "about", "party", "ground")
            if (value := _get(entry, name))
        }
        if "step" in data:
            data["phase"] = self._phases[data["step"]]
        if entry.act == "ask_missing":
            data["items"] = list(_get(entry, "items") or UNSAID_ITEMS)
        if entry.act == "decide_refuse":
            data["grounds"] = sorted(self.map.service.grounds)
        values = {"result": self._result(entry, row), "days": _days(entry, row), "fee": _fee(entry, row)}
        return {**data, **{name: value for name, value in values.items() if value is not None}}

    def _result(self, entry: ActEntry | AgainEntry, row: Row) -> str | None:
        """Return the literal result, or the map's own word for what a column says: no text of the log comes out."""
        value = entry.result
        if isinstance(value, str):
            value = self.map.results.get(value, value)
        if not isinstance(value, ResultFromColumn):
            return value
        found = (row.columns.get(value.column) or "").strip().casefold()
        return next((ours for theirs, ours in value.words.items() if theirs.casefold() == found), None)


def _get(entry: ActEntry | AgainEntry, name: str) -> Any:
    return getattr(entry, name, None)


def _text(entry: ActEntry | AgainEntry) -> Text | None:
    return Text(id=entry.why.id, en=entry.why.en) if entry.act == "note" and entry.why else None


def has_row(case: list[Row], wanted: tuple[Matcher, ...]) -> bool:
    """Say whether some row of the case fits one of the matchers; without matchers every case does."""
    return not wanted or any(one.fits(row) for row in case for one in wanted)


def _days(entry: ActEntry | AgainEntry, row: Row) -> int | None:
    value = _get(entry, "days")
    if isinstance(value, FromColumn):
        text = (row.columns.get(value.column) or "").strip()
        return int(text) if text.isdecimal() and len(text) <= 4 else None
    return None if value is None else int(value)


def _fee(entry: ActEntry | AgainEntry, row: Row) -> dict[str, Any] | None:
    value = _get(entry, "amount")
    if not isinstance(value, AmountFromColumn):
        return None
    try:
        money = _money((row.columns.get(value.column) or "").strip(), value.currency)
    except (AmountError, ValueError, OverflowError):
        return None
    return {"minor": money.minor, "currency": money.currency}


def _money(text: str, currency: str) -> Money:
    """Read an amount as people write it, or as a program does ("157.09305"): to the nearest minor unit."""
    try:
        return Money.parse(text, currency)
    except AmountError:
        return Money(round(float(text) * Money.units(1, currency).minor), currency)
