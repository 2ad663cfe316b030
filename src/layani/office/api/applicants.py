"""The person for whom a program acts: read like the form's own fields, so that both doors know one spelling."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Annotated, Any, Final

import jsonschema_rs
from pydantic import BaseModel, ConfigDict, Field

from layani.office.actions.filing import AnswersRejected
from layani.office.actions.parties import Person
from layani.rules.catalogue import Field as Question
from layani.rules.catalogue import FieldProblem
from layani.rules.catalogue.answers import identity_fields
from layani.rules.catalogue.bundles.model import Offered
from layani.rules.catalogue.fields import KINDS
from layani.rules.catalogue.kind import Kind, Unreadable
from layani.rules.catalogue.model import IDENTITY_FIELDS
from layani.rules.text import Text

_OWN_PLACE = Text(id="Tulis ini di dalam 'applicant'.", en="Write this within 'applicant'.")


class ApplicantIn(BaseModel):
    """The person for whom the application is filed.

    NIK and phone may be spelt with blanks, dots and dashes; the phone as 0812… or +62812….
    """

    model_config = ConfigDict(extra="forbid")
    nik: Annotated[str, Field(min_length=16, max_length=24, examples=["3174015501900002"])]
    name: Annotated[str, Field(min_length=1, max_length=120, examples=["Carla Wijaya"])]
    birth_date: Annotated[str, Field(max_length=10, description="ISO 8601", examples=["1990-01-15"])] = ""
    phone: Annotated[str, Field(max_length=24, examples=["0812 3456 7890"])] = ""
    email: Annotated[str, Field(max_length=200, examples=["carla@example.org"])] = ""

    def person(self) -> Person:
        """Return the person in the office's spelling; whether it is possible is not asked here."""
        return Person(
            nik=_spelt("nik", self.nik),
            name=_spelt("name", self.name),
            birth_date=self.birth_date,
            phone=_spelt("phone", self.phone) if self.phone else "",
            email=_spelt("email", self.email) if self.email else "",
            source="api",
        )


class IdentityField:
    """One field of identity as a form without limits of its own would have it."""

    def __init__(self, name: str, kind: Kind) -> None:
        """Compile the kind's check."""
        self._kind = kind
        self._question = Question(name, IDENTITY_FIELDS[name], Text(id=name, en=name))
        self._check = jsonschema_rs.Draft202012Validator(kind.schema(self._question))

    def read(self, text: str) -> str:
        """Return what was written in the form's spelling; raises Unreadable."""
        return str(self._kind.read(self._question, {"": text.strip()}) or "")

    def problem(self, value: str) -> Text | None:
        """Return what is wrong with a value, or None."""
        if not self._check.is_valid(value):
            return self._kind.problem(self._question, value)
        return self._kind.confirm(self._question, value) if self._kind.confirm else None


_FIELDS: Final = {name: IdentityField(name, KINDS[kind]) for name, kind in IDENTITY_FIELDS.items()}


def phone_of(text: str) -> str:
    """Return a telephone number in the office's spelling, "" for none; raises AnswersRejected for what is none."""
    if not text.strip():
        return ""
    phone = _spelt("phone", text)
    if problem := _FIELDS["phone"].problem(phone):
        raise AnswersRejected((FieldProblem("phone", problem),))
    return phone


def answers_with_identity(service: Offered, person: Person, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers with those that the applicant's own data give, or raise AnswersRejected.

    Fields of identity that the service asks are checked with all other answers; here those that it does not ask,
    for they go into the register all the same.
    """
    asked = identity_names(service)
    if twice := asked & answers.keys():
        raise AnswersRejected(tuple(FieldProblem(name, _OWN_PLACE) for name in sorted(twice)))
    require_possible(person, IDENTITY_FIELDS.keys() - asked)
    return {**answers, **{name: value for name in asked if (value := getattr(person, name))}}


def require_possible(person: Person, names: Iterable[str]) -> None:
    """Raise AnswersRejected with every one of the named fields that cannot be right; an empty one is left out."""
    values = {name: getattr(person, name) for name in names}
    found = {name: _FIELDS[name].problem(value) for name, value in sorted(values.items()) if value}
    if problems := tuple(FieldProblem(name, text) for name, text in found.items() if text):
        raise AnswersRejected(problems)


@lru_cache(maxsize=64)
def identity_names(service: Offered) -> frozenset[str]:
    """Return the names of the fields that the applicant's own data fill."""
    return frozenset(one.name for one in identity_fields(service))


def _spelt(name: str, text: str) -> str:
    try:
        return _FIELDS[name].read(text)
    except Unreadable as fault:
        raise AnswersRejected((FieldProblem(name, fault.text),)) from None
