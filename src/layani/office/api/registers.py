"""Answers that a register of another body gives, for a program that files: filled in, and never shown to it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Final

from pydantic import Field

from layani.office.actions.bundling import siblings
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.parties import Person, find_party, require_same_person
from layani.office.actions.prefilling import fetched
from layani.office.actions.viewing import opened
from layani.office.actor import Actor
from layani.office.house import codes, key_store
from layani.office.tables.models import Event
from layani.office.tables.models.people import SEEN
from layani.rules.catalogue import FieldProblem
from layani.rules.catalogue.bundles.model import Bundle, Offered
from layani.rules.catalogue.prefill import FromRegister, Lookups, Said, fillable, gone_with
from layani.rules.text import Text

LookUp = Annotated[
    list[Annotated[str, Field(max_length=40)]],
    Field(
        max_length=40,
        description="questions whose answer the office takes from a register, for a person whose card it has seen; "
        "leave them out of `answers`. What the register says is not told to the caller",
    ),
]

_NOT_FILLED: Final = Text(
    id="Tidak ada data instansi lain yang boleh mengisi ini. Tulis jawabannya di 'answers'.",
    en="No register may fill this in. Write the answer in 'answers'.",
)
_TWICE: Final = Text(
    id="Tulis di 'answers' atau di 'look_up', tidak di keduanya.",
    en="Write it in 'answers' or in 'look_up', not in both.",
)
_STRANGER: Final = Text(
    id="KTP asli orang ini belum dilihat kantor. Tanyakan jawabannya, dan tulis di 'answers'.",
    en="The office has not seen this person's original card. Ask for the answer, and write it in 'answers'.",
)
_SILENT: Final = Text(
    id="Data instansi itu tidak menjawab. Coba lagi nanti, atau tanyakan jawabannya dan tulis di 'answers'.",
    en="That register does not answer. Try again later, or ask for the answer and write it in 'answers'.",
)
_UNKNOWN: Final = Text(
    id="Data instansi itu tidak memuat hal ini. Tanyakan jawabannya, dan tulis di 'answers'.",
    en="That register does not hold this. Ask for the answer, and write it in 'answers'.",
)


@dataclass(frozen=True, slots=True)
class Taken:
    """The answers with those that a register gave, and what is filed of where they come from."""

    answers: Mapping[str, Any]
    looked_up: tuple[FromRegister, ...] = ()


def taken_from_registers(
    form: Offered, person: Person, answers: Mapping[str, Any], names: Collection[str], now: datetime
) -> Taken:
    """Return the answers with those of the named questions from their registers, or raise AnswersRejected.

    Raises Refused when this is not the person whom the office knows by the NIK.
    """
    may = fillable(form)
    problems = {name: _NOT_FILLED for name in names if name not in may}
    problems |= {name: _TWICE for name in names if name in answers}
    party = find_party(person.nik)
    if not problems and (party is None or party.assurance != SEEN):
        problems = dict.fromkeys(names, _STRANGER)
    if problems or party is None:
        raise AnswersRejected(_sorted(problems))
    require_same_person(party, person)
    said, silent = fetched(form, {name: may[name] for name in names}, person.nik, now)
    problems = {name: _SILENT for name in names if may[name][0].id in silent}
    problems |= {name: _UNKNOWN for name, one in said.items() if one.value is None}
    if problems:
        raise AnswersRejected(_sorted(problems))
    whole = {**answers, **{name: one.value for name, one in said.items()}}
    return Taken(whole, gone_with(form, Lookups(said), whole, now))


def taken_before(form: Offered, answers: Mapping[str, Any], actor: Actor, once: str, now: datetime) -> Taken | None:
    """Return what was taken in the filing under this idempotency key, or None where there was no such filing.

    A second sending must find the first case, whatever the register says by now, and also when it is silent.
    """
    code = codes().sending(actor.sender, once)
    event = Event.objects.filter(once=code, act="file").select_related("case").first()
    if event is None:
        return None
    values = _said_in(form, event)
    said = {name: Said(value, "", now, now + timedelta(days=1)) for name, value in values.items()}
    whole = {**answers, **values}
    return Taken(whole, gone_with(form, Lookups(said), whole, now))


def _said_in(form: Offered, event: Event) -> dict[str, Any]:
    """Return what registers said in a filing, by the form's questions; of a bundle, in all of its filings."""
    if not isinstance(form, Bundle):
        return dict(opened(event, key_store().get(event.case.ref)).get("said", {}))
    names = {one.slug: one.names for one in form.joined}
    found: dict[str, Any] = {}
    for row in siblings(event.case):
        said = opened(row.events.get(act="file"), key_store().get(row.ref)).get("said", {})
        found |= {names[row.service][own]: value for own, value in said.items()}
    return found


def _sorted(problems: Mapping[str, Text]) -> tuple[FieldProblem, ...]:
    return tuple(FieldProblem(name, text) for name, text in sorted(problems.items()))
