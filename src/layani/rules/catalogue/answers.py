"""Reads what a form posted, and checks the answers of a whole application."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import jsonschema_rs

from layani.rules.catalogue.expressions import Reads
from layani.rules.catalogue.fields import KINDS, kind_of
from layani.rules.catalogue.kind import Posted, Unreadable, posted_parts
from layani.rules.catalogue.model import Field, FormPage
from layani.rules.text import Text

Answers = Mapping[str, Any]
"""Answers by field name, as JSON values: text, whole numbers, truth values, lists, {"street": …}."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one answer, in words that say what to write."""

    field: str
    text: Text


@dataclass(frozen=True, slots=True)
class FormResult:
    """All answers after a page was posted (those no longer asked are gone), and what is wrong on that page."""

    answers: dict[str, Any]
    problems: tuple[FieldProblem, ...]


class CompiledAnswers:
    """What checking the answers of one service needs, made once when the catalogue is loaded."""

    def __init__(self, pages: tuple[FormPage, ...]) -> None:
        self.fields = {one.name: one for page in pages for one in page.fields}
        self.conditional = tuple(one for one in self.fields.values() if one.when is not None)
        self.reads = Reads(one.when for one in self.conditional)
        self.always = frozenset(self.fields) - {one.name for one in self.conditional}
        self.confirmed = tuple((one, sure) for one in self.fields.values() if (sure := kind_of(one).confirm))
        self.required = frozenset(one.name for one in self.fields.values() if one.required)
        self.schema = answers_schema(tuple(self.fields.values()))
        self.validator = jsonschema_rs.Draft202012Validator(self.schema)

    def asked(self, answers: Answers) -> frozenset[str]:
        """Return the names of the fields that are asked, given the answers."""
        if not self.conditional:
            return self.always
        scope = self.reads.scope(answers)
        found = [one.name for one in self.conditional if one.when and one.when.evaluate(scope) is True]
        return self.always.union(found)

    def depends(self) -> dict[str, set[str]]:
        """Return, of each question that is not always asked, the names on which that may depend.

        Also those read by way of has(answers.NAME).
        """
        return {
            one.name: {part for path in one.when.paths for part in path[:2]} for one in self.conditional if one.when
        }


class Form(Protocol):
    """What can be asked and checked: a service's application, or the findings of one of its steps."""

    @property
    def answers(self) -> CompiledAnswers:
        """What checking needs."""

    def page(self, page_id: str) -> FormPage:
        """Return one page, or raise KeyError."""


