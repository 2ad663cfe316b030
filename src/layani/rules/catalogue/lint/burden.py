"""What is asked of citizens without need, each with a proposal to abolish it and what that would save."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from layani.rules.catalogue.burden import FIGURES, LONGEST_MINUTES, filling_minutes
from layani.rules.catalogue.definition import Definition
from layani.rules.catalogue.grammar.form import FieldEntry
from layani.rules.catalogue.grammar.parts import Words
from layani.rules.catalogue.lint.phrases import Phrases
from layani.rules.catalogue.problems import Problem, Saving
from layani.rules.catalogue.reading import Path_

_HELD: Final = "question that the population register answers"
_ON_PAPER: Final = ("requirements", "procedure")
"""Texts of the standard in which requirements are written out."""


@dataclass(frozen=True, eq=False)
class _Requirement:
    name: str
    says: str
    words: Phrases
    minutes: int
    rupiah: int
    why: str
    write: str
    only_files: bool
    any_question: bool
    twice: bool


def _requirement(entry: Mapping[str, Any]) -> _Requirement:
    return _Requirement(
        name=entry["name"],
        says=entry.get("says", f"asks for a {entry['name']} ({{found}})."),
        words=Phrases([*entry["words"]["id"], *entry["words"]["en"]]),
        minutes=entry["minutes"],
        rupiah=entry["rupiah"],
        why=entry["why"],
        write=entry["write"],
        only_files=entry.get("only") == "file",
        any_question=entry.get("any_question", False),
        twice=entry.get("twice", False),
    )


_REQUIREMENTS: Final = tuple(_requirement(entry) for entry in FIGURES["requirements"])
_ANY_WORD: Final = Phrases(
    phrase for entry in FIGURES["requirements"] for language in ("id", "en") for phrase in entry["words"][language]
)


def check(one: Definition) -> Iterator[Problem]:
    """Look through the questions and the written requirements, then at the documents and the minutes as a whole."""
    asked: set[str] = set()
    told: set[Path_] = set()
    originals: list[tuple[Path_, str, str]] = []
    for path, name, text, field in _places(one):
        here = _requirements_in(text, field)
        excused = field is not None and field.law is not None
        for known, found in here.items():
            if known.twice and not excused:
                originals.append((path, name, found))
            # A question for it is where it is counted; the standard only writes the same requirement out.
            elif not known.twice and not excused and (field is not None or known.name not in asked):
                told.add(path)
                how = _filled_from(one, name) if known.name == _HELD else ""
                yield _abolish(
                    one, path, f"'{name}' {known.says.format(found=found)}", replace(known, write=how or known.write)
                )
        asked |= {known.name for known in here}
    yield from _twice(one, originals)
    yield from _documents(one, told)
    yield from _minutes(one)


def _requirements_in(text: str, field: FieldEntry | None) -> dict[_Requirement, str]:
    """Return the words by which each requirement is recognised in a text, each requirement once by its name."""
    if not _ANY_WORD.find(text):
        return {}
    found: dict[str, tuple[_Requirement, str]] = {}
    for requirement in _REQUIREMENTS:
        words = requirement.words.find(text) if _concerns(requirement, field) else None
        if words:
            found.setdefault(requirement.name, (requirement, words))
    return dict(found.values())


def _places(one: Definition) -> Iterator[tuple[Path_, str, str, FieldEntry | None]]:
    """Yield (path, name, words in both languages, field) of every question and of the written requirements."""
    for path, name, field in one.fields():
        if field.from_ is None:
            options = [] if field.is_ == "file" else list((field.of or {}).values())
            asked = [text for column in (field.each or {}).values() for text in (column.label, column.hint)]
            yield path, name, _text(field.label, field.hint, *options, *asked), field
    for component in _ON_PAPER:
        words = getattr(one.entry.standard, component)
        if words is not None:
            yield ("standard", component), component, _text(words), None


def _text(*words: Words | None) -> str:
    return "\n".join(f"{one.id}\n{one.en}" for one in words if one is not None)


def _concerns(requirement: _Requirement, field: FieldEntry | None) -> bool:
    """Return whether a requirement can stand at a place: a question for data is not a document."""
    if field is None:
        return not (requirement.only_files or requirement.any_question)
    if requirement.any_question:
        return field.is_ != "file"
    return field.is_ == "file" or not requirement.only_files


def _filled_from(one: Definition, name: str) -> str:
    """Return what to write where a register of office.yaml gives a question, or what is missing for that."""
    for source in one.office.sources.values():
        if name in source.gives and source.access:
            listed = "" if name in source.fills else f", and list '{name}' under its 'fills' in office.yaml"
            also = "If it is about another person, add the law that asks for it: law: …"
            return f"Write: from: {{source: {source.id}, element: {name}}}{listed}. {also}"
    return ""


def _abolish(one: Definition, path: Path_, what: str, requirement: _Requirement) -> Problem:
    saving = Saving(requirement.name, requirement.minutes, requirement.rupiah, one.entry.cases_a_year)
    return one.source.burden(path, what, requirement.write, requirement.why, saving)


def _twice(one: Definition, originals: list[tuple[Path_, str, str]]) -> Iterator[Problem]:
    if len(originals) > 1:
        path, name, found = originals[1]
        what = f"'{name}' asks for the original again ({found}; first under '{originals[0][1]}')."
        yield _abolish(one, path, what, next(known for known in _REQUIREMENTS if known.twice))


def _documents(one: Definition, told: set[Path_]) -> Iterator[Problem]:
    """Warn of documents that no law names; those told already are not told twice."""
    documents = [(path, name, field) for path, name, field in one.fields() if field.is_ == "file" and field.required]
    unnamed = [(path, name) for path, name, field in documents if field.law is None and path not in told]
    if not unnamed:
        return
    each = FIGURES["document"]
    count = len(unnamed)
    saving = Saving(
        "document that no law names", each["minutes"] * count, each["rupiah"] * count, one.entry.cases_a_year
    )
    named = sum(field.law is not None for _, _, field in documents)
    shown = ", ".join(f"'{name}'" for _, name in unnamed[:6])
    bring, have = f"{len(documents)} document{'s' * (len(documents) > 1)}", "have" if count > 1 else "has"
    what = f"it asks for {bring}, and the laws of this file name {named}: {shown} {have} none."
    write = "Remove them, make them optional with required: false, or add the law that asks for each: law: …"
    yield one.source.burden(unnamed[0][0], what, write, "Less to bring is fewer ways.", saving)


def _minutes(one: Definition) -> Iterator[Problem]:
    """Compare the minutes of the file with the estimate, and both with what a form should take."""
    estimate, told = round(filling_minutes(one.entry.ask)), one.entry.minutes
    longer = max(estimate, told) - LONGEST_MINUTES
    if longer > 0:
        what = f"filling it in takes about {max(estimate, told)} minutes, more than {LONGEST_MINUTES}."
        write = "Leave out what no rule reads, and ask only those whom it concerns, with when: …"
        saving = Saving("minutes to fill in beyond 20", longer, 0, one.entry.cases_a_year)
        yield one.source.burden(("minutes",), what, write, "Long forms are given up halfway.", saving)
    elif estimate > told * 1.5 + 1:
        what = f"'minutes' says {told}, but questions, documents and words take about {estimate}."
        write = f"Write: minutes: {estimate}, or ask less."
        yield one.source.problem(("minutes",), what, write, "Citizens plan by it.", warning=True)


CHECK = check
