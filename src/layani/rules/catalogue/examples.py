"""Runs the worked cases of examples.yaml against the compiled service, and says what came out otherwise."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from layani.rules.cases.clock import due
from layani.rules.cases.duties import stands_as
from layani.rules.catalogue.admission import not_open
from layani.rules.catalogue.amounts.expecting import amounts_found
from layani.rules.catalogue.answers import Form, asked_fields, check_answers, required_documents
from layani.rules.catalogue.course import MOST_DAYS, Course, Doing, filed, happened, later
from layani.rules.catalogue.course_stands import how_it_stands
from layani.rules.catalogue.course_work import Found
from layani.rules.catalogue.coverage import IN_PART, Coverage, Seen, shown_by
from layani.rules.catalogue.definition import meant
from layani.rules.catalogue.explaining import explain
from layani.rules.catalogue.findings import findings_problems
from layani.rules.catalogue.going_on import BACKWARDS, can_do, cannot, said
from layani.rules.catalogue.grammar.examples import ExampleEntry, ExamplesFile, Expected, ThenEntry, ThenExpected
from layani.rules.catalogue.kinds.file import TYPES
from layani.rules.catalogue.lint.circles import circles, shown
from layani.rules.catalogue.model import Field, OfficeFile, Service
from layani.rules.catalogue.planning import closes_at
from layani.rules.catalogue.problems import CatalogueError, Problem
from layani.rules.catalogue.reading import Path_, Source, read_yaml
from layani.rules.catalogue.rules import RuleResult, evaluate_rules
from layani.rules.catalogue.sample_letter import Said, sample_letter
from layani.rules.catalogue.scope import FINDINGS, office_facts
from layani.rules.catalogue.steps import steps_for
from layani.rules.catalogue.working_time import calendar_of, days_off
from layani.rules.money.amount import AmountError, Money
from layani.rules.refusal import Refused

SAMPLE_BYTES: Final = 100_000
"""Size of a file that an example only names."""


@dataclass(frozen=True)
class Ran:
    """What running the examples of one service showed: how many there are, what is wrong, and what they cover."""

    count: int
    problems: tuple[Problem, ...]
    coverage: Coverage = field(default_factory=lambda: Coverage("", {}))


def run_examples(folder: Path, service: Service, office: OfficeFile) -> Ran:
    """Run every example of a service's folder.

    folder: the service's folder; without an examples.yaml that is the problem
    """
    shown = f"{folder.name}/examples.yaml"
    nothing = Seen().of(service)
    if not (folder / "examples.yaml").exists():
        write = "Add it: a case that is granted, and one that fails each rule."
        return Ran(
            0, (Problem(shown, 0, "the examples are missing.", write, "They are the definition's tests."),), nothing
        )
    try:
        source = read_yaml(folder / "examples.yaml", shown, within=folder.parent)
        file = ExamplesFile.model_validate(source.values)
    except CatalogueError as fault:
        return Ran(0, fault.problems, nothing)
    except ValidationError as fault:
        return Ran(0, explain(fault, ExamplesFile, source), nothing)
    run = _Run(source, file, service, office)
    problems = run.problems()
    return Ran(len(file.examples), (*problems, *run.unseen()), run.seen.of(service))


@dataclass(frozen=True)
class Worked:
    """The answers of one example as a form holds them, and what its steps found, by the step's name in expressions."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    findings: Found = field(default_factory=dict)


def worked_examples(folder: Path, service: Service, office: OfficeFile) -> dict[str, Worked]:
    """Return the examples by what each shows; {} where examples.yaml cannot be read."""
    try:
        source = read_yaml(folder / "examples.yaml", "examples.yaml", within=folder.parent)
        run = _Run(source, ExamplesFile.model_validate(source.values), service, office)
    except (CatalogueError, ValidationError):
        return {}
    run.problems()
    return {name: Worked(answers, run.findings[name]) for name, answers in run.answers.items()}


def held(service: Form, written: Mapping[str, Any]) -> dict[str, Any]:
    """Return written answers as the form would hold them; None takes an answer away."""
    return held_by(service.answers.fields.values(), {name: one for name, one in written.items() if one is not None})


