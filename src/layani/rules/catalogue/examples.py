"""Runs the worked cases of examples.yaml against the compiled service, and says what came out otherwise."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from layani.rules.cases.clock import due
from layani.rules.catalogue.answers import asked_fields, check_answers, required_documents
from layani.rules.catalogue.definition import meant
from layani.rules.catalogue.explaining import explain
from layani.rules.catalogue.fees import fee_for
from layani.rules.catalogue.findings import findings_problems
from layani.rules.catalogue.grammar.examples import ExampleEntry, ExamplesFile
from layani.rules.catalogue.kinds.file import TYPES
from layani.rules.catalogue.letters import Said, sample_letter
from layani.rules.catalogue.model import Field, OfficeFile, Service
from layani.rules.catalogue.problems import CatalogueError, Problem
from layani.rules.catalogue.reading import Path_, Source, read_yaml
from layani.rules.catalogue.rules import RuleResult, evaluate_rules
from layani.rules.catalogue.scope import office_facts
from layani.rules.catalogue.steps import steps_for
from layani.rules.catalogue.working_time import calendar_of, days_off
from layani.rules.money.amount import AmountError, Money

SAMPLE_BYTES: Final = 100_000
"""Size of a file that an example only names."""


@dataclass(frozen=True)
class Ran:
    """What running the examples of one service showed: how many there are, and what is wrong."""

    count: int
    problems: tuple[Problem, ...]


def run_examples(folder: Path, service: Service, office: OfficeFile) -> Ran:
    """Run every example of a service's folder.

    folder: the service's folder; without an examples.yaml that is the problem
    """
    shown = f"{folder.name}/examples.yaml"
    if not (folder / "examples.yaml").exists():
        write = "Add it: a case that is granted, and one that fails each rule."
        return Ran(0, (Problem(shown, 0, "the examples are missing.", write, "They are the definition's tests."),))
    try:
        source = read_yaml(folder / "examples.yaml", shown)
        file = ExamplesFile.model_validate(source.values)
    except CatalogueError as fault:
        return Ran(0, fault.problems)
    except ValidationError as fault:
        return Ran(0, explain(fault, ExamplesFile, source))
    run = _Run(source, file, service, office)
    return Ran(len(file.examples), (*run.problems(), *run.coverage()))


class _Run:
    """The examples of one service while they are run."""

    def __init__(self, source: Source, file: ExamplesFile, service: Service, office: OfficeFile) -> None:
        self.source, self.file, self.service, self.office = source, file, service, office
        self.outcomes: set[tuple[str, str]] = set()

    def problems(self) -> tuple[Problem, ...]:
        earlier: dict[str, dict[str, Any]] = {}
        found: list[Problem] = []
        for number, example in enumerate(self.file.examples):
            path: Path_ = ("examples", number)
            answers = self._answers(example, earlier, path, found)
            earlier[example.example] = answers
            found += self._compare(example, answers, path)
        return tuple(found)

    def coverage(self) -> Iterator[Problem]:
        """Warn of rules that no example passes, or none fails."""
        for rule in self.service.rules:
            for outcome, verb in (("passed", "passes"), ("failed", "fails")):
                if (rule.id, outcome) not in self.outcomes:
                    what = f"no example {verb} the rule '{rule.id}'."
                    write = f"Add an example with: rules: {{{rule.id}: {outcome}}}"
                    yield self.source.problem(("examples",), what, write, warning=True)

    def _answers(
        self, example: ExampleEntry, earlier: Mapping[str, dict[str, Any]], path: Path_, found: list[Problem]
    ) -> dict[str, Any]:
        """Return the answers of an example as the form would hold them."""
        if example.like is not None and example.like not in earlier:
            what = f"no example before this one is called '{example.like}'."
            found.append(self.source.problem((*path, "like"), what, meant(example.like, earlier)))
        if example.who is not None and example.who not in self.file.people:
            what = f"there is nobody called '{example.who}' under 'people:'."
            found.append(self.source.problem((*path, "who"), what, meant(example.who, self.file.people)))
        person = self.file.people.get(example.who or "", {})
        merged = {**earlier.get(example.like or "", {}), **person, **example.answers}
        fields = self.service.fields
        return {
            name: _typed(fields[name], value) if name in fields else value
            for name, value in merged.items()
            if value is not None
        }

    def _compare(self, example: ExampleEntry, answers: dict[str, Any], path: Path_) -> Iterator[Problem]:
        """Yield a problem for everything that came out otherwise than expected."""
        expected = example.expect
        at = example.on
        today = at.date() if at else self.service.version
        facts = office_facts(self.office, today, days_off(self.office, today))
        findings = yield from self._findings(example, path)
        results = {result.rule: result for result in evaluate_rules(self.service, answers, facts, findings)}
        self.outcomes.update((result.rule, result.outcome) for result in results.values())
        found = {
            "problems": sorted({problem.field for problem in check_answers(self.service, answers)}),
            "steps": [step.id for step in steps_for(self.service, answers)],
            "documents": [one.name for one in required_documents(self.service, answers)],
            "fee": fee_for(self.service, answers),
            "due": self._due(at),
        }
        wanted = {**vars(expected), "problems": sorted(expected.problems)}
        for key, value in found.items():
            if wanted[key] is not None and wanted[key] != value:
                yield self._otherwise((*path, "expect", key), f"'{key}' is {_shown(value)}, not {_shown(wanted[key])}.")
        yield from self._asked(expected.asked or [], expected.not_asked or [], answers, path)
        yield from self._rules(expected.rules, results, path)
        yield from self._letters(expected.letter, Said(answers, findings), path)

    def _findings(self, example: ExampleEntry, path: Path_) -> Generator[Problem, None, dict[str, dict[str, Any]]]:
        """Return the findings as the rules read them, by the step's name in expressions; yield what is wrong."""
        steps = {step.id: step for step in self.service.steps if step.finds}
        found: dict[str, dict[str, Any]] = {}
        for name, written in example.findings.items():
            step = steps.get(name)
            if step is None or step.finds is None:
                what = f"no step that finds something is called '{name}'."
                yield self.source.problem((*path, "findings", name), what, meant(name, steps))
                continue
            fields = {one.name: one for one in step.finds.fields}
            typed = {key: _typed(fields[key], value) if key in fields else value for key, value in written.items()}
            for problem in findings_problems(step, typed):
                what = f"the step '{name}' could not end so: '{problem.field}': {problem.text.en}"
                yield self._otherwise((*path, "findings", name), what)
            found[step.name] = typed
        return found

    def _due(self, at: datetime | None) -> datetime | None:
        """Return when a case received complete at this local time is due, in local time without its zone."""
        if at is None:
            return None
        calendar = calendar_of(self.office)
        ends = due(calendar, at.replace(tzinfo=calendar.timezone), self.service.promise.total)
        return calendar.local(ends).replace(tzinfo=None)

    def _asked(
        self, asked: list[str], not_asked: list[str], answers: Mapping[str, Any], path: Path_
    ) -> Iterator[Problem]:
        really = asked_fields(self.service, answers)
        for name in (one for one in asked if one not in really):
            yield self._otherwise((*path, "expect", "asked"), f"'{name}' is not asked.")
        for name in (one for one in not_asked if one in really):
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

    def _letters(self, expected: Mapping[str, list[str]], said: Said, path: Path_) -> Iterator[Problem]:
        for name, phrases in expected.items():
            outcome, language = name.split(".")
            letter = sample_letter(self.service, self.office, outcome, language, said)
            for number, phrase in enumerate(phrases):
                if letter is None or " ".join(phrase.split()) not in " ".join(letter.split()):
                    what = f"the letter {name} does not say '{phrase}'."
                    yield self._otherwise((*path, "expect", "letter", name, number), what)

    def _otherwise(self, path: Path_, what: str) -> Problem:
        return self.source.problem(path, what, "Correct the example, or the service.")


def _typed(one: Field, value: Any) -> Any:
    """Return a written answer as the form would hold it: a date as text, an amount in minor units, a file described."""
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


def _shown(value: Any) -> str:
    if isinstance(value, Money):
        return "free" if not value else value.words("en")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)
