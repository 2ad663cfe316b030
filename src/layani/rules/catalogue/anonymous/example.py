"""From a real case to an example: dates moved together by whole weeks, people replaced, outcomes kept.

Nothing here is random: which weeks to try, and in which order, the caller says, so that nobody can work back from an
example to the real days.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from layani.rules.catalogue.anonymous.candidates import candidates, is_personal
from layani.rules.catalogue.answers import asked_fields, check_answers, required_documents
from layani.rules.catalogue.course import Course, Doing, filed, happened
from layani.rules.catalogue.course_work import Found
from layani.rules.catalogue.fees import reckon_fee
from layani.rules.catalogue.model import Field, OfficeFile, Service
from layani.rules.catalogue.rules import evaluate_rules
from layani.rules.catalogue.scope import FINDINGS, office_facts
from layani.rules.catalogue.steps import steps_for
from layani.rules.catalogue.working_time import days_off
from layani.rules.refusal import Refused

SHORTEST: Final = 3
"""Characters from which on a word of a real name must not stand in the example."""


class CannotDraw(Exception):
    """No example can be made of this case without a value that tells of a person; the message names the question."""


@dataclass(frozen=True)
class Happening:
    """One act of the case: what was done, at which local time."""

    doing: Doing
    at: datetime


@dataclass(frozen=True)
class Story:
    """A case as it was filed, and what happened then; times are the office's local ones, without a zone.

    answers: as a form holds them; findings: of its steps, by the step's name in expressions, and told of nobody
    """

    service: Service
    office: OfficeFile
    answers: Mapping[str, Any]
    at: datetime
    acts: tuple[Happening, ...] = ()
    findings: Found = field(default_factory=dict)

    def states(self) -> Iterator[dict[str, Any]]:
        """Yield the answers as filed, and after each answer of the citizen."""
        answers = dict(self.answers)
        yield dict(answers)
        for act in self.acts:
            if act.doing.answers:
                answers |= act.doing.answers
                yield dict(answers)

    def changed(self, change: "Change") -> "Story":
        """Return the story with every answer, and every time, changed."""
        acts = tuple(
            Happening(replace(act.doing, answers=change.answers(act.doing.answers)), change.time(act.at))
            for act in self.acts
        )
        answers, findings = change.answers(self.answers), change.findings(self.findings)
        return replace(self, answers=answers, at=change.time(self.at), acts=acts, findings=findings)


@dataclass(frozen=True)
class Change:
    """How values become others: days move by whole weeks, personal values by a table, the rest stays.

    table: (kind, value as JSON) -> the value in its place; equal values become equal ones
    """

    service: Service
    weeks: int = 0
    table: Mapping[tuple[str, str], Any] | None = None

    def answers(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers changed; what is no field of the service is left out."""
        fields = self.service.fields
        return {name: self._value(fields[name], value) for name, value in answers.items() if name in fields}

    def findings(self, findings: Found) -> Found:
        """Return what the steps found, with its days moved."""
        days = {
            (step.name, one.name)
            for step in self.service.steps
            for one in (step.finds.fields if step.finds else ())
            if one.kind == "date"
        }
        return {
            step: {name: _moved(value, self.weeks) if (step, name) in days else value for name, value in found.items()}
            for step, found in findings.items()
        }

    def time(self, at: datetime) -> datetime:
        """Return a time moved by the weeks."""
        return at + timedelta(weeks=self.weeks)

    def _value(self, one: Field, value: Any) -> Any:
        if one.columns and isinstance(value, list):
            return [{name: self._value(cell, said) for cell, name, said in cells_of(one, row)} for row in value]
        if one.kind == "date" and isinstance(value, str):
            return _moved(value, self.weeks)
        return (self.table or {}).get(key_of(one, value), value)


def cells_of(one: Field, row: Any) -> Iterator[tuple[Field, str, Any]]:
    """Yield (question, its name, the answer) of one row of a list; what is no question of it is left out."""
    for column in one.columns:
        if isinstance(row, Mapping) and column.name in row:
            yield column, column.name, row[column.name]


def _single(story: "Story", answers: Mapping[str, Any]) -> Iterator[tuple[Field, Any]]:
    """Yield every answer with its question; those of a list's rows one by one."""
    for name, value in answers.items():
        one = story.service.fields[name]
        if one.columns and isinstance(value, list):
            yield from ((cell, said) for row in value for cell, _, said in cells_of(one, row))
        else:
            yield one, value


def key_of(one: Field, value: Any) -> tuple[str, str]:
    """Return under what a value stands in the table; the text of a name is the same in every field of text."""
    return one.kind, json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


def _moved(day: str, weeks: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(weeks=weeks)).isoformat()
    except (ValueError, OverflowError):
        return day