def held_by(asked: Iterable[Field], written: Mapping[str, Any]) -> dict[str, Any]:
    """Return written values of some questions, or of what a step finds, as the form would hold them."""
    fields = {one.name: one for one in asked}
    return {name: typed(fields[name], value) if name in fields else value for name, value in written.items()}


class _Run:
    """The examples of one service while they are run."""

    def __init__(self, source: Source, file: ExamplesFile, service: Service, office: OfficeFile) -> None:
        self.source, self.file, self.service, self.office = source, file, service, office
        self.seen = Seen()
        self.answers: dict[str, dict[str, Any]] = {}
        self.findings: dict[str, Found] = {}
        self.leads_to = {one.example: [one.like] if one.like else [] for one in file.examples}
        self.circles = {name: circle for circle in circles(self.leads_to) for name in circle}

    def problems(self) -> tuple[Problem, ...]:
        earlier = self.answers
        found: list[Problem] = []
        for number, example in enumerate(self.file.examples):
            path: Path_ = ("examples", number)
            answers = self._answers(example, earlier, path, found)
            earlier[example.example] = answers
            wrong, findings = self._findings(example, path)
            self.findings[example.example] = findings
            found += wrong
            found += self._compare(example, answers, findings, path)
            found += self._course(example, answers, findings, path)
        return tuple(found)

    def unseen(self) -> Iterator[Problem]:
        """Warn of rules that no example passes, or none fails."""
        for rule in self.service.rules:
            for outcome, verb in (("passed", "passes"), ("failed", "fails")):
                if ("rule", rule.id, outcome) not in self.seen.marks:
                    what = f"no example {verb} the rule '{rule.id}'."
                    write = f"Add an example with: rules: {{{rule.id}: {outcome}}}"
                    yield self.source.problem(("examples",), what, write, warning=True)

    def _answers(
        self, example: ExampleEntry, earlier: Mapping[str, dict[str, Any]], path: Path_, found: list[Problem]
    ) -> dict[str, Any]:
        """Return the answers of an example as the form would hold them."""
        if example.like is not None and example.like not in earlier:
            found.append(self.source.problem((*path, "like"), *self._no_such_example(example.like, earlier)))
        if example.who is not None and example.who not in self.file.people:
            what = f"there is nobody called '{example.who}' under 'people:'."
            found.append(self.source.problem((*path, "who"), what, meant(example.who, self.file.people)))
        identity = self.file.people.get(example.who or "", {})  # the form takes of it what it has a field for
        person = {name: value for name, value in identity.items() if name in self.service.fields}
        merged = {**earlier.get(example.like or "", {}), **person, **example.answers}
        return held(self.service, merged)

    def _no_such_example(self, like: str, earlier: Mapping[str, object]) -> tuple[str, str]:
        """Return what is wrong with a 'like' that names no earlier example, and what to write."""
        if like not in self.leads_to:
            return f"no example before this one is called '{like}'.", meant(like, earlier)
        if like in self.circles:
            return f"'like' leads back to itself: {shown(self.circles[like])}.", "Write the answers of one of them out."
        return f"'{like}' stands after this example.", "Move it before this one; examples are read from the top."

    def _compare(
        self, example: ExampleEntry, answers: dict[str, Any], findings: Found, path: Path_
    ) -> Iterator[Problem]:
        """Yield a problem for everything that came out otherwise than expected."""
        expected = example.expect
        at = example.on
        today = at.date() if at else self.service.version
        facts = {**office_facts(self.office, today, days_off(self.office, today)), FINDINGS: findings}
        service = self.service.on(facts)
        results = {result.rule: result for result in evaluate_rules(self.service, answers, facts, findings)}
        for result in results.values():
            self.seen.note(("rule", result.rule, result.outcome), example.example)
        for mark in shown_by(self.service, answers, facts):
            self.seen.note(mark, example.example)
        found = {
            "problems": sorted({problem.field for problem in check_answers(service, answers)}),
            "steps": [step.id for step in steps_for(service, answers, facts)],
            "documents": [one.name for one in required_documents(service, answers)],
            "due": self._due(at),
            "taken": not_open(service, today) is None,
            **amounts_found(self.service, answers, facts, expected),
        }
        wanted = {**vars(expected), "problems": sorted(expected.problems)}
        for key, value in found.items():
            if wanted[key] is not None and wanted[key] != value:
                yield self._otherwise((*path, "expect", key), f"'{key}' is {_shown(value)}, not {_shown(wanted[key])}.")
        yield from self._asked(expected, asked_fields(service, answers), path)
        yield from self._rules(expected.rules, results, path)
        yield from self._letters(example, Said(answers, findings, facts), path)

    def _findings(self, example: ExampleEntry, path: Path_) -> tuple[list[Problem], dict[str, dict[str, Any]]]:
        """Return what is wrong with the findings, and the findings by the step's name in expressions."""
        wrong: list[Problem] = []
        steps = {step.id: step for step in self.service.steps if step.finds}
        found: dict[str, dict[str, Any]] = {}
        for name, written in example.findings.items():
            step = steps.get(name)
            if step is None or step.finds is None:
                what = f"no step that finds something is called '{name}'."
                wrong.append(self.source.problem((*path, "findings", name), what, meant(name, steps)))
                continue
            values = held_by(step.finds.fields, written)
            for problem in findings_problems(step, values):
                what = f"the step '{name}' could not end so: '{problem.field}': {problem.text.en}"
                wrong.append(self._otherwise((*path, "findings", name), what))
            found[step.name] = values
        return wrong, found

    def _due(self, at: datetime | None) -> datetime | None:
        """Return when a case received complete at this local time is due, in local time without its zone."""
        if at is None:
            return None
        calendar = calendar_of(self.office)
        start = at.replace(tzinfo=calendar.timezone)
        if self.service.promise.starts == "closing":
            start = closes_at(self.service, calendar, at.date()) or start
        ends = due(calendar, start, self.service.promise.total)
        return calendar.local(ends).replace(tzinfo=None, second=0)  # an example says it to the minute

    def _asked(self, expected: Expected, really: frozenset[str], path: Path_) -> Iterator[Problem]:
        for name in (one for one in expected.asked or () if one not in really):
            yield self._otherwise((*path, "expect", "asked"), f"'{name}' is not asked.")
        for name in (one for one in expected.not_asked or () if one in really):
            yield self._otherwise((*path, "expect", "not_asked"), f"'{name}' is asked.")

    def _rules(self, expected: Mapping[str, str], results: Mapping[str, RuleResult], path: Path_) -> Iterator[Problem]:
        known = [rule.id for rule in self.service.rules]
        for name, outcome in expected.items():
            place = (*path, "expect", "rules", name)
            if name not in known:
                yield self.source.problem(place, f"there is no rule '{name}'.", meant(name, known))
                continue
            result = results.get(name)
            came = result.outcome if result else "left out"
            if came != outcome:
                used = ", ".join(f"{key} = {value!r}" for key, value in result.used.items()) if result else ""
                trace = f"It read {used[:300]}." if used else ""
                yield self._otherwise(place, f"the rule '{name}' is {came}, not {outcome}. {trace}".strip())

    def _letters(self, example: ExampleEntry, said: Said, path: Path_) -> Iterator[Problem]:
        for name, phrases in example.expect.letter.items():
            outcome, language = name.split(".")
            self.seen.note(("letter", name, "read"), example.example)
            letter = sample_letter(self.service, self.office, outcome, language, said)
            for number, phrase in enumerate(phrases):
                if letter is None or " ".join(phrase.split()) not in " ".join(letter.split()):
                    what = f"the letter {name} does not say '{phrase}'."
                    yield self._otherwise((*path, "expect", "letter", name, number), what)

    def _course(
        self, example: ExampleEntry, answers: dict[str, Any], findings: Found, path: Path_
    ) -> Iterator[Problem]:
        """Yield a problem for everything that went otherwise after the filing."""
        if not example.then:
            return
        if example.on is None:
            what = "'then' needs the moment of the filing."
            yield self.source.problem((*path, "then"), what, "Add a line such as: on: 2026-12-01 09:30")
            return
        try:
            course = filed(self.service, self.office, answers, example.on, findings)
        except Refused as refused:
            yield self.source.problem((*path, "then"), said(refused), "Only what can be filed goes on.")
            return
        self._note_course(course, Doing("wait"), example.example)
        for number, then in enumerate(example.then):
            place = (*path, "then", number)
            result = self._next(course, then, place)
            if isinstance(result, Problem):
                yield result
                return
            course, stopped = result
            self._note_course(course, Doing(then.do), example.example)
            if then.do == "warn revocation" and not stopped:
                self.seen.note(("revocation", then.ground or "", "warned"), example.example)
            yield from self._stands(course, then.expect, stopped, (*place, "expect"))

    def _next(self, course: Course, then: ThenEntry, place: Path_) -> tuple[Course, str] | Problem:
        """Return the case after one thing and the code of what stopped it ("" for nothing), or why it cannot go on."""
        moment = self._moment(course, then)
        if moment is None:
            return self.source.problem(place, *BACKWARDS)
        doing = self._doing(then)
        try:
            return happened(course, doing, moment), ""
        except Refused as refused:
            if then.expect.stopped is None:
                write = can_do(course, then, refused.refusals[0])
                return self.source.problem((*place, "do"), cannot(then.do, refused), write)
            return course, refused.refusals[0].code

    def _doing(self, then: ThenEntry) -> Doing:
        return Doing(
            then.do,
            fields=tuple(then.fields),
            answers=held(self.service, then.answers),
            ground=then.ground or "",
            step=then.step or "",
            reason=then.reason or "",
            system=then.system or "",
            matter=then.matter or "",
            duty=then.duty or "",
            partly=then.partly,
        )

    def _moment(self, course: Course, then: ThenEntry) -> datetime | None:
        """Return when it happens (UTC); None for a time before the last one, or much too late."""
        if then.at is not None:
            moment = then.at.replace(tzinfo=course.calendar.timezone).astimezone(UTC)
        else:
            moment = later(course.calendar, course.at, then.after) if then.after else course.at
        return moment if course.at <= moment <= course.at + timedelta(days=MOST_DAYS) else None

    def _note_course(self, course: Course, doing: Doing, example: str) -> None:
        case = course.case
        for one in case.open_steps():
            self.seen.note(("step", one.id, "reached"), example)
        if doing.kind == "decide refuse" and case.status == "refused":
            self.seen.note(("ground", case.ground, "used"), example)
        if case.part_ground:
            self.seen.note(IN_PART, example)
        if case.expedite.get("granted"):
            self.seen.note(("expedite", case.expedite["class"], "granted"), example)
        for rule, outcome in case.rules.items():
            self.seen.note(("rule", rule, outcome), example)
        for name, duty in case.duties.items():
            self.seen.note(("duty", name, stands_as(duty)), example)

    def _stands(self, course: Course, expected: ThenExpected, stopped: str, path: Path_) -> Iterator[Problem]:
        """Yield a problem for everything in which the case stands otherwise."""
        found = how_it_stands(course, expected.step or course.case.step, stopped)
        for key, wanted in vars(expected).items():
            if wanted is not None and wanted != found[key]:
                what = f"'{key}' is {_shown(found[key])}, not {_shown(wanted)}."
                yield self._otherwise((*path, key), what)

    def _otherwise(self, path: Path_, what: str) -> Problem:
        return self.source.problem(path, what, "Correct the example, or the service.")


def typed(one: Field, value: Any) -> Any:
    """Return a written answer as the form would hold it: a date as text, an amount in minor units, a file described."""
    if one.columns and isinstance(value, list):
        return [_typed_row(one, row) for row in value]
    if isinstance(value, date):
        return value.isoformat()
    if one.kind == "money" and isinstance(value, str):
        try:
            return Money.parse(value).minor
        except AmountError:
            return value
    if one.kind == "file" and isinstance(value, str):
        media = TYPES.get(value.rpartition(".")[2].lower(), "application/octet-stream")
        return {"id": "example", "name": value, "type": media, "bytes": SAMPLE_BYTES, "sha256": "0" * 64}
    return value


def _typed_row(one: Field, row: Any) -> Any:
    columns = {column.name: column for column in one.columns}
    if not isinstance(row, Mapping):
        return row
    return {name: typed(columns[name], value) if name in columns else value for name, value in row.items()}


def _shown(value: Any) -> str:
    if isinstance(value, Money):
        return "free" if not value else value.words("en")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_shown(one)}' for key, one in value.items())}}}"
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)