def answers_schema(fields: tuple[Field, ...]) -> dict[str, Any]:
    """Return the JSON Schema of an application's answers; which of them must be there depends on the others."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {one.name: KINDS[one.kind].schema(one) for one in fields},
        "additionalProperties": False,
    }


def asked_fields(service: Form, answers: Answers) -> frozenset[str]:
    """Return the names of the fields that are asked, given the answers: a condition that cannot be known is not met."""
    return service.answers.asked(answers)


def visible_fields(service: Form, page_id: str, answers: Answers) -> tuple[Field, ...]:
    """Return the fields of a page that are asked, given the answers so far."""
    asked = asked_fields(service, answers)
    return tuple(one for one in service.page(page_id).fields if one.name in asked)


def required_documents(service: Form, answers: Answers) -> tuple[Field, ...]:
    """Return the files that this application must bring."""
    asked = asked_fields(service, answers)
    return tuple(
        one for name, one in service.answers.fields.items() if one.kind == "file" and one.required and name in asked
    )


def identity_fields(service: Form) -> tuple[Field, ...]:
    """Return the fields that the office already holds and that nobody is asked."""
    return tuple(one for one in service.answers.fields.values() if one.source == "identity")


def without_unasked(service: Form, answers: Answers) -> dict[str, Any]:
    """Return the answers without those that are no longer asked; the office keeps nothing it did not ask."""
    asked = asked_fields(service, answers)
    return {name: value for name, value in answers.items() if name in asked}


def read_form(
    service: Form,
    page_id: str,
    posted: Posted,
    answers: Answers,
    *,
    files: Mapping[str, Mapping[str, Any]] | None = None,
    ask_identity: bool = False,
) -> FormResult:
    """Read one posted page.

    posted:        {key: strings}; a date posts NAME-day, NAME-month, NAME-year; an address NAME-street, -rt, -rw, -ward
    answers:       all answers so far, identity fields included
    files:         {field: {"id", "name", "type", "bytes", "sha256"}} of files the store has just taken; others are kept
    ask_identity:  True at the counter, where an officer types what the identity would give
    """
    page = service.page(page_id)
    merged = dict(answers)
    problems: dict[str, Text] = {}
    for one in page.fields:
        if one.source == "identity" and not ask_identity:
            continue
        if one.kind == "file":
            found = _checked_file(service, one, files or {}, merged.get(one.name))
        else:
            found = _read(service, one, posted)
        merged.pop(one.name, None)
        if isinstance(found, Text):
            problems[one.name] = found
        elif found is not None:
            merged[one.name] = found
    asked = asked_fields(service, merged)
    for one in page.fields:
        if one.name in asked and one.required and one.name not in merged:
            problems.setdefault(one.name, _missing(one))
    return FormResult(
        answers={name: value for name, value in merged.items() if name in asked},
        problems=tuple(FieldProblem(one.name, problems[one.name]) for one in page.fields if one.name in problems),
    )


def _read(service: Form, one: Field, posted: Posted) -> Any:
    """Return the value of a posted field, None when it is empty, or a Text that says what to write."""
    kind = kind_of(one)
    try:
        value = kind.read(one, posted_parts(kind, one, posted))
    except Unreadable as fault:
        return fault.text
    return value if value is None else _wrong(service, one, value) or value


def _checked_file(service: Form, one: Field, files: Mapping[str, Mapping[str, Any]], before: Any) -> Any:
    """Return the description of a file just taken or of the one before, None, or a Text that says what to bring."""
    if one.name not in files:
        return before
    value = dict(files[one.name])
    return _wrong(service, one, value) or value


def _wrong(service: Form, one: Field, value: Any) -> Text | None:
    """Return what is wrong with one value, in words, or None."""
    if not _is_valid(service, {one.name: value}):
        return kind_of(one).problem(one, value)
    confirm = kind_of(one).confirm
    return confirm(one, value) if confirm else None


def _is_valid(service: Form, answers: Answers) -> bool:
    """Return whether the values fit the schema; text that is no text (half a surrogate pair) does not."""
    try:
        return service.answers.validator.is_valid(answers)
    except UnicodeEncodeError:
        return False


def _missing(one: Field) -> Text:
    if one.kind == "declaration":  # its label is the citizen's own sentence, not the name of something to fill in
        return kind_of(one).problem(one, None)
    if one.kind == "file":
        return Text(id=f"Unggah: {one.label.id}", en=f"Upload: {one.label.en}")
    return Text(id=f"Isi: {one.label.id}", en=f"Fill in: {one.label.en}")


_NOT_ASKED = Text(
    id="Pertanyaan ini tidak diajukan untuk jawaban Anda. Hapus jawaban ini.",
    en="This question is not asked with your other answers. Leave this answer out.",
)
_NO_FIELD = Text(id="Isian ini tidak dikenal. Hapus.", en="There is no such field. Leave it out.")


def check_answers(service: Form, answers: Answers) -> tuple[FieldProblem, ...]:
    """Return what is wrong with the answers of a whole application, in the form's order; () when it can be filed.

    The values may be anything that JSON can hold; no value that its schema refuses reaches an expression.
    """
    compiled = service.answers
    if not _is_valid(service, answers):
        fields = compiled.fields
        valid = {name: value for name, value in answers.items() if name in fields and _is_valid(service, {name: value})}
        return _problems(service, answers, asked_fields(service, valid))
    asked = asked_fields(service, answers)
    if (compiled.required & asked) - answers.keys() or not asked.issuperset(answers):
        return _problems(service, answers, asked)
    for one, confirm in compiled.confirmed:
        if one.name in answers and confirm(one, answers[one.name]):
            return _problems(service, answers, asked)
    return ()


def _problems(service: Form, answers: Answers, asked: frozenset[str]) -> tuple[FieldProblem, ...]:
    """Return the problems one by one; only reached when there is one."""
    fields = service.answers.fields
    found: list[FieldProblem] = []
    for name, one in fields.items():
        text = None
        if name in answers:
            text = _wrong(service, one, answers[name]) if name in asked else _NOT_ASKED
        elif one.required and name in asked:
            text = _missing(one)
        found += [FieldProblem(name, text)] if text else []
    return (*found, *(FieldProblem(name, _NO_FIELD) for name in answers if name not in fields))
