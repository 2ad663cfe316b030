"""Reads MAP.yaml, or says what is wrong in which line and what to write."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import holidays
from pydantic import ValidationError

from layani.rules.catalogue.definition import meant
from layani.rules.catalogue.explaining import explain
from layani.rules.catalogue.problems import CatalogueError, Problem
from layani.rules.catalogue.reading import Path_, Source, parse_yaml, read_yaml
from layani.rules.importing.acts import SHAPES, VALUES
from layani.rules.importing.grammar import ActEntry, AgainEntry, FromColumn, MapFile, MatchEntry, StepEntry


class MapError(CatalogueError):
    """The map cannot be used; ``problems`` says where and what to write."""


def read_map(path: Path) -> tuple[MapFile, Source]:
    """Return a map and where its lines are, or raise MapError with every problem found."""
    return _whole(path.name, lambda: read_yaml(path, path.name))


def parse_map(text: str, shown_as: str = "map.yaml") -> tuple[MapFile, Source]:
    """Return the map that ``text`` is, or raise MapError."""
    return _whole(shown_as, lambda: parse_yaml(text, shown_as))


def _whole(shown_as: str, read: Any) -> tuple[MapFile, Source]:
    try:
        source: Source = read()
    except CatalogueError as fault:
        problems = tuple(_of_a_map(problem) for problem in fault.problems)
        raise MapError(problems) from fault
    try:
        found = MapFile.model_validate(source.values)
    except ValidationError as fault:
        raise MapError(explain(fault, MapFile, source)) from fault
    if problems := tuple(sorted(check_map(found, source), key=lambda problem: problem.line)):
        raise MapError(problems)
    return found, source


def _of_a_map(problem: Problem) -> Problem:
    """Let the example of an empty file be one of a map."""
    write = problem.write.replace("service: residence-letter", "log: permits-2014")
    return Problem(problem.file, problem.line, problem.what, write, problem.why)


def check_map(found: MapFile, source: Source) -> Iterator[Problem]:
    """Look for what the grammar cannot see: names that refer to nothing, values that do not belong to their act."""
    yield from _office(found, source)
    yield from _planned_steps(found, source)
    yield from _order(found, source)
    yield from _steps_once(found, source)
    yield from _deadlines(found, source)
    for number, entry in enumerate(found.acts):
        path: Path_ = ("acts", number)
        yield from _entry(found, entry, source, path)
        yield from _again(found, entry, source, path)


def _office(found: MapFile, source: Source) -> Iterator[Problem]:
    zone, country = found.office.timezone, found.office.country
    if zone not in available_timezones():
        close = get_close_matches(zone, available_timezones(), n=1)
        write = f"Did you mean '{close[0]}'?" if close else "Write it such as: Europe/Amsterdam"
        yield source.problem(("office", "timezone"), f"'{zone}' is not a time zone that this machine knows.", write)
    if country and country not in holidays.list_supported_countries():
        what = f"the holidays of the country '{country}' are not known."
        yield source.problem(("office", "country"), what, "Write its two letters of ISO 3166, or leave it out.")


def _planned_steps(found: MapFile, source: Source) -> Iterator[Problem]:
    names: list[str] = []
    for number, step in enumerate(found.service.steps):
        path = ("service", "steps", number)
        kinds = sorted(step.model_fields_set)
        if len(kinds) != 1:
            write = "Write a list item such as: - check: {by: front-desk, within: 5 working days}"
            yield source.problem(path, "a step has exactly one kind: check, perform or decide.", write)
            continue
        name = step_name(step)
        if name in names:
            yield source.problem(path, f"a step before this one is also called '{name}'.", "Give it an id of its own.")
        if kinds == ["perform"] and name not in phase_steps(found):
            yield source.problem(path, f"the step '{name}' belongs to no phase.", _list_it(found, name))
        for other in work_of(step).not_same_as:
            if other not in names and other not in phase_steps(found):
                what = f"no step before this one is called '{other}'."
                yield source.problem((*path, kinds[0], "not_same_as"), what, meant(other, names))
        names.append(name)


def _order(found: MapFile, source: Source) -> Iterator[Problem]:
    """Ask for a decision, with nothing after it."""
    deciding = [number for number, step in enumerate(found.service.steps) if step.decide]
    if deciding and deciding[0] < len(found.service.steps) - 1:
        path: Path_ = ("service", "steps", deciding[0] + 1)
        yield source.problem(path, "the step can never be reached: the case is decided before it.", "Move it up.")
    if not deciding:
        write = "End the steps with a line such as: - decide: {by: head, within: 5 working days, not_same_as: [check]}"
        yield source.problem(("service", "steps"), "no step decides the case.", write)


def _steps_once(found: MapFile, source: Source) -> Iterator[Problem]:
    home: dict[str, str] = {}
    for phase, entry in found.phases.items():
        for number, step in enumerate(entry.steps):
            if step in home:
                what = f"the step '{step}' belongs to the phase '{home[step]}' already."
                yield source.problem(("phases", phase, "steps", number), what, "Keep it in one phase.")
            home.setdefault(step, phase)


def _deadlines(found: MapFile, source: Source) -> Iterator[Problem]:
    for number, entry in enumerate(found.promise.deadlines):
        if entry.column == bool(entry.term):
            write = "Write one of the two, such as: - column: true, or: - term: 56 calendar days"
            yield source.problem(("promise", "deadlines", number), "a deadline is a column or a term.", write)


def _entry(found: MapFile, entry: ActEntry, source: Source, path: Path_) -> Iterator[Problem]:
    if not (entry.activity or entry.label or entry.where):
        write = 'Add a line such as: activity: "T02 *"'
        yield source.problem(path, "the entry says of no row that it is meant.", write, "It would take every row.")
    yield from _values(found, entry, source, path)


def _again(found: MapFile, entry: ActEntry, source: Source, path: Path_) -> Iterator[Problem]:
    if entry.again is None:
        return
    if not SHAPES[entry.act].milestone:
        what = f"'{entry.act}' may happen many times in a case, so there is no second time."
        yield source.problem((*path, "again"), what, "Remove 'again'.")
    if SHAPES[entry.again.act].milestone and entry.again.act != "file":
        what = f"'{entry.again.act}' happens once in a case as well."
        yield source.problem((*path, "again", "act"), what, "Write an act that may be repeated, such as: perform")
    yield from _values(found, entry.again, source, (*path, "again"))


def _values(found: MapFile, entry: ActEntry | AgainEntry, source: Source, path: Path_) -> Iterator[Problem]:
    shape = SHAPES[entry.act]
    given = {name for name in VALUES & entry.model_fields_set if getattr(entry, name) is not None}
    for name in sorted(shape.needs - given):
        yield source.problem(path, f"'{entry.act}' needs '{name}'.", _needed(found, name))
    for name in sorted(given - shape.needs - shape.may):
        owners = ", ".join(sorted(act for act, other in SHAPES.items() if name in other.needs | other.may))
        yield source.problem((*path, name), f"'{name}' does not belong to '{entry.act}'.", f"It belongs to: {owners}.")
    yield from _names(found, entry, given, source, path)


def _names(
    found: MapFile, entry: ActEntry | AgainEntry, given: set[str], source: Source, path: Path_
) -> Iterator[Problem]:
    known: dict[str, Iterable[str]] = {
        "step": phase_steps(found),
        "phase": found.phases,
        "ground": found.service.grounds,
    }
    for name, names in known.items():
        value: object = getattr(entry, name, None)
        if name in given and value not in list(names):
            where = {"step": "any phase", "phase": "'phases:'", "ground": "'service: grounds:'"}[name]
            what = f"the {name} '{value}' is not listed under {where}."
            yield source.problem((*path, name), what, meant(str(value), names))


def _needed(found: MapFile, name: str) -> str:
    if name == "step":
        return f"Add a line such as: step: {next(iter(phase_steps(found)), 'draft-letter')}"
    if name == "phase":
        return f"Add a line such as: phase: {next(iter(found.phases), 'intake')}"
    if name == "ground":
        return f"Add a line such as: ground: {next(iter(found.service.grounds), 'incomplete')}"
    return "Add a line such as: why: {id: …, en: …}"


def _list_it(found: MapFile, name: str) -> str:
    phase = next(iter(found.phases), "intake")
    return f"List it under a phase, such as: phases: {{{phase}: {{steps: [{name}]}}}}"


def step_name(step: StepEntry) -> str:
    """Return the name of a planned step: its id, otherwise its kind."""
    return work_of(step).id or step_kind(step)


def step_kind(step: StepEntry) -> str:
    """Return check, perform or decide."""
    return next(iter(step.model_fields_set))


def work_of(step: StepEntry) -> Any:
    """Return the one thing that a planned step holds."""
    return getattr(step, step_kind(step))


def phase_steps(found: MapFile) -> dict[str, str]:
    """Return {step: the phase to which it belongs}."""
    return {step: phase for phase, entry in found.phases.items() for step in entry.steps}


def columns_asked(found: MapFile) -> dict[str, Path_]:
    """Return {column of the log that conditions and values ask for: where the map names it first}."""
    asked: dict[str, Path_] = {}
    for path, name in _columns_named(found):
        asked.setdefault(name, path)
    return asked


def _columns_named(found: MapFile) -> Iterator[tuple[Path_, str]]:
    for number, entry in enumerate(found.acts):
        names = [*_in_conditions(entry.where, entry.case_has), *_value_columns(entry)]
        yield from ((("acts", number), name) for name in names)
    for number, deadline in enumerate(found.promise.deadlines):
        names = [*_in_conditions(deadline.where, deadline.case_has)]
        yield from ((("promise", "deadlines", number), name) for name in names)
    yield from ((("results", result), reader.column) for result, reader in found.results.items())


def _in_conditions(where: Mapping[str, Any] | None, case_has: list[MatchEntry] | None) -> Iterator[str]:
    yield from where or ()
    for part in case_has or ():
        yield from part.where or ()


def _value_columns(entry: ActEntry) -> Iterator[str]:
    for part in (entry, entry.again):
        for name in ("result", "days", "amount"):
            value = getattr(part, name, None)
            if isinstance(value, FromColumn):
                yield value.column