def drawn(story: Story, weeks: Iterable[int]) -> Story:
    """Return the story without anything that tells of a person; raises CannotDraw when that cannot be.

    weeks: by how many weeks the days may move, in the order to be tried; all rules, the fee, the steps and the
           office's clock must come out as before
    """
    moved = _in_time(_rounded(story), tuple(weeks))
    table: dict[tuple[str, str], Any] = {}
    wanted = outcome(moved)
    for one, value in _personal(moved):
        key = key_of(one, value)
        if key in table:
            continue
        for found in candidates(story.service, one, value, _born(moved)):
            if found == value or found in table.values() or _tells(story, found):
                continue
            if outcome(moved.changed(Change(story.service, 0, {**table, key: found}))) == wanted:
                table[key] = found
                break
        else:
            raise CannotDraw(
                f"no made-up value of '{one.name}' keeps every outcome. Write this example by hand, with other answers."
            )
    return moved.changed(Change(story.service, 0, table))


def outcome(story: Story) -> tuple[Any, ...]:
    """Return all that the rules, the fee, the steps, the form and the clock make of a story."""
    day = story.at.date()
    facts = {**office_facts(story.office, day, days_off(story.office, day)), FINDINGS: story.findings or {}}
    service = story.service.on(facts)
    states = tuple(
        (
            tuple(
                (result.rule, result.outcome)
                for result in evaluate_rules(service, answers, facts, story.findings or None)
            ),
            reckon_fee(service, answers, facts).amount,
            tuple(step.id for step in steps_for(service, answers, facts)),
            tuple(one.name for one in required_documents(service, answers)),
            asked_fields(service, answers),
            tuple(problem.field for problem in check_answers(service, answers)),
        )
        for answers in story.states()
    )
    return states, tuple(_stand(course) for course in courses(story))


def courses(story: Story) -> Iterator[Course]:
    """Yield how the case stands after the filing and after each act; it ends before an act that cannot be shown."""
    try:
        course = filed(story.service, story.office, story.answers, story.at, story.findings)
        yield course
        for act in story.acts:
            course = happened(course, act.doing, act.at.replace(tzinfo=course.calendar.timezone).astimezone(UTC))
            yield course
    except Refused:
        return


def _stand(course: Course) -> tuple[Any, ...]:
    case = course.case
    start = case.received_at or course.at
    return case.status, [one.id for one in case.open_steps()], case.turn, case.due_at and case.due_at - start


def _rounded(story: Story) -> Story:
    """Return the story with its times rounded down to the half hour where that changes nothing."""
    for minutes in (30, 5):
        acts = tuple(replace(act, at=_floor(act.at, minutes)) for act in story.acts)
        rounded = replace(story, at=_floor(story.at, minutes), acts=acts)
        if _without_clock(outcome(rounded)) == _without_clock(outcome(story)):
            return rounded
    return story


def _floor(at: datetime, minutes: int) -> datetime:
    return at.replace(minute=at.minute - at.minute % minutes, second=0, microsecond=0)


def _without_clock(found: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return an outcome without how long anything takes, to the second."""
    return found[0], tuple(stand[:3] for stand in found[1])


def _in_time(story: Story, weeks: tuple[int, ...]) -> Story:
    """Return the story at another time at which all comes out as before; the clock too, where any week allows it."""
    wanted, days = outcome(story), set(_days(story))
    almost: Story | None = None
    for number in weeks:
        moved = story.changed(Change(story.service, number))
        if days & set(_days(moved)):
            continue
        found = outcome(moved)
        if found == wanted:
            return moved
        if almost is None and _without_clock(found) == _without_clock(wanted):
            almost = moved
    if almost is None:
        raise CannotDraw("at no other time would it come out the same. Write this example by hand, with other days.")
    return almost


def _days(story: Story) -> Iterator[str]:
    yield story.at.date().isoformat()
    for answers in story.states():
        yield from (str(value) for one, value in _single(story, answers) if one.kind == "date")


def _born(story: Story) -> date | None:
    try:
        return date.fromisoformat(str(story.answers.get("birth_date")))
    except ValueError:
        return None


def _personal(story: Story) -> Iterator[tuple[Field, Any]]:
    for answers in story.states():
        yield from ((one, value) for one, value in _single(story, answers) if is_personal(one))


def _tells(story: Story, found: Any) -> bool:
    """Return whether a made-up value happens to hold a real one of this case."""
    text = json.dumps(found, ensure_ascii=False).casefold()
    return any(word in text for word in real_words(story))


def real_words(story: Story) -> Iterator[str]:
    """Yield every text of the case that must not stand in its example, in small letters: names word by word."""
    for one, value in _personal(story):
        for word in _words_in(one, value):
            if len(word) >= SHORTEST:
                yield word.casefold()


def _words_in(one: Field, value: Any) -> Iterator[str]:
    if one.kind in ("address", "file") and isinstance(value, Mapping):
        # Of an address the street tells who it is; of a file its name. A ward has thousands of people.
        yield str(value.get("street", value.get("name", "")))
    elif isinstance(value, Mapping | list):
        yield from _leaves(value)
    elif one.kind == "text" and "name" in one.name:
        yield from str(value).split()
    else:
        yield str(value)


def _leaves(value: Any) -> Iterator[str]:
    """Yield every text in a value of several parts."""
    if isinstance(value, Mapping | list):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from _leaves(part)
    elif isinstance(value, str):
        yield value
