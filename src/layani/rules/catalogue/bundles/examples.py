"""Runs the worked cases of a bundle: answers in; which services are filed, what waits for what, and due days, out."""

from collections.abc import Iterator, Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from layani.rules.catalogue.answers import asked_fields, check_answers
from layani.rules.catalogue.bundles.model import Bundle, expected_of
from layani.rules.catalogue.coverage import Coverage, Mark
from layani.rules.catalogue.definition import meant
from layani.rules.catalogue.examples import Ran, held
from layani.rules.catalogue.explaining import explain
from layani.rules.catalogue.grammar.bundle import BundleExample, BundleExamples
from layani.rules.catalogue.model import OfficeFile
from layani.rules.catalogue.problems import CatalogueError, Problem
from layani.rules.catalogue.reading import Path_, Source, read_yaml
from layani.rules.catalogue.scope import office_facts
from layani.rules.catalogue.working_time import calendar_of, days_off


def run_bundle_examples(folder: Path, bundle: Bundle, office: OfficeFile) -> Ran:
    """Run every example of a bundle's folder; without an examples.yaml that is the problem."""
    shown = f"{folder.name}/examples.yaml"
    nothing = Coverage(bundle.slug, dict.fromkeys(_marks(bundle), ""))
    if not (folder / "examples.yaml").exists():
        write = "Add it: a case with every service, and one without each that can be left out."
        return Ran(0, (Problem(shown, 0, "the examples are missing.", write),), nothing)
    try:
        source = read_yaml(folder / "examples.yaml", shown, within=folder.parent)
        file = BundleExamples.model_validate(source.values)
    except CatalogueError as fault:
        return Ran(0, fault.problems, nothing)
    except ValidationError as fault:
        return Ran(0, explain(fault, BundleExamples, source), nothing)
    seen: dict[Mark, str] = {}
    problems = tuple(_run(source, file, bundle, office, seen))
    marks = {mark: seen.get(mark, "") for mark in _marks(bundle)}
    return Ran(len(file.examples), problems, Coverage(bundle.slug, marks))


def _marks(bundle: Bundle) -> Iterator[Mark]:
    """Yield everything of a bundle that an example can show: each service filed, and left out where it can be."""
    for one in bundle.joined:
        yield ("service", one.slug, "filed")
        if not one.always or one.when is not None:
            yield ("service", one.slug, "left out")


def _run(
    source: Source, file: BundleExamples, bundle: Bundle, office: OfficeFile, seen: dict[Mark, str]
) -> Iterator[Problem]:
    earlier: dict[str, dict[str, Any]] = {}
    for number, one in enumerate(file.examples):
        path: Path_ = ("examples", number)
        if one.like is not None and one.like not in earlier:
            what = f"no example before this one is called '{one.like}'."
            yield source.problem((*path, "like"), what, meant(one.like, earlier))
        if one.who is not None and one.who not in file.people:
            what = f"there is nobody called '{one.who}' under 'people:'."
            yield source.problem((*path, "who"), what, meant(one.who, file.people))
        written = {**earlier.get(one.like or "", {}), **file.people.get(one.who or "", {}), **one.answers}
        earlier[one.example] = written
        answers, asked_on = held(bundle, written), _on(bundle, one, office)
        filed = {joined.slug for joined in asked_on.taken(answers)}
        for joined in bundle.joined:
            seen.setdefault(("service", joined.slug, "filed" if joined.slug in filed else "left out"), one.example)
        yield from _compare(source, one, asked_on, office, answers, path)


def _on(bundle: Bundle, one: BundleExample, office: OfficeFile) -> Bundle:
    """Return the bundle as it is asked on the day of an example; without one, on the first of all its services."""
    today = one.on.date() if one.on else max(joined.service.version for joined in bundle.joined)
    return bundle.on(office_facts(office, today, days_off(office, today)))


def _compare(
    source: Source,
    one: BundleExample,
    bundle: Bundle,
    office: OfficeFile,
    answers: Mapping[str, Any],
    path: Path_,
) -> Iterator[Problem]:
    """Yield a problem for everything that came out otherwise than expected."""
    wanted, taken = one.expect, bundle.taken(answers)
    names = {joined.slug for joined in taken}
    waits = {joined.slug: [after.service for after in joined.after] for joined in taken if joined.after}
    found: dict[str, Any] = {
        "problems": sorted({problem.field for problem in check_answers(bundle, answers)}),
        "services": [joined.slug for joined in taken],
        "waits": waits,
    }
    expected = {"problems": sorted(wanted.problems), "services": wanted.services, "waits": wanted.waits}
    for key, value in found.items():
        if expected[key] is not None and expected[key] != value:
            yield _otherwise(source, (*path, "expect", key), f"'{key}' is {value}, not {expected[key]}.")
    asked = asked_fields(bundle, answers)
    for name in sorted(set(wanted.asked) - asked):
        yield _otherwise(source, (*path, "expect", "asked"), f"'{name}' is not asked.")
    for name in sorted(set(wanted.not_asked) & asked):
        yield _otherwise(source, (*path, "expect", "not_asked"), f"'{name}' is asked.")
    yield from _due(source, one, bundle, office, answers, path, names)


def _due(
    source: Source,
    one: BundleExample,
    bundle: Bundle,
    office: OfficeFile,
    answers: Mapping[str, Any],
    path: Path_,
    names: set[str],
) -> Iterator[Problem]:
    if not one.expect.due:
        return
    if one.on is None:
        what = "'due' needs the moment of the filing."
        yield source.problem((*path, "expect", "due"), what, "Add a line such as: on: 2026-12-01 09:30")
        return
    calendar = calendar_of(office)
    at = one.on.replace(tzinfo=calendar.timezone).astimezone(UTC)
    when = expected_of(bundle.taken(answers), calendar, at)
    for name, moment in one.expect.due.items():
        place = (*path, "expect", "due", name)
        if name not in names:
            yield source.problem(place, f"'{name}' is not filed.", meant(name, names))
            continue
        came = calendar.local(when[name].decided_by).replace(tzinfo=None, second=0)
        if came != moment:
            yield _otherwise(source, place, f"'{name}' is due {came:%Y-%m-%d %H:%M}, not {moment:%Y-%m-%d %H:%M}.")


def _otherwise(source: Source, path: Path_, what: str) -> Problem:
    return source.problem(path, what, "Correct the example, or the bundle if the example is right.")
