"""Which questions a register of another body fills in, what it said of each, and what goes with an application."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from layani.rules.cases.act import written
from layani.rules.catalogue.answers import Answers, Form
from layani.rules.catalogue.fields import kind_of
from layani.rules.catalogue.model import Field, Register


@dataclass(frozen=True, slots=True)
class Said:
    """What a register said about one question; ``value`` is None where it holds nothing that the form would take.

    source: the register's id;  at, until: when it was looked up, and how long that may be relied on
    """

    value: Any
    source: str
    at: datetime
    until: datetime


@dataclass(frozen=True)
class Lookups:
    """What the registers said of one form so far, by question.

    wrong:  the questions of which the person says that the register is wrong
    silent: register -> when it last did not answer
    """

    said: Mapping[str, Said] = field(default_factory=dict)
    wrong: frozenset[str] = frozenset()
    silent: Mapping[str, datetime] = field(default_factory=dict)


def lookups_written(lookups: Lookups) -> dict[str, Any]:
    """Return lookups as JSON values."""
    return {
        "said": {
            name: [one.value, one.source, one.at.isoformat(), one.until.isoformat()]
            for name, one in lookups.said.items()
        },
        "wrong": sorted(lookups.wrong),
        "silent": {source: at.isoformat() for source, at in lookups.silent.items()},
    }


def lookups_read(values: Mapping[str, Any]) -> Lookups:
    """Return what ``lookups_written`` wrote."""
    if not values:
        return Lookups()
    when = datetime.fromisoformat
    return Lookups(
        {
            name: Said(value, source, when(at), when(until))
            for name, (value, source, at, until) in values["said"].items()
        },
        frozenset(values["wrong"]),
        {source: when(at) for source, at in values["silent"].items()},
    )


@dataclass(frozen=True, slots=True)
class FromRegister:
    """One answer of an application about which a register was asked before it was filed.

    basis:    the law by which the office looked;  element: what was taken;  said: what the register holds
    same:     the application says the same; otherwise the person declared something else
    """

    name: str
    source: str
    basis: str
    element: str
    said: Any
    same: bool
    at: datetime
    until: datetime


def fillable(form: Form) -> Mapping[str, tuple[Register, str]]:
    """Return {question: (register, element)} of what may be filled in: the agreement lists it, and there is access."""
    return {
        name: one.register
        for name, one in form.answers.fields.items()
        if one.register and one.register[0].access and one.register[1] in one.register[0].fills
    }


def fits(one: Field, form: Form, value: Any) -> bool:
    """Return whether the form would take a value as the answer to a question."""
    confirm = kind_of(one).confirm
    return form.answers.validator.is_valid({one.name: value}) and not (confirm and confirm(one, value))


def filled(form: Form, lookups: Lookups, now: datetime) -> dict[str, Any]:
    """Return the answers that stand as a register gave them: not expired, and not called wrong."""
    may = fillable(form) if lookups.said else {}
    return {
        name: one.value
        for name, one in lookups.said.items()
        if name in may
        and name not in lookups.wrong
        and one.value is not None
        and now < one.until
        and fits(form.answers.fields[name], form, one.value)
    }


def outdated(lookups: Lookups, standing: Collection[str]) -> frozenset[str]:
    """Return the questions whose kept answer came from a register and may not be used any more."""
    return frozenset(
        name
        for name, one in lookups.said.items()
        if one.value is not None and name not in lookups.wrong and name not in standing
    )


def gone_with(form: Form, lookups: Lookups, answers: Answers, now: datetime) -> tuple[FromRegister, ...]:
    """Return what an application says of the registers that were asked, in the order of the form.

    What has expired counts for nothing, unless the person called it wrong: then the officer sees what differs.
    """
    found = []
    for name, (register, element) in fillable(form).items():
        one = lookups.said.get(name)
        if one is None or one.value is None or name not in answers:
            continue
        same = answers[name] == one.value
        if (same and one.until <= now) or not (same or name in lookups.wrong):
            continue
        found.append(FromRegister(name, register.id, register.basis, element, one.value, same, one.at, one.until))
    return tuple(found)


def looked_up_before(given: Iterable[FromRegister]) -> list[dict[str, Any]]:
    """Return what the filing's event says of it, a line for each register and moment; what it said is sealed."""
    lines: dict[tuple[str, str, datetime, datetime], list[FromRegister]] = {}
    for one in given:
        lines.setdefault((one.source, one.basis, one.at, one.until), []).append(one)
    return [
        {
            "source": source,
            "basis": basis,
            "elements": sorted({one.element for one in ones}),
            "fields": sorted(one.name for one in ones),
            "same": sorted(one.name for one in ones if one.same),
            "at": written(at),
            "until": written(until),
        }
        for (source, basis, at, until), ones in lines.items()
    ]
