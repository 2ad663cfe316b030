"""Hold which letter of a case counts, since when one counts no more, and the order of editions, against the acts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from json import loads

from layani.office.tables.models import Case, Event, Letter
from layani.office.tables.projection import event_of
from layani.rules.cases.act import written
from layani.rules.cases.acts.objecting import SETS_ASIDE
from layani.rules.cases.decider import evolve
from layani.rules.cases.state import Case as Replayed

ISSUED = ("issue", "reissue")
FELL = (*SETS_ASIDE, "predecessor_reopened")
"""Acts by which a decision is set aside, and its letter with it."""


def number_in(act: Event) -> str:
    """Return the number of the letter that an act issued, "" where it names none."""
    return str(loads(act.body)["data"].get("letter", ""))


@dataclass(slots=True)
class _Standing:
    """What the acts of a case make of its letters: which number counts ("" for none), since when others do not."""

    counts: str = ""
    ended: dict[str, datetime] = field(default_factory=dict)

    def issue(self, number: str, at: datetime) -> None:
        if self.counts and self.counts != number:
            self.ended[self.counts] = at
        self.counts = number

    def fall(self, at: datetime) -> None:
        if self.counts:
            self.ended[self.counts] = at
        self.counts = ""


def wrong_editions(row: Case, acts: Sequence[Event], letters: Sequence[Letter]) -> Iterator[tuple[str, str]]:
    """Yield (which letter, what is wrong) for the issued letters of a case.

    acts: those of ``ISSUED`` and ``FELL`` in their order; letters: all of the case, by edition
    """
    said = _standing(row, acts)
    issued = [number_in(act) for act in acts if act.act in ISSUED]
    for letter in (one for one in letters if one.number in issued):
        where = f"letter {letter.number}"
        if letter.in_force != (letter.number == said.counts):
            yield where, "counts, and by the acts it does not" if letter.in_force else "counts by the acts, not here"
        if letter.superseded_at != said.ended.get(letter.number):
            yield where, "has another time from which it counts no more than the acts give"
    if [one.edition for one in letters] != list(range(len(letters))) or not _in_order(issued, letters):
        yield f"letters of {row.number}", "have other editions than their acts give"


def _standing(row: Case, acts: Sequence[Event]) -> _Standing:
    said = _Standing()
    if not any(act.act in FELL for act in acts):
        for act in acts:
            said.issue(number_in(act), act.recorded_at)
        return said
    # What a decision was when it was set aside, only all the acts say; few cases have such an act.
    for act, before, after in _replayed(Event.objects.of_case(row.pk).order_by("seq")):
        if act.act in ISSUED:
            said.issue(number_in(act), act.recorded_at)
        elif act.act in FELL and _falls(act.act, before, after):
            said.fall(act.recorded_at)
    return said


def _replayed(events: Iterable[Event]) -> Iterator[tuple[Event, Replayed, Replayed]]:
    case = Replayed()
    for act in events:
        before, case = case, evolve(case, event_of(act))
        yield act, before, case


def _falls(act: str, before: Replayed, after: Replayed) -> bool:
    """Say whether the letter that counts fell by this act; of a part that was granted it stays until the next one."""
    if act == "predecessor_reopened":
        return before.decided_at is not None
    earlier = after.objection.get("earlier") or {}
    return bool(earlier) and not (earlier["status"] == "granted" and earlier["letter"])


def _in_order(issued: Sequence[str], letters: Sequence[Letter]) -> bool:
    editions = {one.number: one.edition for one in letters}
    held = [editions[number] for number in dict.fromkeys(issued) if number in editions]
    return held == sorted(held)


def wrong_day(letter: Letter, act: Event, *, signing: bool | None, day: str, issued_on: str) -> Iterator[str]:
    """Yield what is wrong with the time at which a letter was issued.

    signing:   it was numbered to be signed, so its act came later; None where nobody can read it any more
    day:       the office's day of ``issued_at``; issued_on: that in its text, "" where nobody can read it
    """
    body = loads(act.body)
    given, held = body["data"].get("dated") or (body["at"] if signing is False else ""), written(letter.issued_at)
    not_its_day = bool(issued_on) and issued_on != day
    if held != given if given else (letter.issued_at > act.recorded_at or not_its_day):
        yield "has another time of issue than its act or its text"
