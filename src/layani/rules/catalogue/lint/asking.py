"""Nothing is asked that the office already holds. Less asked is better served."""

import re
from collections.abc import Iterator
from typing import Final

from layani.rules.catalogue.definition import Definition, meant
from layani.rules.catalogue.grammar.form import FieldEntry
from layani.rules.catalogue.model import IDENTITY_FIELDS
from layani.rules.catalogue.problems import Problem, Saving
from layani.rules.catalogue.reading import Path_

_HELD: Final = re.compile(r"\b(NIK|nama lengkap|full name|tanggal lahir|date of birth|birth date)\b", re.IGNORECASE)


def check(one: Definition) -> Iterator[Problem]:
    """Compare the fields with what the identity gives."""
    for path, name, field in one.fields():
        if field.from_ == "identity":
            yield from _identity(one, path, name, field)
        elif field.is_ == "list":
            yield from _in_rows(one, path, field)
        elif field.is_ != "file" and (
            name in IDENTITY_FIELDS or field.is_ == "nik" or _HELD.search(f"{field.label.id} {field.label.en}")
        ):
            yield from _held(one, path, name, field)


def _identity(one: Definition, path: Path_, name: str, field: FieldEntry) -> Iterator[Problem]:
    if name not in IDENTITY_FIELDS:
        what = f"the identity does not give '{name}'."
        yield one.source.problem((*path, "from"), what, meant(name, IDENTITY_FIELDS))
    elif field.is_ != IDENTITY_FIELDS[name]:
        what = f"the identity gives '{name}' as a {IDENTITY_FIELDS[name]}, not as a {field.is_}."
        yield one.source.problem((*path, "is"), what, f"Write: is: {IDENTITY_FIELDS[name]}")


def _in_rows(one: Definition, path: Path_, field: FieldEntry) -> Iterator[Problem]:
    """Warn of a list of people of whom a row asks the NIK, unless a law asks for it: the register holds the rest."""
    for name, column in (field.each or {}).items():
        if column.is_ == "nik" and column.law is None and field.law is None:
            yield one.source.burden(
                (*path, "each", name),
                f"'{name}' asks in every row for a NIK, which only a law can demand.",
                "Remove it, or add the law that asks for it, to the list or to this question: law: …",
                "Other people's numbers are theirs.",
                Saving("NIK of other people", 1, 0, one.entry.cases_a_year),
            )


def _held(one: Definition, path: Path_, name: str, field: FieldEntry) -> Iterator[Problem]:
    if field.law is not None or field.from_ is not None:
        return
    yield one.source.burden(
        path,
        f"'{name}' asks for what the office already holds.",
        "Add: from: identity. If it is about another person, add the law that asks for it, such as: law: …",
        "Nobody should be asked twice.",
        Saving("question that the identity answers", 1, 0, one.entry.cases_a_year),
    )


CHECK = check
